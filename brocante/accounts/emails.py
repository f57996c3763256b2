"""Letters about accounts."""

from flask_babel import force_locale

from brocante.outbox import emails, service
from brocante.web.links import public_link


def send_link(recipient: str, token: str, language: str) -> None:
    """Mail a one-use sign-in link."""
    with force_locale(language):
        subject, text, html = emails.render(
            "accounts/emails/link", link=public_link("accounts.link", token=token)
        )
    service.send(kind="sign-in", recipient=recipient, subject=subject, text=text, html=html)


def send_invitation(
    recipient: str, token: str, organiser: str, organiser_id: int, language: str = "fr"
) -> None:
    """Invite a person to join an organiser."""
    with force_locale(language):
        subject, text, html = emails.render(
            "accounts/emails/invitation",
            link=public_link("accounts.invitation", token=token),
            organiser=organiser,
        )
    service.send(
        kind="invitation",
        recipient=recipient,
        subject=subject,
        text=text,
        html=html,
        organiser_id=organiser_id,
    )
