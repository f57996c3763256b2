"""A line of a list as the offer its company makes: what the reader understood, then what was said.

Pure functions on the line as JSON (what `stocklist parse` prints), so that a page, a creation and
a test see the very same. Notes for the staff and purchase costs never come along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from brocante.catalogue.rules import (
    ONE,
    ComparisonKind,
    Condition,
    Offer,
    PriceKind,
    publish_problems,
)
from brocante.core.errors import DomainError
from brocante.core.units import NotANumber, Quantity, Unit, round_half_up
from brocante.stocklists.choices import Choices
from brocante.stocklists.errors import PriceForOtherUnit, TextTooLong
from brocante.stocklists.rules import open_questions
from brocante.stocklists.shelves import family_of
from brocante.stocklists.twins import is_settled, together
from brocante.stocklists.words import folded

LONGEST_TITLE, LONGEST_DEFECT, LONGEST_PLACE = 140, 300, 80
MOST_THOUSANDTHS = 999_999_999_000
MOST_CENTS = 100_000_000
VAT_UNSAID = "vat-rate-unsaid"
_PLAIN = (
    "title", "description", "family", "material", "defect", "site_id", "price_cents",
    "reference", "batch", "location", "indivisible", "length_mm", "width_mm", "height_mm",
    "thickness_mm", "diameter_mm",
)  # fmt: skip
_ENUMS: Mapping[str, type[StrEnum]] = {
    "condition": Condition,
    "unit": Unit,
    "price_kind": PriceKind,
}
DIMS = ("length_mm", "width_mm", "height_mm", "thickness_mm", "diameter_mm")
# What somebody said of a line settles these issues of its reading.
_SETTLES: Mapping[str, tuple[str, ...]] = {
    "title": ("title-missing", "person-name", "several-articles", "formula-text"),
    "condition": ("condition-unclear",),
    "defect": ("defect-missing",),
    "quantity": ("quantity-unclear", "zero-quantity", "negative-quantity", "ambiguous-number"),
    "unit": ("unit-unknown",),
    "price_cents": ("price-unclear", "vat-basis-unknown", VAT_UNSAID),
    "vat_rate": (VAT_UNSAID,),
}
_WARNINGS = frozenset({"dims-without-unit", "ditto-copied", "reference-damaged-by-spreadsheet"})


@dataclass(frozen=True, slots=True)
class Site:
    """A site of the company, by what a list may call it."""

    id: int
    name: str
    commune: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a line would become, and everything that stands against it.

    `questions` are issues of its reading that nobody settled, `problems` refusals of the rules.
    """

    offer: Offer
    questions: list[str]
    problems: list[DomainError]

    @property
    def reason(self) -> str:
        """The first reason against publishing, a code; empty when there is none."""
        if self.questions:
            return self.questions[0]
        return type(self.problems[0]).__name__ if self.problems else ""


def propose(
    parsed: Mapping[str, Any],
    edited: Mapping[str, Any] | None,
    choices: Choices,
    sites: Iterable[Site],
    *,
    is_confirmed: bool = False,
    is_vat_said: bool = True,
    is_title_known: bool = False,
) -> Proposal:
    """Return what a line would become. `is_vat_said`: the list says the VAT rate of its prices.

    `is_title_known`: the title is that of the listing the line names.
    """
    edited, known = edited or {}, tuple(sites)
    parsed = together(parsed, choices.twins)
    faults: list[DomainError] = []
    offer = _offer(parsed, edited, choices, known, faults)
    codes = [
        issue["code"]
        for issue in parsed.get("issues", ())
        if issue["code"] not in _WARNINGS
        and not (issue["code"] == "person-name" and issue["field"] != "title")
    ]
    if not is_vat_said and parsed.get("price_basis") == "ht" and choices.vat_rate is None:
        codes.append(VAT_UNSAID)
    answered = {code for name in edited for code in _SETTLES.get(name, ())}
    if is_title_known:
        answered |= set(_SETTLES["title"])
    if is_settled(parsed, edited, choices.twins):
        answered.add("possible-duplicate")
    questions = [] if is_confirmed else open_questions(codes, answered)
    own = {site.id for site in known}
    problems = [*faults, *publish_problems(offer, own)]
    return Proposal(offer, questions, problems)


def with_tax(cents: int, rate: Decimal) -> int:
    """Return a price with VAT in cents: a half cent is rounded up, as invoices do."""
    return round_half_up(Fraction(cents) * Fraction(100 + rate) / 100)


def _offer(
    parsed: Mapping[str, Any],
    edited: Mapping[str, Any],
    choices: Choices,
    sites: tuple[Site, ...],
    faults: list[DomainError],
) -> Offer:
    title, dims = parsed.get("title") or "", parsed.get("dims") or {}
    unit, quantity, smallest = _stock(parsed)
    if quantity is not None and unit is not None and unit.is_measured:
        smallest = min(smallest, quantity) or ONE
    values: dict[str, Any] = {
        "title": _cut(title, LONGEST_TITLE),
        "description": title if len(title) > LONGEST_TITLE else "",
        "family": _family(parsed, str(edited.get("title") or title), choices),
        "condition": _condition(parsed, choices),
        "defect": _cut(parsed.get("defect") or "", LONGEST_DEFECT),
        "site_id": _site(parsed, choices, sites),
        "reference": _short(parsed, "reference", edited, faults),
        "batch": _short(parsed, "batch", edited, faults),
        "location": _short(parsed, "location", edited, faults),
        "unit": unit or Unit.PIECE,
        "quantity": quantity,
        "smallest": smallest,
        **{name: _size(dims.get(name)) for name in DIMS},
    }
    counted = Unit(edited.get("unit") or values["unit"])
    values |= _priced(counted, parsed, choices, edited, faults)
    return Offer(**(values | _said(edited)))


