"""The workbook of a long ledger: asked for, made apart, the same as one made at once, forgotten."""

from datetime import timedelta
from io import BytesIO

import pytest
import python_calamine
from flask import Flask
from sqlalchemy import func, select, update

from brocante.core import clock
from brocante.core.db import session
from brocante.core.storage import Store
from brocante.core.transaction import transactional
from brocante.impact import tasks, workbook, workbook_jobs
from brocante.impact.files import XLSX
from brocante.impact.models import WorkbookJob
from brocante.printing.rules import KEPT, MOST_ATTEMPTS, JobState
from tests.impact.conftest import Counted
from tests.support.pages import CheckedClient, words

PAGE = "/organisation/bilan"
FILE = f"{PAGE}/classeur.xlsx"


@pytest.fixture
def store(app: Flask) -> Store:
    """Where files are kept."""
    found: Store = app.extensions["brocante_store"]
    return found


@pytest.fixture
def long(counted: Counted, monkeypatch: pytest.MonkeyPatch) -> Counted:
    """An edition whose ledger is too long for a page to wait for."""
    monkeypatch.setattr(workbook_jobs, "LONG", 4)
    return counted


def job() -> WorkbookJob:
    """The only job, as it stands."""
    return session.scalars(select(WorkbookJob).execution_options(populate_existing=True)).one()


def sheets(data: bytes) -> dict[str, object]:
    opened = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names}


def test_a_workbook_made_apart_is_the_one_made_at_once(
    desk: CheckedClient, counted: Counted, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = desk.get(FILE)
    assert at_once.mimetype == XLSX
    assert 'id="ask-workbook"' not in desk.get(PAGE).get_data(as_text=True)
    monkeypatch.setattr(workbook_jobs, "LONG", 4)
    assert desk.submit(PAGE, {}, form="ask-workbook").status_code == 303
    assert "Le classeur se prépare." in words(desk.page(PAGE))
    told = desk.get(f"{PAGE}/classeur/etat").json
    assert told is not None
    assert told["moving"] is True
    assert tasks.make_waiting(store) == 1
    assert desk.get(f"{PAGE}/classeur/etat").json["moving"] is False  # type: ignore[index]
    apart = desk.get(FILE)
    assert sheets(apart.data) == sheets(at_once.data)
    assert FILE in {a.get("href") for a in desk.page(PAGE).iter("a")}


def test_a_page_never_waits_for_a_long_ledger(
    desk: CheckedClient, long: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "report_workbook", None)
    answer = desk.get(FILE)
    assert (answer.status_code, answer.location) == (303, f"{PAGE}#classeur")
    assert "demandez-le ici" in words(desk.page(PAGE))
    assert session.scalar(select(func.count()).select_from(WorkbookJob)) == 0


def test_asking_twice_makes_one(desk: CheckedClient, long: Counted) -> None:
    first = workbook_jobs.ask_for_workbook(long.organiser, long.edition.id, "fr")
    assert workbook_jobs.ask_for_workbook(long.organiser, long.edition.id, "en") == first
    taken = workbook_jobs.claim()
    assert taken is not None
    assert workbook_jobs.claim() is None, "one worker is at it"
    assert not workbook_jobs.is_waiting()
    workbook_jobs.let_go(taken)
    assert workbook_jobs.is_waiting()
    assert not workbook_jobs.keep_workbook(taken, "late"), "it is no longer this worker's"


def test_what_fails_is_tried_again_then_given_up(
    desk: CheckedClient, long: Counted, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook_jobs.ask_for_workbook(long.organiser, long.edition.id, "fr")

    def broken(edition: object) -> bytes:
        raise OSError("no room left")

    monkeypatch.setattr(workbook, "report_workbook", broken)
    for _ in range(MOST_ATTEMPTS):
        assert workbook_jobs.is_waiting()
        with pytest.raises(OSError, match="no room"):
            tasks.make_waiting(store)
    assert tasks.make_waiting(store) == 0
    assert job().state is JobState.FAILED
    assert "n’a pas pu être préparé" in words(desk.page(PAGE))
    assert desk.get(FILE).status_code == 303


def test_workbooks_are_forgotten_after_a_week(
    desk: CheckedClient, long: Counted, store: Store
) -> None:
    workbook_jobs.ask_for_workbook(long.organiser, long.edition.id, "fr")
    tasks.make_waiting(store)
    key = job().key
    assert store.exists(key)
    assert workbook_jobs.forget_workbooks(store) == 0
    _age()
    assert workbook_jobs.forget_workbooks(store) == 1
    assert not store.exists(key)
    assert desk.get(FILE).status_code == 303


@transactional
def _age() -> None:
    session.execute(update(WorkbookJob).values(created_at=clock.now() - KEPT - timedelta(hours=1)))
