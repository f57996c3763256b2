"""The sheet of a ticket: each line at the full quantity, or what became of it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from brocante.core import clock
from brocante.core.errors import DomainError
from brocante.core.vehicles import LABELS as VEHICLES
from brocante.core.vehicles import Vehicle
from brocante.counter import service
from brocante.counter.access import current_counter
from brocante.counter.errors import PickupNotFound
from brocante.counter.forms import SheetForm, sheet_form
from brocante.counter.ledger import last_handing
from brocante.reservations.handing import pickup_for_counter
from brocante.reservations.tickets import Expected
from brocante.web.errors import show


def add_to(blueprint: Blueprint) -> None:
    """Give a counter the sheets of its tickets."""
    address = "/enlevement/<int:pickup_id>"
    blueprint.add_url_rule(address, view_func=sheet)
    blueprint.add_url_rule(address, view_func=hand_over, methods=["POST"])
    blueprint.add_url_rule(f"{address}/annuler", view_func=undo_pickup, methods=["POST"])
    blueprint.add_url_rule(f"{address}/absent", view_func=release_pickup, methods=["POST"])


def sheet(pickup_id: int) -> str:
    """One pickup: each line at the full quantity, or what became of it."""
    pickup = _own_pickup(pickup_id)
    return _sheet_page(pickup, sheet_form(pickup.stop.shown_lines))


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


def undo_pickup(pickup_id: int) -> ResponseReturnValue:
    """Take a hand-over or a release back."""
    try:
        service.undo_pickup(current_counter(), pickup_id)
    except DomainError as refusal:
        show(refusal)
    else:
        flash(_("Undone: the goods wait again."), "success")
    return redirect(url_for(".sheet", pickup_id=pickup_id), 303)


def release_pickup(pickup_id: int) -> ResponseReturnValue:
    """Nobody came: the goods are free again."""
    try:
        service.release_pickup(current_counter(), pickup_id)
    except DomainError as refusal:
        show(refusal)
    else:
        flash(_("Noted: nobody came. The goods are on sale again."), "success")
    return redirect(url_for(".sheet", pickup_id=pickup_id), 303)


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


def _own_pickup(pickup_id: int) -> Expected:
    pickup = pickup_for_counter(pickup_id, current_counter().site_ids)
    if pickup is None:
        raise PickupNotFound
    return pickup
