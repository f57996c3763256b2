"""Amounts as people read them."""

from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale

from brocante.core.units import Quantity, Unit
from brocante.web.formats import NBSP, quantity


@pytest.mark.parametrize(
    ("amount", "words"),
    [("1", "1 sac"), ("1.5", "1,5 sac"), ("2", "2 sacs"), ("-1", "-1 sac"), ("-4", "-4 sacs")],
)
def test_several_are_counted_also_when_taken_back(app: Flask, amount: str, words: str) -> None:
    with force_locale("fr"):
        assert quantity(Quantity(int(Decimal(amount) * 1000)), Unit.BAG).replace(NBSP, " ") == words
