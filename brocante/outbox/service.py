"""Put a message beside the write it tells of; try a failed one again; forget old letters."""

from datetime import timedelta

from sqlalchemy import delete, select

from brocante.core import clock
from brocante.core.db import session
from brocante.core.errors import NotFound
from brocante.core.transaction import transactional
from brocante.outbox.models import MessageState, OutboxMessage

KEPT_DAYS = 30


@transactional
def send(
    *,
    kind: str,
    recipient: str,
    subject: str,
    text: str,
    html: str | None = None,
    organiser_id: int | None = None,
    reply_to: str | None = None,
    once_key: str | None = None,
) -> None:
    """Store a message in the present unit of work; the worker delivers it after the commit.

    The same `once_key` again is the same message: nothing is added.
    """
    if once_key is not None and _is_known(once_key):
        return
    now = clock.now()
    session.add(
        OutboxMessage(
            kind=kind,
            recipient=_single_line(recipient)[:254],
            subject=_single_line(subject)[:200],
            text=text,
            html=html,
            organiser_id=organiser_id,
            reply_to=_single_line(reply_to)[:254] if reply_to else None,
            once_key=once_key,
            due_at=now,
            created_at=now,
        )
    )


def _is_known(once_key: str) -> bool:
    found = select(OutboxMessage.id).where(OutboxMessage.once_key == once_key)
    return session.scalar(found) is not None


def _single_line(text: str) -> str:
    """Return `text` on one line: a line break would start a header of its own."""
    return " ".join(text.split())


@transactional
def retry(organiser_ids: list[int], message_id: int) -> None:
    """Queue a failed message of one's own organiser again."""
    message = session.get(OutboxMessage, message_id)
    if message is None or message.organiser_id not in organiser_ids:
        raise NotFound
    if message.state is MessageState.FAILED:
        message.state = MessageState.QUEUED
        message.attempts = 0
        message.due_at = clock.now()


@transactional
def purge() -> int:
    """Delete delivered letters after a month; return how many."""
    limit = clock.now() - timedelta(days=KEPT_DAYS)
    result = session.execute(
        delete(OutboxMessage)
        .where(OutboxMessage.state == MessageState.SENT, OutboxMessage.sent_at < limit)
        .returning(OutboxMessage.id)
    )
    return len(result.all())
