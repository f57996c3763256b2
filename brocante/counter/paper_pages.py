"""The paper twin: the list by slot, and the screen that keys a sheet back in by code.

What is keyed in are the notes a phone would have made: never refused for what the books say.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from brocante.core import clock
from brocante.core.codes import read_code
from brocante.counter.access import current_counter
from brocante.counter.acts import line_field
from brocante.counter.board import day_shown
from brocante.counter.day import bounds_of
from brocante.counter.errors import GoodsNotFound, PickupNotFound
from brocante.counter.forms import PaperForm, PaperSaleForm, paper_form
from brocante.counter.journal import Origin, note_down
from brocante.counter.models import EntryKind, EntryState
from brocante.counter.note_words import flag_sentences, refusal_sentence
from brocante.counter.notes import Note, NotedLine
from brocante.counter.queries import Goods, find_goods
from brocante.editions.access import current_edition
from brocante.editions.rules import EditionState, days_of
from brocante.reservations.handing import find_pickups, pickup_for_counter, pickups_between
from brocante.reservations.tickets import Expected
from brocante.web.formats import day as day_word

FREE_LINES = 8


def add_to(blueprint: Blueprint, address: str = "/papier") -> None:
    """Give a counter its paper twin."""
    rules: tuple[tuple[str, Callable[..., Any], str], ...] = (
        ("", paper, "GET"),
        ("", find_on_paper, "POST"),
        ("/billet/<int:pickup_id>", paper_ticket, "GET"),
        ("/billet/<int:pickup_id>", key_ticket_in, "POST"),
        ("/vente/<code>", paper_sale, "GET"),
        ("/vente/<code>", key_sale_in, "POST"),
    )
    for rule, view, method in rules:
        blueprint.add_url_rule(f"{address}{rule}", view_func=view, methods=[method])


def paper() -> str:
    """The list of a day by slot, to print, and the field to key a sheet back in."""
    return _paper_page()


def find_on_paper() -> ResponseReturnValue:
    """Open the ticket or the label whose code was typed."""
    typed = request.form.get("code", "")
    counter, code = current_counter(), read_code(typed)
    for pickup in find_pickups(counter.site_ids, code) if code else ():
        if pickup.code == code:
            return redirect(url_for(".paper_ticket", pickup_id=pickup.stop.id), 303)
    if code and find_goods(counter, code) is not None:
        return redirect(url_for(".paper_sale", code=code), 303)
    return _paper_page(typed), 404


def paper_ticket(pickup_id: int) -> str:
    """One ticket of the sheet: each line at what was to leave."""
    pickup = _pickup(pickup_id)
    return _ticket_page(pickup, paper_form(list(pickup.stop.lines)))


def key_ticket_in(pickup_id: int) -> ResponseReturnValue:
    """Note what the sheet says of a ticket."""
    pickup = _pickup(pickup_id)
    form = paper_form(list(pickup.stop.lines))
    if not form.validate():
        return _ticket_page(pickup, form), 422
    lines = tuple(NotedLine(line.id, form[line_field(line.id)].data) for line in pickup.stop.lines)
    at = _at(form, pickup.stop.starts_at)
    note = Note(
        key=form.entry_key.data,
        sent_id=None,
        kind=EntryKind.PICKUP,
        at=at,
        pickup=pickup_id,
        lines=lines,
    )
    problem = _note(note, pickup.stop.site_id)
    if problem:
        form.form_errors.append(problem)
        return _ticket_page(pickup, form), 422
    return redirect(url_for(".paper"), 303)


def paper_sale(code: str) -> str:
    """A sale written on the sheet."""
    goods = _goods(code)
    form = _sale_form()
    form.quantity.data = goods.usual_sale
    return _sale_page(goods, form)


def key_sale_in(code: str) -> ResponseReturnValue:
    """Note a sale of the sheet."""
    goods, form = _goods(code), _sale_form()
    if not form.validate():
        return _sale_page(goods, form), 422
    zone = current_edition().time_zone
    start, _end = bounds_of(date.fromisoformat(form.day.data), zone)
    note = Note(
        key=form.entry_key.data,
        sent_id=None,
        kind=EntryKind.WALK_IN,
        at=_at(form, start),
        listing=goods.id,
        quantity=form.sold,
        overruled=True,
    )
    problem = _note(note, goods.site_id or 0)
    if problem:
        form.form_errors.append(problem)
        return _sale_page(goods, form), 422
    return redirect(url_for(".paper"), 303)


def _note(note: Note, site_id: int) -> str | None:
    """Note what paper says; return why not, if it says nothing."""
    counter = current_counter()
    origin = Origin(
        replace(counter, site_ids=(site_id,), staff=f"{counter.staff} (papier)"[:120]),
        clock.now(),
        is_archived=current_edition().state is EditionState.ARCHIVED,
    )
    outcome = note_down(origin, note)
    if outcome.state is EntryState.REFUSED:
        return refusal_sentence(outcome.reason)
    flash(" ".join([_("Keyed in."), *flag_sentences(outcome.flags)]), "success")
    return None


def _at(form: PaperForm, start: datetime) -> datetime:
    """Return the moment on the sheet: its time on the day of `start`, else `start` itself."""
    written: time | None = form.time.data
    if written is None:
        return start
    zone = current_edition().time_zone
    return clock.to_utc(datetime.combine(clock.to_local(start, zone).date(), written), zone)


def _pickup(pickup_id: int) -> Expected:
    pickup = pickup_for_counter(pickup_id, current_counter().site_ids)
    if pickup is None:
        raise PickupNotFound
    return pickup


def _goods(code: str) -> Goods:
    goods = find_goods(current_counter(), code)
    if goods is None:
        raise GoodsNotFound
    return goods


def _sale_form() -> PaperSaleForm:
    form, edition = PaperSaleForm(), current_edition()
    form.day.choices = [(day.isoformat(), day_word(day)) for day in days_of(edition)]
    if not form.is_submitted():
        form.day.data = day_shown(edition, "", clock.now()).isoformat()
    return form


def _ticket_page(pickup: Expected, form: PaperForm) -> str:
    return render_template(
        "counter/paper_ticket.html", pickup=pickup, stop=pickup.stop, form=form, field_of=line_field
    )


def _sale_page(goods: Goods, form: PaperSaleForm) -> str:
    return render_template("counter/paper_sale.html", goods=goods, form=form)


def _paper_page(typed: str = "") -> str:
    edition, counter = current_edition(), current_counter()
    shown = day_shown(edition, request.args.get("jour", ""), clock.now())
    start, end = bounds_of(shown, edition.time_zone)
    pickups = pickups_between(counter.site_ids, start, end)
    slots = [
        (key, list(group))
        for key, group in groupby(
            pickups, key=lambda one: (one.stop.starts_at, one.stop.ends_at, one.stop.site_name)
        )
    ]
    return render_template(
        "counter/paper.html",
        shown_day=shown,
        all_days=days_of(edition),
        slots=slots,
        typed=typed,
        free_lines=range(FREE_LINES),
        now=clock.now(),
    )
