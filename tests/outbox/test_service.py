"""Messages are stored with the write they tell of, once, and only for one person."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from time_machine import TimeMachineFixture

from brocante.core import clock
from brocante.core.errors import NotFound
from brocante.core.transaction import transactional
from brocante.outbox import service
from brocante.outbox.errors import NotFailed, WrongRecipient
from brocante.outbox.models import MessageState
from tests.support.messages import fail, make_message, mark_sent, stored

MINE, THEIRS = 7, 8


def test_a_message_waits_for_the_worker(app: Flask) -> None:
    make_message(recipient="marie@example.org", sender="PTCE", organiser_id=MINE)
    (message,) = stored()
    assert message.state is MessageState.QUEUED
    assert message.attempts == 0
    assert message.due_at <= clock.now()
    assert message.recipient == "marie@example.org"
    assert message.sender == "PTCE"
    assert message.organiser_id == MINE


def test_a_write_that_fails_tells_nobody(app: Flask) -> None:
    @transactional
    def refused() -> None:
        make_message()
        make_message(once_key="event")
        raise NotFound

    with pytest.raises(NotFound):
        refused()
    assert stored() == []


def test_a_wrong_address_refuses_the_whole_write(app: Flask) -> None:
    @transactional
    def write() -> None:
        make_message()
        make_message(recipient="a@example.org\nBcc: b@example.org")

    with pytest.raises(WrongRecipient):
        write()
    assert stored() == []


def test_an_answer_goes_to_one_plain_address_or_nowhere(app: Flask) -> None:
    with pytest.raises(WrongRecipient):
        make_message(reply_to="PTCE <a@example.org>")
    make_message(reply_to="a@example.org")
    assert [m.reply_to for m in stored()] == ["a@example.org"]


def test_a_subject_and_a_name_cannot_start_a_header(app: Flask) -> None:
    make_message(subject="Hello\r\nBcc: b@example.org", sender="PTCE\nBcc: b@example.org")
    (message,) = stored()
    assert message.subject == "Hello Bcc: b@example.org"
    assert message.sender == "PTCE Bcc: b@example.org"


def test_the_same_event_written_twice_is_one_message(app: Flask) -> None:
    make_message(once_key="reservation-1-made", subject="First")
    make_message(once_key="reservation-1-made", subject="Second")
    make_message(once_key="reservation-2-made", subject="Third")
    assert [m.subject for m in stored()] == ["First", "Third"]


@pytest.mark.race
def test_the_same_event_written_at_once_is_one_message_and_no_error(app: Flask) -> None:
    barrier = Barrier(8)

    @transactional
    def event(number: int) -> None:
        make_message(subject=f"Of {number}")
        make_message(once_key="the-event", subject="Shared")

    def racer(number: int) -> None:
        with app.app_context():
            barrier.wait()
            event(number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(racer, range(8)))
    subjects = [m.subject for m in stored()]
    assert subjects.count("Shared") == 1
    assert len(subjects) == 9


def test_a_failed_message_is_tried_again_from_its_first_attempt(app: Flask) -> None:
    make_message(organiser_id=MINE)
    fail(stored()[0].id)
    service.retry(MINE, stored()[0].id)
    (message,) = stored()
    assert message.state is MessageState.QUEUED
    assert message.attempts == 0
    assert message.due_at <= clock.now()


def test_another_organisers_message_is_not_found(app: Flask) -> None:
    make_message(organiser_id=THEIRS)
    fail(stored()[0].id)
    with pytest.raises(NotFound):
        service.retry(MINE, stored()[0].id)
    assert service.retry_all(MINE) == 0
    assert stored()[0].state is MessageState.FAILED


@pytest.mark.parametrize("prepare", [mark_sent, lambda message_id: None], ids=["sent", "waiting"])
def test_only_what_failed_is_tried_again(app: Flask, prepare) -> None:
    make_message(organiser_id=MINE)
    prepare(stored()[0].id)
    before = stored()[0].state
    with pytest.raises(NotFailed):
        service.retry(MINE, stored()[0].id)
    assert stored()[0].state is before


def test_all_failed_messages_of_one_organiser_are_tried_again(app: Flask) -> None:
    for organiser_id in (MINE, MINE, THEIRS):
        make_message(organiser_id=organiser_id)
    for message in stored():
        fail(message.id)
    assert service.retry_all(MINE) == 2
    assert [m.state for m in stored()] == [
        MessageState.QUEUED,
        MessageState.QUEUED,
        MessageState.FAILED,
    ]


def test_a_month_after_sending_the_words_go_and_the_event_stays_told(
    app: Flask, time_machine: TimeMachineFixture
) -> None:
    start = clock.now()
    make_message(once_key="event", html="<p>Come</p>")
    mark_sent(stored()[0].id)
    time_machine.move_to(start + timedelta(days=29))
    assert service.purge_bodies() == 0
    time_machine.move_to(start + timedelta(days=31))
    assert service.purge_bodies() == 1
    assert service.purge_bodies() == 0
    make_message(once_key="event")
    (message,) = stored()
    assert (message.text, message.html) == ("", None)


def test_words_that_have_not_left_are_kept(app: Flask, time_machine: TimeMachineFixture) -> None:
    make_message()
    make_message()
    fail(stored()[1].id)
    time_machine.move_to(clock.now() + timedelta(days=90))
    assert service.purge_bodies() == 0
    assert [m.text for m in stored()] == ["Come on Friday.\n"] * 2
