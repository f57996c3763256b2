"""The edition of the year before, over and counted: what a report looks like.

Built by the same services, with the clock put back to when each thing would have happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from brocante.accounts.queries import Identity
from brocante.core import clock
from brocante.core.storage import Store
from brocante.core.units import Quantity
from brocante.counter import service as counter
from brocante.counter.counters import company_counter
from brocante.counter.rules import Taken
from brocante.demo import lists, sellers, tables, visitors
from brocante.demo.racks import Pictures, Racks
from brocante.editions import service
from brocante.editions.models import Edition
from brocante.editions.queries import own_edition
from brocante.impact import service as impact
from brocante.impact.credits import data_version
from brocante.impact.logos import prepare_logo
from brocante.impact.models import Outcome
from brocante.impact.own_share import leftovers, own_sites
from brocante.impact.plain import report_data
from brocante.impact.report import report_of
from brocante.reservations.handing import find_pickups

SLUG = "dordogne-2025"
NAME = "Brocante aux matériaux de Dordogne 2025"
YEAR = timedelta(weeks=52)
LISTINGS_EACH = 16
RESERVATIONS_EACH = 7
SALES_EACH = 13
# One visitor in so many does not come; one in so many hand-overs takes less.
MISSES = 9
FUNDERS = (("État (exemple)", "#1d4e89"), ("Région (exemple)", "#a8401f"))


class _NoPictures(Pictures):
    """Nobody sees the listings of an archived edition: they have no photos."""

    def put(self, *_listing: object) -> None:
        """Give none."""


@dataclass(frozen=True, slots=True)
class _Days:
    """The days of the past edition, as instants."""

    edition: Edition

    def at(self, day: int, hour: int, minute: int = 0) -> datetime:
        """Return an instant, days counted from the first."""
        first = datetime.combine(self.edition.starts_on, time(hour, minute))
        return clock.to_utc(first + timedelta(days=day), self.edition.time_zone)


def build(organiser: Identity, present: Edition, stalls: Sequence[Racks], store: Store) -> None:
    """Build the past edition with some of the companies of the present one."""
    first = present.starts_on - YEAR
    begins = clock.to_utc(datetime.combine(first, time(9)), present.time_zone)
    with clock.pretending(begins - timedelta(days=60)):
        edition = _found(organiser, present)
        _step(organiser, edition)
        racks = [
            _open(organiser, edition, number, stall, store) for number, stall in enumerate(stalls)
        ]
    with clock.pretending(begins - timedelta(days=10)):
        _step(organiser, edition)
        _step(organiser, edition)
        crowd = visitors.reserve(edition, racks, RESERVATIONS_EACH * len(racks), is_past=True)
        visitors.look_in_vain(edition)
    days = _Days(edition)
    with clock.pretending(begins - timedelta(hours=1)):
        _step(organiser, edition)
    _hand_over(racks, crowd)
    _sell(racks, crowd, days)
    with clock.pretending(days.at(1, 20)):
        _step(organiser, edition)
        _tell(racks)
        _write(organiser, edition, store)
    with clock.pretending(days.at(4, 10)):
        figures = report_data(edition, report_of(edition))
        impact.publish(organiser, edition.id, figures, data_version(), "")
        _step(organiser, edition)


def _found(organiser: Identity, present: Edition) -> Edition:
    first = present.starts_on - YEAR
    edition_id = service.create(
        organiser,
        present.organiser_id,
        service.EditionDetails(
            name=NAME,
            slug=SLUG,
            territory=present.territory,
            departments=present.departments,
            starts_on=first,
            ends_on=first + timedelta(days=1),
            time_zone=present.time_zone,
            contact_email=present.contact_email,
            contact_phone=present.contact_phone or "",
            presentation=tables.text("presentation.fr.txt"),
            presentation_en=tables.text("presentation.en.txt"),
            charter_text=tables.text("charter.txt"),
        ),
    )
    return own_edition(organiser, edition_id)


def _step(organiser: Identity, edition: Edition) -> None:
    service.advance(organiser, edition.id, own_edition(organiser, edition.id).state)


def _open(organiser: Identity, edition: Edition, number: int, stall: Racks, store: Store) -> Racks:
    company = tables.companies()[number]
    who, access, site_id = sellers.come_again(
        organiser, edition, company, number, stall.who, stall.access.company_id
    )
    import_id, count = lists.send(who, access, stall.slug, LISTINGS_EACH, store)
    racks = Racks(who, access, site_id, stall.slug, import_id, count)
    pictures = _NoPictures(store)
    for _ in range(count):
        racks.list_next(pictures)
    racks.close()
    return racks


def _hand_over(stalls: Sequence[Racks], crowd: visitors.Crowd) -> None:
    chance = Random("past pickups")
    by_site = {stall.site_id: stall for stall in stalls}
    for number, token in enumerate(crowd.tokens, start=1):
        for pickup in find_pickups(list(by_site), token):
            stop, stall = pickup.stop, by_site[pickup.stop.site_id]
            desk = company_counter(stall.who, stall.access)
            if number % MISSES == 0:
                with clock.pretending(stop.ends_at + timedelta(hours=2)):
                    counter.release_pickup(desk, stop.id)
                continue
            taken = {line.id: Taken(line.reserved) for line in stop.lines}
            if number % (MISSES - 2) == 0 and len(taken) > 1:
                taken[min(taken)] = Taken(Quantity(0))
            came = stop.starts_at + timedelta(minutes=chance.randint(0, 25))
            with clock.pretending(came):
                counter.hand_over(desk, stop.id, f"past-{stop.id}", taken)


def _sell(stalls: Sequence[Racks], crowd: visitors.Crowd, days: _Days) -> None:
    """Sell on the spot; mornings are busier."""
    chance = Random("past racks")
    for place in range(SALES_EACH * len(stalls)):
        sale = visitors.pick_sale(chance, stalls, crowd, 4)
        if sale is None:
            continue
        stall, code, quantity = sale
        hour = chance.choice((9, 9, 10, 10, 10, 11, 11, 14, 14, 15, 16, 17))
        at = days.at(chance.choice((0, 0, 1)), hour, chance.randint(0, 59))
        with clock.pretending(at):
            desk = company_counter(stall.who, stall.access)
            counter.sell_on_the_spot(desk, code, f"past-sale-{place}", quantity)


def _tell(stalls: Sequence[Racks]) -> None:
    """Let most companies say what space they got back and what became of the rest."""
    chance = Random("past rest")
    outcomes = (Outcome.KEEP, Outcome.LOWER, Outcome.NEXT, Outcome.GIVE)
    for number, stall in enumerate(stalls):
        if number % 4 == 3:
            continue
        access = stall.access
        for site in own_sites(access.edition_id, access.company_id):
            impact.save_space(
                stall.who, access, site.id, chance.randint(3, 24), chance.choice((1, 2, 2, 3)), 450
            )
        said = {
            one.code: impact.Rest(outcome, "Ressourcerie (exemple)" * (outcome is Outcome.GIVE))
            for one in leftovers(access.edition_id, access.company_id)
            for outcome in [chance.choice(outcomes)]
        }
        impact.save_outcomes(stall.who, access, said)


def _write(organiser: Identity, edition: Edition, store: Store) -> None:
    impact.save_texts(
        organiser,
        edition.id,
        tables.text("report-introduction.fr.txt"),
        tables.text("report-thanks.fr.txt"),
    )
    for name, colour in FUNDERS:
        impact.add_logo(organiser, edition.id, name, prepare_logo(_logo(colour)), store)


def _logo(colour: str) -> bytes:
    """Draw a mark that is nobody's."""
    picture = Image.new("RGB", (480, 200), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((20, 20, 180, 180), fill=colour)
    for line, width in enumerate((240, 180, 210)):
        pen.rectangle((210, 40 + line * 48, 210 + width, 64 + line * 48), fill=colour)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
