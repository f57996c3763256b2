"""What states, equipment and the legal status of a sale are called on screen (message ids)."""

from brocante.companies.rules import Declaration, Equipment, ParticipationState
from brocante.core.text import N_

STATE_WORDS = {
    ParticipationState.REGISTERED: N_("Waiting for approval"),
    ParticipationState.APPROVED: N_("Approved"),
    ParticipationState.REFUSED: N_("Refused"),
    ParticipationState.WITHDRAWN: N_("Withdrawn"),
}
STATE_TONES = {
    ParticipationState.REGISTERED: "warn",
    ParticipationState.APPROVED: "good",
    ParticipationState.REFUSED: "bad",
    ParticipationState.WITHDRAWN: "neutral",
}
EQUIPMENT_WORDS = {
    Equipment.FORKLIFT: N_("Forklift"),
    Equipment.PALLET_TRUCK: N_("Pallet truck"),
    Equipment.CRANE: N_("Crane"),
    Equipment.DOCK: N_("Loading dock"),
    Equipment.HELPING_HANDS: N_("Somebody to help load"),
    Equipment.SCALES: N_("Scales"),
}
DECLARATION_WORDS = {
    Declaration.UNKNOWN: N_("I do not know yet"),
    Declaration.NOT_REQUIRED: N_("Not required"),
    Declaration.TO_DECLARE: N_("To be declared"),
    Declaration.DECLARED: N_("Declared"),
    Declaration.RECEIPT: N_("Receipt received"),
}
DECLARATION_NOTES = {
    Declaration.UNKNOWN: N_("The lines above say how to find out."),
    Declaration.NOT_REQUIRED: N_("We already sell to the public at this place."),
    Declaration.TO_DECLARE: N_("The form still has to be sent to the mairie."),
    Declaration.DECLARED: N_("The form was sent; the receipt has not come."),
    Declaration.RECEIPT: N_("The mairie acknowledged it: keep the paper at the site."),
}
