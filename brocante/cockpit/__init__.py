"""Home pages of organisers and companies: what to do next, what is missing."""
