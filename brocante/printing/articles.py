"""The listings of an edition as sections of its catalogue."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import partial

from flask_babel import gettext as _

from brocante.catalogue.album import stored_name
from brocante.core.storage import MissingObjectError, Store
from brocante.core.text import fold
from brocante.materials.queries import families, find_family
from brocante.printing.catalogue_book import Article, Section
from brocante.printing.labelling import (
    condition_words,
    mass_words,
    percentage_words,
    price_words,
)
from brocante.printing.pictures import thumbnail
from brocante.printing.queries import LabelFilter, Labelled, first_photos, labelled
from brocante.printing.sheets import EditionSheet, SiteSheet
from brocante.web.formats import dims, quantity

# From so many on, smaller pictures: a file that is still sent by mail.
_MANY = 1_500
_SMALLER = (160, 120)


class Order(StrEnum):
    """How the catalogue is divided."""

    SITE = "site"
    FAMILY = "family"


def sections_of(
    edition: EditionSheet, wanted: LabelFilter, order: Order, store: Store
) -> list[Section]:
    """Return the published listings at sites visitors may see, by site or by family."""
    found = labelled(wanted)
    sites = {site.id: site for site in edition.sites}
    shown = [listing for listing in found if listing.site_id in sites]
    photos = first_photos(wanted.edition_id)
    write = partial(_article, sites=sites, photos=photos, store=store, order=order)
    write = partial(write, conditions=condition_words(), small=len(shown) > _MANY)
    ordered = sorted(shown, key=lambda listing: (fold(listing.title), listing.id))
    if order is Order.SITE:
        return [
            _section(str(site.number), site.company, _site_note(site), mine, write)
            for site in edition.sites
            if (mine := [one for one in ordered if one.site_id == site.id])
        ]
    groups = [(family.code, family.label("fr")) for family in families()]
    return [
        _section("", name, "", mine, write)
        for code, name in (*groups, ("", _("Other materials")))
        if (mine := [one for one in ordered if (one.family or "") == code])
    ]


def _section(
    number: str,
    title: str,
    note: str,
    mine: Iterable[Labelled],
    write: Callable[[Labelled], Article],
) -> Section:
    return Section(number, title, note, tuple(write(listing) for listing in mine))


def _site_note(site: SiteSheet) -> str:
    hours = "; ".join(f"{day} {spans}" for day, spans in site.hours)
    return " · ".join(part for part in (f"{site.address}, {site.town}", site.phone, hours) if part)


def _article(
    listing: Labelled,
    *,
    sites: dict[int, SiteSheet],
    photos: dict[int, str],
    store: Store,
    order: Order,
    conditions: dict[object, str],
    small: bool,
) -> Article:
    price, unit = price_words(listing)
    site = sites[listing.site_id or 0]
    facts = (
        quantity(listing.quantity, listing.unit),
        dims(listing),
        mass_words(listing),
    )
    where = f"{site.number} · {site.company}, {site.commune}" if order is Order.FAMILY else ""
    family = find_family(listing.family)
    if order is Order.SITE and family is not None:
        where = family.label("fr")
    return Article(
        code=listing.code,
        title=listing.title,
        price=price,
        unit=unit,
        percentage=percentage_words(listing),
        condition=listing.condition.value,
        condition_label=conditions[listing.condition],
        defect=_("Defect: %(defect)s", defect=listing.defect) if listing.defect else "",
        facts=" · ".join(fact for fact in facts if fact),
        where=where,
        family=listing.family or "",
        picture=partial(_picture, photos.get(listing.id), store, small),
    )


def _picture(key: str | None, store: Store, small: bool) -> bytes | None:
    """Return the photo as it is printed; nothing when there is none, or none to be read."""
    if key is None:
        return None
    try:
        data = store.get(stored_name(key, 200 if small else 400))
    except MissingObjectError:
        return None
    return thumbnail(data, _SMALLER) if small else thumbnail(data)
