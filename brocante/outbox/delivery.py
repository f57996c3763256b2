"""Hand letters to the SMTP server of BROCANTE_SMTP_URL.

smtp://, smtps:// (TLS from the start) or smtp+starttls://, with user:password@ where needed.
"""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from types import TracebackType
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

from brocante.config import Settings
from brocante.outbox.service import Letter

TIMEOUT_SECONDS = 20
INSTALLATION = "Brocante aux matériaux"


class Unreachable(Exception):
    """The SMTP server does not answer or does not let us in: no message can leave now."""


class Courier:
    """One SMTP connection for a round of letters, opened by the first of them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except (smtplib.SMTPException, OSError):
                self._server.close()

    def deliver(self, letter: Letter) -> None:
        """Send one letter; raises Unreachable, or what the server has against this letter."""
        message = compose(letter, self._settings)
        if self._server is None:
            self._server = self._connected()
        try:
            self._server.send_message(message, self._settings.mail_from, [letter.recipient])
        except Exception:
            # Some refusals close the line as well: the next letter opens its own.
            self._server.close()
            self._server = None
            raise

    def _connected(self) -> smtplib.SMTP:
        try:
            return _connect(urlsplit(self._settings.smtp_url or ""))
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise Unreachable(str(error)) from error


def compose(letter: Letter, settings: Settings) -> EmailMessage:
    """Return the e-mail. Its Message-ID is fixed, so that a second sending is recognised."""
    message = EmailMessage()
    message["From"] = formataddr((letter.sender or INSTALLATION, settings.mail_from))
    message["To"] = letter.recipient
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.created_at)
    host = settings.mail_from.rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<brocante-{letter.id}-{letter.created_at:%Y%m%d%H%M%S}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
    return message


def is_permanent(error: Exception) -> bool:
    """Tell whether trying again is of no use: the server refused this message with a 5xx answer."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _words in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and 500 <= error.smtp_code < 600


def reason_of(error: Exception) -> str:
    """Return the words of the server, as whoever looks after the addresses needs them."""
    code: int
    words: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return f"{type(error).__name__}: {error}"
    return f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"


def _connect(address: SplitResult) -> smtplib.SMTP:
    host = address.hostname or "localhost"
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if address.scheme == "smtps":
        port = address.port or smtplib.SMTP_SSL_PORT
        server = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=context)
    elif address.scheme in {"smtp", "smtp+starttls"}:
        port = address.port or (587 if address.scheme != "smtp" else smtplib.SMTP_PORT)
        server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    else:
        raise ValueError(f"{address.scheme}:// is not smtp://, smtps:// or smtp+starttls://")
    try:
        _introduce(server, address, context)
    except BaseException:
        server.close()
        raise
    return server


def _introduce(server: smtplib.SMTP, address: SplitResult, context: ssl.SSLContext) -> None:
    if address.scheme == "smtp+starttls":
        server.starttls(context=context)
    if address.username:
        server.login(unquote(address.username), unquote(address.password or ""))
