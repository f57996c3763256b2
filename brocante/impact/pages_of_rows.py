"""The page of the rows behind a figure of the event: tickets, pickups, slots, sites, listings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from brocante.core.codes import read_id
from brocante.core.errors import NotFound
from brocante.core.text import N_
from brocante.editions.access import organiser_edition
from brocante.editions.models import Edition
from brocante.impact import behind, pages_of_travel
from brocante.impact.behind import Behind
from brocante.impact.extras import changes, parameters_of
from brocante.impact.models import Outcome
from brocante.impact.parameters import Parameter, number_of
from brocante.impact.report import floor_rule, square_metres
from brocante.impact.words import OUTCOMES
from brocante.reservations.models import PickupState
from brocante.web.formats import day_year, hours, local_day, mass, number, quantity, stamp

_PAGE = 50
# The word of addresses for a rest of which nobody said what became of it.
_NOT_SAID = "non-dit"
_HEADINGS = {
    Behind.RESERVATIONS: N_("Reservations"),
    Behind.CANCELLED: N_("Cancelled reservations"),
    Behind.VISITORS: N_("Visitors with a ticket who came"),
    Behind.PICKUPS: N_("Collections planned"),
    Behind.DONE: N_("Collections made"),
    Behind.NO_SHOWS: N_("Did not come"),
    Behind.SLOTS: N_("Pickup slots"),
    Behind.FULL: N_("Slots that were full"),
    Behind.SPACE: N_("Storage freed, as the companies typed it"),
    Behind.UNSOLD: N_("What did not leave"),
    Behind.MISSED: N_("Searches without an answer"),
}
_STATES = {
    PickupState.BOOKED: N_("Planned"),
    PickupState.DONE: N_("Collected"),
    PickupState.NO_SHOW: N_("Did not come"),
}


@dataclass(frozen=True, slots=True)
class _Kind:
    """How rows of one kind are read and said; the first column names the row.

    `note` says how they are reckoned, `foot` returns what stands below them on every page.
    """

    columns: Sequence[str]
    read: Callable[[Edition, Behind, int], Sequence[Any]]
    says: Callable[[Any, Edition], Sequence[str]]
    note: Callable[[Edition], str] | None = None
    foot: Callable[[Edition], Sequence[Sequence[str]]] | None = None


def add_to(blueprint: Blueprint) -> None:
    """Put the page under the organiser's results."""
    blueprint.add_url_rule("/detail/<figure>", "rows", rows)


def links() -> dict[str, str]:
    """Return the addresses of the rows behind each figure, by its name in the templates."""
    own = {
        one.name.lower(): url_for("organiser_impact.rows", figure=one.value)
        for one in Behind
        if one is not Behind.UNSOLD
    }
    unsold = {
        f"unsold_{outcome.value if outcome else ''}": url_for(
            "organiser_impact.rows", figure=Behind.UNSOLD.value, devenir=outcome or _NOT_SAID
        )
        for outcome in OUTCOMES
    }
    ledger = {
        name: url_for(f"organiser_impact.{name}")
        for name in ("lines", "attested", "free", "with_factor")
    }
    walk_ins = url_for("organiser_impact.lines", sortie="walk_in")
    return {**own, **unsold, **ledger, "walk_ins": walk_ins}


def rows(figure: str) -> str:
    """The rows a figure counts, fifty to a page."""
    if figure not in frozenset(Behind):
        raise NotFound
    edition, asked = organiser_edition(), Behind(figure)
    kind, after = _KINDS[asked], read_id(request.args.get("apres"))
    found = kind.read(edition, asked, after)
    shown = found[:_PAGE]
    query: dict[str, Any] = {"figure": figure, **_said()}
    return render_template(
        "impact/organiser/rows.html",
        heading=_heading(asked),
        note=kind.note(edition) if kind.note else "",
        columns=[_(column) for column in kind.columns],
        rows=[kind.says(row, edition) for row in shown],
        foot=kind.foot(edition) if kind.foot else (),
        first_url=url_for("organiser_impact.rows", **query) if after else None,
        next_url=url_for("organiser_impact.rows", **query, apres=shown[-1].id)
        if len(found) > _PAGE
        else None,
    )


def _said() -> dict[str, str]:
    word = request.args.get("devenir")
    return {} if word is None else {"devenir": word}


def _outcomes() -> tuple[Outcome | None, ...]:
    """Return what became of the listings asked for; none asked for: of all."""
    word = _said().get("devenir")
    if word is None:
        return ()
    if word == _NOT_SAID:
        return (None,)
    if word not in frozenset(Outcome):
        raise NotFound
    return (Outcome(word),)


def _heading(asked: Behind) -> str:
    heading = _(_HEADINGS[asked])
    if asked is not Behind.UNSOLD or not (only := _outcomes()):
        return heading
    return f"{heading} – {_(OUTCOMES[only[0]])}"


