"""An import in the service: what it keeps, what it never keeps, twice, killed, undone, again."""

import io
import zipfile
import zlib
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select
from time_machine import TimeMachineFixture

from brocante.catalogue.models import Listing, ListingState, ListingStock, Photo
from brocante.companies.models import Site
from brocante.companies.queries import CompanyAccess
from brocante.core import clock
from brocante.core.db import Base, db, session
from brocante.core.errors import DomainError
from brocante.core.storage import Store
from brocante.core.transaction import end_reads
from brocante.core.units import Quantity
from brocante.stocklists import contexts, correcting, queries, queue, service, tasks
from brocante.stocklists.apart import Job, Readers, Refused, understand_apart, understand_job
from brocante.stocklists.choices import Choices
from brocante.stocklists.correcting import Saying
from brocante.stocklists.creating import create_part
from brocante.stocklists.errors import AlreadyPromised, LineChanged, NotNow, StillReading
from brocante.stocklists.forgetting import forget_imports
from brocante.stocklists.models import (
    Group,
    ImportState,
    Kind,
    Origin,
    StockListImport,
    StockListSource,
)
from brocante.stocklists.options import SheetChoices
from brocante.stocklists.roles import Role
from brocante.stocklists.service import Sent
from tests.factories import (
    make_reservation,
    make_slot,
)
from tests.support.imports import (
    BRICK,
    GLUE,
    HEAD,
    SURPLUS,
    TILE,
    bring,
    lines,
    listings,
    publish,
    quantity,
    work,
)
from tests.support.pictures import phone_jpeg

pytestmark = pytest.mark.usefixtures("read_here")


def test_no_purchase_cost_is_in_any_table_nor_file(access: CompanyAccess, store: Store) -> None:
    number = bring(access, store, HEAD + BRICK + GLUE)
    publish(access, store, number)
    for table in Base.metadata.sorted_tables:
        assert "4711" not in repr(session.execute(select(table)).all())
    grid = session.get_one(StockListSource, number).grid
    assert b"4711" not in zlib.decompress(grid)
    assert queries.own_import(access, number).upload_key is None


def test_understood_again_from_what_is_kept_it_is_the_same(
    access: CompanyAccess, store: Store
) -> None:
    number = bring(access, store, HEAD + BRICK + GLUE)
    before = [line.parsed for line in lines(number)]
    correcting.edit_line(
        access,
        number,
        lines(number)[0].id,
        {"title": "Brique"},
        mark=correcting.mark_of(lines(number)[0]),
    )
    service.answer(access, number, SURPLUS)
    work(store)
    assert [line.parsed for line in lines(number)] == before
    assert lines(number)[0].edited == {"title": "Brique"}


def test_a_column_of_costs_cannot_become_a_price(access: CompanyAccess, store: Store) -> None:
    number = bring(access, store, HEAD + BRICK)
    choices = SURPLUS.with_sheet(None, SheetChoices(1, {"F": Role.PRICE}))
    with pytest.raises(DomainError, match="never kept"):
        service.answer(access, number, choices)


def test_a_process_apart_finds_the_same() -> None:
    job = Job((HEAD + BRICK).encode(), "stock.csv", Origin.FILE, SURPLUS, {}, is_again=False)
    readers = Readers()
    readers.prepare()
    assert understand_apart(job, lambda: None, readers) == understand_job(job)
    readers.prepare()
    readers.close()
    broken = Job(b"PK\x03\x04", "stock.xlsx", Origin.FILE, SURPLUS, {}, is_again=False)
    assert understand_apart(broken, lambda: None) == understand_job(broken)
    assert isinstance(understand_job(broken), Refused)


def test_what_was_said_of_columns_is_proposed_next_time(
    access: CompanyAccess, store: Store
) -> None:
    number = bring(access, store, HEAD + BRICK)
    service.answer(access, number, SURPLUS.with_sheet(None, SheetChoices(1, {"G": Role.REMARK})))
    work(store)
    again = bring(access, store, HEAD + GLUE, name="autre.csv", choices=Choices())
    (line,) = [one for one in lines(again) if one.parsed and one.match_id is None]
    assert line.parsed is not None
    assert line.parsed["location"] is None
    assert line.parsed["staff_note"] == "Allée B"


def test_two_presses_make_each_listing_once(
    app: Flask, access: CompanyAccess, store: Store
) -> None:
    number = bring(access, store, HEAD + BRICK + GLUE + TILE)

    def press() -> None:
        service.create(access, number, is_publishing=True)
        while create_part(number, 1):
            pass

    assert at_once(app, [press] * 3) == []
    assert len(listings()) == 3
    assert queries.own_import(access, number).state is ImportState.DONE


def test_a_worker_killed_between_parts_goes_on(access: CompanyAccess, store: Store) -> None:
    number = bring(access, store, HEAD + BRICK + GLUE + TILE)
    service.create(access, number, is_publishing=True)
    create_part(number, 1)
    assert len(listings()) == 1
    work(store)
    assert len(listings()) == 3


def test_a_worker_killed_while_reading_is_followed_by_another(
    access: CompanyAccess, store: Store, time_machine: TimeMachineFixture
) -> None:
    number = service.start_import(None, access, Sent((HEAD + BRICK).encode(), "a.csv"), store)
    job, _upload = tasks._claim(number, store)
    assert job is not None
    end_reads()
    assert queue.next_to_read() is None
    time_machine.move_to(clock.now() + timedelta(minutes=1))
    work(store)
    assert queries.own_import(access, number).state is ImportState.CHECKING


