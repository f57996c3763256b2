"""The visitor's side of the catalogue: reading only, without a cookie."""

import re
from datetime import datetime, timedelta
from functools import partial

from flask import (
    Response,
    current_app,
    jsonify,
    make_response,
    render_template,
    request,
    url_for,
)

from brocante.catalogue.addresses import address, page_address
from brocante.catalogue.album import MEDIA_TYPE, SIZES, stored_name
from brocante.catalogue.cards import make_cards, tag_html
from brocante.catalogue.criteria import Criteria, read_criteria
from brocante.catalogue.finding import Found, find
from brocante.catalogue.mapping import (
    MOST_SITES,
    clusters,
    is_narrowing,
    read_window,
    sites_found,
)
from brocante.catalogue.models import ListingState
from brocante.catalogue.portrait import portrait_of
from brocante.catalogue.queries import ListingPage, Selection, find_listings
from brocante.catalogue.screens import point_of, search_screen
from brocante.catalogue.sharing import company_image
from brocante.catalogue.shop_windows import company_photos
from brocante.catalogue.showing import find_shown, similar_listings
from brocante.catalogue.sitemap import edition_addresses, sitemap_addresses
from brocante.catalogue.suggesting import suggest
from brocante.catalogue.visits import free_slots
from brocante.catalogue.yards import yards_of
from brocante.companies.queries import (
    approved_companies,
    company_by_slug,
    site_with_openings,
    sites_of_company,
)
from brocante.core import clock
from brocante.core.errors import NotFound
from brocante.core.storage import MissingObjectError
from brocante.editions.access import current_edition
from brocante.editions.rules import (
    catalogue_is_open,
    days_of,
    reservations_are_open,
    split_departments,
)
from brocante.web.blueprints import public_blueprint
from brocante.web.kept import keep
from brocante.web.links import public_link, settings
from brocante.web.maps import map_options

blueprint = public_blueprint("catalogue", __name__)
blueprints = (blueprint,)
blueprint.add_app_template_global(tag_html)

YEAR = timedelta(days=365)
_PHOTO_KEY = re.compile(r"[0-9a-f]{32,64}")


@blueprint.get("/<edition>/materiaux")
@keep
def index() -> str:
    """The list: search, families, criteria, tags."""
    edition = current_edition()
    if not catalogue_is_open(edition, clock.now()):
        return _closed()
    base = url_for("catalogue.index")
    found = find(edition, read_criteria(request.args, days_of(edition)))
    return render_template(
        "catalogue/index.html",
        cards=make_cards(found.page.rows, found.distances),
        canonical=public_link("catalogue.index", edition=edition.slug),
        map_url=address(url_for("catalogue.map_page"), found.criteria),
        **search_screen(base, found, days_of(edition)),
        **_neighbours(base, found.criteria, found.page),
    )


@blueprint.get("/<edition>/suggestions")
@keep
def suggestions() -> Response:
    """What the search field proposes while somebody types."""
    edition = current_edition()
    proposed = suggest(edition.id, request.args.get("q", "")) if _shows_listings() else []
    return jsonify([{"text": one.text, "count": one.count} for one in proposed])


def _neighbours(base: str, criteria: Criteria, page: ListingPage) -> dict[str, str | None]:
    return {
        "previous_url": page_address(base, criteria, page.previous),
        "next_url": page_address(base, criteria, page.next),
    }


def _closed() -> str:
    """When the catalogue opens, instead of listings."""
    return render_template("catalogue/closed.html", is_over=_is_over())


def _is_over() -> bool:
    edition = current_edition()
    return edition.ends_on < clock.today(edition.time_zone)


@blueprint.get("/<edition>/materiaux/<code>")
@keep
def listing(code: str) -> Response | str:
    """One listing: what it is, what is left, where it stands, and the way into the tour."""
    edition, now = current_edition(), clock.now()
    if not catalogue_is_open(edition, now):
        return _closed()
    shown = find_shown(edition.id, code)
    if shown is None:
        raise NotFound
    portrait = portrait_of(shown.record, edition, is_left=bool(shown.left))
    item = portrait.listing
    similar = make_cards(similar_listings(item))
    if item.state is ListingState.WITHDRAWN:
        body = render_template("catalogue/withdrawn.html", listing=item, similar=similar)
        return make_response(body, 410)
    return render_template(
        "catalogue/listing.html",
        portrait=portrait,
        left=shown.left,
        smallest=min(item.smallest, shown.left),
        typed=request.args.get("quantite", "")[:40],
        is_open=reservations_are_open(edition, now),
        opens_at=_still_to_come(edition.reservations_open_at, now),
        slots=free_slots(item.site_id, now) if item.site_id else [],
        similar=similar,
    )


