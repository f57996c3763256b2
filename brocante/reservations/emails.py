"""Letters to visitors: copies of the ticket, in their language. The ticket itself is the page."""

from flask_babel import force_locale

from brocante.editions.models import Edition
from brocante.outbox import emails, service
from brocante.reservations.tickets import Ticket
from brocante.web.links import public_link


def send_confirmation(ticket: Ticket, edition: Edition) -> None:
    """Tell that a reservation is made; once for each reservation."""
    _send("confirmed", ticket, edition, once_key=f"reservation-{ticket.id}")


def send_change(ticket: Ticket, edition: Edition) -> None:
    """Tell what a reservation has become after a change."""
    _send("changed", ticket, edition)


def send_cancellation(ticket: Ticket, edition: Edition) -> None:
    """Tell that nothing of a reservation is left."""
    _send("cancelled", ticket, edition)


def _send(kind: str, ticket: Ticket, edition: Edition, once_key: str | None = None) -> None:
    if not ticket.email:
        return
    with force_locale(ticket.language):
        subject, text, html = emails.render(
            f"reservations/emails/{kind}",
            ticket=ticket,
            edition=edition,
            link=public_link("reservations.ticket", token=ticket.token),
        )
    service.send(
        kind=f"reservation.{kind}",
        recipient=ticket.email,
        subject=subject,
        text=text,
        html=html,
        organiser_id=edition.organiser_id,
        reply_to=edition.contact_email,
        once_key=once_key,
    )
