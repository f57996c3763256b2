"""The company's pages about its slots: all of a site, one of them, made in one go."""

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from brocante.accounts.access import signed_in
from brocante.companies.access import current_company
from brocante.companies.models import Site
from brocante.core.codes import read_id
from brocante.core.errors import DomainError
from brocante.editions.access import current_edition
from brocante.pickups import queries, service
from brocante.pickups.forms import AddSlotForm, CapacityForm, GenerateForm
from brocante.pickups.queries import Slot
from brocante.web.blueprints import company_blueprint
from brocante.web.errors import show

blueprint = company_blueprint("company_pickups", __name__, "/exposant/creneaux")
blueprints = (blueprint,)

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Day:
    """The slots of a day of the edition's calendar."""

    date: date
    slots: list[Slot]
    booked: int
    capacity: int


@blueprint.get("")
def slots() -> Answer:
    """Show the slots of a site, and the forms that make them."""
    sites = queries.own_sites_to_plan(current_company())
    if not sites:
        return render_template("pickups/company/no_site.html")
    wanted = read_id(request.args.get("site"))
    chosen = next((s for s in sites if s.id == wanted), sites[0])
    return _page(chosen, sites)


@blueprint.post("/site/<int:site_id>/generer")
def generate(site_id: int) -> Answer:
    """Make all slots of a site in one go; the same again adds nothing."""
    form = GenerateForm()
    if not form.validate():
        return _site_page(site_id, generate_form=form), 422
    try:
        made = service.generate(
            signed_in(),
            current_company(),
            site_id,
            minutes=form.minutes.data,
            capacity=form.capacity.data,
            restart=form.restart.data,
        )
    except DomainError as error:
        return _refused(site_id, error, generate_form=form)
    flash(_made_words(made), "success")
    return redirect(url_for(".slots", site=site_id), 303)


def _made_words(made: service.Generated) -> str:
    added = ngettext("%(num)d slot added.", "%(num)d slots added.", made.added)
    if not made.kept:
        return added
    kept = ngettext(
        "%(num)d time already had one: nothing was changed there.",
        "%(num)d times already had one: nothing was changed there.",
        made.kept,
    )
    return f"{added} {kept}"


@blueprint.post("/site/<int:site_id>/ajouter")
def add(site_id: int) -> Answer:
    """Add a single slot."""
    form = AddSlotForm()
    form.read_in(current_edition().time_zone)
    if not form.validate():
        return _site_page(site_id, add_form=form), 422
    try:
        service.add_slot(signed_in(), current_company(), site_id, form.span(), form.vehicles.data)
    except DomainError as error:
        return _refused(site_id, error, add_form=form)
    flash(_("The slot is added."), "success")
    return redirect(url_for(".slots", site=site_id), 303)


@blueprint.route("/<int:slot_id>", methods=["GET", "POST"])
def slot(slot_id: int) -> Answer:
    """Show one slot; change how many vehicles it takes."""
    found = queries.own_slot(current_company(), slot_id)
    form = CapacityForm(data={"capacity": found.capacity})
    if not form.is_submitted():
        return _slot_page(found, form)
    if not form.validate():
        return _slot_page(found, form), 422
    try:
        service.change_capacity(signed_in(), current_company(), slot_id, form.capacity.data)
    except DomainError as error:
        form.add_error(error)
        return _slot_page(queries.own_slot(current_company(), slot_id), form), error.status
    flash(_("The slot is changed."), "success")
    return redirect(url_for(".slots", site=found.site_id), 303)


@blueprint.post("/<int:slot_id>/fermer")
def close(slot_id: int) -> Response:
    """Take no new pickups in a slot."""
    service.close_slot(signed_in(), current_company(), slot_id)
    flash(_("The slot is closed: nobody else can choose it. Those expected still come."), "success")
    return redirect(url_for(".slot", slot_id=slot_id), 303)


@blueprint.post("/<int:slot_id>/rouvrir")
def reopen(slot_id: int) -> Response:
    """Take new pickups in a slot again."""
    service.reopen_slot(signed_in(), current_company(), slot_id)
    flash(_("The slot is open again."), "success")
    return redirect(url_for(".slot", slot_id=slot_id), 303)


@blueprint.post("/<int:slot_id>/supprimer")
def delete(slot_id: int) -> Response:
    """Remove a slot nobody ever booked."""
    site_id = queries.own_slot(current_company(), slot_id).site_id
    try:
        service.delete_slot(signed_in(), current_company(), slot_id)
    except DomainError as error:
        show(error)
        return redirect(url_for(".slot", slot_id=slot_id), 303)
    flash(_("The slot is deleted."), "success")
    return redirect(url_for(".slots", site=site_id), 303)


def _refused(
    site_id: int,
    error: DomainError,
    *,
    generate_form: GenerateForm | None = None,
    add_form: AddSlotForm | None = None,
) -> tuple[str, int]:
    form = generate_form or add_form
    if form is None or error.status != 409:
        raise error
    form.add_error(error)
    return _site_page(site_id, generate_form, add_form), error.status


def _site_page(
    site_id: int, generate_form: GenerateForm | None = None, add_form: AddSlotForm | None = None
) -> str:
    access = current_company()
    site = queries.own_site_to_plan(access, site_id)
    return _page(site, queries.own_sites_to_plan(access), generate_form, add_form)


def _page(
    site: Site,
    sites: list[Site],
    generate_form: GenerateForm | None = None,
    add_form: AddSlotForm | None = None,
) -> str:
    return render_template(
        "pickups/company/slots.html",
        site=site,
        sites=sites,
        days=_days(queries.slots_of_site(site.id)),
        generate_form=generate_form or GenerateForm(formdata=None),
        add_form=add_form or AddSlotForm(formdata=None),
    )


def _days(found: list[Slot]) -> list[Day]:
    return [
        Day(day, slots, sum(s.booked for s in slots), sum(s.capacity for s in slots))
        for day, slots in queries.by_day(found, current_edition().time_zone)
    ]


def _slot_page(found: Slot, form: CapacityForm) -> str:
    return render_template("pickups/company/slot.html", slot=found, form=form)
