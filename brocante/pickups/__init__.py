"""Pickup slots of the sites."""
