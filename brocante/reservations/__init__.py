"""Reservations: one visitor, one ticket, several sites."""
