"""The organiser's home: where the edition stands, who lacks what, the figures of the day."""

from flask import render_template
from flask_babel import gettext as _

from brocante.accounts.access import signed_in
from brocante.cockpit import queries
from brocante.companies.queries import participations_with_lacks
from brocante.companies.rules import LACK_WORDS
from brocante.core import clock
from brocante.editions import rules
from brocante.editions.access import organiser_edition
from brocante.editions.models import Edition, EditionState
from brocante.editions.queries import editions_of
from brocante.editions.words import STATE_NOTES, STATE_WORDS, STEP_WORDS
from brocante.web.blueprints import organiser_blueprint

blueprint = organiser_blueprint("organiser_cockpit", __name__)
blueprints = (blueprint,)

MOST_COMPANIES = 8


@blueprint.get("/")
def home() -> str:
    """The lifecycle as a line with its next step, what is missing, the figures of the day."""
    edition, now = organiser_edition(), clock.now()
    statuses = participations_with_lacks(edition.id)
    lacking = [status for status in statuses if status.lacks]
    return render_template(
        "cockpit/organiser.html",
        lifecycle=_lifecycle(edition),
        state_note=STATE_NOTES[edition.state],
        missing=[rules.MISSING_WORDS[one] for one in rules.missing_for_next_step(edition, now)],
        step_words=STEP_WORDS.get(edition.state),
        companies=len(statuses),
        lacking=lacking[:MOST_COMPANIES],
        more_lacking=max(len(lacking) - MOST_COMPANIES, 0),
        lack_words=LACK_WORDS,
        figures=queries.day_figures(edition),
        is_day=rules.reached(edition.state, EditionState.RUNNING),
        others=[one for one in editions_of(signed_in().organisers) if one.id != edition.id],
    )


def _lifecycle(edition: Edition) -> list[dict[str, str]]:
    """The states as the macro `steps` takes them."""
    here = rules.ORDER.index(edition.state)
    return [
        {
            "label": _(STATE_WORDS[state]),
            "state": "done" if place < here else "current" if place == here else "todo",
        }
        for place, state in enumerate(rules.ORDER)
    ]
