"""What the worker does: deliver what is due, survive everything, try again later."""

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from flask import Flask

from brocante.config import Settings
from brocante.core import clock
from brocante.core.transaction import end_reads
from brocante.outbox import queries, service
from brocante.outbox.delivery import Courier, Unreachable, is_permanent, reason_of

log = logging.getLogger(__name__)

PAUSE_SECONDS = 2.0
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def deliver_due(settings: Settings, limit: int = 50) -> int:
    """Send what is due; return how many messages left. Nothing happens without an SMTP server."""
    if not settings.smtp_url:
        return 0
    sent = 0
    with Courier(settings) as courier:
        for _ in range(limit):
            # Read first: an idle worker must not take the write lock every two seconds.
            letter = service.claim_next() if queries.next_due() else None
            if letter is None:
                break
            try:
                sent += _attempt(letter, courier)
            except Unreachable as error:
                log.warning("no mail leaves, the SMTP server does not answer: %s", error)
                service.mark_unsent(letter, f"SMTP: {error}", permanent=False)
                break
    end_reads()
    return sent


def _attempt(letter: service.Letter, courier: Courier) -> bool:
    try:
        courier.deliver(letter)
    except Unreachable:
        raise
    except Exception as error:  # noqa: BLE001 - whatever one message does, the others must leave
        # Only the kind: the rest may name the recipient, which is not for the log.
        log.warning("message %s did not leave: %s", letter.id, type(error).__name__)
        service.mark_unsent(letter, reason_of(error), permanent=is_permanent(error))
        return False
    service.mark_sent(letter)
    return True


def run(
    app: Flask,
    stop: threading.Event,
    daily: Sequence[Callable[[], object]] = (),
    every_minute: Sequence[Callable[[], object]] = (),
) -> None:
    """Deliver until `stop` is set, and once a day forget old letters and call what is `daily`.

    What goes wrong ends one round, not the worker.
    """
    settings: Settings = app.extensions["brocante_settings"]
    last_day: datetime | None = None
    last_minute: datetime | None = None
    while not stop.wait(PAUSE_SECONDS):
        # A context for each round gives the database connection back in between.
        with app.app_context():
            try:
                deliver_due(settings)
                if last_day is None or clock.now() - last_day > DAY:
                    last_day = clock.now()
                    for task in (service.purge_bodies, *daily):
                        task()
                if last_minute is None or clock.now() - last_minute > MINUTE:
                    last_minute = clock.now()
                    for task in every_minute:
                        task()
                    end_reads()
            except Exception:
                log.exception("a round of the worker failed")
