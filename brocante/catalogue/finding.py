"""From what a visitor asks to what is shown: places, days, companies and words looked up."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from brocante.catalogue.criteria import Criteria, Note, Reading, Sort
from brocante.catalogue.queries import ListingPage, Selection, find_listings
from brocante.catalogue.search import Correction, Group, Matches, find_matches, newest_with
from brocante.catalogue.selecting import groups_of
from brocante.catalogue.wanted import Wanted, wanted_of
from brocante.catalogue.wishes import NOTHING, Kind, Wish, read_wish
from brocante.catalogue.yards import (
    Place,
    Yard,
    closing_times,
    distances,
    find_place,
    open_on,
    yards_of,
)
from brocante.companies.models import Company
from brocante.companies.queries import company_by_slug
from brocante.core.text import N_, fold
from brocante.editions.models import Edition

# What of a sentence is given up first when nothing does, and what the visitor is told then.
GIVEN_UP = {
    Kind.VEHICLE: N_(
        "Nothing of this goes into such a vehicle as one piece: these need more room."
    ),
    Kind.NEAR: N_("Nothing that near: these are further away."),
    Kind.NEED: N_("Nowhere is there as much: this is what there is."),
    Kind.PRICE: N_("Nothing at this price: these cost more."),
    Kind.LONGEST: N_("Nothing of such a length: these have others."),
    Kind.LENGTH: N_("Nothing of such a length: these have others."),
    Kind.WIDTH: N_("Nothing of such a width: these have others."),
    Kind.FACE: N_("Nothing of this size: these have others."),
}
UNSURE = N_(
    "None says for sure that there is as much: look at how much is left, or at what a pack holds."
)
# "À" may stand before a place that far from the yards; others are no place that is meant.
FARTHEST_KM = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A page of listings with everything the visitor should be told about it."""

    criteria: Criteria
    page: ListingPage
    notes: Sequence[Note]
    corrections: Sequence[Correction]
    company: Company | None
    place: Place | None
    distances: dict[int, float] = field(default_factory=dict)
    wish: Wish = NOTHING
    wanted: Wanted = field(default_factory=Wanted)
    order: Sort = Sort.RECENT
    yards: Sequence[Yard] | None = None
    gave_up: bool = False

    @property
    def is_missed(self) -> bool:
        """Tell whether nothing has all that was typed: demand that was not met."""
        is_first_page = self.criteria.cursor is None
        return bool(self.criteria.text and is_first_page and (self.gave_up or not self.page.rows))


def find(edition: Edition, reading: Reading, *, with_sites: bool = False) -> Found:
    """Return what fits; a place or a company that nobody knows is left out with a note.

    `with_sites` counts it by site as well, which a plain list of the newest has no need of.
    """
    return _Search(edition, reading, with_sites=with_sites).result()


