"""The worker against a real SMTP server: nothing is lost, nothing goes twice, nothing stops it."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from flask import Flask
from time_machine import TimeMachineFixture

from brocante.config import Settings
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.outbox import service, tasks
from brocante.outbox.models import MessageState, OutboxMessage
from brocante.outbox.rules import LEASE, MOST_ATTEMPTS
from brocante.outbox.tasks import deliver_due
from tests.support.mail import HOST, PERMANENT_REFUSAL, MailServer
from tests.support.messages import make_message, stored
from tests.support.servers import free_port


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.fixture
def mailing(settings: Settings, server: MailServer) -> Settings:
    """Settings that send to the server."""
    return replace(settings, smtp_url=server.url, mail_from="brocante@example.org")


def test_a_message_arrives_with_its_headers(
    app: Flask, server: MailServer, mailing: Settings
) -> None:
    make_message(
        recipient="marie@example.org",
        sender="PTCE du Périgord",
        reply_to="ptce@example.org",
        subject="Votre réservation",
        text="Bonjour Zoé\n",
        html="<p>Bonjour Zoé</p>",
    )
    assert deliver_due(mailing) == 1
    (mail,) = server.messages
    assert server.recipients == [["marie@example.org"]]
    assert mail["From"] == "PTCE du Périgord <brocante@example.org>"
    assert mail["To"] == "marie@example.org"
    assert mail["Reply-To"] == "ptce@example.org"
    assert mail["Subject"] == "Votre réservation"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@example.org>")
    assert abs(parsedate_to_datetime(mail["Date"]) - clock.now()) < timedelta(minutes=1)
    text, html = mail.iter_parts()
    assert (text.get_content_type(), text.get_content().strip()) == (
        "text/plain",
        "Bonjour Zoé",
    )
    assert (html.get_content_type(), html.get_content().strip()) == (
        "text/html",
        "<p>Bonjour Zoé</p>",
    )


def test_a_sent_message_is_marked_and_not_sent_again(
    app: Flask, server: MailServer, mailing: Settings, time_machine: TimeMachineFixture
) -> None:
    make_message()
    deliver_due(mailing)
    time_machine.move_to(clock.now() + timedelta(days=1))
    assert deliver_due(mailing) == 0
    (message,) = stored()
    assert message.state is MessageState.SENT
    assert message.sent_at is not None
    assert len(server.messages) == 1


def test_without_a_server_messages_wait_untouched(app: Flask, settings: Settings) -> None:
    make_message()
    assert deliver_due(replace(settings, smtp_url=None)) == 0
    (message,) = stored()
    assert (message.state, message.attempts) == (MessageState.QUEUED, 0)


def test_a_temporary_refusal_is_tried_again_a_minute_later(
    app: Flask, server: MailServer, mailing: Settings, time_machine: TimeMachineFixture
) -> None:
    make_message()
    server.refuse_next(1)
    start = clock.now()
    assert deliver_due(mailing) == 0
    assert deliver_due(mailing) == 0, "not before its time"
    (message,) = stored()
    assert message.state is MessageState.QUEUED
    assert message.last_error is not None
    assert message.last_error.startswith("451 ")
    time_machine.move_to(start + timedelta(minutes=2))
    assert deliver_due(mailing) == 1
    (message,) = stored()
    assert (message.state, message.attempts, message.last_error) == (MessageState.SENT, 2, None)


def test_a_refusal_for_good_is_not_tried_again(
    app: Flask, server: MailServer, mailing: Settings
) -> None:
    make_message()
    make_message(subject="The next one")
    server.refuse_next(1, PERMANENT_REFUSAL)
    assert deliver_due(mailing) == 1
    refused, arrived = stored()
    assert (refused.state, refused.attempts) == (MessageState.FAILED, 1)
    assert refused.last_error == PERMANENT_REFUSAL
    assert arrived.state is MessageState.SENT


def test_it_is_given_up_after_the_last_attempt(
    app: Flask, server: MailServer, mailing: Settings, time_machine: TimeMachineFixture
) -> None:
    make_message()
    server.refuse_next(100)
    now = clock.now()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert stored()[0].state is MessageState.QUEUED, attempt
        now += timedelta(hours=7)
        time_machine.move_to(now)
        deliver_due(mailing)
    (message,) = stored()
    assert (message.state, message.attempts) == (MessageState.FAILED, MOST_ATTEMPTS)


def test_a_server_that_does_not_answer_ends_the_round(app: Flask, mailing: Settings) -> None:
    make_message()
    make_message()
    gone = replace(mailing, smtp_url=f"smtp://{HOST}:{free_port()}")
    assert deliver_due(gone) == 0
    assert [m.attempts for m in stored()] == [1, 0]
    assert stored()[0].last_error


def test_a_message_that_cannot_be_written_does_not_stop_the_others(
    app: Flask, server: MailServer, mailing: Settings
) -> None:
    make_message()
    make_message(subject="The next one")
    _spoil(stored()[0].id)
    assert deliver_due(mailing) == 1
    spoilt, arrived = stored()
    assert (spoilt.state, spoilt.attempts) == (MessageState.QUEUED, 1)
    assert spoilt.due_at > clock.now()
    assert arrived.state is MessageState.SENT
    assert [mail["Subject"] for mail in server.messages] == ["The next one"]


@transactional
def _spoil(message_id: int) -> None:
    """What an older version of the application might have left behind."""
    session.get_one(OutboxMessage, message_id).subject = "Two\nlines: here"


def test_a_crash_between_sending_and_marking_repeats_the_same_letter(
    app: Flask,
    server: MailServer,
    mailing: Settings,
    monkeypatch: pytest.MonkeyPatch,
    time_machine: TimeMachineFixture,
) -> None:
    """Once more is better than never; the same Message-ID lets mailboxes drop the copy."""
    make_message()
    with monkeypatch.context() as broken:
        broken.setattr(service, "mark_sent", _power_cut)
        with pytest.raises(KeyboardInterrupt):
            deliver_due(mailing)
    assert deliver_due(mailing) == 0, "the lease still runs"
    time_machine.move_to(clock.now() + LEASE + timedelta(seconds=1))
    assert deliver_due(mailing) == 1
    first, second = server.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert stored()[0].state is MessageState.SENT


def _power_cut(*_arguments: object) -> None:
    raise KeyboardInterrupt


def test_messages_have_ids_of_their_own(app: Flask, server: MailServer, mailing: Settings) -> None:
    make_message()
    make_message()
    deliver_due(mailing)
    assert len({mail["Message-ID"] for mail in server.messages}) == 2


@pytest.mark.race
def test_two_workers_send_each_message_once(
    app: Flask, server: MailServer, mailing: Settings
) -> None:
    subjects = {f"Message {number}" for number in range(24)}
    for subject in subjects:
        make_message(subject=subject)
    barrier = threading.Barrier(3)

    def worker(_number: int) -> int:
        with app.app_context():
            barrier.wait()
            return deliver_due(mailing)

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(worker, range(3))) == 24
    assert sorted(mail["Subject"] for mail in server.messages) == sorted(subjects)
    assert {m.state for m in stored()} == {MessageState.SENT}


def test_a_late_worker_does_not_undo_what_another_did(
    app: Flask, server: MailServer, mailing: Settings, time_machine: TimeMachineFixture
) -> None:
    make_message()
    late = service.claim_next()
    assert late is not None
    time_machine.move_to(clock.now() + LEASE + timedelta(seconds=1))
    assert deliver_due(mailing) == 1
    service.mark_unsent(late, "550 no such user", permanent=True)
    (message,) = stored()
    assert (message.state, message.last_error) == (MessageState.SENT, None)


def test_a_late_worker_does_not_shorten_the_lease_of_another(
    app: Flask, time_machine: TimeMachineFixture
) -> None:
    make_message()
    late = service.claim_next()
    time_machine.move_to(clock.now() + LEASE + timedelta(seconds=1))
    present = service.claim_next()
    assert late is not None
    assert present is not None
    service.mark_unsent(late, "451 later", permanent=False)
    (message,) = stored()
    assert message.due_at == present.lease_ends_at
    assert message.last_error is None


def test_what_left_late_is_not_sent_again(app: Flask, time_machine: TimeMachineFixture) -> None:
    """A slow worker whose lease ran out did send: whoever took over must not."""
    make_message()
    late = service.claim_next()
    time_machine.move_to(clock.now() + LEASE + timedelta(seconds=1))
    present = service.claim_next()
    assert late is not None
    assert present is not None
    service.mark_sent(late)
    service.mark_unsent(present, "451 later", permanent=False)
    assert stored()[0].state is MessageState.SENT


def test_the_worker_goes_on_after_a_round_that_failed(
    app: Flask, mailing: Settings, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_message()
    app.extensions["brocante_settings"] = mailing
    stop = threading.Event()
    rounds: list[int] = []

    def failing_once(settings: Settings) -> int:
        rounds.append(1)
        if len(rounds) == 1:
            raise RuntimeError("the database is away")
        stop.set()
        return deliver_due(settings)

    monkeypatch.setattr(tasks, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(tasks, "deliver_due", failing_once)
    tasks.run(app, stop)
    assert len(server.messages) == 1


def test_the_worker_forgets_old_letters_once_a_day(
    app: Flask, monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture
) -> None:
    stop = threading.Event()
    hours = iter([0, 1, 23, 25, 26])
    start = clock.now()
    called: list[int] = []

    def later(_settings: Settings) -> int:
        hour = next(hours)
        time_machine.move_to(start + timedelta(hours=hour))
        if hour == 26:
            stop.set()
        return 0

    monkeypatch.setattr(tasks, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(tasks, "deliver_due", later)
    tasks.run(app, stop, daily=[lambda: called.append(1)])
    assert len(called) == 2
