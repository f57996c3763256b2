"""Listings: written by companies, found by visitors."""
