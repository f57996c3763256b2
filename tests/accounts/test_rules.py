"""Which passwords are taken, and how many attempts are let through."""

import pytest

from brocante.accounts import rules
from brocante.accounts.devices import device_name
from brocante.accounts.errors import (
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
    TooManyAttempts,
)


@pytest.mark.parametrize(
    "password",
    [
        "une phrase toute simple",
        "tuiles du Périgord à l'ombre",
        "9f2-kdw-x1",
        "correct horse battery staple",
        "x" * 60 + "yzw",
        "ab cd" + " " * 59,
    ],
)
def test_long_and_simple_is_good_enough(password: str) -> None:
    rules.check_password(password, "ann@example.org")


@pytest.mark.parametrize(
    "password",
    [
        "password",
        "PassWord1",
        "12345678",
        "azertyuiop",
        "motdepasse",
        "Motdepasse2026!",
        "soleil2026",
        "Brocante24",
        "iloveyou",
        "14071789",
        "aaaaaaaaaaaa",
        "qsdfghjklm",
        "Printemps-2026",
        "chouchou123",
    ],
)
def test_the_first_guesses_are_refused(password: str) -> None:
    with pytest.raises(PasswordTooCommon):
        rules.check_password(password)


@pytest.mark.parametrize("password", ["ann.example", "Ann.Example24", "ann.example@example.org"])
def test_ones_own_address_is_no_password(password: str) -> None:
    with pytest.raises(PasswordTooCommon):
        rules.check_password(password, "ann.example@example.org")


def test_length_has_two_ends() -> None:
    with pytest.raises(PasswordTooShort):
        rules.check_password("kw7-x2p")
    with pytest.raises(PasswordTooLong):
        rules.check_password("kw7-x2p " * 16 + "k")
    rules.check_password("kw7-x2p " * 16)


def test_the_list_is_long_and_as_compared() -> None:
    words = rules.common_passwords()
    assert len(words) > 3000
    assert all(word == word.lower() for word in words)


@pytest.mark.parametrize(
    ("counts", "minutes"), [((10, 10, 10), 15), ((0, 50, 0), 15), ((0, 0, 100), 60)]
)
def test_each_limit_slows(counts: tuple[int, int, int], minutes: int) -> None:
    with pytest.raises(TooManyAttempts) as refused:
        rules.check_attempts(*counts)
    assert refused.value.params == {"minutes": minutes}


def test_below_every_limit_passes() -> None:
    rules.check_attempts(9, 49, 99)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
            "Firefox, Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge, Windows",
        ),
        ("curl/8.0", ""),
    ],
)
def test_a_browser_is_named_as_its_owner_would(agent: str, name: str) -> None:
    assert device_name(agent) == name
