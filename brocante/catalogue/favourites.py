"""Favourites: what a visitor put aside on the own device, and what became of it since. Pure.

The server keeps nothing: the device sends the codes with what it saw (`CODE.left.cents`, left in
thousandths), and gets back how things stand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from brocante.catalogue.rules import ListingState
from brocante.core.codes import read_code
from brocante.core.units import MOST, ZERO, Quantity

MOST_FAVOURITES = 60
_SEEN = re.compile(r"([0-9A-Za-z]{4,12})(?:\.(\d{1,12}))?(?:\.(\d{1,9}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Seen:
    """A listing as the device saw it last; None for what it did not note."""

    code: str
    left: Quantity | None = None
    cents: int | None = None


class Change(StrEnum):
    """What happened to a listing since it was seen."""

    WITHDRAWN = "withdrawn"
    ALL_RESERVED = "all_reserved"
    ALL_GONE = "all_gone"
    FEWER = "fewer"
    BACK = "back"
    CHEAPER = "cheaper"
    DEARER = "dearer"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a listing stands now; `reserved` is what waits for its visitors."""

    state: ListingState
    left: Quantity
    reserved: Quantity
    cents: int

    @property
    def is_there(self) -> bool:
        """Tell whether something of it can still be reserved."""
        return self.state is ListingState.PUBLISHED and self.left > ZERO


def read_seen(text: str) -> list[Seen]:
    """Read what a device saw, each listing once; what is no such note is passed over."""
    found: dict[str, Seen] = {}
    for seen in _notes(text):
        if len(found) == MOST_FAVOURITES:
            break
        found.setdefault(seen.code, seen)
    return list(found.values())


def _notes(text: str) -> Iterator[Seen]:
    for part in text[: MOST_FAVOURITES * 40].split(","):
        note = _SEEN.fullmatch(part.strip())
        if note:
            left = min(Quantity(int(note[2])), MOST) if note[2] else None
            yield Seen(read_code(note[1]), left, int(note[3]) if note[3] else None)


def changes(seen: Seen, now: Standing) -> list[Change]:
    """Return what a visitor who comes back should know, the gravest first."""
    if now.state is not ListingState.PUBLISHED:
        return [Change.WITHDRAWN]
    if now.left <= ZERO:
        return [Change.ALL_RESERVED if now.reserved > ZERO else Change.ALL_GONE]
    found = []
    if seen.left is not None:
        if seen.left == ZERO:
            found.append(Change.BACK)
        elif now.left < seen.left:
            found.append(Change.FEWER)
    if seen.cents is not None and now.cents != seen.cents:
        found.append(Change.CHEAPER if now.cents < seen.cents else Change.DEARER)
    return found