def _tickets(edition: Edition, asked: Behind, after: int) -> Sequence[Any]:
    return behind.tickets(edition.id, asked, after, _PAGE + 1)


def _of_reservation(row: behind.Ticket, edition: Edition) -> Sequence[str]:
    return (row.code, stamp(row.created_at, edition))


def _of_cancelled(row: behind.Ticket, edition: Edition) -> Sequence[str]:
    cancelled = stamp(row.cancelled_at, edition) if row.cancelled_at else ""
    return (*_of_reservation(row, edition), cancelled)


def _trips(edition: Edition, _asked: Behind, after: int) -> Sequence[Any]:
    return pages_of_travel.read_trips(edition, after, _PAGE + 1)


def _collections(edition: Edition, asked: Behind, after: int) -> Sequence[Any]:
    return behind.collections(edition.id, asked, after, _PAGE + 1)


def _of_collection(row: behind.Collection, edition: Edition) -> Sequence[str]:
    return (
        row.code,
        f"{row.company}, {row.site}",
        f"{local_day(row.starts_at, edition)}, {hours(row.starts_at, row.ends_at, edition)}",
        _(_STATES[row.state]),
    )


def _slots(edition: Edition, asked: Behind, after: int) -> Sequence[Any]:
    return behind.slots(edition.id, asked, after, _PAGE + 1)


def _of_slot(row: behind.Slot, edition: Edition) -> Sequence[str]:
    return (
        f"{local_day(row.starts_at, edition)}, {hours(row.starts_at, row.ends_at, edition)}",
        f"{row.company}, {row.site}",
        number(row.capacity),
        number(row.booked),
    )


def _floors(edition: Edition, _asked: Behind, after: int) -> Sequence[Any]:
    return behind.floors(edition.id, _pallet(edition), after, _PAGE + 1)


def _pallet(edition: Edition) -> Decimal:
    return number_of(parameters_of(changes(edition.id)), Parameter.PALLET_M2)


def _of_floor(row: behind.FloorTyped, _edition: Edition) -> Sequence[str]:
    return (
        f"{row.company}, {row.site}",
        number(row.typed.pallets),
        number(row.typed.levels),
        square_metres(row.typed.other_m2),
        square_metres(row.square_metres),
    )


def _rests(edition: Edition, _asked: Behind, after: int) -> Sequence[Any]:
    return behind.leftovers(edition.id, _outcomes(), after, _PAGE + 1)


def _of_rest(row: behind.Rest, _edition: Edition) -> Sequence[str]:
    outcome = _(OUTCOMES[row.outcome])
    return (
        f"{row.title} ({row.code})",
        row.company,
        quantity(row.left, row.unit),
        mass(row.mass_g),
        f"{outcome} – {row.outlet}" if row.outlet else outcome,
    )


def _missed(edition: Edition, _asked: Behind, after: int) -> Sequence[Any]:
    return behind.missed_days(edition.id, after, _PAGE + 1)


def _of_missed(row: behind.MissedDay, _edition: Edition) -> Sequence[str]:
    return (day_year(row.day), number(row.searches))


_COLLECTION = _Kind(
    (N_("Ticket"), N_("Site"), N_("Slot"), N_("What became of it")), _collections, _of_collection
)
_SLOT = _Kind((N_("Slot"), N_("Site"), N_("Pickup places"), N_("Places booked")), _slots, _of_slot)
_KINDS: dict[Behind, _Kind] = {
    Behind.RESERVATIONS: _Kind((N_("Ticket"), N_("Reserved on")), _tickets, _of_reservation),
    Behind.CANCELLED: _Kind(
        (N_("Ticket"), N_("Reserved on"), N_("Cancelled on")), _tickets, _of_cancelled
    ),
    Behind.VISITORS: _Kind(
        pages_of_travel.COLUMNS,
        _trips,
        pages_of_travel.of_trip,
        pages_of_travel.note,
        pages_of_travel.foot,
    ),
    Behind.PICKUPS: _COLLECTION,
    Behind.DONE: _COLLECTION,
    Behind.NO_SHOWS: _COLLECTION,
    Behind.SLOTS: _SLOT,
    Behind.FULL: _SLOT,
    Behind.SPACE: _Kind(
        (N_("Site"), N_("Pallets"), N_("Levels"), N_("Other floor"), N_("Floor")),
        _floors,
        _of_floor,
        lambda edition: floor_rule(_pallet(edition)),
    ),
    Behind.UNSOLD: _Kind(
        (N_("Goods"), N_("Company"), N_("Left"), N_("Weight"), N_("What became of it")),
        _rests,
        _of_rest,
    ),
    Behind.MISSED: _Kind((N_("Day"), N_("Searches without an answer")), _missed, _of_missed),
}
