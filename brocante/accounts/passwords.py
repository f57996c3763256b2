"""Passwords are stored as salted scrypt hashes."""

from werkzeug.security import check_password_hash, generate_password_hash

from brocante.accounts.rules import LONGEST

METHOD = "scrypt:32768:8:1"
# Compared with when there is no password to compare with, so that both cases take the same time.
NOBODY = (
    f"{METHOD}$w08nygUgD8abLFZ4$58c5c8dd4eee740da43a796f08efcb603295f130461e8f451fec204f612"
    "8645156efa2d8d1e2abb9e770b0a17cea7d97d21954a4244c33a3668a5cf8d0f1487b"
)


def hash_password(password: str) -> str:
    """Return what is stored of a password."""
    return generate_password_hash(password, METHOD)


def matches(stored: str | None, password: str) -> bool:
    """Tell whether a password is the stored one; takes as long when none is stored."""
    same = check_password_hash(stored or NOBODY, password[:LONGEST])
    return same and stored is not None
