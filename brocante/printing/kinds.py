"""The kinds of paper, as addresses, files and people name them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from brocante.core.text import N_
from brocante.editions.models import Edition


class Paper(StrEnum):
    """A kind of paper, as addresses name it."""

    LABELS = "etiquettes"
    LIST = "liste"
    SITE_POSTER = "affiche-depot"
    ARROWS = "fleches"
    COUNTER = "comptoir"
    POSTER_A4 = "affiche-a4"
    POSTER_A3 = "affiche-a3"
    FLYER = "flyer"
    BY_SITE = "catalogue-par-depot"
    BY_FAMILY = "catalogue-par-famille"


# Papers of one site each; the others are of an edition.
OF_SITES = (Paper.LIST, Paper.SITE_POSTER, Paper.ARROWS, Paper.COUNTER)
TITLES = {
    Paper.LABELS: N_("Labels"),
    Paper.LIST: N_("List by slot"),
    Paper.SITE_POSTER: N_("Poster of the site"),
    Paper.ARROWS: N_("Arrows to the entrance"),
    Paper.COUNTER: N_("Sign of the counter"),
    Paper.POSTER_A4: N_("Poster of the edition, A4"),
    Paper.POSTER_A3: N_("Poster of the edition, A3"),
    Paper.FLYER: N_("Flyer, A5"),
    Paper.BY_SITE: N_("Catalogue by site"),
    Paper.BY_FAMILY: N_("Catalogue by family"),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Of what papers are made: an edition, one company of it, one of its sites, one day."""

    edition: Edition
    company_id: int | None = None
    site_id: int | None = None
    day: date | None = None
    label_format: str = "24"
    is_preview: bool = False
