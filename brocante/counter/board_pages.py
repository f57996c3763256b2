"""The board of a company's sites, or of all sites of an edition, while the days run."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from brocante.accounts.access import signed_in
from brocante.core import clock
from brocante.counter.access import current_counter
from brocante.counter.board import SiteDay, day_shown, site_days, total_of
from brocante.counter.conflicts import Conflict, conflicts
from brocante.counter.corrections import endangered_promises
from brocante.counter.journal import settle_entry
from brocante.counter.models import EntryState
from brocante.counter.note_words import flag_sentences, refusal_sentence
from brocante.counter.phones import Phone, links_of, phones_of, sites_named, sites_of_edition
from brocante.counter.refusals import EntryNotFound
from brocante.editions.access import current_edition, organiser_edition
from brocante.editions.rules import days_of


@dataclass(frozen=True, slots=True)
class BoardPages:
    """The board for one kind of people; `is_organiser` sees all sites of the edition."""

    is_organiser: bool

    def add_to(self, blueprint: Blueprint, address: str) -> None:
        """Give a company or the organiser their board."""
        blueprint.add_url_rule(address, "board", self.board)
        blueprint.add_url_rule(
            f"{address}/notes/<key>", "settle_note", self.settle, methods=["POST"]
        )

    def board(self) -> str:
        """Each site on one day: who is expected, came, is late; sales; phones and conflicts."""
        edition = organiser_edition() if self.is_organiser else current_edition()
        own = None if self.is_organiser else current_counter()
        site_ids = self._sites()
        now = clock.now()
        day = day_shown(edition, request.args.get("jour", ""), now)
        figures = site_days(site_ids, day, edition.time_zone, now)
        return render_template(
            "counter/organiser/board.html" if self.is_organiser else "counter/company/board.html",
            shown_day=day,
            all_days=days_of(edition),
            places=sites_named(site_ids),
            figures=figures,
            nothing=SiteDay(),
            total=total_of(figures.values()),
            phones=_by_site(phones_of(links_of(site_ids))),
            now=now,
            notes=[(one, _note_words(one)) for one in conflicts(site_ids)],
            endangered=endangered_promises(edition.id, None if own is None else own.company_id),
        )

    def settle(self, key: str) -> ResponseReturnValue:
        """Somebody looked at a flagged note: it is no longer shown."""
        if not settle_entry(signed_in().id, self._sites(), key):
            raise EntryNotFound
        return redirect(url_for(".board"), 303)

    def _sites(self) -> tuple[int, ...]:
        if self.is_organiser:
            return tuple(sites_of_edition(organiser_edition().id))
        return current_counter().site_ids


def _note_words(conflict: Conflict) -> list[str]:
    """Return what is to know about a note."""
    if conflict.state is EntryState.REFUSED:
        return [refusal_sentence(conflict.reason)]
    if conflict.state is EntryState.KEPT and not conflict.flags:
        return [_("It takes back something that no phone has sent yet.")]
    return flag_sentences(conflict.flags)


def _by_site(phones: dict[int, list[Phone]]) -> dict[int, list[Phone]]:
    """Return the phones that still stand somewhere, by site."""
    standing: dict[int, list[Phone]] = {}
    for each in (phone for of_link in phones.values() for phone in of_link):
        if each.closed_at is None or each.unsent:
            standing.setdefault(each.link.site_id, []).append(each)
    return standing
