"""An edition that was counted: two companies, all kinds of lines, visitors, what people typed."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask

from brocante.accounts.models import Organiser
from brocante.accounts.queries import Identity
from brocante.catalogue.models import Condition
from brocante.catalogue.rules import ComparisonKind
from brocante.companies.models import Company, Site
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.counter.models import HandoverKind
from brocante.editions.models import Edition, EditionState
from brocante.impact import service
from brocante.impact.models import FreedSpace, Outcome, UnsoldOutcome
from brocante.impact.parameters import Parameter
from brocante.materials.rules import MassOrigin
from brocante.reservations.models import Pickup, PickupState
from tests.factories import (
    make_account,
    make_company,
    make_company_member,
    make_edition,
    make_listing,
    make_organiser,
    make_organiser_member,
    make_participation,
    make_reservation,
    make_site,
    make_slot,
)
from tests.factories.ledger import make_handover, make_undo
from tests.support.pages import CheckedClient
from tests.support.people import sign_in


@dataclass(frozen=True)
class Counted:
    """What the tests ask for by name."""

    edition: Edition
    organiser: Identity
    seller: Identity
    company: Company
    site: Site


@pytest.fixture
def counted(app: Flask) -> Counted:
    """An edition of which every kind of figure is above zero."""
    owner = make_organiser(name="PTCE du Chêne")
    edition = make_edition(owner, state=EditionState.CLOSING, name="Brocante comptée")
    company, other = make_company(name="Bois & Fils"), make_company(name="Tuiles Dupont")
    site = make_site(make_participation(edition, company))
    far = make_site(
        make_participation(edition, other),
        commune_code="24322",
        commune="Périgueux",
        latitude=45.184,
        longitude=0.721,
    )
    who = make_organiser_member(session.get_one(Organiser, owner.id), make_account(name="Ann Roc"))
    _fill(edition, site, far)
    _type(site)
    service.set_parameter(
        who, edition.id, Parameter.SHARE_LOW_DEMO, Decimal("0.5"), "Vraiment exposé"
    )
    service.set_parameter(who, edition.id, Parameter.DISPOSAL, Decimal(120), "Tarif de déchèterie")
    service.save_texts(who, edition.id, "Bonjour à tous.", "Merci aux communes.")
    return Counted(edition, who, make_company_member(company), company, site)


def _fill(edition: Edition, site: Site, far: Site) -> None:
    attested = {
        "comparison": ComparisonKind.LOWEST_30_DAYS,
        "comparison_cents": 899,
        "comparison_attested_at": clock.now(),
    }
    beams = make_listing(site, 40, family="timber", title="Poutre", **attested)
    boards = make_listing(site, 90, family="panels", material="osb", condition=Condition.DECLASSED)
    tiles = make_listing(far, 900, family="roofing", material="roof-tile-clay-canal")
    steel = make_listing(far, 30, family="metals", material="steel-sheet", condition=Condition.DEMO)
    at = clock.to_utc(
        clock.to_local(clock.now(), "Europe/Paris").replace(
            tzinfo=None, hour=9, minute=15, second=0, microsecond=0
        ),
        "Europe/Paris",
    )
    make_handover(beams, site, 7, mass_g=91_337, at=at, mass_origin=MassOrigin.WEIGHED)
    make_handover(boards, site, 12, mass_g=408_001, at=at + timedelta(hours=1))
    make_handover(tiles, far, 420, mass_g=798_000, at=at, kind=HandoverKind.PICKUP)
    make_handover(steel, far, 9, mass_g=123_459, at=at + timedelta(hours=5))
    make_handover(beams, site, 1, mass_g=None, mass_origin=MassOrigin.UNKNOWN, at=at)
    make_handover(tiles, far, 3, mass_g=40_000_000, at=at)  # a slip: no piece weighs that
    make_handover(boards, site, 2, mass_g=68_000, amount_cents=0, at=at)
    make_undo(make_handover(steel, far, 5, mass_g=68_588, at=at).id, at=at + timedelta(hours=2))
    slot, other = make_slot(site, 2), make_slot(far, 3, 10)
    come = [make_reservation(slot, beams, commune_code="24520"), make_reservation(other, tiles)]
    gone = make_reservation(slot, boards)
    _set([come[0].id, come[1].id], PickupState.DONE)
    _set([gone.id], PickupState.NO_SHOW)
    _say(tiles.id)


@transactional
def _set(reservation_ids: list[int], state: PickupState) -> None:
    rows = session.query(Pickup).filter(Pickup.reservation_id.in_(reservation_ids))
    rows.update({"state": state}, synchronize_session=False)


@transactional
def _say(listing_id: int) -> None:
    session.add(UnsoldOutcome(listing_id=listing_id, outcome=Outcome.NEXT, at=clock.now()))


@transactional
def _type(site: Site) -> None:
    session.add(FreedSpace(site_id=site.id, pallets=13, levels=3, other_dm2=250, at=clock.now()))


@pytest.fixture
def desk(app: Flask, counted: Counted) -> CheckedClient:
    """The organiser's browser."""
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    sign_in(client, counted.organiser)
    return client


@pytest.fixture
def yard(app: Flask, counted: Counted) -> CheckedClient:
    """A company's browser."""
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    sign_in(client, counted.seller)
    return client
