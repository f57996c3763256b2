"""What every page shares: access by blueprint, forms, formats, errors, headers. Knows no feature."""
