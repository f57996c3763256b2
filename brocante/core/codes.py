"""Codes people read aloud and tokens nobody can guess."""

import secrets

# No vowels (no words appear) and no look-alikes (0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V).
ALPHABET = "34679CDFGHJKMNPQRTVWX"
# The digits that fit into the 64 bits of a database, whatever they are.
LONGEST_ID = 18


def new_code(length: int = 6) -> str:
    """Return a random code for labels and tickets; the caller checks that it is free."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def read_code(text: str) -> str:
    """Return what a person typed as a code: upper case, without blanks, dots and hyphens."""
    return "".join(c for c in text.upper() if c.isalnum())[:32]


def read_id(text: str | None) -> int:
    """Return the number of a row as an address or a form says it; 0, no row's, for all else."""
    text = text or ""
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_ID
    return int(text) if is_number else 0


def is_code(text: str) -> bool:
    """Tell whether `text` can be a code at all."""
    return 4 <= len(text) <= 12 and all(c in ALPHABET for c in text)


def new_token() -> str:
    """Return an address part of 160 random bits that cannot be guessed (R6), safe in a URL."""
    return secrets.token_urlsafe(20)
