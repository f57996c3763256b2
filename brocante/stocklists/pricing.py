"""The price of a line from the price columns of its sheet: which one is asked, on which basis."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from brocante.core.units import Unit
from brocante.stocklists.columns import Columns
from brocante.stocklists.grids import Fault, Value
from brocante.stocklists.numbers import NUMBER, read_number
from brocante.stocklists.prices import (
    UNKNOWN,
    Kind,
    PriceReading,
    cents,
    read_basis,
    read_price,
)
from brocante.stocklists.results import Price
from brocante.stocklists.roles import Basis, Column, Role
from brocante.stocklists.words import folded

LEGAL_RATES = (Decimal(20), Decimal(10), Decimal("5.5"), Decimal("2.1"), Decimal(0))
_CENT = Decimal("0.01")
_HALF = Decimal("0.005")
_UNCLEAR = "price-unclear"
_USUAL = Decimal("1.2")
_RATE = re.compile(rf"(?:tva\s*)?({NUMBER})\s*%?")


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all prices of a sheet, from its titles and footers, else from the options."""

    basis: Basis | None
    is_franchise: bool
    asked_basis: Basis | None
    rate: Decimal

    def settle(self, reading: PriceReading, column: Column | None) -> Basis:
        """Return the basis of a price: its cell, its header, the titles, the option."""
        marked = reading.basis or (column.basis if column else None)
        if marked is None and self.is_franchise:
            return Basis.TTC
        return marked or self.basis or self.asked_basis or Basis.UNKNOWN


@dataclass(frozen=True, slots=True)
class Plan:
    """Which columns give the price: one, an HT and a TTC one, or none that is certain."""

    asked: Column | None = None
    without_tax: Column | None = None
    vat: Column | None = None
    reference: Column | None = None
    basis: Column | None = None


def plan_prices(columns: Columns, terms: Terms, filled: frozenset[int]) -> Plan:
    """Choose among the sale columns; `filled` are those with any cell."""
    nets, plain = columns.of(Role.NET_PRICE), columns.of(Role.PRICE)
    has_discount = any(c.index in filled for c in columns.of(Role.DISCOUNT))
    sale = nets if has_discount else (*plain, *nets)
    plan = Plan(
        vat=columns.one(Role.VAT),
        reference=columns.one(Role.REFERENCE_PRICE),
        basis=columns.one(Role.BASIS),
    )
    # A column without a single price rivals none.
    for candidates in (sale, [column for column in sale if column.index in filled]):
        bases = {column.basis or terms.basis: column for column in candidates}
        if len(candidates) == 1:
            return replace(plan, asked=candidates[0])
        if len(candidates) == 2 and set(bases) == {Basis.HT, Basis.TTC}:
            return replace(plan, asked=bases[Basis.TTC], without_tax=bases[Basis.HT])
    return plan


class Priced(NamedTuple):
    """The price of a line with the codes of its issues."""

    price: Price
    issues: tuple[str, ...]


class Pricer:
    """Reads the prices of the lines of a sheet; cells that repeat are read once."""

    def __init__(self, plan: Plan, terms: Terms) -> None:
        self._terms = terms
        self._plan = plan
        self._columns = (plan.asked, plan.without_tax, plan.vat, plan.reference, plan.basis)
        self._known: dict[tuple[Value | type | None, ...], Priced] = {}

    def price(self, cells: Mapping[int, Value], unit: Unit | None, *, is_packed: bool) -> Priced:
        """Read the price of one line; `is_packed` when its unit was written with a packing."""
        asked, other, vat, reference, basis = (
            cells.get(column.index) if column else None for column in self._columns
        )
        # A true is no 1.
        key = (asked, other, vat, reference, basis, type(asked), type(other), type(vat))
        priced = self._known.get(key)
        if priced is None:
            priced = self._known[key] = self._read(asked, other, vat, reference, basis)
        price = priced.price
        if price.kind is not Kind.PRICED or price.per is not None:
            return priced
        if is_packed:
            return Priced(price, tuple(dict.fromkeys((*priced.issues, _UNCLEAR))))
        return Priced(price.per_unit(unit), priced.issues)

    def _read(
        self,
        asked: Value | None,
        other: Value | None,
        vat: Value | None,
        reference: Value | None,
        basis: Value | None,
    ) -> Priced:
        reading = UNKNOWN if asked is None else read_price(asked)
        if self._plan.without_tax is not None:
            reading = _with_other(reading, other)
        reading = self._marked(reading, self._plan.asked, basis)
        priced = settle(reading, self._plan.asked, self._terms, vat=vat)
        if reference is None:
            return priced
        former = self._marked(read_price(reference), self._plan.reference, basis)
        return Priced(self._referring(priced.price, former), priced.issues)

    def _marked(
        self, reading: PriceReading, column: Column | None, basis: Value | None
    ) -> PriceReading:
        if self._plan.basis is None:
            return reading
        return _marked(reading, column, read_basis(basis))

    def _referring(self, price: Price, reading: PriceReading) -> Price:
        """Add the price the goods once had; what is not certain is left out."""
        if reading.kind is not Kind.PRICED or reading.amount is None or reading.issues:
            return price
        basis = self._terms.settle(reading, self._plan.reference)
        return replace(price, reference_cents=cents(reading.amount)[0], reference_basis=basis)


