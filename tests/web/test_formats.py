"""Amounts as people read them."""

from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale

from brocante.core.units import Quantity, Unit
from brocante.web.formats import NBSP, mass, money, quantity


@pytest.mark.parametrize(
    ("amount", "words"),
    [("1", "1 sac"), ("1.5", "1,5 sac"), ("2", "2 sacs"), ("-1", "−1 sac"), ("-4", "−4 sacs")],
)
def test_several_are_counted_also_when_taken_back(app: Flask, amount: str, words: str) -> None:
    with force_locale("fr"):
        assert quantity(Quantity(int(Decimal(amount) * 1000)), Unit.BAG).replace(NBSP, " ") == words


@pytest.mark.parametrize(
    ("grams", "words"),
    [
        (8_208, "8,2 kg"),
        (-8_208, "−8,2 kg"),
        (-850, "−850 g"),
        (-24_000, "−24 kg"),
        (-123_459, "−123 kg"),
        (-1_250_000, "−1,25 t"),
    ],
)
def test_a_mass_taken_back_stands_in_the_unit_it_left_in(
    app: Flask, grams: int, words: str
) -> None:
    with force_locale("fr"):
        assert mass(grams).replace(NBSP, " ") == words


def test_an_amount_taken_back_has_a_minus_sign(app: Flask) -> None:
    with force_locale("fr"):
        assert money(-290).replace(NBSP, " ") == "−2,90 €"
        assert money(-300).replace(NBSP, " ") == "−3 €"
    with force_locale("en"):
        assert money(-290) == "−€2.90"
