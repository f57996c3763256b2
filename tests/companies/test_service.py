"""Registration, participation, charter, reminders, earlier editions."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from brocante.accounts.models import Organiser, Role
from brocante.accounts.queries import Identity
from brocante.companies import errors, people, places, queries, registration, service, succession
from brocante.companies.models import Company, Declaration, Participation, ParticipationState
from brocante.companies.queries import CompanyAccess, accesses_of
from brocante.companies.rules import Lack
from brocante.companies.service import CompanyDetails
from brocante.core.db import db, session
from brocante.core.errors import NotAllowed
from brocante.editions.errors import EditionNotFound
from brocante.editions.models import Edition, EditionState
from brocante.outbox.models import OutboxMessage
from tests.factories import (
    make_account,
    make_company,
    make_company_member,
    make_edition,
    make_organiser,
    make_organiser_member,
    make_participation,
    make_site,
)
from tests.support.queries import count_queries

DETAILS = CompanyDetails(
    name="Charpente Vézère", email="Contact@Example.org", siret="732 829 320 00074"
)


def _letters(kind: str | None = None) -> list[OutboxMessage]:
    statement = select(OutboxMessage).order_by(OutboxMessage.id)
    if kind:
        statement = statement.where(OutboxMessage.kind == kind)
    return list(session.scalars(statement))


def _organised(**changes: object) -> tuple[Identity, Edition]:
    organiser = make_organiser()
    return make_organiser_member(organiser), make_edition(organiser, **changes)


def _taking_part(edition: Edition, **changes: object) -> tuple[Identity, CompanyAccess]:
    company = make_company()
    make_participation(edition, company, **changes)
    who = make_company_member(company)
    return who, accesses_of(who.id)[0]


def test_a_registration_waits_for_the_organiser_and_for_the_address(app: Flask) -> None:
    edition = make_edition(state=EditionState.LISTING)
    registration.register(edition.id, DETAILS, "Ann Example")
    [status] = queries.participations_with_lacks(edition.id)
    assert status.state is ParticipationState.REGISTERED
    assert status.company.siret == "73282932000074"
    assert status.members == []  # nobody proved the address yet
    assert [letter.recipient for letter in _letters("registered")] == ["contact@example.org"]
    assert [letter.recipient for letter in _letters("new-company")] == [edition.contact_email]


def test_the_same_registration_twice_is_one_company_and_another_letter(app: Flask) -> None:
    edition = make_edition(state=EditionState.LISTING)
    registration.register(edition.id, DETAILS, "Ann Example")
    registration.register(edition.id, replace(DETAILS, name="charpente vezere"), "Ann Example")
    assert len(queries.participations_with_lacks(edition.id)) == 1
    assert len(_letters("registered")) == 2
    assert len(_letters("new-company")) == 1


@pytest.mark.parametrize("state", [EditionState.DRAFT, EditionState.RUNNING, EditionState.ARCHIVED])
def test_registration_is_closed_before_and_after(app: Flask, state: EditionState) -> None:
    edition = make_edition(state=state)
    with pytest.raises(errors.RegistrationClosed):
        registration.register(edition.id, DETAILS, "Ann")
    assert _letters() == []


def test_a_number_registered_by_others_is_refused(app: Flask) -> None:
    edition = make_edition(state=EditionState.LISTING)
    make_company(siret="73282932000074")
    with pytest.raises(errors.SiretTaken):
        registration.register(edition.id, DETAILS, "Ann")
    assert _letters() == []
    assert session.scalar(select(Company).where(Company.name == DETAILS.name)) is None


def test_no_number_is_possible_when_said_so(app: Flask) -> None:
    edition = make_edition(state=EditionState.LISTING)
    with pytest.raises(errors.SiretMissing):
        registration.register(edition.id, replace(DETAILS, siret=" "), "Ann")
    registration.register(edition.id, replace(DETAILS, siret="", no_siret=True), "Ann")
    [status] = queries.participations_with_lacks(edition.id)
    assert Lack.SIRET in status.lacks


def test_companies_of_one_name_have_addresses_of_their_own(app: Flask) -> None:
    edition = make_edition(state=EditionState.LISTING)
    for n in (1, 2):
        details = replace(DETAILS, email=f"c{n}@example.org", siret="", no_siret=True)
        registration.register(edition.id, details, "Ann")
    slugs = [s.company.slug for s in queries.participations_with_lacks(edition.id)]
    assert len(set(slugs)) == 2
    assert all(slug.startswith("charpente-vezere") for slug in slugs)


def test_a_member_registers_the_same_company_again(app: Flask) -> None:
    company = make_company()
    who = make_company_member(company)
    edition = make_edition(state=EditionState.LISTING)
    first = registration.register_again(who, edition.id, company.id)
    assert registration.register_again(who, edition.id, company.id) == first
    assert [a.edition_id for a in accesses_of(who.id)] == [edition.id]


def test_nobody_registers_a_company_of_others(app: Flask) -> None:
    company = make_company()
    stranger = make_company_member(make_company())
    with pytest.raises(errors.CompanyNotFound):
        registration.register_again(stranger, make_edition().id, company.id)


def test_a_decision_is_told_once(app: Flask) -> None:
    who, edition = _organised()
    owner, access = _taking_part(edition, state=ParticipationState.REGISTERED)
    service.decide(who, access.participation_id, ParticipationState.APPROVED)
    with pytest.raises(errors.NotThisDecision):
        service.decide(who, access.participation_id, ParticipationState.APPROVED)
    assert [letter.recipient for letter in _letters("approved")] == [owner.email]
    assert queries.participation(access.participation_id).state is ParticipationState.APPROVED


def test_another_organiser_decides_nothing(app: Flask) -> None:
    _, edition = _organised()
    _, access = _taking_part(edition, state=ParticipationState.REGISTERED)
    stranger = make_organiser_member(make_organiser())
    with pytest.raises(errors.CompanyNotFound):
        service.decide(stranger, access.participation_id, ParticipationState.APPROVED)
    assert _letters() == []


def test_only_approved_companies_and_confirmed_pins_are_public(app: Flask) -> None:
    edition = make_edition()
    shown = make_participation(edition)
    site = make_site(shown)
    make_site(shown, name="No pin", pin_confirmed_at=None)
    hidden = [
        make_site(make_participation(edition, state=state))
        for state in set(ParticipationState) - {ParticipationState.APPROVED}
    ]
    assert [s.id for s in queries.sites_of_edition(edition.id)] == [site.id]
    assert queries.count_sites(edition.id) == queries.count_approved(edition.id) == 1
    assert [c.id for c in queries.approved_companies(edition.id)] == [shown.company_id]
    assert all(queries.site_with_openings(one.id) is None for one in hidden)
    found = queries.site_with_openings(site.id)
    assert found is not None
    assert len(found.openings) == 2


def test_a_charter_keeps_what_was_signed(app: Flask) -> None:
    edition = make_edition(charter_version=2, charter_text="We sell.")
    who, access = _taking_part(edition, charter_version=1, charter_text="Old")
    with pytest.raises(errors.CharterChanged):
        service.sign_charter(who, access, 1, "Ann Example")
    with pytest.raises(errors.CharterNameMissing):
        service.sign_charter(who, access, 2, " A ")
    service.sign_charter(who, access, 2, " Ann Example ")
    signed = queries.participation(access.participation_id)
    assert (signed.charter_version, signed.charter_text) == (2, "We sell.")
    assert (signed.charter_name, signed.charter_signed_by) == ("Ann Example", who.id)


def test_nothing_is_signed_without_text_or_after_a_refusal(app: Flask) -> None:
    who, access = _taking_part(make_edition(charter_text=""))
    with pytest.raises(errors.CharterEmpty):
        service.sign_charter(who, access, 1, "Ann Example")
    who, access = _taking_part(make_edition(), state=ParticipationState.REFUSED)
    with pytest.raises(errors.ParticipationStopped):
        service.sign_charter(who, access, 1, "Ann Example")


def test_a_profile_keeps_its_public_address(app: Flask) -> None:
    _, access = _taking_part(make_edition())
    slug = queries.company(access.company_id).slug
    service.change_profile(access, replace(DETAILS, activity="Joinery"))
    changed = queries.company(access.company_id)
    assert (changed.name, changed.slug, changed.activity) == (DETAILS.name, slug, "Joinery")
    service.change_profile(access, replace(DETAILS, siret="", no_siret=True))
    assert queries.company(access.company_id).siret is None


def test_reminders_say_what_is_lacking_once_a_day(app: Flask) -> None:
    who, edition = _organised()
    owner, access = _taking_part(edition, charter_version=None)
    ready = make_company(siret="73282932000074")
    make_site(make_participation(edition, ready))
    make_company_member(ready)
    assert service.remind(who, edition.id) == 1
    service.remind(who, edition.id)
    service.remind(who, edition.id, access.participation_id)
    [letter] = _letters("reminder")
    assert letter.recipient == owner.email
    assert "Charte" in letter.text or "Charter" in letter.text


def test_a_company_that_only_waits_for_approval_is_not_reminded(app: Flask) -> None:
    who, edition = _organised()
    company = make_company(siret="73282932000074")
    make_site(make_participation(edition, company, state=ParticipationState.REGISTERED))
    assert service.remind(who, edition.id) == 0
    assert _letters() == []


def test_nobody_reminds_companies_of_another_organiser(app: Flask) -> None:
    _, edition = _organised()
    _, access = _taking_part(edition, charter_version=None)
    stranger, other = _organised()
    with pytest.raises(NotAllowed):
        service.remind(stranger, other.id, access.participation_id)
    assert _letters() == []


def test_companies_come_over_with_sites_and_nothing_dated(app: Flask) -> None:
    who, edition = _organised()
    earlier = make_edition(session.get_one(Organiser, edition.organiser_id))
    source = make_participation(earlier)
    make_site(source, declaration=Declaration.RECEIPT, access_notes="Gate on the left")
    left_out = make_participation(earlier)
    make_participation(earlier, state=ParticipationState.REFUSED)
    offered = succession.companies_to_bring(edition.id, earlier.id)
    assert {c.id for c in offered} == {source.company_id, left_out.company_id}
    assert succession.bring_over(who, edition.id, earlier.id, [source.company_id]) == 1
    assert succession.bring_over(who, edition.id, earlier.id, [source.company_id]) == 0
    [status] = queries.participations_with_lacks(edition.id)
    assert status.state is ParticipationState.REGISTERED
    assert {Lack.CHARTER, Lack.HOURS, Lack.DECLARATION_UNKNOWN_LATE} <= set(status.lacks)
    [site] = places.own_sites(status.id)
    assert (site.access_notes, site.openings) == ("Gate on the left", [])
    assert site.pin_confirmed_at is not None
    assert len(_letters("brought-over")) == 1


def test_companies_of_another_organiser_do_not_come_over(app: Flask) -> None:
    who, edition = _organised()
    _, foreign = _organised()
    company_id = make_participation(foreign).company_id
    with pytest.raises(EditionNotFound):
        succession.bring_over(who, edition.id, foreign.id, [company_id])
    assert queries.participations_with_lacks(edition.id) == []


def test_those_in_charge_come_first(app: Flask) -> None:
    company = make_company()
    make_company_member(company, make_account(name="Yard"), Role.MEMBER)
    make_company_member(company, make_account(name="Owner"))
    assert [person.name for person in people.members_of(company.id)] == ["Owner", "Yard"]


def test_lacks_of_many_companies_take_four_queries(app: Flask) -> None:
    edition_id = make_edition().id
    edition = session.get_one(Edition, edition_id)
    for _ in range(3):
        make_site(make_participation(edition))
    with count_queries(db.engine) as few:
        queries.participations_with_lacks(edition_id)
    for _ in range(20):
        make_site(make_participation(edition))
    with count_queries(db.engine) as many:
        found = queries.participations_with_lacks(edition_id)
    assert len(found) == 23
    assert len(few) == len(many) == 4


def test_a_participation_belongs_to_one_company_and_edition(app: Flask) -> None:
    edition = make_edition()
    participation = make_participation(edition)
    found = queries.participation_of(edition.id, participation.company_id)
    assert isinstance(found, Participation)
    assert queries.participation_of(make_edition().id, participation.company_id) is None