def _with_other(reading: PriceReading, other: Value | None) -> PriceReading:
    ht = read_price(other) if other is not None else UNKNOWN
    if reading.kind is not Kind.PRICED or ht.kind is not Kind.PRICED or ht.amount is None:
        return reading
    return reading if reading.without_tax is not None else reading._replace(without_tax=ht.amount)


def _marked(reading: PriceReading, column: Column | None, told: Basis | None) -> PriceReading:
    """Give a price the basis that a column says for each row, unless it has another one."""
    marked = reading.basis or (column.basis if column else None)
    if told is None or reading.kind is not Kind.PRICED or marked is told:
        return reading
    if marked is None:
        return reading._replace(basis=told)
    return reading._replace(issues=(*reading.issues, "price-unclear"))


def settle(
    reading: PriceReading,
    column: Column | None,
    terms: Terms,
    *,
    vat: Value | None = None,
) -> Priced:
    """Complete a price that was read with its basis, rate and what is said it is for."""
    if reading.kind is not Kind.PRICED or reading.amount is None:
        amount = 0 if reading.kind is Kind.FREE else None
        return Priced(Price(reading.kind, amount), reading.issues)
    issues = list(reading.issues)
    whole, is_changed = cents(reading.amount)
    basis = terms.settle(reading, column)
    rate, is_certain = _rate(reading, terms, vat)
    per = reading.per or (column.unit if column else None)
    if is_changed or not is_certain:
        issues.append(_UNCLEAR)
    if basis is Basis.UNKNOWN:
        issues.append("vat-basis-unknown")
    price = Price(Kind.PRICED, whole, basis, per, rate)
    return Priced(price, tuple(dict.fromkeys(issues)) if issues else ())


def _rate(reading: PriceReading, terms: Terms, vat: Value | None) -> tuple[Decimal | None, bool]:
    """Return the VAT rate, and whether everything that is said of it agrees."""
    linked = linking_rate(reading.without_tax, reading.amount)
    is_linked = reading.without_tax is None or linked is not None
    if terms.is_franchise:
        return Decimal(0), is_linked
    if vat is not None:
        told = read_rate(vat)
        return told, told is not None and _links(told, reading)
    return (linked if linked is not None else terms.rate), is_linked


def _links(rate: Decimal, reading: PriceReading) -> bool:
    """Tell whether a rate makes the HT figure the TTC one, where both are written."""
    if reading.without_tax is None or reading.amount is None:
        return True
    return abs(reading.without_tax * (100 + rate) / 100 - reading.amount) <= _CENT


def linking_rate(ht: Decimal | None, ttc: Decimal | None) -> Decimal | None:
    """Return the legal rate that makes one price the other within a cent, the nearest one."""
    if ht is None or ttc is None:
        return None
    if abs(ht * _USUAL - ttc) < _HALF and ht > 1:
        # No other rate can be nearer.
        return LEGAL_RATES[0]
    gaps = {rate: abs(ht * (100 + rate) / 100 - ttc) for rate in LEGAL_RATES}
    best = min(LEGAL_RATES, key=lambda rate: gaps[rate])
    return best if gaps[best] <= _CENT else None


def read_rate(value: Value) -> Decimal | None:
    """Read a VAT cell: `20`, `20 %`, `20,00`, `0.2`; None when it is no legal rate."""
    number = value if isinstance(value, Decimal) else None
    if isinstance(value, str):
        found = _RATE.fullmatch(folded(value))
        number = read_number(found[1]).value if found else None
    if number is None or isinstance(value, Fault):
        return None
    rate = number * 100 if 0 < number < 1 else number
    return next((legal for legal in LEGAL_RATES if legal == rate), None)
