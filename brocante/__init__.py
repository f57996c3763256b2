"""Brocante: the application that runs a Brocante aux matériaux."""
