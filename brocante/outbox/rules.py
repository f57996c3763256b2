"""What may stand in a header, and when a message is tried again. Pure functions."""

from datetime import timedelta

from email_validator import EmailNotValidError, validate_email

from brocante.outbox.errors import WrongRecipient

LONGEST_SUBJECT = 200
LONGEST_NAME = 120
LONGEST_ERROR = 300
# Who claimed a message has that long to send it before another worker may: longer than all the
# network timeouts of one message together.
LEASE = timedelta(minutes=5)
KEEP_BODIES = timedelta(days=30)

_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 360))
MOST_ATTEMPTS = len(_PAUSES) + 1


def plain_address(text: str) -> str:
    """Return `text` when it is one e-mail address and nothing else, as mail servers take it.

    A domain with accents is returned in its ASCII form. Raises WrongRecipient for a name beside
    the address, several addresses, or anything that could begin another header.
    """
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise WrongRecipient from None
    address = found.ascii_email
    if address is None:
        raise WrongRecipient
    return address


def one_line(text: str, longest: int) -> str:
    """Return `text` on one line of at most `longest` characters, without control characters."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.split())[:longest].rstrip()


def pause_after(attempts: int) -> timedelta | None:
    """Return how long to wait after that many failed attempts; None when it was the last one."""
    return _PAUSES[attempts - 1] if attempts < MOST_ATTEMPTS else None
