"""Share pictures of listings and companies, and the poster of a company."""

from datetime import timedelta

from flask import Response, current_app, render_template
from markupsafe import Markup

from brocante.catalogue.album import stored_name
from brocante.catalogue.cards import family_label
from brocante.catalogue.share_marks import Tag
from brocante.catalogue.sharing import company_tag, listing_tag
from brocante.catalogue.shop_windows import company_photos, families_of
from brocante.catalogue.showing import find_shown
from brocante.companies.models import Company
from brocante.companies.queries import company_by_slug, sites_of_company
from brocante.core import clock
from brocante.core.errors import DomainError, NotFound
from brocante.core.qr import short_address, svg
from brocante.core.storage import MissingObjectError, Store
from brocante.editions.access import current_edition
from brocante.editions.rules import catalogue_is_open
from brocante.web.blueprints import public_blueprint
from brocante.web.kept import keep
from brocante.web.links import public_link, settings
from brocante.web.public_address import check_public_address

blueprint = public_blueprint("sharing", __name__)
blueprints = (blueprint,)

WEEK = timedelta(days=7)


@blueprint.get("/<edition>/materiaux/<code>/partage.jpg")
def listing_picture(code: str) -> Response:
    """The price tag of a listing."""
    edition = current_edition()
    shown = find_shown(edition.id, code) if catalogue_is_open(edition, clock.now()) else None
    if shown is None:
        raise NotFound
    listing = shown.record.listing()
    return _answer(listing_tag(edition, listing), f"share/listings/{listing.code.lower()}.jpg")


@blueprint.get("/<edition>/entreprises/<slug>/partage.jpg")
def company_picture(slug: str) -> Response:
    """The sign of a company."""
    edition = current_edition()
    company = _company(slug)
    photos = company_photos(edition.id, company.id) if _shows_listings() else ()
    sites = sites_of_company(edition.id, company.id)
    tag = company_tag(edition, company, sites, photos)
    return _answer(tag, f"share/companies/{edition.slug}-{company.slug}.jpg")


@blueprint.get("/<edition>/entreprises/<slug>/affiche")
@keep
def poster(slug: str) -> str:
    """A company on a sheet to hang up: who, when, where, and the code that leads to its goods."""
    edition = current_edition()
    company = _company(slug)
    families = families_of(edition.id, company.id) if _shows_listings() else {}
    address = public_link("catalogue.company", edition=edition.slug, slug=slug)
    return render_template(
        "catalogue/poster.html",
        company=company,
        sites=sites_of_company(edition.id, company.id),
        families=[family_label(code) for code in families],
        total=sum(families.values()),
        address=address.partition("://")[2],
        qr=_code(address, company.name),
    )


def _company(slug: str) -> Company:
    company = company_by_slug(current_edition().id, slug)
    if company is None:
        raise NotFound
    return company


def _shows_listings() -> bool:
    return catalogue_is_open(current_edition(), clock.now())


def _code(address: str, label: str) -> Markup | None:
    """Return the QR code of an address; None while none may be printed."""
    try:
        check_public_address(settings().public_url, settings().demo)
    except DomainError:
        return None
    return Markup(svg(short_address(address), label=label))  # noqa: S704 - core.qr escapes its label


def _answer(tag: Tag, key: str) -> Response:
    # Pillow weighs some 10 MB, and most web processes are never asked for a picture.
    from brocante.catalogue.share_pictures import MEDIA_TYPE, picture  # noqa: PLC0415

    store: Store = current_app.extensions["brocante_store"]
    data = picture(tag, _photos(tag, store), store, key)
    answer = Response(data, mimetype=MEDIA_TYPE)
    # The address on the page changes with the content (`v`), so that it may be kept.
    answer.cache_control.public = True
    answer.cache_control.max_age = int(WEEK.total_seconds())
    return answer


def _photos(tag: Tag, store: Store) -> list[bytes]:
    found = []
    for key in tag.photos:
        try:
            found.append(store.get(stored_name(key, 1200)))
        except MissingObjectError:
            continue
    return found
