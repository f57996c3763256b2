"""Writes of the outbox: a message is queued, claimed by one worker, marked, tried again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Update, update

from brocante.core import clock
from brocante.core.db import insert_new, session
from brocante.core.errors import NotFound
from brocante.core.transaction import transactional
from brocante.outbox import queries
from brocante.outbox.errors import NotFailed
from brocante.outbox.models import MessageState, OutboxMessage
from brocante.outbox.rules import (
    KEEP_BODIES,
    LEASE,
    LONGEST_ERROR,
    LONGEST_NAME,
    LONGEST_SUBJECT,
    one_line,
    pause_after,
    plain_address,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A claimed message, detached from the database: nothing is locked while it is sent.

    `attempt` counts from 1; `lease_ends_at` names the claim: no other one ends then.
    """

    id: int
    attempt: int
    lease_ends_at: datetime
    recipient: str
    sender: str
    reply_to: str | None
    subject: str
    text: str
    html: str | None
    created_at: datetime


@transactional
def send(  # noqa: PLR0913 - the parts of a letter, all by name
    *,
    kind: str,
    recipient: str,
    subject: str,
    text: str,
    html: str | None = None,
    organiser_id: int | None = None,
    reply_to: str | None = None,
    once_key: str | None = None,
    sender: str = "",
) -> None:
    """Store a message in the present unit of work; the worker delivers it after the commit.

    `sender` is the name mail programs show beside the installation's address. The same `once_key`
    again is the same message: nothing is added, also when two requests bring it at the same
    moment. Raises WrongRecipient for anything but one plain address.
    """
    now = clock.now()
    values = {
        "kind": kind,
        "organiser_id": organiser_id,
        "recipient": plain_address(recipient),
        "sender": one_line(sender, LONGEST_NAME),
        "reply_to": plain_address(reply_to) if reply_to else None,
        "subject": one_line(subject, LONGEST_SUBJECT),
        "text": text,
        "html": html or None,
        "once_key": once_key,
        "due_at": now,
        "created_at": now,
    }
    if once_key is None:
        session.add(OutboxMessage(**values))
    else:
        insert_new(OutboxMessage, "once_key", **values)


@transactional
def claim_next() -> Letter | None:
    """Take the message due first, for the length of the lease; None when nothing is due.

    The UPDATE holds only for who still sees the message as it was read, so one of two workers
    gets it. A worker that dies leaves it to the next one once the lease is over.
    """
    while (found := queries.next_due()) is not None:
        lease_ends_at = clock.now() + LEASE
        taken = _changed(
            update(OutboxMessage)
            .where(
                OutboxMessage.id == found.id,
                OutboxMessage.state == MessageState.QUEUED,
                OutboxMessage.due_at == found.due_at,
            )
            .values(attempts=found.attempts + 1, due_at=lease_ends_at)
        )
        if taken:
            return _letter(found, lease_ends_at)
    return None


def _letter(found: queries.DueMessage, lease_ends_at: datetime) -> Letter:
    return Letter(
        id=found.id,
        attempt=found.attempts + 1,
        lease_ends_at=lease_ends_at,
        recipient=found.recipient,
        sender=found.sender,
        reply_to=found.reply_to,
        subject=found.subject,
        text=found.text,
        html=found.html,
        created_at=found.created_at,
    )


@transactional
def mark_sent(letter: Letter) -> None:
    """Remember that the mail server took the message.

    It holds also for a late worker, whatever became of its lease: the message did leave, and
    must not leave again. The first time of sending stays.
    """
    _changed(
        update(OutboxMessage)
        .where(OutboxMessage.id == letter.id, OutboxMessage.state != MessageState.SENT)
        .values(state=MessageState.SENT, sent_at=clock.now(), last_error=None)
    )


@transactional
def mark_unsent(letter: Letter, reason: str, *, permanent: bool) -> None:
    """Put the message back for a later attempt; after the last one, or for good, it has failed.

    Does nothing when the lease ran out and another worker has, sent or gave up the message.
    """
    pause = None if permanent else pause_after(letter.attempt)
    values: dict[str, object] = {"last_error": one_line(reason, LONGEST_ERROR)}
    if pause is None:
        values["state"] = MessageState.FAILED
    else:
        values["due_at"] = clock.now() + pause
    _changed(
        update(OutboxMessage)
        .where(
            OutboxMessage.id == letter.id,
            OutboxMessage.state == MessageState.QUEUED,
            OutboxMessage.due_at == letter.lease_ends_at,
        )
        .values(values)
    )


@transactional
def retry(organiser_id: int, message_id: int) -> None:
    """Queue a failed message again, from its first attempt.

    Raises NotFound for another organiser's message and NotFailed for one that has not failed.
    """
    if not _requeue(organiser_id, message_id):
        if not queries.belongs_to(message_id, organiser_id):
            raise NotFound
        raise NotFailed


@transactional
def retry_all(organiser_id: int) -> int:
    """Queue all failed messages of an organiser again and return how many there were."""
    return _requeue(organiser_id, None)


def _requeue(organiser_id: int, message_id: int | None) -> int:
    failed = update(OutboxMessage).where(
        OutboxMessage.organiser_id == organiser_id,
        OutboxMessage.state == MessageState.FAILED,
    )
    if message_id is not None:
        failed = failed.where(OutboxMessage.id == message_id)
    return _changed(failed.values(state=MessageState.QUEUED, attempts=0, due_at=clock.now()))


@transactional
def purge_bodies() -> int:
    """Empty the messages sent more than 30 days ago and return how many there were.

    The rows stay: their once_key keeps the same event from being told twice.
    """
    return _changed(
        update(OutboxMessage)
        .where(
            OutboxMessage.state == MessageState.SENT,
            OutboxMessage.sent_at < clock.now() - KEEP_BODIES,
            OutboxMessage.text != "",
        )
        .values(text="", html=None)
    )


def _changed(statement: Update) -> int:
    """Run an UPDATE and return how many rows it changed."""
    result = session.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", result).rowcount
