"""Everything a visitor wants, from fields and from the sentence, held against listings.

The index finds listings by words (`groups`), of which some only say "about"; what was found is
compared exactly here, the same on both databases.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from brocante.catalogue.amounts import Need, Stocked, amount_of, enough, mass_of_need
from brocante.catalogue.criteria import DEFAULT_TOLERANCE_MM, Criteria
from brocante.catalogue.search_index import price_words, vehicle_word
from brocante.catalogue.sizes import Sides, sides_of, words_near, words_of_longest
from brocante.catalogue.wishes import TOLERANCE_OF_BARE_MM, Face, Wish
from brocante.core.carriers import SPACES, Space, is_carried


class Fit(NamedTuple):
    """How well a listing does: whether there is surely enough, and how far its sides are off."""

    is_sure: bool = True
    off_mm: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Sizes in mm, an amount, a vehicle and a price; a field counts more than the sentence."""

    face: Face | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    longest_mm: tuple[int, int] | None = None
    tolerance_mm: int = DEFAULT_TOLERANCE_MM
    need: Need | None = None
    vehicle: str | None = None
    max_price_cents: int | None = None

    @property
    def needs_rows(self) -> bool:
        """Tell whether listings have to be looked at one by one."""
        return any(
            (
                self.face,
                self.length_mm,
                self.width_mm,
                self.longest_mm,
                self.need,
                self.vehicle,
            )
        )

    def groups(self) -> list[Sequence[str]]:
        """Return the words of the index a listing must have one of, for each thing wanted."""
        groups: list[Sequence[str]] = []
        if self.face:
            groups += self._face_groups(self.face)
        for size in (self.length_mm, self.width_mm):
            if size:
                groups.append(words_near(size, self.tolerance_mm))
        if self.longest_mm:
            groups.append(words_of_longest(*self.longest_mm))
        if self.vehicle:
            groups.append([vehicle_word(self.vehicle)])
        if self.max_price_cents is not None:
            groups.append(price_words(self.max_price_cents))
        return [group for group in groups if group]

    def _face_groups(self, face: Face) -> list[Sequence[str]]:
        """Each side is asked in any reading; which belong together is compared exactly."""
        return [
            [
                word
                for sides in face.readings
                for word in words_near(sides[place], self._tolerance(face, sides))
            ]
            for place in range(len(face.readings[0]))
        ]

    def _tolerance(self, face: Face, sides: tuple[int, ...]) -> int:
        margin = self.tolerance_mm if face.tolerance_mm is None else face.tolerance_mm
        is_bare_mm = sides is not face.readings[0]
        return min(margin, TOLERANCE_OF_BARE_MM) if is_bare_mm else margin

    def fits(self, listings: Iterable[Stocked]) -> dict[int, Fit]:
        """Return those of some listings that do, with how well."""
        rows = [(listing, sides_of(listing)) for listing in listings]
        if self.vehicle:
            space = SPACES[self.vehicle]
            rows = [row for row in rows if self._goes_into(space, *row)]
        fits: dict[int, Fit] = {}
        offs: dict[Sides, int | None] = {}
        plenty = enough((listing for listing, _sides in rows), self.need) if self.need else None
        for listing, sides in rows:
            if sides not in offs:
                offs[sides] = self._off(sides)
            off = offs[sides]
            if off is None:
                continue
            is_sure = plenty is None or listing.id in plenty
            # Where it is not said how much a pack holds there may be enough.
            if is_sure or (self.need and amount_of(listing, self.need.unit) is None):
                fits[listing.id] = Fit(is_sure, off)
        return fits

    def _goes_into(self, space: Space, listing: Stocked, sides: Sides) -> bool:
        return is_carried(space, sides.all, mass_of_need(listing, self.need), listing.unit)

    def _off(self, sides: Sides) -> int | None:
        """Return by how much sides are off together; None when one is off too far."""
        off = 0
        if self.face:
            offs = [
                far
                for reading in self.face.readings
                if (far := _off_face(sides.all, reading, self._tolerance(self.face, reading)))
                is not None
            ]
            if not offs:
                return None
            off += min(offs)
        for size, candidates in (
            (self.length_mm, sides.all[:1] if sides.width else sides.all),
            (self.width_mm, sides.widths()),
        ):
            if size:
                far = min((abs(side - size) for side in candidates), default=10**9)
                if far > self.tolerance_mm:
                    return None
                off += far
        if self.longest_mm:
            least, most = self.longest_mm
            if sides.longest is None or not least <= sides.longest <= most:
                return None
        return off


def _off_face(sides: tuple[int, ...], asked: tuple[int, ...], tolerance: int) -> int | None:
    """Return by how much the sides asked are off, in the best pairing; None when none is near.

    Goods can be turned, so which side is called width does not matter. Both largest first: pairing
    them in order is the best that can be for any choice of sides.
    """
    wanted = sorted(asked, reverse=True)
    best: int | None = None
    for chosen in _choices(sides, len(wanted)):
        offs = [abs(a - b) for a, b in zip(chosen, wanted, strict=True)]
        if max(offs) <= tolerance and (best is None or sum(offs) < best):
            best = sum(offs)
    return best


def _choices(sides: tuple[int, ...], count: int) -> Iterable[tuple[int, ...]]:
    if count == 0:
        yield ()
        return
    for place, side in enumerate(sides):
        for rest in _choices(sides[place + 1 :], count - 1):
            yield (side, *rest)


def wanted_of(criteria: Criteria, wish: Wish) -> Wanted:
    """Put fields and sentence together; where both speak the field counts."""
    length, width = criteria.length_mm, criteria.width_mm
    both = bool(length and width)
    has_size = bool(length or width)
    face = wish.face
    if both:
        face = Face(((length or 0, width or 0),))
    elif has_size:
        face = None
    longest = wish.longest_mm
    if criteria.max_length_mm:
        longest = (0, criteria.max_length_mm)
    return Wanted(
        face=face,
        length_mm=None if both else (length if has_size else wish.length_mm),
        width_mm=None if both else (width if has_size else wish.width_mm),
        longest_mm=longest,
        tolerance_mm=criteria.tolerance,
        need=criteria.need or wish.need,
        vehicle=criteria.vehicle or wish.vehicle,
        max_price_cents=(
            wish.max_price_cents if criteria.max_price_cents is None else criteria.max_price_cents
        ),
    )
