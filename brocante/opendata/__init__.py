"""Open data: the figures of past editions and the table of materials, for programs."""
