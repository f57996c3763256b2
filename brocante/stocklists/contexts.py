"""What the lines of an import are judged with: the company's sites, its listings, its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import exists, select

from brocante.catalogue.company_queries import own_sites
from brocante.catalogue.intake import Standing, standing_listings
from brocante.catalogue.models import Listing, ListingState
from brocante.companies.queries import CompanyAccess
from brocante.core.db import session
from brocante.core.units import Quantity
from brocante.stocklists.choices import read_choices
from brocante.stocklists.judging import Context
from brocante.stocklists.models import (
    ImportState,
    Origin,
    StockListImport,
    StockListLine,
)
from brocante.stocklists.offers import Site
from brocante.stocklists.words import folded

MOST_EARLIER = 50


def sites_of(access: CompanyAccess) -> tuple[Site, ...]:
    """Return the company's sites, by what a list may call them."""
    return tuple(Site(site.id, site.name, site.commune) for site in own_sites(access))


def context_of(
    access: CompanyAccess, row: StockListImport, lines: Sequence[StockListLine]
) -> Context:
    """Return what lines of an import are judged with."""
    ids = sorted({line.match_id for line in lines if line.match_id is not None})
    standing: dict[int, Standing] = {}
    for start in range(0, len(ids), 500):
        standing |= standing_listings(access, ids[start : start + 500])
    return make_context(access, row.choices, row.found or {}, standing)


def make_context(
    access: CompanyAccess,
    choices: dict[str, Any],
    found: dict[str, Any],
    standing: Mapping[int, Standing],
) -> Context:
    """Return what lines are judged with, from what is stored of their list."""
    silent = {
        sheet["name"] or "" for sheet in found.get("sheets", ()) if not sheet.get("has_vat", True)
    }
    gone = {int(number): Quantity(left) for number, left in found.get("gone", {}).items()}
    return Context(read_choices(choices), sites_of(access), frozenset(silent), standing, gone)


def earlier_listings(
    access: CompanyAccess, row: StockListImport, found: dict[str, Any]
) -> list[int]:
    """Return the listings that earlier editions of this very list made or changed, still there.

    `found` is what was read in it now.

    The same list has the same columns, or the same name; a message is never a whole list.
    """
    if row.origin is not Origin.FILE:
        return []
    earlier = session.execute(
        select(StockListImport.id, StockListImport.name, StockListImport.found)
        .where(
            StockListImport.participation_id == access.participation_id,
            StockListImport.id < row.id,
            StockListImport.origin == Origin.FILE,
            StockListImport.state == ImportState.DONE,
        )
        .order_by(StockListImport.id.desc())
        .limit(MOST_EARLIER)
    )
    marks = _marks(row.name, found)
    same = [number for number, name, then in earlier if marks & _marks(name, then)]
    statement = select(Listing.id).where(
        Listing.company_id == access.company_id,
        Listing.edition_id == access.edition_id,
        Listing.state != ListingState.WITHDRAWN,
        exists().where(StockListLine.listing_id == Listing.id, StockListLine.import_id.in_(same)),
    )
    return list(session.scalars(statement.order_by(Listing.id))) if same else []


def _marks(name: str, found: dict[str, Any] | None) -> set[str]:
    """Return what a list is recognised by when it comes again."""
    sheets = (found or {}).get("sheets", ())
    return {folded(name), *(sheet.get("signature", "") for sheet in sheets)} - {""}
