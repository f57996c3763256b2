"""What sheets of a site and of an edition say, as plain data: texts ready to print."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import force_locale, gettext

__all__ = ["Both", "EditionSheet", "SiteSheet", "both", "in_language"]


@dataclass(frozen=True, slots=True)
class Both:
    """The same words in French, large, and in English, small."""

    french: str
    english: str


@dataclass(frozen=True, slots=True)
class SiteSheet:
    """A site as its papers name it; `number` is its pin on the map, `hours` a line for each day."""

    id: int
    number: int
    company: str
    name: str
    address: str
    town: str
    commune: str
    phone: str
    hours: tuple[tuple[str, str], ...]
    longitude: float | None
    latitude: float | None
    url: str

    @property
    def place(self) -> str:
        """Its name, unless it is the company's own."""
        return "" if self.name == self.company else self.name


@dataclass(frozen=True, slots=True)
class EditionSheet:
    """An edition as its papers name it; `stamp` is printed on every page of a demonstration."""

    name: str
    territory: str
    dates: Both
    organiser: str
    contact: str
    url: str
    departments: tuple[str, ...]
    listings: int
    sites: tuple[SiteSheet, ...]
    stamp: str = ""

    @property
    def address(self) -> str:
        """The address as people type it."""
        return self.url.split("://", 1)[-1].rstrip("/")


def both(message: str, **values: object) -> Both:
    """Return a message in both languages; each value may be the same in both, or a Both."""

    def of(language: str) -> dict[str, object]:
        return {
            name: getattr(value, language) if isinstance(value, Both) else value
            for name, value in values.items()
        }

    french = in_language("fr", lambda: gettext(message, **of("french")))
    return Both(french, message % of("english") if values else message)


def in_language(language: str, say: Callable[[], str]) -> str:
    """Return what a format says in a language."""
    with force_locale(language):
        return say()
