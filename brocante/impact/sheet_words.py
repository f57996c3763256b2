"""What each column of the sheet of lines means: the data dictionary of the workbook."""

from flask_babel import gettext

from brocante.core.text import N_

_FROM_LEDGER = N_("As the counter wrote it down, frozen at that moment.")
_FORMULA = N_("Formula: weight with a factor × factor / 1000.")
_MEANINGS = (
    N_("Number of the line in the ledger."),
    N_("Number of the line that this one takes back; empty for a hand-over."),
    N_("Local day of the edition."),
    N_("Local time of the edition."),
    N_("With a reservation, or sold on the spot."),
    N_("Who sold it."),
    N_("Where it left."),
    N_("INSEE code of the commune"),
    N_("Commune of the site at that moment."),
    N_("Authority that the commune belongs to today."),
    N_("Code of the listing."),
    N_("Title of the listing at that moment."),
    N_("Family of the catalogue"),
    N_("Reference material, where one was said."),
    N_("That of the material, else the usual one of the family."),
    N_("Surplus, declassed or demo item."),
    N_("Quantity that left, negative where it came back."),
    N_("Unit of the quantity."),
    N_("Price asked times quantity, with taxes."),
    _FROM_LEDGER,
    N_("How the seller knew it."),
    N_("Local day and hour, for totals."),
    N_("Name of the site for totals."),
    N_("1 for a hand-over, −1 for one taken back; their sum is the number of lines."),
    N_("Empty when the weight is possible; else it counts as unknown."),
    N_("The weight written down, unless it cannot be right."),
    N_("1 or −1 where the weight counts; their sum is the lines of known weight."),
    N_("The way it is known, unknown where it cannot be right."),
    N_("Lowest comparable factor, modules A1-A3"),
    N_("Typical factor of the material; empty without a source."),
    N_("Highest comparable factor"),
    N_("Parameter of the condition, low case."),
    N_("Parameter of the high case."),
    N_("The weight that counts, where the material has a factor."),
    _FORMULA,
    _FORMULA,
    _FORMULA,
    N_("Formula: low carbon × share wasted."),
    N_("Formula: typical carbon × share replaced."),
    N_("Lowest price of the last 30 days that the seller attests."),
    N_("Formula: attested price × quantity."),
    N_("1 or −1 where a price is attested."),
    N_("The amount of these lines; what is saved is the difference."),
    N_("1 or −1 where the amount is zero."),
)


def column_meanings() -> list[str]:
    """Return what the columns mean, in their order."""
    return [gettext(meaning) for meaning in _MEANINGS]
