"""What the states of an edition are called on screen (English message ids)."""

from brocante.core.text import N_
from brocante.editions.rules import EditionState

STATE_WORDS = {
    EditionState.DRAFT: N_("Preparation"),
    EditionState.LISTING: N_("Companies list"),
    EditionState.CATALOGUE: N_("Catalogue open"),
    EditionState.RESERVATIONS: N_("Reservations open"),
    EditionState.RUNNING: N_("The days"),
    EditionState.CLOSING: N_("Figures"),
    EditionState.ARCHIVED: N_("Archived"),
}
# What a state means; shown under the lifecycle and after a step.
STATE_NOTES = {
    EditionState.DRAFT: N_("Only you see this edition."),
    EditionState.LISTING: N_("Companies may register and write their listings."),
    EditionState.CATALOGUE: N_("Visitors may look at the catalogue, from its opening time on."),
    EditionState.RESERVATIONS: N_("Visitors may reserve, between the times you set."),
    EditionState.RUNNING: N_(
        "The days have come: companies hand over, visitors may still reserve."
    ),
    EditionState.CLOSING: N_(
        "The sale is over: companies correct what is left, you read the figures."
    ),
    EditionState.ARCHIVED: N_("The edition is archived: nothing changes any more."),
}
# The button that leads from a state to the next one.
STEP_WORDS = {
    EditionState.DRAFT: N_("Open to companies"),
    EditionState.LISTING: N_("Open the catalogue"),
    EditionState.CATALOGUE: N_("Open the reservations"),
    EditionState.RESERVATIONS: N_("Start the days"),
    EditionState.RUNNING: N_("End the sale"),
    EditionState.CLOSING: N_("Archive"),
}
