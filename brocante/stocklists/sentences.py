"""The words for what a reading found, by the codes of the contract and the names of refusals."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from brocante.catalogue import errors as catalogue_errors
from brocante.core.text import N_
from brocante.stocklists import errors
from brocante.stocklists.errors import UnreadableFile
from brocante.stocklists.roles import Role
from brocante.stocklists.rules import ImportState

_QUESTIONS = {
    "ambiguous-number": N_("A number can be read in two ways: check it."),
    "cell-too-long": N_("A cell was too long and is cut."),
    "condition-unclear": N_("The condition is not clear."),
    "date-unclear": N_("The date is not clear."),
    "defect-missing": N_("Declassed: say what the defect is."),
    "formula-error": N_("A formula in the file gave no value."),
    "formula-text": N_("The text begins with a sign such as = or +: check it."),
    "free-text": N_("Read from a sentence: check the quantity and the price."),
    "hidden-row": N_("This row was hidden in the file: is it for sale?"),
    "negative-quantity": N_("The quantity is below zero."),
    "person-name": N_("The title seems to name a person or a telephone number: visitors read it."),
    "possible-duplicate": N_("Another line of the list looks the same."),
    "price-unclear": N_("The price is not clear."),
    "quantity-unclear": N_("The quantity is not clear."),
    "several-articles": N_("There are several articles in one line."),
    "title-missing": N_("There is no title."),
    "unit-unknown": N_("The unit is not clear."),
    "vat-basis-unknown": N_("Is the price with or without tax?"),
    "zero-quantity": N_("The quantity is zero."),
    "vat-rate-unsaid": N_("The price is without tax and the list names no VAT rate."),
    "left-unsaid": N_("Some of it has left already: does the quantity count that too?"),
    "likely-match": N_("It resembles one of your listings: is it the same?"),
}
_SHORT = {
    "MissingCondition": N_("Condition missing"),
    "MissingFamily": N_("Family missing"),
    "MissingPrice": N_("Price missing"),
    "MissingQuantity": N_("Quantity missing"),
    "MissingSite": N_("Site missing"),
    "MissingTitle": N_("Title missing"),
    "MissingDefect": N_("Defect missing"),
    "ambiguous-number": N_("Number to check"),
    "cell-too-long": N_("Text cut"),
    "condition-unclear": N_("Condition to check"),
    "date-unclear": N_("Date to check"),
    "defect-missing": N_("Defect missing"),
    "formula-error": N_("Formula without value"),
    "formula-text": N_("Text to check"),
    "free-text": N_("Sentence to check"),
    "hidden-row": N_("Hidden row"),
    "left-unsaid": N_("Part has left"),
    "sum": N_("Added to a line that looks the same"),
    "first": N_("Written twice in the list"),
    "likely-match": N_("Same as a listing?"),
    "negative-quantity": N_("Below zero"),
    "person-name": N_("Name of a person"),
    "possible-duplicate": N_("Looks the same"),
    "price-unclear": N_("Price to check"),
    "quantity-unclear": N_("Quantity to check"),
    "several-articles": N_("Several articles"),
    "title-missing": N_("Title missing"),
    "unit-unknown": N_("Unit to check"),
    "vat-basis-unknown": N_("With or without tax?"),
    "vat-rate-unsaid": N_("VAT rate"),
    "zero-quantity": N_("Quantity zero"),
    "PriceForOtherUnit": N_("Two different units"),
    "NotWhole": N_("Fraction of a piece"),
    "RefusedGoods": N_("Refused goods"),
    "title": N_("Above the table"),
    "header-repeat": N_("Header again"),
    "total": N_("Total"),
    "footer": N_("Below the table"),
    "section": N_("Section title"),
    "empty-article": N_("No article"),
    "by-hand": N_("Left out by you"),
}
_FILE = {
    "purchase-cost-ignored": N_("Purchase costs are not kept: %(field)s"),
    "hidden-sheet-skipped": N_("Hidden sheet, not read: %(field)s"),
    "archive-sheet-skipped": N_("Archive sheet, not read: %(field)s"),
    "colours-ignored": N_("Colours of cells are not read."),
    "comments-ignored": N_("Comments on cells are not read."),
    "pasted-images-ignored": N_("Pictures pasted into the sheet are not taken over."),
}
ROLES = {
    Role.TITLE: N_("Title"),
    Role.REFERENCE: N_("Reference"),
    Role.BATCH: N_("Batch or dye lot"),
    Role.FAMILY: N_("Family or section"),
    Role.QUANTITY: N_("Quantity"),
    Role.AVAILABLE: N_("Quantity for sale"),
    Role.UNIT: N_("Unit"),
    Role.PACKAGING: N_("Packaging"),
    Role.PRICE: N_("Sale price"),
    Role.NET_PRICE: N_("Price after discount"),
    Role.REFERENCE_PRICE: N_("Price when new"),
    Role.DISCOUNT: N_("Discount"),
    Role.VAT: N_("VAT rate"),
    Role.BASIS: N_("With or without VAT"),
    Role.CONDITION: N_("Condition"),
    Role.REMARK: N_("Remark, for your team only"),
    Role.LOCATION: N_("Place in the yard"),
    Role.AVAILABLE_FROM: N_("Available from"),
    Role.PHOTOS: N_("Photos"),
    Role.DIMENSIONS: N_("Dimensions"),
    Role.SECTION: N_("Section of timber"),
    Role.LENGTH: N_("Length"),
    Role.WIDTH: N_("Width"),
    Role.HEIGHT: N_("Height"),
    Role.THICKNESS: N_("Thickness"),
    Role.DIAMETER: N_("Diameter"),
    Role.LISTING_CODE: N_("Code of your listing"),
    Role.PURCHASE: N_("Purchase cost: not kept"),
    Role.IGNORED: N_("Not used"),
    Role.NONE: N_("Not used"),
}
STATES = {
    ImportState.WAITING: (N_("Arriving"), "neutral"),
    ImportState.READING: (N_("Being read"), "neutral"),
    ImportState.CHECKING: (N_("To check"), "warn"),
    ImportState.CORRECTING: (N_("Being corrected"), "neutral"),
    ImportState.CREATING: (N_("Being created"), "neutral"),
    ImportState.DONE: (N_("Done"), "good"),
    ImportState.UNDOING: (N_("Being undone"), "neutral"),
    ImportState.UNDONE: (N_("Undone"), "neutral"),
    ImportState.REFUSED: (N_("Could not be read"), "bad"),
}
_SHEETS = {
    "hidden": N_("hidden"),
    "archive": N_("archive"),
    "empty": N_("empty"),
    "no-table": N_("no table"),
    "other": N_("not asked for"),
}
_REFUSALS = {
    error.code: error for error in UnreadableFile.__subclasses__()
}  # read once: the classes are fixed


def question(code: str) -> str:
    """Return the sentence of an issue of the reading."""
    return _(_QUESTIONS[code]) if code in _QUESTIONS else code


def short(reason: str) -> str:
    """Return the few words for a reason that many lines share."""
    if reason in _SHORT:
        return _(_SHORT[reason])
    error = getattr(catalogue_errors, reason, None) or getattr(errors, reason, None)
    return _(N_("To correct")) if error else reason


def about_file(issue: Mapping[str, str | None]) -> str:
    """Return the sentence of an issue of the whole file."""
    text = _FILE.get(str(issue["code"]))
    return _(text, field=issue["field"] or "") if text else str(issue["code"])


def sheet_reason(reason: str) -> str:
    """Return why a sheet is not read."""
    return _(_SHEETS[reason]) if reason in _SHEETS else reason


def refusal_of(stored: Mapping[str, object]) -> UnreadableFile:
    """Return the error for which a list was refused."""
    error = _REFUSALS.get(str(stored.get("code")), errors.ReadingFailed)
    params = stored.get("params")
    return error(**(params if isinstance(params, dict) else {}))
