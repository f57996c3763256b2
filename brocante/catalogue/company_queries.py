"""Reads of one of a company's own listings: limited to its company and edition."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from brocante.catalogue.errors import ListingNotFound
from brocante.catalogue.models import ComparisonKind, Listing, ListingState, Photo
from brocante.catalogue.rules import Offer
from brocante.companies.models import Participation, Site
from brocante.companies.queries import CompanyAccess
from brocante.core.codes import new_code, read_code
from brocante.core.db import session
from brocante.core.units import Quantity, Unit
from brocante.materials.rules import MassOrigin

_TYPED_MASSES = frozenset({MassOrigin.WEIGHED, MassOrigin.DECLARED})
_WEIGHT_UNITS = frozenset({Unit.KILOGRAM, Unit.TONNE})


def free_codes(count: int) -> list[str]:
    """Return codes that no listing has: with a million listings, one drawn in 80 is taken."""
    codes: dict[str, None] = {}
    while len(codes) < count:
        codes |= dict.fromkeys(new_code() for _ in range(count - len(codes)))
        taken = session.scalars(select(Listing.code).where(Listing.code.in_(codes)))
        for code in taken.all():
            del codes[code]
    return list(codes)


def own(access: CompanyAccess) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that keep a read within a company and an edition."""
    return (
        Listing.company_id == access.company_id,
        Listing.edition_id == access.edition_id,
    )


def own_listing_id(access: CompanyAccess, code: str) -> int:
    """Return the id of a company's own listing; raises ListingNotFound."""
    found = session.scalar(select(Listing.id).where(*own(access), Listing.code == read_code(code)))
    if found is None:
        raise ListingNotFound
    return found


def own_listing(access: CompanyAccess, code: str) -> Listing:
    """Return a company's own listing with its stock, photos and site; raises ListingNotFound."""
    found = session.scalars(
        select(Listing)
        .where(*own(access), Listing.code == read_code(code))
        .options(
            selectinload(Listing.stock), selectinload(Listing.photos), selectinload(Listing.site)
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise ListingNotFound
    return found


def own_listings(access: CompanyAccess) -> list[Listing]:
    """Return all listings of a company but those it withdrew, with their stock, oldest first."""
    return list(
        session.scalars(
            select(Listing)
            .where(*own(access), Listing.state != ListingState.WITHDRAWN)
            .options(selectinload(Listing.stock))
            .order_by(Listing.id)
        )
    )


def find_upload(listing_id: int, upload_id: str) -> Photo | None:
    """Return the photo that arrived by an upload before."""
    return session.scalars(
        select(Photo).where(Photo.listing_id == listing_id, Photo.upload_id == upload_id)
    ).one_or_none()


def photos_of(listing_id: int) -> list[Photo]:
    """Return the photos of a listing in their order."""
    return list(
        session.scalars(
            select(Photo).where(Photo.listing_id == listing_id).order_by(Photo.position, Photo.id)
        )
    )


def photo_is_used(key: str) -> bool:
    """Tell whether any listing still shows a picture."""
    return session.scalar(select(Photo.id).where(Photo.key == key).limit(1)) is not None


def own_sites(access: CompanyAccess) -> list[Site]:
    """Return the sites of a company in an edition, by name."""
    return list(
        session.scalars(
            select(Site)
            .where(Site.participation_id == access.participation_id)
            .order_by(Site.name, Site.id)
        )
    )


def participation(access: CompanyAccess) -> Participation:
    """Return where the company stands in the edition now."""
    return session.scalars(
        select(Participation)
        .where(Participation.id == access.participation_id)
        .execution_options(populate_existing=True)
    ).one()


def offer_of(listing: Listing, quantity: Quantity) -> Offer:
    """Return what is stored of a listing as the offer it was typed as."""
    is_typed = listing.mass_origin in _TYPED_MASSES and listing.unit not in _WEIGHT_UNITS
    return Offer(
        title=listing.title,
        description=listing.description,
        family=listing.family,
        material=listing.material,
        condition=listing.condition,
        defect=listing.defect,
        site_id=listing.site_id,
        unit=listing.unit,
        quantity=quantity,
        smallest=listing.smallest,
        indivisible=listing.indivisible,
        price_kind=listing.price_kind,
        price_cents=listing.price_cents,
        comparison=listing.comparison,
        comparison_cents=listing.comparison_cents,
        attested=listing.comparison is ComparisonKind.LOWEST_30_DAYS
        and listing.comparison_attested_at is not None,
        length_mm=listing.length_mm,
        width_mm=listing.width_mm,
        height_mm=listing.height_mm,
        thickness_mm=listing.thickness_mm,
        diameter_mm=listing.diameter_mm,
        unit_mass_g=listing.unit_mass_g if is_typed else None,
        weighed=listing.mass_origin is MassOrigin.WEIGHED,
        reference=listing.reference,
        batch=listing.batch,
        location=listing.location,
    )
