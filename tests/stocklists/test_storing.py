"""Lines are stored in parts, and nobody sees them before they are all there."""

from collections import Counter
from datetime import timedelta

import pytest
from time_machine import TimeMachineFixture

from brocante.catalogue.models import Condition
from brocante.companies.queries import CompanyAccess
from brocante.core import clock
from brocante.core.storage import Store
from brocante.core.transaction import end_reads
from brocante.stocklists import correcting, queries, service, storing
from brocante.stocklists.arrivals import NewLine
from brocante.stocklists.choices import Choices
from brocante.stocklists.correcting import Saying, mark_of
from brocante.stocklists.errors import NotNow
from brocante.stocklists.judging import Context, judge_all
from brocante.stocklists.models import Group, ImportState
from brocante.stocklists.service import Sent
from tests.support.imports import BRICK, GLUE, HEAD, TILE, bring, lines, work

pytestmark = pytest.mark.usefixtures("read_here")


def test_a_storing_cut_off_is_done_again_with_what_was_said(
    access: CompanyAccess,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    time_machine: TimeMachineFixture,
) -> None:
    number = bring(access, store, HEAD + BRICK + GLUE + TILE)
    first = lines(number)[0]
    correcting.edit_line(access, number, first.id, {"title": "Brique"}, mark=mark_of(first))
    service.answer(access, number, Choices(condition=Condition.DEMO))
    monkeypatch.setattr(storing, "PART", 1)
    stored: list[int] = []

    def break_off(part: list[NewLine], context: Context) -> Counter[str]:
        if stored:
            raise RuntimeError
        stored.append(len(part))
        return judge_all(part, context)

    with monkeypatch.context() as patched:
        patched.setattr(storing, "judge_all", break_off)
        with pytest.raises(RuntimeError):
            work(store)
    end_reads()
    assert queries.own_import(access, number).state is ImportState.READING
    time_machine.move_to(clock.now() + timedelta(minutes=1))
    work(store)
    again = lines(number)
    assert [line.place for line in again] == [2, 3, 4]
    assert again[0].id == first.id
    assert again[0].edited == {"title": "Brique"}
    assert queries.own_import(access, number).state is ImportState.CHECKING


def test_an_import_forgotten_while_it_is_stored_stays_forgotten(
    access: CompanyAccess, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forget(part: list[NewLine], context: Context) -> Counter[str]:
        service.discard(access, number, store)
        return judge_all(part, context)

    sent = Sent((HEAD + BRICK).encode(), "stock.csv")
    number = service.start_import(None, access, sent, store)
    monkeypatch.setattr(storing, "judge_all", forget)
    work(store)
    assert not lines(number)
    assert not queries.imports_of(access)


def test_a_large_group_is_corrected_by_the_worker_once(
    access: CompanyAccess, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bring(access, store, HEAD + BRICK + GLUE + TILE, choices=Choices())
    assert {line.stand for line in lines(number)} == {Group.CHECK}
    monkeypatch.setattr(correcting, "PART", 2)
    demo = Saying({"condition": "demo"})
    assert correcting.correct_group(access, number, Group.CHECK, demo) is None
    with pytest.raises(NotNow):
        correcting.correct_group(access, number, Group.CHECK, demo)
    assert correcting.correct_part(number)
    row = queries.own_import(access, number)
    assert (row.state, row.done, row.total) == (ImportState.CORRECTING, 2, 3)
    work(store)
    row = queries.own_import(access, number)
    assert (row.state, row.total) == (ImportState.CHECKING, 3)
    assert correcting.WAITS not in (row.found or {})
    assert [(line.stand, line.edited) for line in lines(number)] == [
        (Group.READY, {"condition": "demo"})
    ] * 3


def test_lines_that_stay_in_their_group_are_corrected_once(
    access: CompanyAccess, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bring(access, store, HEAD + BRICK + GLUE + TILE, choices=Choices())
    monkeypatch.setattr(correcting, "PART", 1)
    correcting.correct_group(access, number, Group.CHECK, Saying({"defect": "taché"}))
    work(store)
    assert [(line.stand, line.edited) for line in lines(number)] == [
        (Group.CHECK, {"defect": "taché"})
    ] * 3
    assert queries.own_import(access, number).state is ImportState.CHECKING
