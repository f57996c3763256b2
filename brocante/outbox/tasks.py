"""What the worker does: deliver what is due, survive everything, try again later."""

import logging
import smtplib
import threading
from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from brocante.config import Settings
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import end_reads, transactional
from brocante.outbox.delivery import deliver
from brocante.outbox.models import MessageState, OutboxMessage

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
# A message being sent is nobody else's for so long; a worker that dies gives it back.
LEASE = timedelta(minutes=5)
WAITS = [timedelta(minutes=m) for m in (1, 2, 5, 15, 60, 180, 360, 360)]
PAUSE_SECONDS = 2.0


def deliver_due(settings: Settings, limit: int = 50) -> int:
    """Send what is due; return how many messages left. Nothing happens without an SMTP server."""
    if not settings.smtp_url:
        return 0
    sent = 0
    for message_id in _due(limit):
        message = _claim(message_id)
        if message is not None:
            sent += _attempt(message, settings)
    return sent


def run(app: Flask, stop: threading.Event) -> None:
    """Deliver until `stop` is set; a failure of the database ends one round, not the worker."""
    settings: Settings = app.extensions["brocante_settings"]
    while not stop.wait(PAUSE_SECONDS):
        with app.app_context():
            try:
                deliver_due(settings)
            except SQLAlchemyError:
                log.exception("the outbox could not be read")


def _due(limit: int) -> list[int]:
    statement = (
        select(OutboxMessage.id)
        .where(OutboxMessage.state == MessageState.QUEUED, OutboxMessage.due_at <= clock.now())
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(limit)
    )
    found = list(session.scalars(statement))
    end_reads()
    return found


@transactional
def _claim(message_id: int) -> OutboxMessage | None:
    """Take a message for the length of a lease; None when another worker was quicker."""
    now = clock.now()
    claimed = session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.id == message_id,
            OutboxMessage.state == MessageState.QUEUED,
            OutboxMessage.due_at <= now,
        )
        .values(due_at=now + LEASE, attempts=OutboxMessage.attempts + 1)
        .returning(OutboxMessage.id)
    ).first()
    return session.get(OutboxMessage, message_id, populate_existing=True) if claimed else None


def _attempt(message: OutboxMessage, settings: Settings) -> bool:
    try:
        deliver(message, settings)
    except (smtplib.SMTPException, OSError) as error:
        _postpone(message.id, _reason(error), permanent=_is_permanent(error))
        return False
    _mark_sent(message.id)
    return True


def _reason(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


def _is_permanent(error: Exception) -> bool:
    """A recipient refused with a 5xx answer will be refused again."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _text in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and 550 <= error.smtp_code < 556


@transactional
def _mark_sent(message_id: int) -> None:
    message = session.get_one(OutboxMessage, message_id)
    message.state, message.sent_at, message.last_error = MessageState.SENT, clock.now(), None


@transactional
def _postpone(message_id: int, reason: str, *, permanent: bool) -> None:
    message = session.get_one(OutboxMessage, message_id)
    message.last_error = reason
    if permanent or message.attempts >= MOST_ATTEMPTS:
        message.state = MessageState.FAILED
    else:
        message.due_at = clock.now() + WAITS[message.attempts - 1]
