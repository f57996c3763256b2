"""What makes a company ready for an edition. Pure: days and versions are arguments."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from itertools import pairwise

from brocante.companies import errors
from brocante.core.gazetteer import Commune
from brocante.core.geo import Point, distance_km
from brocante.core.text import N_

# Code de commerce, article R310-8: the declaration reaches the mairie 15 days before the sale.
DECLARATION_DAYS = 15
# A commune is rarely wider: farther means exchanged numbers or a slip of the thumb.
MOST_KM_FROM_COMMUNE = 40
INVITATION_DAYS = 30
MOST_ADDRESSES = 200
_ADDRESS = re.compile(r"[^@\s<>\"(),;]+@[^@\s<>\"(),;]+\.[^@\s<>\"(),;]+")


class ParticipationState(StrEnum):
    """Where a company stands in an edition."""

    REGISTERED = "registered"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Declaration(StrEnum):
    """The legal status of the sale at a site (déclaration de vente au déballage)."""

    UNKNOWN = "unknown"
    NOT_REQUIRED = "not_required"
    TO_DECLARE = "to_declare"
    DECLARED = "declared"
    RECEIPT = "receipt"


class Equipment(StrEnum):
    """What helps to load at a site."""

    FORKLIFT = "forklift"
    PALLET_TRUCK = "pallet_truck"
    CRANE = "crane"
    DOCK = "dock"
    HELPING_HANDS = "helping_hands"
    SCALES = "scales"


class Lack(StrEnum):
    """What a participation still lacks, in the order people should see to it."""

    APPROVAL = "approval"
    CHARTER = "charter"
    NEW_CHARTER = "new_charter"
    SIRET = "siret"
    SITE = "site"
    PIN = "pin"
    HOURS = "hours"
    DECLARATION_UNKNOWN = "declaration_unknown"
    DECLARATION_UNKNOWN_LATE = "declaration_unknown_late"
    DECLARATION_TO_SEND = "declaration_to_send"
    DECLARATION_LATE = "declaration_late"


LACK_WORDS = {
    Lack.APPROVAL: N_("Waiting for the organiser's approval"),
    Lack.CHARTER: N_("Charter not signed"),
    Lack.NEW_CHARTER: N_("Charter changed: to be signed again"),
    Lack.SIRET: N_("No SIRET number yet"),
    Lack.SITE: N_("No site"),
    Lack.PIN: N_("Place on the map not confirmed"),
    Lack.HOURS: N_("No opening hours"),
    Lack.DECLARATION_UNKNOWN: N_("Sale declaration: to be checked"),
    Lack.DECLARATION_TO_SEND: N_("Sale declaration: to be sent to the mairie"),
    Lack.DECLARATION_UNKNOWN_LATE: N_("Sale declaration: to be checked, its deadline has passed"),
    Lack.DECLARATION_LATE: N_("Sale declaration: overdue"),
}
_STOPPED = frozenset({ParticipationState.REFUSED, ParticipationState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What of a site decides whether it is ready."""

    id: int
    name: str
    pin_confirmed: bool
    has_hours: bool
    declaration: Declaration


@dataclass(frozen=True, slots=True)
class ParticipationFacts:
    """What of a participation decides whether it is ready."""

    state: ParticipationState
    siret: str | None
    charter_version: int | None
    sites: tuple[SiteFacts, ...]


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """What of an edition decides it: the present charter, the first day, the day it is there."""

    charter_version: int
    starts_on: date
    today: date


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """A span on the wall clock of the edition."""

    day: date
    opens: time
    closes: time


def declaration_due(starts_on: date) -> date:
    """Return the last day on which a sale can be declared."""
    return starts_on - timedelta(days=DECLARATION_DAYS)


def declaration_is_late(starts_on: date, today: date) -> bool:
    """Tell whether the last day on which a sale can be declared has passed."""
    return today > declaration_due(starts_on)


def takes_part(state: ParticipationState) -> bool:
    """Tell whether a company prepares or takes part, approved or not yet."""
    return state not in _STOPPED


def lacks(participation: ParticipationFacts, edition: EditionFacts) -> list[Lack]:
    """Return what a participation still lacks; nothing for one that was refused or withdrawn."""
    if not takes_part(participation.state):
        return []
    signed = participation.charter_version
    of_sites = {lack for site in participation.sites for lack in site_lacks(site, edition)}
    found = of_sites | {
        lack
        for lack, missing in {
            Lack.APPROVAL: participation.state is ParticipationState.REGISTERED,
            Lack.CHARTER: signed is None,
            Lack.NEW_CHARTER: signed is not None and signed != edition.charter_version,
            Lack.SIRET: not participation.siret,
            Lack.SITE: not participation.sites,
        }.items()
        if missing
    }
    return [lack for lack in Lack if lack in found]