def test_one_list_is_read_at_a_time(access: CompanyAccess, store: Store) -> None:
    service.start_import(None, access, Sent(b"a;b"), store)
    with pytest.raises(StillReading):
        service.start_import(None, access, Sent(b"a;b"), store)


def test_two_devices_do_not_overwrite_each_other(access: CompanyAccess, store: Store) -> None:
    number = bring(access, store, HEAD + BRICK)
    (line,) = lines(number)
    mark = correcting.mark_of(line)
    correcting.edit_line(access, number, line.id, {"title": "Brique"}, mark=mark)
    with pytest.raises(LineChanged):
        correcting.edit_line(access, number, line.id, {"title": "Tuile"}, mark=mark)


def test_the_second_list_changes_what_changed(access: CompanyAccess, store: Store) -> None:
    publish(access, store, bring(access, store, HEAD + BRICK + GLUE + TILE))
    brick = listings()["BR-1"]
    new = "NV-9;Porte de garage;1;u;90,00;1;Allée D;\n"
    again = bring(access, store, HEAD + BRICK.replace(";40;", ";55;") + GLUE + new)
    kinds = {line.kind: line for line in lines(again) if line.parsed}
    assert set(kinds) == {Kind.CHANGED, Kind.UNCHANGED, Kind.NEW}
    (gone,) = [line for line in lines(again) if line.stand is Group.GONE]
    assert gone.match_id == listings()["CA-1"].id
    publish(access, store, again)
    assert quantity(brick.id) == "55"
    assert len(listings()) == 4
    assert listings()["CA-1"].state is ListingState.PUBLISHED
    service.undo(access, again)
    work(store)
    assert quantity(brick.id) == "40"
    assert set(listings()) == {"BR-1", "MC-25", "CA-1"}


def test_what_is_gone_is_withdrawn_only_with_a_yes(access: CompanyAccess, store: Store) -> None:
    publish(access, store, bring(access, store, HEAD + BRICK + TILE))
    again = bring(access, store, HEAD + BRICK)
    (gone,) = [line for line in lines(again) if line.stand is Group.GONE]
    correcting.set_same(access, again, gone.id, is_same=True)
    publish(access, store, again)
    assert listings()["CA-1"].state is ListingState.WITHDRAWN


def test_a_promise_stands_against_list_and_undo(access: CompanyAccess, store: Store) -> None:
    number = bring(access, store, HEAD + BRICK + TILE)
    publish(access, store, number)
    brick = listings()["BR-1"]
    site = contexts.sites_of(access)[0]
    make_reservation(make_slot(session.get_one(Site, site.id)), brick, 7)
    with pytest.raises(AlreadyPromised):
        service.undo(access, number)
    again = bring(access, store, HEAD + BRICK.replace(";40;", ";3;") + TILE)
    publish(access, store, again)
    assert quantity(brick.id) == "7"
    assert session.get_one(ListingStock, brick.id).reserved == Quantity.of(7)


def test_photos_of_a_zip_find_their_line(access: CompanyAccess, store: Store) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("chantier/COLLE.jpg", phone_jpeg())
        archive.writestr("notes.txt", "rien")
    number = bring(access, store, HEAD + BRICK + GLUE, photos=target.getvalue())
    publish(access, store, number)
    (shown,) = session.scalars(select(Photo.listing_id)).all()
    assert shown == listings()["MC-25"].id
    assert queries.own_import(access, number).photos_key is None


def test_a_message_and_spoken_lines_are_drafts_to_check(
    access: CompanyAccess, store: Store
) -> None:
    number = bring(
        access, store, "douze plaques de BA13 à huit euros TTC la plaque", origin=Origin.SPOKEN
    )
    (line,) = lines(number)
    assert line.stand is Group.CHECK
    assert line.parsed is not None
    assert (line.parsed["quantity"], line.parsed["price_cents"]) == ("12", 800)
    with pytest.raises(DomainError):
        service.create(access, number, is_publishing=True)
    correcting.correct_group(access, number, Group.CHECK, Saying(is_confirmed=True))
    publish(access, store, number)
    assert session.scalar(select(func.count()).select_from(Listing)) == 1


def test_a_file_that_is_none_is_refused_with_a_sentence(
    access: CompanyAccess, store: Store
) -> None:
    number = bring(access, store, "%PDF-1.7 rien")
    row = queries.own_import(access, number)
    assert (row.state, row.refusal and row.refusal["code"]) == (
        ImportState.REFUSED,
        "not-a-spreadsheet",
    )


def test_imports_are_forgotten_in_time(
    access: CompanyAccess, store: Store, time_machine: TimeMachineFixture
) -> None:
    number = bring(access, store, HEAD + BRICK)
    assert forget_imports(store) == 0
    time_machine.move_to(clock.now() + timedelta(days=43))
    assert forget_imports(store) == 1
    end_reads()
    assert session.get(StockListImport, number) is None
    assert lines(number) == []


def test_a_list_whose_listings_came_cannot_be_forgotten(
    access: CompanyAccess, store: Store
) -> None:
    number = bring(access, store, HEAD + BRICK)
    publish(access, store, number)
    with pytest.raises(NotNow):
        service.discard(access, number, store)


def at_once(app: Flask, actions: list[Callable[[], object]]) -> list[Exception]:
    """Run actions in threads that start together; return what went wrong."""
    barrier, errors = Barrier(len(actions)), []

    def act(action: Callable[[], object]) -> None:
        with app.app_context():
            barrier.wait()
            try:
                action()
            except Exception as error:  # noqa: BLE001 - told by the test
                errors.append(error)
            finally:
                db.session.remove()

    threads = [Thread(target=act, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors
