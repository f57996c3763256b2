"""Places free in the slots of a site, told by a feature above this one.

Slots belong to `pickups`, which stands on the catalogue. The application hands in the function
that reads them; until it does, pages show opening hours alone.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from flask import Flask, current_app

_EXTENSION = "brocante_free_slots"


class FreeSlot(Protocol):
    """A slot with room for `left` more vehicles; times are UTC."""

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...

    @property
    def left(self) -> int: ...


ReadFreeSlots = Callable[[Collection[int], datetime], Mapping[int, Sequence[FreeSlot]]]


def set_free_slots(app: Flask, read: ReadFreeSlots) -> None:
    """Give the application the read of free slots, by site."""
    app.extensions[_EXTENSION] = read


def free_slots(site_id: int, now: datetime) -> Sequence[FreeSlot]:
    """Return the slots of a site one can still choose, in order."""
    read: ReadFreeSlots | None = current_app.extensions.get(_EXTENSION)
    return read([site_id], now).get(site_id, []) if read else []
