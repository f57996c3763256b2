"""What every page shares: access, forms, formats, errors, headers. Knows no feature."""
