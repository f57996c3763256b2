"""A made-up edition of many listings, to see how large ones behave: `brocante demo --listings N`.

Nothing random: the same number gives the same edition. Rows are written in bulk; what a service
would check they fulfil by being made so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select, text

from brocante.catalogue.models import Condition, Listing, ListingState, ListingStock, PriceKind
from brocante.catalogue.search_index import is_sqlite, reindex
from brocante.companies.models import (
    Company,
    Declaration,
    Participation,
    ParticipationState,
    Site,
    SiteOpening,
)
from brocante.core import clock
from brocante.core.codes import ALPHABET
from brocante.core.db import session
from brocante.core.gazetteer import Commune, departments, find_communes
from brocante.core.text import slugify
from brocante.core.transaction import transactional
from brocante.core.units import Quantity, Unit
from brocante.demo.tables import rows_of
from brocante.editions.models import Edition, EditionState
from brocante.materials.rules import MassOrigin

SLUG = "multitude"
BATCH = 5_000
# One site holds some hundred listings in a small edition, and there are no more than that.
LISTINGS_EACH = 200
FEWEST_SITES, MOST_SITES = 20, 5_000
TONES = (
    *("blanc", "gris", "anthracite", "beige", "rouge", "ocre", "noir"),
    *("brun", "vert", "bleu", "ivoire", "paille", "terre"),
)
WOODS = (
    *("chêne", "pin", "sapin", "douglas", "mélèze", "châtaignier"),
    *("hêtre", "épicéa", "frêne", "noyer"),
)
STONES = ["calcaire", "granit", "grès", "béton", "basalte"]
KINDS = ["standard", "hydrofuge", "phonique", "feu"]
HANDS = ["droite", "gauche"]
THICK = ["9", "12", "15", "18", "22", "40", "60", "80", "100"]
METRES = ["1,20", "2", "2,50", "3", "4", "5", "6"]
STORIES = ["Surplus de chantier.", "Fin de série.", "Annulation de commande.", "Dessus de palette."]
MIX = 2_654_435_761  # of Knuth: neighbours get values far apart


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of goods: what its titles say, and what one unit is."""

    title: str
    family: str
    material: str
    unit: Unit
    grams: int
    cents: int
    sizes: tuple[tuple[int, int], ...]


def is_built() -> bool:
    """Tell whether the made-up edition is there."""
    return session.scalar(select(Edition.id).where(Edition.slug == SLUG)) is not None


