"""Exact amounts: quantities in thousandths, money in cents, lengths in mm, masses in grams (R4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

_BLANKS = dict.fromkeys(map(ord, " \u00a0\u202f\u2009\t"))
_TOO_LONG = re.compile(r"0*[1-9]\d{9,}(?:[.,]\d*)?")
_NUMBER = re.compile(r"(\d{0,9})(?:[.,](\d{0,6}))?")


class Unit(StrEnum):
    """What a quantity counts. `ml` is a linear metre, never a millilitre."""

    PIECE = "u"
    SQUARE_METRE = "m2"
    CUBIC_METRE = "m3"
    LINEAR_METRE = "ml"
    KILOGRAM = "kg"
    TONNE = "t"
    LITRE = "l"
    PALLET = "pallet"
    BAG = "bag"
    ROLL = "roll"
    BOX = "box"
    PACK = "pack"
    SHEET = "sheet"
    BAR = "bar"
    BUCKET = "bucket"
    CAN = "can"
    PAIR = "pair"
    SET = "set"
    LOT = "lot"

    @property
    def is_measured(self) -> bool:
        """Tell whether fractions make sense (m², kg...), unlike things that are counted."""
        return self in _MEASURED


_MEASURED = frozenset(
    {
        Unit.SQUARE_METRE,
        Unit.CUBIC_METRE,
        Unit.LINEAR_METRE,
        Unit.KILOGRAM,
        Unit.TONNE,
        Unit.LITRE,
    }
)


class NotANumber(ValueError):
    """The text is not a positive decimal number a person would type."""


def parse_decimal(text: str) -> Decimal:
    """Read "1,5", "1.5", "1 250" or "1 250,75"; both marks mean the decimal one.

    Raises NotANumber for anything else, also for signs and for two marks.
    """
    found = _NUMBER.fullmatch(text.strip().translate(_BLANKS))
    if found is None or not (found[1] or found[2]):
        raise NotANumber(text)
    return Decimal(f"{found[1] or '0'}.{found[2] or '0'}")


@dataclass(frozen=True, order=True, slots=True)
class Quantity:
    """An exact decimal amount of some unit, held as integer thousandths."""

    thousandths: int

    @classmethod
    def of(cls, amount: int | str | Decimal) -> Quantity:
        """Return an amount in whole units; raises NotANumber if finer than a thousandth."""
        scaled = (parse_decimal(amount) if isinstance(amount, str) else Decimal(amount)) * 1000
        if scaled != scaled.to_integral_value():
            raise NotANumber(str(amount))
        return cls(int(scaled))

    @classmethod
    def asked(cls, text: str) -> Quantity:
        """Read what somebody asks for; more digits than any stock has mean the most there can be.

        Whoever types them wants to hear what is left, not that it is no number. Raises NotANumber.
        """
        return MOST if _TOO_LONG.fullmatch(text.strip().translate(_BLANKS)) else cls.of(text)

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.thousandths + other.thousandths)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(self.thousandths - other.thousandths)

    def __neg__(self) -> Quantity:
        return Quantity(-self.thousandths)

    def __bool__(self) -> bool:
        return self.thousandths != 0

    @property
    def decimal(self) -> Decimal:
        """The amount in units, without useless zeros."""
        value = (Decimal(self.thousandths) / 1000).normalize()
        return value.quantize(Decimal(1)) if value == value.to_integral_value() else value

    @property
    def is_whole(self) -> bool:
        """Tell whether the amount has no fraction."""
        return self.thousandths % 1000 == 0

    def is_multiple_of(self, step: Quantity) -> bool:
        """Tell whether the amount is sold in whole steps of `step`."""
        return step.thousandths > 0 and self.thousandths % step.thousandths == 0

    def __str__(self) -> str:
        return f"{self.decimal:f}"


ZERO = Quantity(0)
MOST = Quantity(999_999_999_999)


def round_half_up(value: Fraction | Decimal) -> int:
    """Round to an integer as people do by hand: a half goes away from zero."""
    if isinstance(value, Fraction):
        sign = -1 if value < 0 else 1
        return sign * int(abs(value) + Fraction(1, 2))
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def per_thousand(value: int) -> int:
    """Return a thousandth of a positive number, rounded as `round_half_up` does."""
    return (value + 500) // 1000


def amount_cents(unit_price_cents: int, quantity: Quantity) -> int:
    """Return the TTC price in cents of `quantity` units at `unit_price_cents` each."""
    return per_thousand(unit_price_cents * quantity.thousandths)


def parse_cents(text: str) -> int:
    """Read "12,50", "12.5", "1 200 €" as integer cents; raises NotANumber, also below a cent."""
    bare = re.sub(r"\s*(€|eur|euros?)\s*$", "", text.strip(), flags=re.IGNORECASE)
    cents = parse_decimal(bare) * 100
    if cents != cents.to_integral_value():
        raise NotANumber(text)
    return int(cents)
