"""All papers in one go: made file by file, gone on with after a crash, fetched, forgotten."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import func, select

from brocante.accounts.models import Organiser
from brocante.companies.models import Company
from brocante.config import Settings
from brocante.core import clock
from brocante.core.db import session
from brocante.editions.models import Edition
from brocante.printing import jobs, papers, tasks
from brocante.printing.errors import NothingToPrint
from brocante.printing.models import PaperFile, PaperJob
from brocante.printing.rules import MOST_ATTEMPTS, JobState
from tests.factories import (
    make_account,
    make_company_member,
    make_edition,
    make_organiser_member,
    make_reservation,
    make_stall,
)
from tests.printing.reading import text_of
from tests.support.pages import CheckedClient
from tests.support.people import sign_in

HUB = "/organisation/impression"


@pytest.fixture
def stall(app: Flask, settings: Settings) -> tuple[Edition, int]:
    """An edition with one site and a visitor, in a demonstration; and its company."""
    app.extensions["brocante_settings"] = replace(settings, demo=True)
    edition, site, listing, slot = make_stall()
    make_reservation(slot, listing, name="Zoé Visiteuse")
    return edition, site.company_id


def organiser_of(app: Flask, edition: Edition) -> CheckedClient:
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    sign_in(client, make_organiser_member(session.get_one(Organiser, edition.organiser_id)))
    return client


def job() -> PaperJob:
    """The only job, as it stands."""
    return session.scalars(select(PaperJob).execution_options(populate_existing=True)).one()


def archive(client: CheckedClient) -> ZipFile:
    answer = client.get(f"{HUB}/dossiers/{job().id}.zip")
    assert answer.mimetype == "application/zip"
    return ZipFile(BytesIO(answer.data))


def test_an_organiser_gets_everything_in_one_archive(
    app: Flask, stall: tuple[Edition, int]
) -> None:
    client = organiser_of(app, stall[0])
    assert client.submit(HUB, {"format": "8"}, form="ask-papers").status_code == 303
    progress = client.get(f"{HUB}/dossiers/{job().id}").json
    assert progress
    assert (progress["moving"], progress["done"], progress["total"]) == (True, 0, 10)
    assert client.get(f"{HUB}/dossiers/{job().id}.zip").status_code == 404
    assert tasks.make_waiting(app.extensions["brocante_store"]) == 10
    assert client.get(f"{HUB}/dossiers/{job().id}").json == {"moving": False}
    found = archive(client)
    names = found.namelist()
    assert {"affiche-a3.pdf", "catalogue-par-depot.pdf", "flyer.pdf"} <= set(names)
    (listing,) = [name for name in names if name.endswith("/liste.pdf")]
    assert "Zoé Visiteuse" in text_of(found.read(listing))
    assert all(found.read(name).startswith(b"%PDF") for name in names)
    assert found.testzip() is None


def test_asking_twice_makes_one_job(app: Flask, stall: tuple[Edition, int]) -> None:
    account = make_account().id
    one = jobs.ask_for_papers(account, stall[0], None, "24")
    assert jobs.ask_for_papers(account, stall[0], None, "24") == one
    assert jobs.ask_for_papers(account, stall[0], stall[1], "24") != one
    with pytest.raises(NothingToPrint):
        jobs.ask_for_papers(account, make_edition(), None, "24")


class _Killed(BaseException):
    """The process is gone."""


def test_a_killed_worker_leaves_the_rest_to_the_next_one(
    app: Flask, stall: tuple[Edition, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs.ask_for_papers(make_account().id, stall[0], None, "24")
    store = app.extensions["brocante_store"]
    make = papers.Press.make
    made: list[str] = []

    def dying(self: papers.Press, paper: Any, *rest: Any) -> bytes:
        if len(made) == 3:
            raise _Killed
        made.append(paper)
        return make(self, paper, *rest)

    monkeypatch.setattr(papers.Press, "make", dying)
    with pytest.raises(_Killed):
        tasks.make_waiting(store)
    monkeypatch.setattr(papers.Press, "make", make)
    assert job().done == 3
    assert tasks.make_waiting(store) == 0  # somebody may still be at it
    later = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert tasks.make_waiting(store) == 7
    assert job().state is JobState.DONE
    assert session.scalar(select(func.count()).select_from(PaperFile)) == 10


def test_a_worker_told_to_stop_gives_the_job_back_at_once(
    app: Flask, stall: tuple[Edition, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs.ask_for_papers(make_account().id, stall[0], None, "24")
    store = app.extensions["brocante_store"]

    def stopping(*_values: object) -> bytes:
        raise SystemExit(0)

    with monkeypatch.context() as patched:
        patched.setattr(papers.Press, "make", stopping)
        for _again in range(MOST_ATTEMPTS + 1):
            with pytest.raises(SystemExit):
                tasks.make_waiting(store)
    assert tasks.make_waiting(store) == 10


def test_a_paper_that_always_fails_ends_the_job_not_the_worker(
    app: Flask, stall: tuple[Edition, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs.ask_for_papers(make_account().id, stall[0], None, "24")
    store = app.extensions["brocante_store"]

    def failing(*_values: object) -> bytes:
        raise RuntimeError("no such luck")

    monkeypatch.setattr(papers.Press, "make", failing)
    now = clock.now()
    for attempt in range(MOST_ATTEMPTS):
        moment = now + timedelta(minutes=6 * attempt)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        with pytest.raises(RuntimeError):
            tasks.make_waiting(store)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=1))
    assert tasks.make_waiting(store) == 0
    assert job().state is JobState.FAILED
    assert organiser_of(app, stall[0]).page(HUB) is not None


def test_what_cannot_be_printed_says_so_in_its_place(app: Flask, settings: Settings) -> None:
    edition, *_rest = make_stall()
    app.extensions["brocante_settings"] = replace(settings, public_url=None)
    jobs.ask_for_papers(make_account().id, edition, None, "24")
    tasks.make_waiting(app.extensions["brocante_store"])
    found = archive(organiser_of(app, edition))
    refused = [name for name in found.namelist() if name.endswith("-ABSENT.txt")]
    assert len(refused) == 9
    assert "BROCANTE_PUBLIC_URL" in found.read(refused[0]).decode()
    assert [name for name in found.namelist() if name.endswith(".pdf")] == [
        name for name in found.namelist() if name.endswith("/liste.pdf")
    ]


def test_papers_of_others_are_not_there(app: Flask, stall: tuple[Edition, int]) -> None:
    jobs.ask_for_papers(make_account().id, stall[0], None, "24")
    tasks.make_waiting(app.extensions["brocante_store"])
    other_edition, *_rest = make_stall()
    stranger = organiser_of(app, other_edition)
    assert stranger.get(f"{HUB}/dossiers/{job().id}.zip").status_code == 404
    company = app.test_client()
    sign_in(company, make_company_member(session.get_one(Company, stall[1])))
    assert company.get(f"/exposant/impression/dossiers/{job().id}.zip").status_code == 404


def test_papers_are_forgotten_with_their_files_after_a_week(
    app: Flask, stall: tuple[Edition, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs.ask_for_papers(make_account().id, stall[0], None, "24")
    store = app.extensions["brocante_store"]
    tasks.make_waiting(store)
    keys = list(session.scalars(select(PaperFile.key)))
    assert all(store.exists(key) for key in keys)
    assert jobs.forget_papers(store) == 0
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert jobs.forget_papers(store) == 1
    assert not [key for key in keys if store.exists(key)]
    assert session.scalar(select(func.count()).select_from(PaperFile)) == 0
