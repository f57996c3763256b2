"""An SMTP server for the tests: it keeps what it is sent, and refuses on demand."""

import email
import email.policy
import socket
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
TEMPORARY_REFUSAL = "451 4.3.0 Try again later"
PERMANENT_REFUSAL = "554 5.7.1 Message refused"


class MailServer:
    """A server on a free port, running in its own thread while the `with` block lasts.

    `messages` holds what was accepted, in order; `recipients` the addresses of each envelope,
    which a message's own headers need not show.
    """

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self._refusals = 0
        self._refusal = TEMPORARY_REFUSAL
        self._controller = Controller(self, hostname=HOST, port=_free_port())

    @property
    def url(self) -> str:
        """The address for BROCANTE_SMTP_URL."""
        return f"smtp://{HOST}:{self._controller.port}"

    def refuse_next(self, count: int, answer: str = TEMPORARY_REFUSAL) -> None:
        """Answer the next `count` messages with a refusal, temporary unless said, and keep none."""
        self._refusals, self._refusal = count, answer

    def start(self) -> None:
        """Listen; on return the server answers."""
        self._controller.start()

    def stop(self) -> None:
        """Stop listening; what was received stays."""
        self._controller.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the message, or refuse it; called in the server's thread."""
        if self._refusals > 0:
            self._refusals -= 1
            return self._refusal
        content = envelope.original_content or b""
        self.recipients.append(list(envelope.rcpt_tos))
        self.messages.append(email.message_from_bytes(content, policy=email.policy.default))
        return "250 2.0.0 Accepted"


def _free_port() -> int:
    """Return a port nobody listens on; aiosmtpd cannot tell which one it was given for 0."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port
