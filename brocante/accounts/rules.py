"""Passwords, and how many sign-ins and links are let through. Pure functions."""

from datetime import timedelta
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
FEWEST_DIFFERENT = 4

# Wrong sign-ins let through: one account from one address; any account from one address (an
# office or a mobile network shares one); one account from anywhere (NIST 800-63B: 100 at most).
SHORT_WINDOW = timedelta(minutes=15)
LONG_WINDOW = timedelta(hours=1)
MOST_FOR_PAIR = 10
MOST_FOR_ADDRESS = 50
MOST_FOR_ACCOUNT = 100

# Links mailed in the long window: to one mailbox, and asked for by one address.
MOST_LINKS_TO_MAILBOX = 5
MOST_LINKS_FROM_ADDRESS = 40

LINK_LIFE = timedelta(minutes=10)
# After signing in by link, a forgotten password may be replaced for so long.
LINK_STANDS_FOR_PASSWORD = timedelta(minutes=30)
SESSION_LIFE = timedelta(days=30)
INVITATION_LIFE = timedelta(days=21)

_KEYBOARD = ("0123456789" * 2, "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm")


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
    mailbox = fold(email.partition("@")[0])
    stem = plain.rstrip("0123456789!?.*#@$-_ ")
    guesses = common_passwords()
    if plain in guesses or stem in guesses or plain == fold(email) or stem == mailbox:
        raise PasswordTooCommon
    if len(set(plain)) < FEWEST_DIFFERENT or any(plain in row for row in _KEYBOARD):
        raise PasswordTooCommon


@lru_cache(maxsize=1)
def common_passwords() -> frozenset[str]:
    """Return the words and patterns refused as passwords, also with digits behind them."""
    text = files("brocante.accounts").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def check_attempts(pair: int, address: int, account: int) -> None:
    """Refuse one more sign-in after so many wrong ones in their windows."""
    if pair >= MOST_FOR_PAIR or address >= MOST_FOR_ADDRESS:
        raise TooManyAttempts(minutes=SHORT_WINDOW // timedelta(minutes=1))
    if account >= MOST_FOR_ACCOUNT:
        raise TooManyAttempts(minutes=LONG_WINDOW // timedelta(minutes=1))


def may_mail_link(to_mailbox: int, from_address: int) -> bool:
    """Tell whether one more link is mailed, after so many in the long window."""
    return to_mailbox < MOST_LINKS_TO_MAILBOX and from_address < MOST_LINKS_FROM_ADDRESS
