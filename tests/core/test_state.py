"""The mark of the database: the same as long as nothing was committed, another one after."""

from flask import Flask
from sqlalchemy import text

from brocante.core.db import db
from brocante.core.state import state_mark
from tests.factories import make_account, make_organiser


def test_reading_does_not_change_the_mark(app: Flask) -> None:
    make_organiser()
    before = state_mark(db.engine)
    with db.engine.connect() as connection:
        connection.execute(text("SELECT count(*) FROM organiser")).scalar_one()
    assert state_mark(db.engine) == before


def test_every_commit_changes_the_mark(app: Flask) -> None:
    marks = [state_mark(db.engine)]
    for make in (make_organiser, make_account, make_account):
        make()
        marks.append(state_mark(db.engine))
    assert len(set(marks)) == len(marks)


def test_what_is_rolled_back_may_change_the_mark_but_never_brings_an_old_one_back(
    app: Flask,
) -> None:
    before = state_mark(db.engine)
    make_organiser()
    with db.engine.connect() as connection:
        connection.execute(text("DELETE FROM organiser"))
        connection.rollback()
    assert state_mark(db.engine) != before


def test_marks_of_an_engine_that_was_put_away_do_not_return(app: Flask) -> None:
    before = state_mark(db.engine)
    if db.engine.dialect.name == "sqlite":
        db.engine.dispose()
        assert state_mark(db.engine) != before
