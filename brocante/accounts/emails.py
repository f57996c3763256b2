"""Letters about accounts."""

from flask_babel import force_locale

from brocante.outbox import emails, service
from brocante.web.links import public_link

Letter = tuple[str, str, str | None]


def link_letter(token: str, target: str, language: str) -> Letter:
    """Return subject, text and HTML of the letter that holds a one-use sign-in link."""
    with force_locale(language):
        return emails.render(
            "accounts/emails/link",
            link=public_link("accounts.link", token=token, next=target or None),
        )


def post_link(recipient: str, letter: Letter) -> None:
    """Put a sign-in letter into the outbox."""
    subject, text, html = letter
    service.send(kind="sign-in", recipient=recipient, subject=subject, text=text, html=html)


def post_invitation(
    recipient: str, token: str, organiser: tuple[int, str], inviter: str, language: str
) -> None:
    """Invite a person to join an organiser (its id and name)."""
    organiser_id, name = organiser
    with force_locale(language):
        subject, text, html = emails.render(
            "accounts/emails/invitation",
            link=public_link("accounts.invitation", token=token),
            organiser=name,
            inviter=inviter,
        )
    service.send(
        kind="invitation",
        recipient=recipient,
        subject=subject,
        text=text,
        html=html,
        organiser_id=organiser_id,
        sender=name,
    )
