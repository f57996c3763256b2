"""The counter on line: what a company does at its gate during the two days."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from brocante.core import clock
from brocante.core.errors import DomainError
from brocante.counter import sale_pages, service
from brocante.counter.access import current_counter
from brocante.counter.corrections import endangered_promises
from brocante.counter.day import day_of, day_to_show, join_visits
from brocante.counter.errors import (
    PickupNotFound,
)
from brocante.counter.forms import SearchForm, SheetForm, sheet_form
from brocante.counter.ledger import history, last_handing
from brocante.counter.queries import (
    find_goods,
    find_label,
    own_slot,
    slots_between,
)
from brocante.editions.access import current_edition
from brocante.reservations.handing import (
    Elsewhere,
    find_elsewhere,
    find_pickups,
    pickup_for_counter,
    pickups_of_slot,
)
from brocante.reservations.rules import Vehicle
from brocante.reservations.tickets import Expected
from brocante.reservations.vehicles import LABELS as VEHICLES
from brocante.web.blueprints import company_blueprint
from brocante.web.errors import show

bp = company_blueprint("company_counter", __name__, "/exposant/comptoir")
sale_pages.add_to(bp)
blueprints = (bp,)


@bp.get("")
def index() -> str:
    """An empty search field, the slots of the day in figures, what was done today."""
    return _index_page(SearchForm())


@bp.post("")
def search() -> ResponseReturnValue:
    """Open what was scanned or typed: a ticket, a label; or let choose among names."""
    form = SearchForm()
    typed = form.q.data or ""
    found = find_pickups(current_counter().site_ids, typed)
    if len(found) == 1:
        return redirect(url_for(".sheet", pickup_id=found[0].stop.id), 303)
    label = find_label(typed.rstrip("/").rpartition("/")[2])
    if not found and label is not None and find_goods(current_counter(), label.code):
        return redirect(url_for(".sale", code=label.code), 303)
    elsewhere = [] if found else _elsewhere(typed)
    page = _index_page(form, found, elsewhere, searched=bool(typed))
    return page, 200 if found or elsewhere or not typed else 404


@bp.get("/billet/<code>")
def ticket(code: str) -> ResponseReturnValue:
    """The sheet of a ticket, for the link on the ticket itself."""
    sites = current_counter().site_ids
    found = [pickup for pickup in find_pickups(sites, code) if code in {pickup.code, pickup.token}]
    if len(found) == 1:
        return redirect(url_for(".sheet", pickup_id=found[0].stop.id), 302)
    elsewhere = [] if found else _elsewhere(code)
    page = _index_page(SearchForm(formdata=None), found, elsewhere, searched=True)
    return page, 200 if found or elsewhere else 404


@bp.get("/enlevement/<int:pickup_id>")
def sheet(pickup_id: int) -> str:
    """One pickup: each line at the full quantity, or what became of it."""
    pickup = _own_pickup(pickup_id)
    return _sheet_page(pickup, sheet_form(pickup.stop.shown_lines))


@bp.post("/enlevement/<int:pickup_id>")
def hand_over(pickup_id: int) -> ResponseReturnValue:
    """Confirm what leaves."""
    pickup = _own_pickup(pickup_id)
    form = sheet_form(pickup.stop.shown_lines)
    if not form.validate():
        return _sheet_page(pickup, form), 422
    try:
        service.hand_over(
            current_counter(),
            pickup_id,
            form.entry_key.data,
            form.taken(pickup.stop.shown_lines),
            overrule=form.overrule.data,
        )
    except DomainError as refusal:
        # Read again: the ticket may have changed since the sheet was opened.
        pickup = _own_pickup(pickup_id)
        form = sheet_form(pickup.stop.shown_lines)
        form.explain(refusal)
        return _sheet_page(pickup, form), refusal.status
    flash(_("Handed over to %(name)s.", name=pickup.name), "success")
    return redirect(url_for(".sheet", pickup_id=pickup_id), 303)


@bp.post("/enlevement/<int:pickup_id>/annuler")
def undo_pickup(pickup_id: int) -> ResponseReturnValue:
    """Take a hand-over or a release back."""
    try:
        service.undo_pickup(current_counter(), pickup_id)
    except DomainError as refusal:
        show(refusal)
    else:
        flash(_("Undone: the goods wait again."), "success")
    return redirect(url_for(".sheet", pickup_id=pickup_id), 303)


@bp.post("/enlevement/<int:pickup_id>/absent")
def release_pickup(pickup_id: int) -> ResponseReturnValue:
    """Nobody came: the goods are free again."""
    try:
        service.release_pickup(current_counter(), pickup_id)
    except DomainError as refusal:
        show(refusal)
    else:
        flash(_("Noted: nobody came. The goods are on sale again."), "success")
    return redirect(url_for(".sheet", pickup_id=pickup_id), 303)


@bp.get("/creneau/<int:slot_id>")
def slot(slot_id: int) -> str:
    """Who is expected in a slot; opened on purpose, never shown by itself."""
    found = own_slot(current_counter(), slot_id)
    if found is None:
        raise PickupNotFound
    return render_template(
        "counter/slot.html",
        slot=found,
        pickups=pickups_of_slot(slot_id, current_counter().site_ids),
        is_over=found.ends_at <= clock.now(),
    )


@bp.post("/creneau/<int:slot_id>/absents")
def release_slot(slot_id: int) -> ResponseReturnValue:
    """Release everything still waiting in a slot that is over."""
    try:
        count = service.release_slot(current_counter(), slot_id)
    except DomainError as refusal:
        show(refusal)
    else:
        flash(
            ngettext(
                "%(num)d visitor did not come. The goods are on sale again.",
                "%(num)d visitors did not come. The goods are on sale again.",
                count,
            ),
            "success",
        )
    return redirect(url_for(".slot", slot_id=slot_id), 303)


@bp.get("/promesses")
def promises() -> str:
    """Reservations whose goods left with somebody else: whom to call."""
    counter = current_counter()
    return render_template(
        "counter/promises.html",
        promises=endangered_promises(counter.edition_id, counter.company_id),
    )


@bp.post("/promesses/<code>")
def settle(code: str) -> ResponseReturnValue:
    """Somebody looked: all promised goods of a listing are there."""
    try:
        service.settle_promises(current_counter(), code)
    except DomainError as refusal:
        show(refusal)
    return redirect(url_for(".promises"), 303)


def _index_page(
    form: SearchForm,
    found: list[Expected] | None = None,
    elsewhere: list[Elsewhere] | None = None,
    *,
    searched: bool = False,
) -> str:
    counter, zone, now = current_counter(), current_edition().time_zone, clock.now()
    shown = day_to_show(counter, now, zone)
    today = day_of(now, zone)
    return render_template(
        "counter/index.html",
        form=form,
        found=found or [],
        elsewhere=elsewhere or [],
        searched=searched,
        day=shown,
        is_today=shown.day == today.day,
        now=now,
        slots=[s for s in slots_between(counter, shown.start, shown.end) if s.concerns(now)],
        visits=join_visits(history(counter, today.start, today.end)),
        endangered=len(endangered_promises(counter.edition_id, counter.company_id)),
    )


def _sheet_page(pickup: Expected, form: SheetForm) -> str:
    return render_template(
        "counter/sheet.html",
        pickup=pickup,
        stop=pickup.stop,
        form=form,
        vehicle=_vehicle(pickup),
        handing=last_handing(pickup.stop.id),
        is_over=pickup.stop.ends_at <= clock.now(),
    )


def _vehicle(pickup: Expected) -> str:
    if pickup.vehicle is Vehicle.UNDECIDED:
        return _("Vehicle not said yet")
    return _(VEHICLES[pickup.vehicle])


def _elsewhere(typed: str) -> list[Elsewhere]:
    counter = current_counter()
    return find_elsewhere(counter.edition_id, typed, counter.site_ids)


def _own_pickup(pickup_id: int) -> Expected:
    pickup = pickup_for_counter(pickup_id, current_counter().site_ids)
    if pickup is None:
        raise PickupNotFound
    return pickup
