"""A company's pages about one site: description and hours, the pin on the map."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from brocante.companies import places, rules, sites
from brocante.companies.access import current_company
from brocante.companies.errors import CommuneNotChosen
from brocante.companies.models import Site
from brocante.companies.site_forms import NONE, USUAL, PinForm, SiteForm
from brocante.companies.words import DECLARATION_NOTES
from brocante.core import clock
from brocante.core.errors import DomainError
from brocante.core.gazetteer import Commune, find_communes
from brocante.editions.access import current_edition
from brocante.editions.rules import days_of, split_departments
from brocante.web.blueprints import company_blueprint
from brocante.web.errors import show
from brocante.web.links import settings
from brocante.web.maps import map_options

blueprint = company_blueprint("company_sites", __name__, "/exposant/sites")

Answer = str | Response | tuple[str, int]


@blueprint.route("/nouveau", methods=["GET", "POST"])
def create() -> Answer:
    """Add a site; its pin comes next."""
    form = SiteForm()
    days = days_of(current_edition())
    form.prepare(days, NONE if form.is_submitted() else USUAL)
    if not form.is_submitted():
        return _page(form)
    if not form.validate():
        return _page(form), 422
    try:
        details = form.details(_commune(form), days)
        proposal = sites.locate(details.address, details.commune, settings().geocoder_url)
        site_id = sites.create(current_company(), details, proposal)
    except DomainError as error:
        form.add_error(error)
        return _page(form), error.status
    flash(_("The site is saved. Now check its place on the map."), "success")
    return redirect(url_for(".pin", site_id=site_id), 303)


@blueprint.route("/<int:site_id>", methods=["GET", "POST"])
def edit(site_id: int) -> Answer:
    """Change a site; a new address asks for its pin again."""
    site = places.own_site(current_company().participation_id, site_id)
    days = days_of(current_edition())
    form = SiteForm()
    form.prepare(days, NONE)
    if not form.is_submitted():
        form.show(site, days, current_edition().time_zone)
        return _page(form, site)
    if not form.validate():
        return _page(form, site), 422
    try:
        details = form.details(_commune(form), days)
        moved = sites.has_moved(site, details)
        proposal = (
            sites.locate(details.address, details.commune, settings().geocoder_url)
            if moved
            else None
        )
        sites.change(current_company(), site_id, details, proposal)
    except DomainError as error:
        form.add_error(error)
        again = places.own_site(current_company().participation_id, site_id)
        return _page(form, again), error.status
    flash(_("The site is saved."), "success")
    if moved:
        return redirect(url_for(".pin", site_id=site_id), 303)
    return redirect(url_for("company_companies.sites"), 303)


def _commune(form: SiteForm) -> Commune:
    """Return the commune meant; when several fit, the form offers them and the error says so."""
    typed = form.commune.data
    found = find_communes(typed, limit=12)
    try:
        return rules.choose_commune(typed, form.commune_code.data or "", found)
    except CommuneNotChosen:
        form.offer(found)
        raise


def _page(form: SiteForm, site: Site | None = None) -> str:
    edition = current_edition()
    return render_template(
        "companies/company/site.html",
        form=form,
        site=site,
        days=days_of(edition),
        declaration_hints={item.value: _(note) for item, note in DECLARATION_NOTES.items()},
        declaration_due=rules.declaration_due(edition.starts_on),
        declaration_is_late=rules.declaration_is_late(
            edition.starts_on, clock.today(edition.time_zone)
        ),
    )


@blueprint.route("/<int:site_id>/carte", methods=["GET", "POST"])
def pin(site_id: int) -> Answer:
    """Show the pin on the map; a person moves it and says that it is right."""
    site = places.own_site(current_company().participation_id, site_id)
    form = PinForm()
    if not form.is_submitted():
        form.latitude.data = _degrees(site.latitude)
        form.longitude.data = _degrees(site.longitude)
        return _pin_page(form, site)
    try:
        form.validate()
        latitude, longitude = form.position()
        sites.confirm_pin(current_company(), site_id, latitude, longitude)
    except DomainError as error:
        form.add_error(error)
        again = places.own_site(current_company().participation_id, site_id)
        return _pin_page(form, again), error.status
    flash(_("The place is confirmed: visitors can find you."), "success")
    return redirect(url_for("company_companies.sites"), 303)


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"


def _pin_page(form: PinForm, site: Site) -> str:
    codes = split_departments(current_edition().departments)
    return render_template(
        "companies/company/pin.html", form=form, site=site, map=map_options(_with(codes, site))
    )


def _with(codes: Sequence[str], site: Site) -> list[str]:
    """Return the edition's départements and the site's own, which may be a neighbour."""
    own = site.commune_code[:3] if site.commune_code.startswith("97") else site.commune_code[:2]
    return list(dict.fromkeys([*codes, own]))


@blueprint.post("/<int:site_id>/supprimer")
def remove(site_id: int) -> Response:
    """Delete a site nothing belongs to."""
    try:
        sites.remove(current_company(), site_id)
    except DomainError as error:
        if error.status == 404:
            raise
        show(error)
        return redirect(url_for(".edit", site_id=site_id), 303)
    flash(_("The site is deleted."), "success")
    return redirect(url_for("company_companies.sites"), 303)
