"""Addresses that may stand in a header, and when a message is tried again."""

from datetime import timedelta

import pytest

from brocante.outbox.errors import WrongRecipient
from brocante.outbox.rules import MOST_ATTEMPTS, one_line, pause_after, plain_address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "marie",
        "marie@",
        "marie@example.org, luc@example.org",
        "Marie <marie@example.org>",
        "marie@example.org\nBcc: luc@example.org",
        "marie@example.org\r\n",
        '"a b"@example.org',
        "marie@localhost",
        "m" * 250 + "@example.org",
        "é@example.org",
    ],
)
def test_anything_but_one_plain_address_is_refused(text: str) -> None:
    with pytest.raises(WrongRecipient):
        plain_address(text)


def test_a_plain_address_stays_as_it_is_and_its_domain_becomes_ascii() -> None:
    assert plain_address("marie+brocante@example.org") == "marie+brocante@example.org"
    assert plain_address("marie@épicerie.example.org") == "marie@xn--picerie-9xa.example.org"


def test_a_subject_is_one_line_without_control_characters() -> None:
    assert one_line("Ready\r\nBcc: luc@example.org\x00 ", 200) == "Ready Bcc: luc@example.org"
    assert one_line("abc def", 4) == "abc"


def test_the_wait_grows_from_one_minute_to_six_hours_and_ends() -> None:
    waits = [pause_after(attempt) for attempt in range(1, MOST_ATTEMPTS)]
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] == timedelta(hours=6)
    assert waits == sorted(waits)  # type: ignore[type-var]
    assert pause_after(MOST_ATTEMPTS) is None
