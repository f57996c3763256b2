"""Who works for an organiser: invitations, roles, departures."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from time_machine import TimeMachineFixture

from brocante.accounts import team
from brocante.accounts.errors import (
    AccountError,
    AlreadyMember,
    InvitationNotValid,
    LastOwner,
    OnlyOwners,
)
from brocante.accounts.models import Account, Role
from brocante.accounts.queries import Identity, identity_of, invitation, open_invitations
from brocante.core import clock
from brocante.core.db import session
from brocante.core.errors import DomainError, NotAllowed, NotFound
from brocante.core.transaction import end_reads
from brocante.outbox.errors import WrongRecipient
from tests.factories import make_account, make_organiser, make_organiser_member
from tests.support.messages import stored


def _token(message: int = -1) -> str:
    return stored()[message].text.split("/invitation/", 1)[1].split(maxsplit=1)[0]


def _team() -> tuple[int, Identity, Identity]:
    """An organiser with its owner and a member."""
    organiser = make_organiser(name="La Fab'coop")
    owner = make_organiser_member(organiser, make_account(name="Ann Example"))
    return organiser.id, owner, make_organiser_member(organiser, role=Role.MEMBER)


def test_an_invited_person_becomes_a_member(app: Flask) -> None:
    organiser_id, owner, _member = _team()
    team.invite(owner, organiser_id, " Marc@Example.org ", Role.MEMBER)
    letter = stored()[0]
    assert (letter.recipient, letter.sender) == ("marc@example.org", "La Fab'coop")
    assert letter.organiser_id == organiser_id
    assert "Ann Example" in letter.text
    account_id = team.accept(_token(), "Marc Example", "en")
    assert identity_of(account_id).organisers == {organiser_id: Role.MEMBER}
    account = session.get_one(Account, account_id)
    assert (account.email, account.name, account.language) == (
        "marc@example.org",
        "Marc Example",
        "en",
    )
    assert open_invitations(organiser_id) == []


def test_an_invitation_works_once_and_three_weeks(
    app: Flask, time_machine: TimeMachineFixture
) -> None:
    organiser_id, owner, _member = _team()
    start = clock.now()
    time_machine.move_to(start, tick=False)
    team.invite(owner, organiser_id, "marc@example.org", Role.MEMBER)
    team.accept(_token())
    with pytest.raises(InvitationNotValid):
        team.accept(_token())
    team.invite(owner, organiser_id, "lea@example.org", Role.MEMBER)
    time_machine.move_to(start + timedelta(days=21), tick=False)
    with pytest.raises(InvitationNotValid):
        team.accept(_token())


def test_a_second_invitation_replaces_the_first(app: Flask) -> None:
    organiser_id, owner, _member = _team()
    team.invite(owner, organiser_id, "marc@example.org", Role.MEMBER)
    team.invite(owner, organiser_id, "marc@example.org", Role.OWNER)
    assert invitation(_token(0)) is None
    account_id = team.accept(_token(1))
    assert identity_of(account_id).organisers[organiser_id] is Role.OWNER


def test_an_invitation_taken_back_opens_nothing(app: Flask) -> None:
    organiser_id, owner, _member = _team()
    stranger_organiser, stranger, _other = _team()
    team.invite(owner, organiser_id, "marc@example.org", Role.MEMBER)
    waiting = open_invitations(organiser_id)[0].id
    with pytest.raises(NotFound):
        team.withdraw(stranger, stranger_organiser, waiting)
    team.withdraw(owner, organiser_id, waiting)
    with pytest.raises(InvitationNotValid):
        team.accept(_token())


def test_a_member_is_not_invited_again(app: Flask) -> None:
    organiser_id, owner, member = _team()
    with pytest.raises(AlreadyMember):
        team.invite(owner, organiser_id, member.email.upper(), Role.OWNER)
    with pytest.raises(WrongRecipient):
        team.invite(owner, organiser_id, "marc@example.org, lea@example.org", Role.MEMBER)
    assert stored() == []


def test_only_owners_change_the_team(app: Flask) -> None:
    organiser_id, owner, member = _team()
    with pytest.raises(OnlyOwners):
        team.invite(member, organiser_id, "marc@example.org", Role.OWNER)
    with pytest.raises(OnlyOwners):
        team.change_role(member, organiser_id, member.id, Role.OWNER)
    with pytest.raises(OnlyOwners):
        team.remove(member, organiser_id, owner.id)


def test_another_organiser_is_out_of_reach(app: Flask) -> None:
    organiser_id, _owner, member = _team()
    _elsewhere, stranger, _other = _team()
    for write in (
        lambda: team.invite(stranger, organiser_id, "marc@example.org", Role.OWNER),
        lambda: team.change_role(stranger, organiser_id, member.id, Role.OWNER),
        lambda: team.remove(stranger, organiser_id, member.id),
    ):
        with pytest.raises(NotAllowed):
            write()


def test_somebody_stays_in_charge(app: Flask) -> None:
    organiser_id, owner, member = _team()
    with pytest.raises(LastOwner):
        team.change_role(owner, organiser_id, owner.id, Role.MEMBER)
    with pytest.raises(LastOwner):
        team.remove(owner, organiser_id, owner.id)
    team.change_role(owner, organiser_id, member.id, Role.OWNER)
    team.remove(owner, organiser_id, owner.id)
    assert identity_of(member.id).organisers == {organiser_id: Role.OWNER}


def test_one_leaves_without_asking(app: Flask) -> None:
    organiser_id, _owner, member = _team()
    team.remove(member, organiser_id, member.id)
    assert identity_of(member.id).organisers == {}


def test_who_was_removed_changes_nothing_any_more(app: Flask) -> None:
    """The identity was read before; the database decides."""
    organiser_id, owner, member = _team()
    team.change_role(owner, organiser_id, member.id, Role.OWNER)
    once_owner = identity_of(member.id)
    team.remove(owner, organiser_id, member.id)
    with pytest.raises(NotAllowed):
        team.invite(once_owner, organiser_id, "marc@example.org", Role.OWNER)


@pytest.mark.race
def test_two_owners_who_remove_each_other_leave_one(app: Flask) -> None:
    organiser_id, first, second = _team()
    team.change_role(first, organiser_id, second.id, Role.OWNER)
    start = threading.Barrier(2)

    def remove(pair: tuple[Identity, Identity]) -> DomainError | None:
        with app.app_context():
            start.wait()
            try:
                team.remove(pair[0], organiser_id, pair[1].id)
            except (AccountError, NotAllowed) as error:
                return error
            return None

    with ThreadPoolExecutor(2) as pool:
        refusals = list(pool.map(remove, [(first, second), (second, first)]))
    assert refusals.count(None) == 1
    end_reads()
    left = [p for p in (first, second) if identity_of(p.id).organisers]
    assert len(left) == 1
