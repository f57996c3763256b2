"""The visitor's pages: basket and reservation on one page, the ticket, finding it again.

The ticket itself is in ticket_pages.py, on the same blueprint.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from brocante.accounts.access import current_identity
from brocante.catalogue.errors import NotEnoughLeft
from brocante.catalogue.rules import ONE, check_quantity_for_sale
from brocante.core import clock
from brocante.core.codes import new_token, read_code
from brocante.core.errors import DomainError
from brocante.core.units import NotANumber, Quantity
from brocante.core.vehicles import SPACES, Fit, Load, Vehicle, judge
from brocante.editions.access import current_edition
from brocante.editions.rules import reservations_are_open
from brocante.pickups.queries import by_half_day, free_slots
from brocante.reservations import basket as baskets
from brocante.reservations import queries, service, ticket_pages
from brocante.reservations.errors import NoContact, NoSuchTicket, SlotMissing
from brocante.reservations.forms import (
    NOTHING_SENT,
    SLOT,
    FindTicketForm,
    NothingSent,
    ReserveForm,
    slots_of,
)
from brocante.reservations.selection import select
from brocante.web.blueprints import public_blueprint
from brocante.web.errors import show
from brocante.web.formats import length, mass, per_language
from brocante.web.formats import quantity as quantity_words
from brocante.web.languages import current_language
from brocante.web.security import csrf, limiter, mark_personal, require_same_origin

blueprint = public_blueprint("reservations", __name__)
blueprint.app_context_processor(lambda: {"basket_count": baskets.basket_count()})
ticket_pages.add_to(blueprint)
blueprints = (blueprint,)

Answer = str | Response | tuple[str, int]

# Many phones reserve behind one address: the Wi-Fi of the event, the network of an operator. Three
# hundred of them in the minutes after the opening, each refused a few times because somebody was
# faster, send over a thousand forms. A figure that keeps one person from hoarding would turn them
# away: this one is for machines only, a person has the limits of reservations/rules.py.
RESERVATIONS_PER_ADDRESS = "3000 per 10 minutes"
# Only wrong answers count. A code alone has 26 bits: guesses must be slowed down.
GUESSES_PER_ADDRESS = "20 per 15 minutes"


@blueprint.post("/<edition>/panier/ajouter")
@csrf.exempt
def add() -> Response:
    """Put so much of a listing in the basket; the same again changes nothing.

    Without token, which would be a cookie for everybody who only reads a listing.
    """
    require_same_origin()
    edition = current_edition()
    code = read_code(request.form.get("listing") or request.form.get("code") or "")
    offer = next(iter(queries.offered(edition.id, [code])), None)
    if offer is None:
        flash(_("This listing is no longer there."), "error")
        return redirect(url_for("catalogue.index"), 303)
    text = (request.form.get("quantity") or "").strip()
    try:
        asked = Quantity.asked(text) if text else min(offer.smallest, offer.available)
        check_quantity_for_sale(asked, offer.available, offer.smallest, offer.sold_whole)
        baskets.put(edition.slug, code, asked)
    except NotANumber:
        flash(_("Write a number such as 12 or 1,5."), "error")
    except NotEnoughLeft:
        left = quantity_words(offer.available, offer.unit)
        flash(_("Only %(left)s left of it.", left=left), "error")
    except DomainError as error:
        show(error)
    else:
        flash(_("Added. Choose when you come, or go on looking."), "success")
        return redirect(url_for(".basket"), 303)
    # The page shows again what was typed.
    return redirect(url_for("catalogue.listing", code=code, quantite=text[:40] or None), 303)


@blueprint.post("/<edition>/panier/modifier")
def change() -> Answer:
    """Take over the quantities typed; what else was typed stays."""
    form, asked = _sent()
    baskets.replace(current_edition().slug, asked)
    return _page(form, asked)


@blueprint.post("/<edition>/panier/retirer")
def remove() -> Answer:
    """Take one listing out of the basket; what else was typed stays."""
    form, asked = _sent()
    asked.pop(read_code(request.form.get("remove", "")), None)
    baskets.replace(current_edition().slug, asked)
    return _page(form, asked)


@blueprint.get("/<edition>/panier")
def basket() -> str:
    """Show the basket with everything needed to reserve; the times of a tour come chosen."""
    lines = baskets.lines_of(current_edition().slug)
    return _page(replace(NOTHING_SENT, slots=slots_of(request.args)), lines)


@blueprint.get("/<edition>/reserver")
def checkout_page() -> str:
    """The same page as the basket: there is one step only."""
    return basket()


@blueprint.post("/<edition>/reserver")
@limiter.limit(RESERVATIONS_PER_ADDRESS)
def checkout() -> Answer:
    """Reserve what the form says and show the ticket; a refusal keeps everything typed."""
    edition_id, slug = current_edition().id, current_edition().slug
    form, asked = _sent()
    if not form.validate():
        _say_all_that_is_missing(form, asked)
        return _page(form, asked), 422
    try:
        token = service.reserve(
            form.visitor(current_language()), edition_id, form.order(asked), _earlier_tickets()
        )
    except DomainError as error:
        form.add_error(error)
        if isinstance(error, NoContact | SlotMissing):
            _say_all_that_is_missing(form, asked)
        form.renew_key()
        return _page(form, asked), error.status
    baskets.replace(slug, {})
    baskets.remember_ticket(token)
    return redirect(url_for(".ticket", token=token), 303)


def _earlier_tickets() -> list[str]:
    """Return the tickets that count against this browser: an organiser reserves for who calls."""
    who = current_identity()
    return [] if who is not None and who.organisers else baskets.last_tickets()


def _say_all_that_is_missing(form: ReserveForm, asked: Mapping[str, Quantity]) -> None:
    """Name everything at once: nobody should press the button again for each thing."""
    if not (form.phone.data or form.email.data or form.phone.errors or form.email.errors):
        form.add_error(NoContact())
    offers = queries.offered(current_edition().id, asked.keys())
    sites = {offer.site_id: offer.company_name for offer in offers if offer.available}
    for site_id, name in sites.items():
        field = f"{SLOT}{site_id}"
        if site_id not in form.slots and field not in form.beside:
            form.add_error(SlotMissing(site=name, field=field))


def _sent() -> tuple[ReserveForm, dict[str, Quantity]]:
    """Return the form that was sent and the quantities it asks for.

    What the page showed counts, not the basket: it may have changed in another window. A quantity
    that is not understood stays as it was.
    """
    form = ReserveForm()
    form.read_selection()
    before = baskets.lines_of(current_edition().slug)
    if not form.typed:
        return form, before
    return form, form.lines | {code: before.get(code, ONE) for code in form.misread}


def _page(form: ReserveForm | NothingSent, asked: Mapping[str, Quantity]) -> str:
    """Show the basket as it can be reserved now, with what changed since it was filled."""
    mark_personal()
    edition, now = current_edition(), clock.now()
    offers = queries.offered(edition.id, asked.keys())
    sites = {offer.site_id for offer in offers if offer.available}
    key = form.form_key.data if isinstance(form, ReserveForm) else None
    selection = select(offers, asked, free_slots(sites, now))
    load = selection.load
    return render_template(
        "reservations/basket.html",
        form=form,
        form_key=key or new_token(),
        selection=selection,
        is_open=reservations_are_open(edition, now),
        now=now,
        by_half_day=by_half_day,
        load=load,
        vehicle_hints=_vehicle_hints(load),
        blank_form=_BLANK_FORMS.get(request.args.get("vehicule", ""), _blank_form),
    )


def _blank_form(vehicle: str = Vehicle.UNDECIDED.value) -> ReserveForm:
    return ReserveForm(formdata=None, vehicle=vehicle)


# Made once: what fragment() keeps is known by them.
_BLANK_FORMS: dict[str, Callable[[], ReserveForm]] = {
    vehicle.value: partial(_blank_form, vehicle.value) for vehicle in SPACES
}


def _vehicle_hints(load: Load) -> tuple[tuple[str, str], ...]:
    """Return, for each vehicle, what it takes, or that this load is too much for it."""
    too_much = {Fit.TOO_HEAVY, Fit.TOO_LARGE}
    return tuple(
        (vehicle.value, _vehicle_hint(vehicle, judge(load, vehicle) not in too_much))
        for vehicle in SPACES
    )


@per_language
def _vehicle_hint(vehicle: Vehicle, is_enough: bool) -> str:
    space = SPACES[vehicle]
    limits = {"mass": mass(space.payload_g), "length": length(space.length_mm)}
    if is_enough:
        return _("up to %(mass)s, %(length)s long", **limits)
    return _("too small: up to %(mass)s, %(length)s long", **limits)


@blueprint.route("/<edition>/billet", methods=["GET", "POST"])
@limiter.limit(
    GUESSES_PER_ADDRESS,
    methods=["POST"],
    deduct_when=lambda response: response.status_code == NoSuchTicket.status,
)
def find_ticket() -> Answer:
    """Find a ticket again: one of this browser, or by code and name."""
    mark_personal()
    edition = current_edition()
    form = FindTicketForm()
    status = 200
    if form.is_submitted():
        token = None
        if form.validate():
            token = queries.token_of(edition.id, form.code.data, form.name.data)
            if token is not None:
                baskets.remember_ticket(token)
                return redirect(url_for(".ticket", token=token), 303)
            form.add_error(NoSuchTicket())
        status = NoSuchTicket.status if not form.errors.get("name") else 422
    tickets = queries.tickets_of(edition.id, baskets.last_tickets())
    return render_template("reservations/find.html", form=form, tickets=tickets), status
