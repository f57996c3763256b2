"""Makes every paper by its name, for an edition, a company or one site."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask_babel import force_locale
from flask_babel import gettext as _

from brocante.core import clock
from brocante.core.storage import Store
from brocante.editions.models import Edition
from brocante.printing.articles import Order, sections_of
from brocante.printing.catalogue_book import catalogue_book, catalogue_cover
from brocante.printing.documents import A3, A4, A5, About
from brocante.printing.edition_posters import edition_poster, flyer
from brocante.printing.errors import NothingToPrint
from brocante.printing.expecting import pages_of
from brocante.printing.gathering import edition_sheet
from brocante.printing.kinds import OF_SITES, TITLES, Paper, Scope
from brocante.printing.posters import (
    Draw,
    arrow_sheet,
    counter_sign,
    sheet,
    site_poster,
)
from brocante.printing.queries import LabelFilter
from brocante.printing.service import check_address, labels_pdf
from brocante.printing.sheets import EditionSheet, SiteSheet
from brocante.printing.slot_list import slot_list
from brocante.web.formats import when
from brocante.web.languages import current_language

LANDSCAPE = (A4[1], A4[0])
PREVIEWED = 24


class Press:
    """Makes papers of one edition; what all of them share is read once."""

    def __init__(self, edition: Edition, store: Store) -> None:
        self.edition = edition
        self.store = store
        self.sheet = edition_sheet(edition)

    def sites(self, scope: Scope, company_sites: Sequence[int] | None) -> list[SiteSheet]:
        """Return the sites meant; `company_sites` are the only ones allowed."""
        return [
            site
            for site in self.sheet.sites
            if (scope.site_id is None or site.id == scope.site_id)
            and (company_sites is None or site.id in company_sites)
        ]

    def make(self, paper: Paper, scope: Scope, company_sites: Sequence[int] | None = None) -> bytes:
        """Return a paper as a PDF; raises what refuses it."""
        if paper is Paper.LIST:
            return self._list(scope, self.sites(scope, company_sites))
        check_address()
        if paper is Paper.LABELS:
            wanted = LabelFilter(self.edition.id, scope.company_id, site_id=scope.site_id)
            limit = PREVIEWED if scope.is_preview else None
            return labels_pdf(wanted, scope.label_format, limit=limit)
        with force_locale("fr"):
            if paper in OF_SITES:
                return self._of_sites(paper, self.sites(scope, company_sites), scope)
            if paper in {Paper.BY_SITE, Paper.BY_FAMILY}:
                return self._catalogue(paper, scope)
            return self._of_edition(paper)

    def _about(self, paper: Paper, name: str = "") -> About:
        title = f"{_(TITLES[paper])}, {name or self.edition.name}"
        return About(title, current_language(), self.sheet.organiser)

    def _list(self, scope: Scope, sites: list[SiteSheet]) -> bytes:
        if not sites:
            raise NothingToPrint
        pages = pages_of(self.edition, sites[:1] if scope.is_preview else sites, scope.day)
        printed = _("Printed on %(time)s.", time=when(clock.now(), self.edition))
        return slot_list(pages, self._about(Paper.LIST), printed, self.sheet.stamp)

    def _of_sites(self, paper: Paper, sites: list[SiteSheet], scope: Scope) -> bytes:
        if not sites:
            raise NothingToPrint
        draw: Callable[[SiteSheet], list[Draw]] = {
            Paper.SITE_POSTER: lambda site: [site_poster(self.sheet, site)],
            Paper.ARROWS: lambda site: arrow_sheet(self.sheet, site),
            Paper.COUNTER: lambda site: [counter_sign(self.sheet, site)],
        }[paper]
        pages = [page for site in sites[: 1 if scope.is_preview else None] for page in draw(site)]
        size = A4 if paper is Paper.SITE_POSTER else LANDSCAPE
        name = sites[0].company if len(sites) == 1 else ""
        return sheet(pages, self._about(paper, name), size, size)

    def _of_edition(self, paper: Paper) -> bytes:
        if paper is Paper.FLYER:
            return sheet([flyer(self.sheet)], self._about(paper), A5, A5)
        size = A3 if paper is Paper.POSTER_A3 else A4
        return sheet([edition_poster(self.sheet)], self._about(paper), size)

    def _catalogue(self, paper: Paper, scope: Scope) -> bytes:
        order = Order.SITE if paper is Paper.BY_SITE else Order.FAMILY
        wanted = LabelFilter(self.edition.id, scope.company_id)
        sections = sections_of(self.sheet, wanted, order, self.store)
        if not sections:
            raise NothingToPrint
        if scope.is_preview:
            return catalogue_cover(self._of_company(sections, scope), self._about(paper))
        return catalogue_book(self._of_company(sections, scope), sections, self._about(paper))

    def _of_company(self, sections: Sequence[object], scope: Scope) -> EditionSheet:
        """Return the edition, for one company with the sites of its catalogue only."""
        if scope.company_id is None:
            return self.sheet
        numbers = {getattr(section, "number", "") for section in sections}
        own = tuple(site for site in self.sheet.sites if str(site.number) in numbers)
        return replace(self.sheet, sites=own or self.sheet.sites)