class _Search:
    """One search: what was asked, and what had to be looked up for it."""

    def __init__(self, edition: Edition, reading: Reading, *, with_sites: bool) -> None:
        self.edition = edition
        self.with_sites = with_sites
        self.criteria = reading.criteria
        self.notes = list(reading.notes)
        self.gave_up = False
        self.wish = read_wish(self.criteria.text, self._is_place) if self.criteria.text else NOTHING
        self.place, self.distances = self._around()
        self.company = self._company()
        if self.criteria.sort is Sort.DISTANCE and self.place is None:
            self.notes.append(Note(N_("Say near which place, to see the nearest first.")))

    def result(self) -> Found:
        wish, matches, page = self.wish, self._matches(self.wish), None
        if self.criteria.text and matches is None and not wish.spans:
            self._say_nothing_asked()
        page = self._page(wish, matches)
        for kind in GIVEN_UP:
            if page.rows or self.criteria.cursor:
                break
            if kind in wish.kinds():
                wish = wish.without(kind)
                page = self._try(wish, kind, page)
        return self._found(wish, page)

    def _try(self, wish: Wish, kind: Kind, before: ListingPage) -> ListingPage:
        page = self._page(wish, self._matches(wish))
        if page.rows:
            self.gave_up = True
            self.notes.append(Note(GIVEN_UP[kind]))
        return page if page.rows else before

    def _found(self, wish: Wish, page: ListingPage) -> Found:
        if page.rows and not page.is_sure:
            self.notes.append(Note(UNSURE))
        matches = self._last_matches
        left_out = matches.left_out if matches else ()
        if left_out and page.rows:
            self.gave_up = True
            words = ", ".join(f"« {word} »" for word in left_out)
            self.notes.append(
                Note(N_("Nothing has all these words: left out %(words)s."), {"words": words})
            )
        return Found(
            criteria=self.criteria,
            page=page,
            notes=self.notes,
            corrections=matches.corrections if matches else (),
            company=self.company,
            place=self.place,
            distances=self.distances,
            wish=self.wish,
            wanted=wanted_of(self.criteria, wish),
            order=self._order(),
            yards=self.__dict__.get("_yards"),
            gave_up=self.gave_up,
        )

    # ── What is looked up first ─────────────────────────────────────────────────────────────────

    @cached_property
    def _yards(self) -> Sequence[Yard]:
        return yards_of(self.edition.id)

    def _is_place(self, words: str, is_sure: bool) -> bool:
        place = find_place(words, self._yards)
        if place is None or not place.name or not _begins(place.name, words):
            return False
        if not is_sure:
            return True
        near = distances(self._yards, place).values()
        return _letters(place.name) == _letters(words) and min(near, default=999.0) <= FARTHEST_KM

    def _around(self) -> tuple[Place | None, dict[int, float]]:
        typed = self.criteria.near or self.wish.near
        if not typed:
            return None, {}
        place = find_place(typed, self._yards)
        if place is None:
            self.notes.append(Note(N_("No place called “%(typed)s” was found."), {"typed": typed}))
            self.criteria = replace(self.criteria, near="", radius_km=None)
            return None, {}
        return place, distances(self._yards, place)

    def _company(self) -> Company | None:
        slug = self.criteria.company
        company = company_by_slug(self.edition.id, slug) if slug else None
        if slug and company is None:
            self.notes.append(
                Note(N_("No company called “%(typed)s” takes part."), {"typed": slug})
            )
            self.criteria = replace(self.criteria, company="")
        return company

    def _say_nothing_asked(self) -> None:
        words = N_("“%(typed)s” says nothing of a material: write a word such as tiles or oak.")
        self.notes.append(Note(words, {"typed": self.criteria.text}))
        self.criteria = replace(self.criteria, text="")
        self.wish = NOTHING

    # ── What is found ───────────────────────────────────────────────────────────────────────────

    _last_matches: Matches | None = None

    def _page(self, wish: Wish, matches: Matches | None) -> ListingPage:
        self._last_matches = matches
        return find_listings(self._selection(wish, matches))

    def _matches(self, wish: Wish) -> Matches | None:
        """Return the listings with the words asked and those of what is wanted; None for all."""
        selection = self._selection(wish, None)
        is_narrowed = wish.words.strip() or selection.wanted.needs_rows or groups_of(selection)
        return self._look_up(wish, ()) if is_narrowed else None

    def _look_up(self, wish: Wish, extra: Sequence[Group]) -> Matches | None:
        groups = [*groups_of(self._selection(wish, None)), *extra]
        found = find_matches(self.edition.id, wish.words, groups) if wish.words.strip() else None
        if found is None and (groups or wish.spans or not wish.words.strip()):
            return newest_with(self.edition.id, groups)
        return found

    def _selection(self, wish: Wish, matches: Matches | None) -> Selection:
        return Selection(
            edition_id=self.edition.id,
            criteria=self.criteria,
            company_id=self.company.id if self.company else None,
            ranked=matches.ids if matches else None,
            in_title=matches.in_title if matches else 0,
            site_ids=self._sites(wish),
            distances=self.distances or None,
            closing=self._closing,
            has_more=matches.has_more if matches else False,
            wanted=wanted_of(self.criteria, wish),
            order=self._order(),
            with_sites=self.with_sites,
            search=lambda extra: self._look_up(wish, extra),
        )

    def _order(self) -> Sort:
        order = self.criteria.order
        has_words = bool(self.wish.words.strip())
        is_lost = self.criteria.sort is Sort.DISTANCE and self.place is None
        if self.criteria.sort is not None and not is_lost:
            return order
        if has_words or self.wish.kinds():
            return Sort.DISTANCE if self.place and not has_words else Sort.RELEVANCE
        return Sort.DISTANCE if self.place else Sort.RECENT

    @cached_property
    def _closing(self) -> dict[int, float]:
        if self.criteria.sort is not Sort.ENDING:
            return {}
        return closing_times(self.edition.id)

    def _sites(self, wish: Wish) -> set[int] | None:
        sites: set[int] | None = None
        if self.criteria.day is not None:
            sites = self._open
        radius = self.criteria.radius_km or wish.radius_km
        if self.distances and radius is not None:
            near = {site for site, distance in self.distances.items() if distance <= radius}
            sites = near if sites is None else sites & near
        return sites

    @cached_property
    def _open(self) -> set[int]:
        day = self.criteria.day
        return open_on(self.edition.id, day, self.edition.time_zone) if day else set()


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, fold(name)))


def _begins(name: str, typed: str) -> bool:
    """Tell whether what was typed is a name or the beginning of one, not merely like it."""
    return typed.isdigit() or _letters(name).startswith(_letters(typed).replace("st", "saint", 0))