@transactional
def build(organiser_id: int, listings: int) -> int:
    """Make an edition of so many listings; return its id."""
    edition = _edition(organiser_id)
    site_ids = _stalls(edition, min(max(listings // LISTINGS_EACH, FEWEST_SITES), MOST_SITES))
    first = (session.scalar(select(func.max(Listing.id))) or 0) + 1
    for batch in _batches(listing_rows(edition.id, site_ids, first, listings)):
        session.execute(insert(Listing), [row for row, _stock in batch])
        session.execute(insert(ListingStock), [stock for _row, stock in batch])
    _renumber()
    _index(edition.id)
    return edition.id


def _edition(organiser_id: int) -> Edition:
    first = clock.today("Europe/Paris") + timedelta(days=10)
    edition = Edition(
        organiser_id=organiser_id,
        slug=SLUG,
        name="Brocante géante",
        territory="France",
        departments="24",
        starts_on=first,
        ends_on=first + timedelta(days=1),
        time_zone="Europe/Paris",
        state=EditionState.RESERVATIONS,
        contact_email="organisation@example.org",
        contact_phone="+33553000000",
        charter_text="Nous vendons en notre nom.",
        created_at=clock.now(),
    )
    session.add(edition)
    session.flush()
    return edition


def _stalls(edition: Edition, count: int) -> list[tuple[int, int]]:
    """Make companies with a site each; return (company id, site id)."""
    made = []
    for number, commune in enumerate(islice(_communes(count), count)):
        name = f"{_NAMES[number % len(_NAMES)]} {commune.name} {number}"
        company = Company(
            name=name, slug=slugify(name), email="exposant@example.org", created_at=clock.now()
        )
        session.add(company)
        made.append((company, commune))
    session.flush()
    parts = [_participation(edition, company) for company, _commune in made]
    session.add_all(parts)
    session.flush()
    sites = [_site(edition, part, commune) for part, (_, commune) in zip(parts, made, strict=True)]
    session.add_all(sites)
    session.flush()
    return [(site.company_id, site.id) for site in sites]


_NAMES = ("Matériaux", "Scierie", "Menuiserie", "Carrières", "Négoce", "Toitures", "Carrelages")


def _communes(count: int) -> Iterator[Commune]:
    each = count // len(departments()) + 1
    while True:
        for code in departments():
            yield from find_communes(code, limit=each, department=code)


def _participation(edition: Edition, company: Company) -> Participation:
    return Participation(
        edition_id=edition.id,
        company_id=company.id,
        state=ParticipationState.APPROVED,
        charter_version=edition.charter_version,
        charter_text=edition.charter_text,
        charter_name=company.name,
        charter_signed_at=clock.now(),
        created_at=clock.now(),
    )


def _site(edition: Edition, part: Participation, commune: Commune) -> Site:
    noon = clock.now().replace(hour=9, minute=0, second=0, microsecond=0)
    opens = noon + (edition.starts_on - noon.date())
    return Site(
        participation_id=part.id,
        edition_id=edition.id,
        company_id=part.company_id,
        name="Dépôt",
        address="1 zone artisanale",
        commune_code=commune.code,
        commune=commune.name,
        postcode=commune.postcodes[0],
        latitude=commune.latitude,
        longitude=commune.longitude,
        pin_confirmed_at=clock.now(),
        declaration=Declaration.NOT_REQUIRED,
        created_at=clock.now(),
        openings=[SiteOpening(opens_at=opens, closes_at=opens + timedelta(hours=8))],
    )


# ── Listings ─────────────────────────────────────────────────────────────────────────────────────


def listing_rows(
    edition_id: int, stalls: list[tuple[int, int]], first: int, count: int
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield the rows of listings and of their stock."""
    kinds, now = _kinds(), clock.now()
    conditions = [Condition.SURPLUS, Condition.SURPLUS, Condition.DECLASSED, Condition.DEMO]
    for number in range(count):
        dice = number * MIX % 2**32
        kind = kinds[dice % len(kinds)]
        dice //= len(kinds)
        a, b = kind.sizes[dice % len(kind.sizes)] if kind.sizes else (None, None)
        company_id, site_id = stalls[dice % len(stalls)]
        condition = conditions[dice // 7 % len(conditions)]
        row = {
            "id": first + number,
            "code": _code(first + number),
            "edition_id": edition_id,
            "company_id": company_id,
            "site_id": site_id,
            "state": ListingState.PUBLISHED,
            "available": True,
            "title": _title(kind, dice, a, b),
            "description": STORIES[dice // 3 % len(STORIES)],
            "family": kind.family,
            "material": kind.material,
            "condition": condition,
            "defect": "Emballage abîmé." if condition is Condition.DECLASSED else "",
            "unit": kind.unit,
            "price_kind": PriceKind.UNIT,
            "price_cents": kind.cents * (70 + dice // 11 % 60) // 100,
            "length_mm": a * 10 if a else None,
            "width_mm": b * 10 if b else None,
            "unit_mass_g": kind.grams,
            "mass_origin": MassOrigin.DECLARED,
            "reference": f"R{dice // 13 % 90_000 + 10_000}" if number % 3 else "",
            "batch": _batch(dice) if kind.unit is Unit.SQUARE_METRE else "",
            "created_at": now,
            "updated_at": now,
            "published_at": now,
        }
        yield row, {"listing_id": first + number, "quantity": Quantity.of(1 + dice // 17 % 80)}


def _batch(dice: int) -> str:
    return f"{21 + dice % 5}-{dice // 5 % 900 + 100}"


def _title(kind: Kind, dice: int, a: int | None, b: int | None) -> str:
    return kind.title.format(
        a=a,
        b=b,
        tone=TONES[dice // 19 % len(TONES)],
        wood=WOODS[dice // 23 % len(WOODS)],
        stone=STONES[dice // 29 % len(STONES)],
        kind=KINDS[dice // 31 % len(KINDS)],
        hand=HANDS[dice // 37 % len(HANDS)],
        t=THICK[dice // 41 % len(THICK)],
        m=METRES[dice // 43 % len(METRES)],
    )


def _kinds() -> list[Kind]:
    return [
        Kind(
            row["title"],
            row["family"],
            row["material"],
            Unit(row["unit"]),
            int(row["grams"]),
            int(row["cents"]),
            tuple(_size(size) for size in row["sizes"].split()),
        )
        for row in rows_of("multitude.csv")
    ]


def _size(written: str) -> tuple[int, int]:
    a, b = written.split("x")
    return int(a), int(b)


def _code(number: int) -> str:
    """A code of seven signs; codes that are drawn have six."""
    signs = [ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(7)]
    return "".join(signs)


def _batches(
    rows: Iterator[tuple[dict[str, Any], dict[str, Any]]],
) -> Iterator[list[tuple[dict[str, Any], dict[str, Any]]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _renumber() -> None:
    """Let PostgreSQL go on after the numbers given here."""
    if not is_sqlite():
        session.execute(
            text(
                "SELECT setval(pg_get_serial_sequence('listing', 'id'),"
                " (SELECT max(id) FROM listing))"
            )
        )


def _index(edition_id: int) -> None:
    """Fill the index; on PostgreSQL the tree is built at once, which is ten times as quick."""
    if is_sqlite():
        reindex(edition_id)
        return
    session.execute(text("ANALYZE listing"))
    session.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
    session.execute(text("DROP INDEX ix_listing_search_words"))
    reindex(edition_id)
    session.execute(
        text("CREATE INDEX ix_listing_search_words ON listing_search USING gin (words)")
    )
    session.execute(text("ANALYZE"))
