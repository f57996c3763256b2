"""Passwords, and how many wrong sign-ins are let through. Pure functions."""

from functools import lru_cache
from importlib.resources import files

from brocante.accounts.errors import (
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
    TooManyAttempts,
)
from brocante.core.text import fold

SHORTEST = 8
LONGEST = 128
WINDOW_MINUTES = 15
# In a quarter of an hour: one account from one address, any account from one address (a company's
# office shares one), one account from anywhere. NIST 800-63B asks for at most 100.
MOST_FOR_PAIR = 8
MOST_FOR_ADDRESS = 60
MOST_FOR_ACCOUNT = 60
LINK_MINUTES = 10
MOST_LINKS = 5
INVITATION_DAYS = 21
SESSION_DAYS = 30


def normalise_email(email: str) -> str:
    """Return an address as accounts are found by: trimmed and lower case."""
    return email.strip().lower()


def check_password(password: str, email: str = "") -> None:
    """Refuse what is too short, too long or among the first guesses (NIST 800-63B 5.1.1.2).

    No rule of composition: they make passwords harder to remember, not to guess.
    """
    if len(password) < SHORTEST:
        raise PasswordTooShort
    if len(password) > LONGEST:
        raise PasswordTooLong
    plain = fold(password)
    own = {fold(email), fold(email.partition("@")[0])}
    stem = plain.rstrip("0123456789!?.*#@$")
    if plain in own or plain in common_passwords() or stem in common_passwords():
        raise PasswordTooCommon
    if len(set(plain)) < 4 or plain in "01234567890" * 3 or plain in "azertyuiopqsdfghjklm":
        raise PasswordTooCommon


@lru_cache(maxsize=1)
def common_passwords() -> frozenset[str]:
    """Return the words and patterns refused as passwords, also with digits behind them."""
    text = files("brocante.accounts").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip())


def check_attempts(pair: int, address: int, account: int) -> None:
    """Refuse one more sign-in after so many wrong ones in the window."""
    if pair >= MOST_FOR_PAIR or address >= MOST_FOR_ADDRESS or account >= MOST_FOR_ACCOUNT:
        raise TooManyAttempts
