"""What became of a note of a counter, in words for the phone and for the pages."""

from collections.abc import Iterable

from flask_babel import gettext as _

from brocante.core.text import N_
from brocante.counter.refusals import REASONS, EntryRefused
from brocante.counter.rules import Flag
from brocante.web.errors import sentence

FLAGS = {
    Flag.EDITION_OVER: N_("The edition was archived already: kept, but not counted."),
    Flag.HANDED_TWICE: N_("Another counter handed this ticket over as well: both count."),
    Flag.CANCELLED: N_("The visitor had cancelled meanwhile: it counts all the same."),
    Flag.PROMISED: N_("Goods promised to others left: the site sees whose."),
    Flag.OVER_BOOKS: N_("More left than the books knew: they were corrected."),
    Flag.RELEASED: N_("One counter noted the visitor as absent, another one served them."),
    Flag.CHANGED: N_("The ticket was changed meanwhile."),
    Flag.ELSEWHERE: N_("These goods stand at another site by now."),
    Flag.AFTER_REVOCATION: N_("Sent after the link was revoked."),
    Flag.CLOCK: N_("The clock of this phone is wrong: the time was corrected."),
}


def flag_sentences(flags: Iterable[str]) -> list[str]:
    """Return what is to know about a note, the gravest first."""
    raised = set(flags)
    return [_(words) for flag, words in FLAGS.items() if flag in raised]


def refusal_sentence(reason: str | None) -> str:
    """Return why a note was refused."""
    return sentence(REASONS.get(reason or "", EntryRefused)())
