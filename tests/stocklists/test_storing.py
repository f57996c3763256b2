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
from brocante.stocklists.correcting import mark_of
from brocante.stocklists.judging import Context, judge_all
from brocante.stocklists.models import ImportState
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