def _said(edited: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a person wrote over a line, as an offer holds it."""
    if not edited:
        return {}
    values: dict[str, Any] = {name: edited[name] for name in _PLAIN if name in edited}
    for name, enum in _ENUMS.items():
        if edited.get(name):
            values[name] = enum(edited[name])
    for name in ("quantity", "smallest"):
        if edited.get(name) is not None:
            values[name] = Quantity(edited[name])
    if {"price_cents", "price_kind", "unit"} & edited.keys():
        # The price when new was for the goods as the list counts and prices them.
        values |= {"comparison": ComparisonKind.NONE, "comparison_cents": None}
    return values


def _stock(parsed: Mapping[str, Any]) -> tuple[Unit | None, Quantity | None, Quantity]:
    """Return unit, quantity and smallest quantity sold; packs are opened when sold by content."""
    unit = Unit(parsed["unit"]) if parsed.get("unit") else None
    quantity = _quantity(parsed.get("quantity"))
    content, per = parsed.get("content"), parsed.get("price_per")
    if not content or per is None or per == parsed.get("unit"):
        return unit, quantity, ONE
    if per == content["unit"]:
        return Unit(per), _quantity(content["count"]), ONE
    if per == content["total_unit"] and content["total"] is not None:
        step = _quantity(content["per"])
        return Unit(per), _quantity(content["total"]), step or ONE
    return unit, quantity, ONE


def _priced(
    unit: Unit,
    parsed: Mapping[str, Any],
    choices: Choices,
    edited: Mapping[str, Any],
    faults: list[DomainError],
) -> dict[str, Any]:
    """Return the price TTC of an offer, when price, basis, rate and unit are all known."""
    kind, cents = parsed.get("price_kind"), parsed.get("price_cents")
    if kind == "free":
        return {"price_kind": PriceKind.FREE}
    rate = _rate(parsed, edited, choices)
    cents = _ttc(cents, parsed.get("price_basis"), rate) if kind == "priced" else None
    if cents is None:
        return {}
    per = parsed.get("price_per")
    # One lot at the price of a lot is sold whole; of several lots each has its price.
    if per == "lot" and (unit is not Unit.LOT or parsed.get("quantity") == "1"):
        return {"price_kind": PriceKind.LOT, "price_cents": cents}
    if per is not None and per != unit.value:
        if "price_cents" not in edited:
            faults.append(PriceForOtherUnit())
        return {}
    compared = _ttc(parsed.get("reference_price_cents"), parsed.get("reference_price_basis"), rate)
    is_same = per is not None and unit.value == parsed.get("unit")
    if compared is None or not is_same or compared <= cents:
        return {"price_cents": cents}
    # The rules allow a price when new: higher, for the same unit, tax included, no percentage.
    return {
        "price_cents": cents,
        "comparison": ComparisonKind.NEW_OBSERVED,
        "comparison_cents": compared,
    }


def _ttc(cents: int | None, basis: str | None, rate: Decimal | None) -> int | None:
    """Return a price with tax, None while its basis or its rate is not known."""
    if cents is None or basis not in {"ht", "ttc"} or (basis == "ht" and rate is None):
        return None
    whole = cents if basis == "ttc" or rate is None else with_tax(cents, rate)
    return whole if whole <= MOST_CENTS else None


def _rate(parsed: Mapping[str, Any], edited: Mapping[str, Any], choices: Choices) -> Decimal | None:
    if edited.get("vat_rate") is not None:
        return Decimal(edited["vat_rate"])
    told = parsed.get("vat_rate")
    return choices.vat_rate if told is None else Decimal(told)


def _condition(parsed: Mapping[str, Any], choices: Choices) -> Condition | None:
    told = parsed.get("condition")
    return Condition(told) if told else choices.condition


def _family(parsed: Mapping[str, Any], title: str, choices: Choices) -> str | None:
    told = parsed.get("family")
    answered = choices.families.get(folded(told)) if told else None
    return answered or family_of(told, title) or choices.family


def _site(parsed: Mapping[str, Any], choices: Choices, sites: tuple[Site, ...]) -> int | None:
    """Return the site a location names, else the one chosen for all, else the only one."""
    if len(sites) == 1:
        return sites[0].id
    place = folded(parsed.get("location") or "")
    named = [site for site in sites if place and folded(site.name) in place]
    if not named and place:
        named = [site for site in sites if site.commune and folded(site.commune) in place]
    if len(named) == 1:
        return named[0].id
    return choices.site_id


def _short(
    parsed: Mapping[str, Any], name: str, edited: Mapping[str, Any], faults: list[DomainError]
) -> str:
    """Return a text that must stay whole: one that is too long is left to a person."""
    text = parsed.get(name) or ""
    if len(text) <= LONGEST_PLACE:
        return text
    if name not in edited:
        faults.append(TextTooLong(field=name, most=LONGEST_PLACE))
    return ""


def _cut(text: str, most: int) -> str:
    """Return a text that fits, cut between words; the whole of it stands elsewhere."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;-") + "…"


def _quantity(text: str | None) -> Quantity | None:
    if text is None:
        return None
    try:
        quantity = Quantity.of(Decimal(text))
    except (NotANumber, ArithmeticError):
        return None
    return quantity if 0 <= quantity.thousandths <= MOST_THOUSANDTHS else None


def _size(value: int | None) -> int | None:
    return value if value is not None and 0 < value <= 100_000 else None