def _still_to_come(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment is not None and moment > now else None


@blueprint.get("/<edition>/carte")
@keep
def map_page() -> str:
    """The sites where something fits as a list, and the same on a map where one can be drawn."""
    edition = current_edition()
    base = url_for("catalogue.map_page")
    found = _found_on_map()
    sites = sites_found(edition.id, found)
    screen = search_screen(base, found, days_of(edition)) if found else {"found": None}
    list_url = url_for("catalogue.index")
    return render_template(
        "catalogue/map.html",
        sites=sites[:MOST_SITES],
        site_count=len(sites),
        is_narrowed=found is not None and is_narrowing(found),
        is_clustered=len(sites) > MOST_SITES,
        list_address=partial(address, list_url, found.criteria) if found else None,
        points_url=address(url_for("catalogue.map_points"), found.criteria) if found else "",
        options=map_options(split_departments(edition.departments)),
        **screen,
    )


@blueprint.get("/<edition>/carte/points")
@keep
def map_points() -> Response:
    """What a part of the map shows when there are too many sites for the page itself."""
    window = read_window(request.args.get("zone", ""), request.args.get("zoom", ""))
    if window is None:
        return jsonify([])
    is_narrowed = any(name not in {"zone", "zoom"} for name in request.args)
    found = _found_on_map() if is_narrowed else None
    shown = clusters(sites_found(current_edition().id, found), window)
    return jsonify([point_of(cluster) for cluster in shown])


def _found_on_map() -> Found | None:
    if not _shows_listings():
        return None
    edition = current_edition()
    reading = read_criteria(request.args, days_of(edition))
    return find(edition, reading, with_sites=True)


def _shows_listings() -> bool:
    return catalogue_is_open(current_edition(), clock.now())


@blueprint.get("/<edition>/entreprises")
@keep
def companies() -> str:
    """The companies that take part, with their sites."""
    edition = current_edition()
    return render_template(
        "catalogue/companies.html",
        companies=approved_companies(edition.id),
        sites=yards_of(edition.id),
    )


@blueprint.get("/<edition>/entreprises/<slug>")
@keep
def company(slug: str) -> str:
    """One company: who they are, where they open, what they sell."""
    edition = current_edition()
    found = company_by_slug(edition.id, slug)
    if found is None:
        raise NotFound
    base = url_for("catalogue.company", slug=slug)
    criteria = read_criteria(request.args, ()).criteria
    page = _listings(criteria, company_id=found.id)
    sites = sites_of_company(edition.id, found.id)
    photos = company_photos(edition.id, found.id) if page else ()
    return render_template(
        "catalogue/company.html",
        company=found,
        sites=sites,
        image=company_image(edition, found, sites, photos),
        cards=make_cards(page.rows) if page else [],
        total=page.total if page else 0,
        canonical=public_link("catalogue.company", edition=edition.slug, slug=slug),
        **(_neighbours(base, Criteria(), page) if page else {}),
    )


@blueprint.get("/<edition>/sites/<int:site_id>")
@keep
def site(site_id: int) -> str:
    """One site: address, hours, access, equipment, free slots, and what stands there."""
    edition, now = current_edition(), clock.now()
    found = site_with_openings(site_id)
    if found is None or found.edition_id != edition.id:
        raise NotFound
    base = url_for("catalogue.site", site_id=site_id)
    criteria = read_criteria(request.args, ()).criteria
    page = _listings(criteria, site_id=site_id)
    return render_template(
        "catalogue/site.html",
        site=found,
        slots=free_slots(site_id, now),
        cards=make_cards(page.rows) if page else [],
        total=page.total if page else 0,
        canonical=public_link("catalogue.site", edition=edition.slug, site_id=site_id),
        **(_neighbours(base, Criteria(), page) if page else {}),
    )


def _listings(
    criteria: Criteria, *, company_id: int | None = None, site_id: int | None = None
) -> ListingPage | None:
    """Return a page of a company's or a site's listings; None while the catalogue is closed."""
    if not _shows_listings():
        return None
    return find_listings(
        Selection(
            edition_id=current_edition().id,
            criteria=Criteria(cursor=criteria.cursor),
            company_id=company_id,
            site_ids=None if site_id is None else [site_id],
        )
    )


@blueprint.get("/photos/<key>-<int:size>.webp")
def photo(key: str, size: int) -> Response:
    """A rendition of a photo; its name is the hash of its content, so it never changes."""
    if size not in SIZES or not _PHOTO_KEY.fullmatch(key):
        raise NotFound
    try:
        data = current_app.extensions["brocante_store"].get(stored_name(key, size))
    except MissingObjectError:
        raise NotFound from None
    answer = Response(data, mimetype=MEDIA_TYPE)
    answer.cache_control.public = True
    answer.cache_control.immutable = True
    answer.cache_control.max_age = int(YEAR.total_seconds())
    return answer


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What search engines may read, and where the list of pages is."""
    body = render_template("catalogue/robots.txt", sitemap=f"{settings().base_url}/sitemap.xml")
    return Response(body, mimetype="text/plain")


@blueprint.get("/sitemap.xml")
@keep
def sitemap() -> Response:
    """The lists of pages of the public editions."""
    body = render_template("catalogue/sitemap_index.xml", addresses=sitemap_addresses())
    return Response(body, mimetype="application/xml")


@blueprint.get("/<edition>/sitemap.xml")
@keep
def edition_sitemap() -> Response:
    """The public pages of an edition."""
    body = render_template(
        "catalogue/sitemap.xml",
        pages=edition_addresses(current_edition(), with_listings=_shows_listings()),
    )
    return Response(body, mimetype="application/xml")
