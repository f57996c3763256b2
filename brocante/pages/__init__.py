"""Home, edition landing page, help and legal pages."""
