"""Hand one message to the SMTP server."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from urllib.parse import SplitResult, unquote, urlsplit

from brocante.config import Settings
from brocante.outbox.models import OutboxMessage

TIMEOUT_SECONDS = 20


def deliver(message: OutboxMessage, settings: Settings) -> None:
    """Send; raises smtplib.SMTPException or OSError when the server does not take it."""
    with _connect(urlsplit(settings.smtp_url or "")) as server:
        server.send_message(compose(message, settings))


def compose(message: OutboxMessage, settings: Settings) -> EmailMessage:
    """Return the letter. Its Message-ID is fixed, so that a second sending is recognised."""
    letter = EmailMessage()
    letter["From"] = formataddr(("Brocante aux matériaux", settings.mail_from))
    letter["To"] = message.recipient
    if message.reply_to:
        letter["Reply-To"] = message.reply_to
    letter["Subject"] = message.subject
    letter["Date"] = format_datetime(message.created_at)
    host = settings.mail_from.rpartition("@")[2] or "localhost"
    letter["Message-ID"] = f"<brocante-{message.id}-{message.created_at:%Y%m%d%H%M%S}@{host}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.text)
    if message.html:
        letter.add_alternative(message.html, subtype="html")
    return letter


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
        if address.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
    if address.username:
        server.login(unquote(address.username), unquote(address.password or ""))
    return server
