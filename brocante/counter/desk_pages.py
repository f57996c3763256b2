"""The desk of a counter: what was scanned or typed, the slots of the day, what was done."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from brocante.core import clock
from brocante.core.errors import DomainError
from brocante.counter import service
from brocante.counter.access import current_counter
from brocante.counter.corrections import endangered_promises
from brocante.counter.day import day_of, day_to_show, join_visits
from brocante.counter.errors import PickupNotFound
from brocante.counter.forms import SearchForm
from brocante.counter.ledger import history
from brocante.counter.note_words import flag_sentences
from brocante.counter.queries import find_goods, find_label, own_slot, slots_between
from brocante.editions.access import current_edition
from brocante.reservations.handing import (
    Elsewhere,
    find_elsewhere,
    find_pickups,
    pickups_of_slot,
)
from brocante.reservations.tickets import Expected
from brocante.web.errors import show


def add_to(blueprint: Blueprint) -> None:
    """Give a counter its desk."""
    blueprint.add_url_rule("", view_func=index)
    blueprint.add_url_rule("", view_func=search, methods=["POST"])
    blueprint.add_url_rule("/billet/<code>", view_func=ticket)
    blueprint.add_url_rule("/creneau/<int:slot_id>", view_func=slot)
    blueprint.add_url_rule(
        "/creneau/<int:slot_id>/absents", view_func=release_slot, methods=["POST"]
    )


def index() -> str:
    """An empty search field, the slots of the day in figures, what was done today."""
    return _index_page(SearchForm())


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


def ticket(code: str) -> ResponseReturnValue:
    """The sheet of a ticket, for the link on the ticket itself."""
    sites = current_counter().site_ids
    found = [pickup for pickup in find_pickups(sites, code) if code in {pickup.code, pickup.token}]
    if len(found) == 1:
        return redirect(url_for(".sheet", pickup_id=found[0].stop.id), 302)
    elsewhere = [] if found else _elsewhere(code)
    page = _index_page(SearchForm(formdata=None), found, elsewhere, searched=True)
    return page, 200 if found or elsewhere else 404


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
        flag_sentences=flag_sentences,
        visits=join_visits(history(counter, today.start, today.end)),
        endangered=len(endangered_promises(counter.edition_id, counter.company_id)),
    )


def _elsewhere(typed: str) -> list[Elsewhere]:
    counter = current_counter()
    return find_elsewhere(counter.edition_id, typed, counter.site_ids)
