"""Reads about messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select

from brocante.core import clock
from brocante.core.db import session
from brocante.outbox.models import MessageState, OutboxMessage

PAGE = 50

_FAILED_FIRST = case(
    (OutboxMessage.state == MessageState.FAILED, 0),
    (OutboxMessage.state == MessageState.QUEUED, 1),
    else_=2,
)


@dataclass(frozen=True, slots=True)
class DueMessage:
    """A message whose time has come, as it was read."""

    id: int
    attempts: int
    due_at: datetime
    recipient: str
    sender: str
    reply_to: str | None
    subject: str
    text: str
    html: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message in the organiser's list. `text` is what it says, "" once that was deleted."""

    id: int
    organiser_id: int | None
    recipient: str
    subject: str
    text: str
    state: MessageState
    attempts: int
    due_at: datetime
    created_at: datetime
    sent_at: datetime | None
    last_error: str | None


@dataclass(frozen=True, slots=True)
class MessagePage:
    """One page of the list, from 1, and whether others follow."""

    lines: Sequence[MessageLine]
    number: int
    has_next: bool


def belongs_to(message_id: int, organiser_id: int) -> bool:
    """Tell whether a message exists and is the organiser's."""
    found = select(OutboxMessage.id).where(
        OutboxMessage.id == message_id, OutboxMessage.organiser_id == organiser_id
    )
    return session.scalar(found) is not None


def next_due() -> DueMessage | None:
    """Return the queued message that is due first, or None."""
    row = session.execute(
        select(
            OutboxMessage.id,
            OutboxMessage.attempts,
            OutboxMessage.due_at,
            OutboxMessage.recipient,
            OutboxMessage.sender,
            OutboxMessage.reply_to,
            OutboxMessage.subject,
            OutboxMessage.text,
            OutboxMessage.html,
            OutboxMessage.created_at,
        )
        .where(OutboxMessage.state == MessageState.QUEUED, OutboxMessage.due_at <= clock.now())
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(1)
    ).first()
    return DueMessage(**row._asdict()) if row else None


def message_page(organiser_id: int, number: int, *, unowned: bool = False) -> MessagePage:
    """Return page `number` (from 1) of an organiser's messages: failed, queued, then sent.

    `unowned` adds the messages of no organiser (sign-in links): for a demonstration only.
    """
    rows = session.execute(
        select(
            OutboxMessage.id,
            OutboxMessage.organiser_id,
            OutboxMessage.recipient,
            OutboxMessage.subject,
            OutboxMessage.text,
            OutboxMessage.state,
            OutboxMessage.attempts,
            OutboxMessage.due_at,
            OutboxMessage.created_at,
            OutboxMessage.sent_at,
            OutboxMessage.last_error,
        )
        .where(_seen_by(organiser_id, unowned=unowned))
        .order_by(_FAILED_FIRST, OutboxMessage.id.desc())
        .offset((number - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    return MessagePage([MessageLine(*row) for row in rows[:PAGE]], number, len(rows) > PAGE)


def count_by_state(organiser_id: int, *, unowned: bool = False) -> Mapping[MessageState, int]:
    """Return how many messages of an organiser stand where; every state is there."""
    rows = session.execute(
        select(OutboxMessage.state, func.count())
        .where(_seen_by(organiser_id, unowned=unowned))
        .group_by(OutboxMessage.state)
    )
    counts = dict.fromkeys(MessageState, 0)
    counts.update({row[0]: row[1] for row in rows})
    return counts


def _seen_by(organiser_id: int, *, unowned: bool) -> ColumnElement[bool]:
    own = OutboxMessage.organiser_id == organiser_id
    return or_(own, OutboxMessage.organiser_id.is_(None)) if unowned else own
