"""Where each line of an import stands, from the line itself and what was said of the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from brocante.catalogue.intake import Standing, merged, promise_problem
from brocante.catalogue.rules import Offer, publish_problems
from brocante.core.units import ZERO, Quantity
from brocante.stocklists.choices import Choices
from brocante.stocklists.errors import PriceForOtherUnit, TextTooLong
from brocante.stocklists.offers import Proposal, Site, propose
from brocante.stocklists.rules import Group, Kind, group_of
from brocante.stocklists.twins import is_twin_out

LIKELY_MATCH = "likely-match"
BY_HAND = "by-hand"
LEFT_UNSAID = "left-unsaid"
# What a person compares when a list comes a second time, in the order of the form.
COMPARED = (
    "title", "quantity", "unit", "price_kind", "price_cents", "condition", "defect", "family",
    "site_id", "location", "batch", "reference", "length_mm", "width_mm", "height_mm",
    "thickness_mm", "diameter_mm", "comparison_cents",
)  # fmt: skip


class LineLike(Protocol):
    """A line, stored already or about to be."""

    sheet: str | None
    parsed: dict[str, Any] | None
    edited: dict[str, Any] | None
    is_confirmed: bool
    is_out: bool
    is_same: bool | None
    match_id: int | None
    listing_id: int | None
    stand: Group
    kind: Kind
    reason: str


@dataclass(frozen=True, slots=True)
class Context:
    """What lines are judged with: the choices, the sites, the listings they are about."""

    choices: Choices
    sites: tuple[Site, ...]
    silent_sheets: frozenset[str]  # whose prices name no VAT rate
    standing: Mapping[int, Standing]
    # What had left of listings when the list was read, by their ids.
    gone: Mapping[int, Quantity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A line as it would be created or changed, and where it stands therefore."""

    proposal: Proposal
    present: Standing | None
    group: Group
    kind: Kind
    reason: str

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """What the list says anew of a listing: field, old value, new value."""
        if self.present is None:
            return []
        old, new = self.present.offer, self.proposal.offer
        return [
            (name, getattr(old, name), getattr(new, name))
            for name in COMPARED
            if getattr(old, name) != getattr(new, name)
        ]


def judge(line: LineLike, context: Context) -> Judgement:
    """Say where a line stands; the line itself is left as it is."""
    present = context.standing.get(line.match_id) if line.match_id and line.is_same else None
    is_gone = line.parsed is None
    proposal = Proposal(Offer(), [], []) if is_gone else _proposal(line, context, present)
    is_asked = line.match_id is not None and line.is_same is None and not is_gone
    is_twin = not is_gone and is_twin_out(line.parsed or {}, line.edited, context.choices.twins)
    is_out = (line.is_out or is_twin) and not is_gone
    group = group_of(
        is_made=line.listing_id is not None,
        is_gone=is_gone,
        is_out=is_out,
        is_open=bool(proposal.questions) or is_asked,
        problems=proposal.problems,
    )
    reason = LIKELY_MATCH if is_asked else proposal.reason
    if is_out:
        twins = context.choices.twins if is_twin else None
        reason = (line.parsed or {}).get("dropped") or (twins.value if twins else BY_HAND)
    judgement = Judgement(proposal, present, group, Kind.NEW, reason)
    return replace(judgement, kind=_kind(judgement, is_asked=is_asked))


def apply(line: LineLike, judgement: Judgement) -> None:
    """Write on a line where it stands."""
    line.stand, line.kind, line.reason = judgement.group, judgement.kind, judgement.reason


def judge_all(lines: Iterable[LineLike], context: Context) -> Counter[str]:
    """Write on each line where it stands; return everything that is asked, with its lines."""
    asked: Counter[str] = Counter()
    for line in lines:
        judgement = judge(line, context)
        apply(line, judgement)
        if judgement.group is Group.CHECK:
            asked.update(judgement.proposal.questions)
            asked.update({type(problem).__name__ for problem in judgement.proposal.problems})
    return asked


def _proposal(line: LineLike, context: Context, present: Standing | None) -> Proposal:
    parsed, choices = line.parsed or {}, context.choices
    if present is not None:
        # Where the list is silent, the listing keeps what it says.
        choices = replace(
            choices,
            site_id=present.offer.site_id or choices.site_id,
            condition=present.offer.condition or choices.condition,
        )
    proposal = propose(
        parsed,
        line.edited,
        choices,
        context.sites,
        is_confirmed=line.is_confirmed,
        is_vat_said=(line.sheet or "") not in context.silent_sheets,
        is_title_known=_is_title_known(parsed, present),
    )
    if present is None:
        return proposal
    return _following(proposal, line, present, context)


def _is_title_known(parsed: Mapping[str, Any], present: Standing | None) -> bool:
    """Tell whether a line names its listing and leaves the title as it was written there."""
    return (
        present is not None
        and parsed.get("listing_code") == present.code
        and parsed.get("title") == present.offer.title
    )


def _following(proposal: Proposal, line: LineLike, present: Standing, context: Context) -> Proposal:
    """Return what a known listing becomes: its own words where the list has none."""
    parsed, edited = line.parsed or {}, line.edited or {}
    said = proposal.offer
    if present.offer.family and "family" not in edited:
        said = replace(said, family=present.offer.family)
    is_priced = said.price_cents is not None or parsed.get("price_kind") == "free"
    offer = merged(
        present.offer,
        said,
        is_counted=bool(parsed.get("unit") or edited.get("unit")),
        is_priced=is_priced or "price_kind" in edited,
    )
    gone = _gone(line, said.quantity, present, context)
    questions = list(proposal.questions)
    if gone > ZERO and context.choices.is_what_is_left is None and not line.is_confirmed:
        questions.append(LEFT_UNSAID)
    if offer.quantity is not None:
        total = offer.quantity + gone if context.choices.is_what_is_left else offer.quantity
        offer = replace(offer, quantity=max(total, present.promised))
    faults = [one for one in proposal.problems if isinstance(one, PriceForOtherUnit | TextTooLong)]
    promised = promise_problem(present, offer)
    own = {site.id for site in context.sites}
    problems = [*faults, *([promised] if promised else []), *publish_problems(offer, own)]
    return Proposal(offer, questions, problems)


def _gone(
    line: LineLike, counted: Quantity | None, present: Standing, context: Context
) -> Quantity:
    """Return what had left of a listing that a list counts anew, when it was read; else nothing.

    A quantity somebody typed here is the whole, and so is one that our own export wrote.
    """
    parsed = line.parsed or {}
    is_typed = counted is None or "quantity" in (line.edited or {})
    is_ours = parsed.get("listing_code") == present.code and counted == present.offer.quantity
    return ZERO if is_typed or is_ours else context.gone.get(present.id, ZERO)


def _kind(judgement: Judgement, *, is_asked: bool) -> Kind:
    if is_asked:
        return Kind.LIKELY
    if judgement.present is None:
        return Kind.NEW
    return Kind.CHANGED if judgement.changes else Kind.UNCHANGED
