"""Who works for a company: invitations, roles, never nobody in charge."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from brocante.accounts.models import Role
from brocante.accounts.queries import Identity, identity_of
from brocante.companies import errors, membership, people, queries
from brocante.companies.models import ParticipationState
from brocante.companies.queries import CompanyAccess, accesses_of
from brocante.companies.service import CompanyDetails
from brocante.core import clock
from brocante.core.db import session
from brocante.editions.errors import EditionNotFound
from brocante.editions.models import EditionState
from brocante.outbox.models import OutboxMessage
from tests.factories import (
    make_account,
    make_company,
    make_company_member,
    make_edition,
    make_organiser,
    make_organiser_member,
    make_participation,
)

DETAILS = CompanyDetails(name="Quarry", email="q@example.org", no_siret=True)


def _company(role: Role = Role.OWNER) -> tuple[Identity, CompanyAccess]:
    company = make_company()
    make_participation(make_edition(), company)
    who = make_company_member(company, role=role)
    return who, accesses_of(who.id)[0]


def _mailed_token() -> str:
    """The token in the last letter: the only place where it is in clear."""
    letter = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert letter is not None
    link = next(word for word in letter.text.split() if "/invitation-entreprise/" in word)
    return urlsplit(link).path.rpartition("/")[2]


def test_a_colleague_joins_by_the_mailed_link_once(app: Flask) -> None:
    who, access = _company()
    membership.invite_member(who, access, " New@Example.org ", Role.MEMBER)
    token = _mailed_token()
    account_id = membership.join_company(None, token, "New Person", "fr")
    assert identity_of(account_id).email == "new@example.org"
    roles = {p.email: p.role for p in people.members_of(access.company_id)}
    assert roles == {who.email: Role.OWNER, "new@example.org": Role.MEMBER}
    with pytest.raises(errors.InvitationNotValid):
        membership.join_company(None, token, "New Person", "fr")


def test_an_invitation_ends_after_a_month_and_when_replaced(app: Flask) -> None:
    who, access = _company()
    membership.invite_member(who, access, "new@example.org", Role.MEMBER)
    first = _mailed_token()
    membership.invite_member(who, access, "new@example.org", Role.MEMBER)
    second = _mailed_token()
    assert people.live_invitation(first) is None
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert people.live_invitation(second) is None
    assert people.live_invitation(second) is not None


def test_an_invitation_is_not_for_who_is_signed_in_as_another(app: Flask) -> None:
    who, access = _company()
    membership.invite_member(who, access, "new@example.org", Role.MEMBER)
    stranger = identity_of(make_account().id)
    with pytest.raises(errors.InvitationOfAnother):
        membership.join_company(stranger, _mailed_token(), "", "fr")
    assert people.live_invitation(_mailed_token()) is not None


def test_only_those_in_charge_invite_promote_and_remove(app: Flask) -> None:
    member, access = _company(Role.MEMBER)
    other = make_company_member(queries.company(access.company_id))
    for attempt in (
        lambda: membership.invite_member(member, access, "x@example.org", Role.OWNER),
        lambda: membership.change_role(access, member.id, Role.OWNER),
        lambda: membership.remove_member(member, access, other.id),
    ):
        with pytest.raises(errors.OnlyOwners):
            attempt()
    membership.remove_member(member, access, member.id)  # one may always leave
    assert [p.account_id for p in people.members_of(access.company_id)] == [other.id]


def test_somebody_stays_in_charge(app: Flask) -> None:
    who, access = _company()
    make_company_member(queries.company(access.company_id), role=Role.MEMBER)
    with pytest.raises(errors.LastOwner):
        membership.change_role(access, who.id, Role.MEMBER)
    with pytest.raises(errors.LastOwner):
        membership.remove_member(who, access, who.id)


def test_nobody_touches_members_of_another_company(app: Flask) -> None:
    who, access = _company()
    other, _ = _company()
    with pytest.raises(errors.CompanyNotFound):
        membership.change_role(access, other.id, Role.MEMBER)
    with pytest.raises(errors.CompanyNotFound):
        membership.remove_member(who, access, other.id)


def test_a_member_is_not_invited_again(app: Flask) -> None:
    who, access = _company()
    with pytest.raises(errors.AlreadyMember):
        membership.invite_member(who, access, who.email.upper(), Role.MEMBER)


def test_invited_companies_are_approved_when_they_say_yes(app: Flask) -> None:
    organiser = make_organiser()
    edition = make_edition(organiser, state=EditionState.LISTING)
    who = make_organiser_member(organiser)
    invited = membership.invite_companies(who, edition.id, ["a@example.org", "b@example.org"])
    assert (invited.sent, invited.taking_part) == (2, [])
    account_id, participation_id = membership.take_part(None, _mailed_token(), DETAILS, "Ann", "fr")
    [status] = queries.participations_with_lacks(edition.id)
    assert status.id == participation_id
    assert status.state is ParticipationState.APPROVED
    assert [p.account_id for p in status.members] == [account_id]
    assert [i.email for i in people.open_invitations(edition_id=edition.id)] == ["a@example.org"]


def test_an_invited_member_brings_a_known_company(app: Flask) -> None:
    organiser = make_organiser()
    edition = make_edition(organiser)
    company = make_company()
    known = make_company_member(company)
    membership.invite_companies(make_organiser_member(organiser), edition.id, [known.email])
    token = _mailed_token()
    with pytest.raises(errors.CompanyNotFound):
        membership.take_part_with(None, token, make_company().id)
    account_id, _ = membership.take_part_with(None, token, company.id)
    assert account_id == known.id
    assert accesses_of(known.id)[0].state is ParticipationState.APPROVED


def test_an_invitation_to_one_thing_does_not_open_another(app: Flask) -> None:
    who, access = _company()
    membership.invite_member(who, access, "new@example.org", Role.MEMBER)
    token = _mailed_token()
    with pytest.raises(errors.InvitationNotValid):
        membership.take_part(None, token, DETAILS, "Ann", "fr")
    assert people.live_invitation(token) is not None


def test_another_organiser_invites_nobody_and_withdraws_nothing(app: Flask) -> None:
    organiser = make_organiser()
    edition = make_edition(organiser)
    who = make_organiser_member(organiser)
    membership.invite_companies(who, edition.id, ["a@example.org"])
    [invitation] = people.open_invitations(edition_id=edition.id)
    stranger = make_organiser_member(make_organiser())
    with pytest.raises(EditionNotFound):
        membership.invite_companies(stranger, edition.id, ["x@example.org"])
    with pytest.raises(EditionNotFound):
        membership.withdraw_company_invitation(stranger, edition.id, invitation.id)
    membership.withdraw_company_invitation(who, edition.id, invitation.id)
    assert people.open_invitations(edition_id=edition.id) == []


def test_a_company_withdraws_only_its_own_invitations(app: Flask) -> None:
    who, access = _company()
    membership.invite_member(who, access, "new@example.org", Role.MEMBER)
    [invitation] = people.open_invitations(company_id=access.company_id)
    _, other = _company()
    membership.withdraw_member_invitation(other, invitation.id)
    assert people.open_invitations(company_id=access.company_id) != []
