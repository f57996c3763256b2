"""Messages of the outbox, made and read by tests."""

from sqlalchemy import select

from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import end_reads, transactional
from brocante.outbox import service
from brocante.outbox.models import MessageState, OutboxMessage


def make_message(**changes: object) -> None:
    """Queue a message; unknown names raise."""
    values = {
        "kind": "test",
        "recipient": "visitor@example.org",
        "subject": "Your reservation",
        "text": "Come on Friday.\n",
    }
    service.send(**(values | changes))  # type: ignore[arg-type]


def stored() -> list[OutboxMessage]:
    """Return every message as it is now, in the order of writing."""
    end_reads()
    session.expire_all()
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


@transactional
def fail(message_id: int) -> None:
    """Give a message up, as the worker does after its last attempt."""
    message = session.get_one(OutboxMessage, message_id)
    message.state, message.last_error = MessageState.FAILED, "550 no such user"
    message.attempts = 8


@transactional
def mark_sent(message_id: int) -> None:
    """Say that a message left just now."""
    message = session.get_one(OutboxMessage, message_id)
    message.state, message.sent_at = MessageState.SENT, clock.now()
