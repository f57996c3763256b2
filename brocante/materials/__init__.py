"""Reference materials: families, masses, carbon factors, trade words and refused goods."""
