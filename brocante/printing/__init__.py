"""Paper: QR labels."""
