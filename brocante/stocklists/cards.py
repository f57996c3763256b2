"""The lines of an import as its page shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from brocante.catalogue.rules import Condition, Offer, PriceKind
from brocante.core.text import N_
from brocante.materials.queries import find_family
from brocante.stocklists.correcting import mark_of
from brocante.stocklists.forms import LineForm
from brocante.stocklists.judging import Context, Judgement, judge
from brocante.stocklists.models import Group, Kind, StockListLine
from brocante.stocklists.sentences import question, short
from brocante.web import formats
from brocante.web.errors import sentence
from brocante.web.languages import current_language

_FIELDS = {
    "title": N_("Title"),
    "quantity": N_("Quantity"),
    "unit": N_("Unit"),
    "price_kind": N_("Sold"),
    "price_cents": N_("Price"),
    "condition": N_("Condition"),
    "defect": N_("Defect"),
    "family": N_("Family"),
    "site_id": N_("Site"),
    "location": N_("Place in the yard"),
    "batch": N_("Batch or dye lot"),
    "reference": N_("Reference"),
    "length_mm": N_("Length"),
    "width_mm": N_("Width"),
    "height_mm": N_("Height"),
    "thickness_mm": N_("Thickness"),
    "diameter_mm": N_("Diameter"),
    "comparison_cents": N_("Price when new"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A line as its page shows it: what it would become, what is asked, what stood in the file."""

    line: StockListLine
    judgement: Judgement
    mark: str
    sentences: list[str]
    changes: list[tuple[str, str, str]]

    @property
    def offer(self) -> Offer:
        """What the line would become; of a listing that is gone, the listing."""
        present = self.judgement.present
        is_gone = self.line.parsed is None and present is not None
        return present.offer if is_gone and present else self.judgement.proposal.offer

    @property
    def cells(self) -> list[tuple[str, str]]:
        """The cells of the row as the file has them, without purchase costs."""
        return list((self.line.parsed or {}).get("raw", {}).items())

    @property
    def note(self) -> str:
        """What is for the company's own people only."""
        return (self.line.parsed or {}).get("staff_note") or ""


def cards_of(
    lines: Sequence[StockListLine], context: Context, asked_above: frozenset[str] = frozenset()
) -> list[Card]:
    """Return lines as a page shows them; what it asks above for all is not said on each."""
    return [_card(line, context, asked_above) for line in lines]


def _card(line: StockListLine, context: Context, asked_above: frozenset[str]) -> Card:
    judgement = judge(line, context)
    known = context.standing.get(line.match_id) if line.match_id else None
    if line.parsed is None:
        judgement = replace(judgement, present=known)
    changes = [
        (_(_FIELDS[name]), _value(name, old, context), _value(name, new, context))
        for name, old, new in (judgement.changes if line.parsed is not None else [])
    ]
    sentences = _sentences(line, judgement, context, asked_above)
    return Card(line, judgement, mark_of(line), sentences, changes)


# What a question of the reading says already.
_IMPLIED = {
    "quantity-unclear": ("MissingQuantity",),
    "zero-quantity": ("MissingQuantity",),
    "negative-quantity": ("MissingQuantity",),
    "ambiguous-number": ("MissingQuantity", "MissingPrice"),
    "price-unclear": ("MissingPrice",),
    "vat-basis-unknown": ("MissingPrice",),
    "vat-rate-unsaid": ("MissingPrice",),
    "defect-missing": ("MissingDefect",),
    "title-missing": ("MissingTitle",),
    "formula-error": ("MissingQuantity", "MissingPrice"),
}


def _sentences(
    line: StockListLine, judgement: Judgement, context: Context, asked_above: frozenset[str]
) -> list[str]:
    """Return why a line is where it is, every reason in a sentence."""
    if line.note:
        return [_("Somebody has reserved of it: it stays as it is.")]
    if line.stand is Group.OUT:
        return [short(line.reason)]
    if line.stand is not Group.CHECK:
        return []
    questions = judgement.proposal.questions
    asked = [code for code in questions if code not in asked_above]
    told = asked_above | {name for code in questions for name in _IMPLIED.get(code, ())}
    found = [question(code) for code in asked]
    found += [
        sentence(problem)
        for problem in judgement.proposal.problems
        if type(problem).__name__ not in told
    ]
    known = context.standing.get(line.match_id) if line.match_id else None
    if judgement.kind is Kind.LIKELY and known is not None:
        found.insert(0, _("Is it your listing “%(title)s”?", title=known.offer.title))
    return list(dict.fromkeys(found))


def form_of(card: Card, context: Context) -> LineForm:
    """Return the form of an open line, filled with what it would become."""
    return LineForm(card.offer, context.sites, formdata=None)


def _value(name: str, value: Any, context: Context) -> str:
    """Write a value of an offer for people."""
    if value in (None, ""):
        return "–"
    if name == "site_id":
        return next((site.name for site in context.sites if site.id == value), "–")
    if name == "family":
        family = find_family(value)
        return family.label(current_language()) if family else str(value)
    write = formats.length if name.endswith("_mm") else _WRITERS.get(name, str)
    return write(value)


def _word(value: Condition | PriceKind) -> str:
    return _(_WORDS[value])


_WORDS: dict[Condition | PriceKind, str] = {
    Condition.SURPLUS: N_("Surplus"),
    Condition.DECLASSED: N_("Declassed"),
    Condition.DEMO: N_("Demo item"),
    PriceKind.UNIT: N_("By the unit"),
    PriceKind.LOT: N_("As one lot"),
    PriceKind.FREE: N_("Free"),
}
_WRITERS: dict[str, Callable[[Any], str]] = {
    "price_cents": formats.money,
    "comparison_cents": formats.money,
    "quantity": formats.number,
    "unit": formats.unit_name,
    "condition": _word,
    "price_kind": _word,
}
