"""Editions of a Brocante: dates, zone, lifecycle, charter."""