def site_lacks(site: SiteFacts, edition: EditionFacts) -> list[Lack]:
    """Return what one site still lacks."""
    late = declaration_is_late(edition.starts_on, edition.today)
    wanted = {
        Lack.PIN: not site.pin_confirmed,
        Lack.HOURS: not site.has_hours,
        Lack.DECLARATION_UNKNOWN: site.declaration is Declaration.UNKNOWN and not late,
        Lack.DECLARATION_UNKNOWN_LATE: site.declaration is Declaration.UNKNOWN and late,
        Lack.DECLARATION_TO_SEND: site.declaration is Declaration.TO_DECLARE and not late,
        Lack.DECLARATION_LATE: site.declaration is Declaration.TO_DECLARE and late,
    }
    return [lack for lack, missing in wanted.items() if missing]


def check_siret(text: str) -> str:
    """Return a SIRET as 14 digits; raises SiretNotValid. Blanks, dots and hyphens are forgiven."""
    # Here, not above: most web processes never see a SIRET.
    from stdnum.exceptions import ValidationError  # noqa: PLC0415
    from stdnum.fr import siret as french_siret  # noqa: PLC0415

    digits = re.sub(r"[\s.\-\u00a0\u202f]", "", text)
    try:
        return str(french_siret.validate(digits))
    except ValidationError:
        raise errors.SiretNotValid from None


def format_siret(siret: str) -> str:
    """Return a SIRET as it is printed: 123 456 789 00012."""
    return f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"


def check_hours(hours: Iterable[Hours], days: Sequence[date]) -> list[Hours]:
    """Return spans in order; refuses reversed or overlapping ones, and other days."""
    ordered = sorted(hours)
    for span in ordered:
        if span.day not in days:
            raise errors.HoursOutside
        if span.closes <= span.opens:
            raise errors.HoursReversed
    for one, other in pairwise(ordered):
        if one.day == other.day and other.opens < one.closes:
            raise errors.HoursOverlap
    return ordered


def check_pin(point: Point, commune: Commune) -> None:
    """Refuse a pin that cannot be at the address."""
    if distance_km(point, commune.point) > MOST_KM_FROM_COMMUNE:
        raise errors.PinTooFar(km=MOST_KM_FROM_COMMUNE, commune=commune.name)


def choose_commune(text: str, code: str, found: Sequence[Commune]) -> Commune:
    """Return the commune meant by what was typed, or chosen in the list by its INSEE code.

    Raises CommuneNotFound, or CommuneNotChosen while several fit.
    """
    if not found:
        raise errors.CommuneNotFound
    chosen = [commune for commune in found if commune.code == code]
    # A suggestion taken as it stands: "Sarlat-la-Canéda (24200)".
    exact = [commune for commune in found if text.strip() == commune_label(commune)]
    clear = chosen or exact or (list(found) if len(found) == 1 else [])
    if len(clear) != 1:
        raise errors.CommuneNotChosen
    return clear[0]


def commune_label(commune: Commune) -> str:
    """Return a commune as it is suggested, "Sarlat-la-Canéda (24200)"."""
    return f"{commune.name} ({commune.postcodes[0]})" if commune.postcodes else commune.name


def read_addresses(text: str) -> list[str]:
    """Return the e-mail addresses of a pasted list, each once, in lower case.

    Understands lines, commas, semicolons and "Name <address>". Raises AddressesNotUnderstood when a
    piece with an @ is no address, TooManyAddresses beyond any edition's size.
    """
    pieces = [piece for piece in re.split(r"[\s,;<>\"()]+", text) if "@" in piece]
    wrong = [piece for piece in pieces if not _ADDRESS.fullmatch(piece) or len(piece) > 254]
    if wrong or not pieces:
        raise errors.AddressesNotUnderstood(wrong=", ".join(wrong[:5]) or text.strip()[:80])
    addresses = list(dict.fromkeys(piece.lower() for piece in pieces))
    if len(addresses) > MOST_ADDRESSES:
        raise errors.TooManyAddresses(most=MOST_ADDRESSES)
    return addresses


def read_equipment(stored: str) -> list[Equipment]:
    """Return the equipment a site stores, in the order it is shown."""
    names = set(stored.split(","))
    return [equipment for equipment in Equipment if equipment.value in names]


def write_equipment(equipment: Iterable[Equipment]) -> str:
    """Return equipment as a site stores it."""
    chosen = set(equipment)
    return ",".join(item.value for item in Equipment if item in chosen)
