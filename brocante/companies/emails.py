"""Letters to companies and, about them, to the organiser."""

from collections.abc import Sequence

from flask_babel import force_locale

from brocante.companies.people import Person
from brocante.companies.rules import LACK_WORDS, Lack, ParticipationState
from brocante.editions.models import Edition
from brocante.outbox import emails, service
from brocante.web.links import public_link

_DECISIONS = {
    ParticipationState.APPROVED: "companies/emails/approved",
    ParticipationState.REFUSED: "companies/emails/refused",
    ParticipationState.WITHDRAWN: "companies/emails/withdrawn",
}


def confirm_registration(edition: Edition, person: Person, company_name: str, token: str) -> None:
    """Tell who registered a company, and let that person in by the link of an invitation."""
    link = public_link("companies.invitation", token=token)
    values: dict[str, object] = {"company_name": company_name, "link": link}
    _send(edition, person, "companies/emails/registered", values)


def tell_organiser(edition: Edition, company_name: str, contact: str) -> None:
    """Tell the organiser that a company registered."""
    with force_locale("fr"):
        subject, text, html = emails.render(
            "companies/emails/new_company",
            edition=edition,
            company_name=company_name,
            contact=contact,
            link=public_link("organiser_companies.index"),
        )
    service.send(
        kind="new-company",
        recipient=edition.contact_email,
        subject=subject,
        text=text,
        html=html,
        organiser_id=edition.organiser_id,
    )


def tell_decision(
    edition: Edition, people: Sequence[Person], company_name: str, state: ParticipationState
) -> None:
    """Tell those in charge of a company what the organiser decided."""
    values: dict[str, object] = {
        "company_name": company_name,
        "link": public_link("company_cockpit.home"),
    }
    for person in people:
        _send(edition, person, _DECISIONS[state], values)


def tell_brought_over(edition: Edition, people: Sequence[Person], company_name: str) -> None:
    """Tell those in charge that their company is on the list of a new edition."""
    values: dict[str, object] = {
        "company_name": company_name,
        "link": public_link("company_companies.charter"),
    }
    for person in people:
        _send(edition, person, "companies/emails/brought_over", values)


def remind(
    edition: Edition,
    people: Sequence[Person],
    company_name: str,
    lacking: Sequence[Lack],
    once_key: str,
) -> None:
    """Remind those in charge of what is lacking; the same `once_key` again sends nothing."""
    values: dict[str, object] = {
        "company_name": company_name,
        "lacking": [LACK_WORDS[lack] for lack in lacking],
        "link": public_link("company_cockpit.home"),
    }
    for person in people:
        key = f"{once_key}:{person.account_id}"
        _send(edition, person, "companies/emails/reminder", values, once_key=key)


def invite_company(edition: Edition, recipient: str, token: str) -> None:
    """Invite somebody to take part with a company."""
    with force_locale("fr"):
        subject, text, html = emails.render(
            "companies/emails/invitation",
            edition=edition,
            link=public_link("companies.invitation", token=token),
        )
    service.send(
        kind="company-invitation",
        recipient=recipient,
        subject=subject,
        text=text,
        html=html,
        organiser_id=edition.organiser_id,
        reply_to=edition.contact_email,
        sender=edition.name,
    )


def invite_member(recipient: str, token: str, company_name: str, inviter: str) -> None:
    """Invite somebody to join a company."""
    with force_locale("fr"):
        subject, text, html = emails.render(
            "companies/emails/member_invitation",
            company_name=company_name,
            inviter=inviter,
            link=public_link("companies.invitation", token=token),
        )
    service.send(
        kind="member-invitation", recipient=recipient, subject=subject, text=text, html=html
    )


def _send(
    edition: Edition,
    person: Person,
    template: str,
    values: dict[str, object],
    once_key: str | None = None,
) -> None:
    """Send a letter about an edition in the reader's language; answers go to the organiser."""
    with force_locale(person.language):
        subject, text, html = emails.render(template, edition=edition, person=person, **values)
    service.send(
        kind=template.rpartition("/")[2].replace("_", "-"),
        recipient=person.email,
        subject=subject,
        text=text,
        html=html,
        organiser_id=edition.organiser_id,
        reply_to=edition.contact_email,
        sender=edition.name,
        once_key=once_key,
    )
