"""The tour of the yards: in which order, at what times, with which load."""
