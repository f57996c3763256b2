"""Hand one message to the SMTP server."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from urllib.parse import SplitResult, unquote, urlsplit

from brocante.config import Settings
from brocante.outbox.service import Letter

TIMEOUT_SECONDS = 20
INSTALLATION = "Brocante aux matériaux"


def deliver(letter: Letter, settings: Settings) -> None:
    """Send; raises smtplib.SMTPException or OSError when the server does not take it."""
    message = compose(letter, settings)
    with _connect(urlsplit(settings.smtp_url or "")) as server:
        server.send_message(message, settings.mail_from, [letter.recipient])


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
    """Tell whether trying again is of no use: the server refused this message with a 5xx answer.

    A refused log-in or greeting says nothing about the message: it waits until that is mended.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _text in error.recipients.values())
    if isinstance(
        error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError | smtplib.SMTPHeloError
    ):
        return False
    return isinstance(error, smtplib.SMTPResponseException) and 500 <= error.smtp_code < 600


def _connect(address: SplitResult) -> smtplib.SMTP:
    host = address.hostname or "localhost"
    server: smtplib.SMTP
    if address.scheme == "smtps":
        context = ssl.create_default_context()
        server = smtplib.SMTP_SSL(
            host, address.port or 465, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(host, address.port or 25, timeout=TIMEOUT_SECONDS)
    try:
        if address.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))
    except BaseException:
        server.close()
        raise
    return server
