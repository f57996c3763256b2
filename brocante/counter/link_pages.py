"""The links to counters: those of a company's sites, or of all sites of an edition."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from brocante.accounts.access import signed_in
from brocante.core import clock
from brocante.core.errors import DomainError
from brocante.core.qr import short_address, svg
from brocante.counter import accesses
from brocante.counter.access import current_counter
from brocante.counter.errors import AccessNotFound
from brocante.counter.forms import LinkForm
from brocante.counter.phones import (
    Link,
    link_of,
    links_of,
    phones_of,
    sites_named,
    sites_of_edition,
)
from brocante.counter.standing import usual_days
from brocante.editions.access import current_edition, organiser_edition
from brocante.editions.models import Edition
from brocante.web.errors import show
from brocante.web.links import public_link, settings
from brocante.web.public_address import check_public_address


@dataclass(frozen=True, slots=True)
class LinkPages:
    """The pages about links for one kind of people; `is_organiser` answers for all sites."""

    is_organiser: bool

    def add_to(self, blueprint: Blueprint, address: str = "/acces") -> None:
        """Give a company or the organiser their pages about links."""
        one = f"{address}/<int:access_id>"
        for rule, view, methods in (
            (address, self.links, ["GET"]),
            (address, self.create, ["POST"]),
            (f"{address}/tous", self.create_all, ["POST"]),
            (f"{one}/revoquer", self.revoke, ["POST"]),
            (f"{one}/affiche", self.link_sheet, ["GET"]),
        ):
            blueprint.add_url_rule(rule, view.__name__, view, methods=methods)

    def links(self) -> str:
        """All links by site: who stands there, since when nothing was heard, what is unsent."""
        return self._page(self._form())

    def create(self) -> ResponseReturnValue:
        """Make a link."""
        form = self._form()
        if not form.validate():
            return self._page(form), 422
        try:
            span = form.span(current_edition().time_zone)
            accesses.create(signed_in(), self._sites(), form.site.data, form.name.data or "", span)
        except DomainError as refusal:
            form.add_error(refusal)
            return self._page(form), refusal.status
        flash(_("The link is made: print its sheet, or send the address."), "success")
        return redirect(url_for(".links"), 303)

    def create_all(self) -> ResponseReturnValue:
        """Make a link for each site that has none."""
        edition = self._edition()
        form = LinkForm(formdata=None)
        form.first_day.data, form.last_day.data = usual_days(edition.starts_on, edition.ends_on)
        span = form.span(edition.time_zone)
        count = accesses.create_missing(signed_in(), self._sites(), _("Counter"), span)
        flash(ngettext("%(num)d link made.", "%(num)d links made.", count), "success")
        return redirect(url_for(".links"), 303)

    def revoke(self, access_id: int) -> ResponseReturnValue:
        """End a link for good."""
        accesses.revoke(self._sites(), access_id)
        flash(_("The link is revoked: its phones are cut off at their next contact."), "success")
        return redirect(url_for(".links"), 303)

    def link_sheet(self, access_id: int) -> ResponseReturnValue:
        """A sheet to print for the gate: the code of the link and what to do, in three steps."""
        found = link_of(self._sites(), access_id)
        if found is None:
            raise AccessNotFound
        try:
            check_public_address(settings().public_url, settings().demo)
        except DomainError as refusal:
            show(refusal)
            return redirect(url_for(".links"), 303)
        first_day, last_day = found.days(self._edition().time_zone)
        code = svg(short_address(address_of(found)), label=_("Code of this counter"))
        return render_template(
            "counter/link_sheet.html",
            link=found,
            address=address_of(found),
            first_day=first_day,
            last_day=last_day,
            qr=Markup(code),  # noqa: S704 - drawn by core.qr, which escapes its label
        )

    def _sites(self) -> tuple[int, ...]:
        if self.is_organiser:
            return tuple(sites_of_edition(organiser_edition().id))
        return current_counter().site_ids

    def _edition(self) -> Edition:
        return organiser_edition() if self.is_organiser else current_edition()

    def _form(self) -> LinkForm:
        edition = self._edition()
        form = LinkForm()
        form.offer(sites_named(self._sites()), with_company=self.is_organiser)
        if not form.is_submitted():
            form.first_day.data, form.last_day.data = usual_days(edition.starts_on, edition.ends_on)
        return form

    def _page(self, form: LinkForm) -> str:
        links = links_of(self._sites())
        zone = self._edition().time_zone
        return render_template(
            "counter/organiser/links.html" if self.is_organiser else "counter/company/links.html",
            form=form,
            places=sites_named(self._sites()),
            links=links,
            phones=phones_of(links),
            days_of={link.id: link.days(zone) for link in links},
            address_of=address_of,
            now=clock.now(),
        )


def address_of(link: Link) -> str:
    """Return the public address of a link."""
    return public_link("counter_link.offer", token=link.token)
