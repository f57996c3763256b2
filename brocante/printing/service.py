"""Labels of listings as a PDF, texts formatted in the reader's language."""

from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from brocante.catalogue.models import Condition, PriceKind
from brocante.catalogue.rules import reduction_percent
from brocante.config import Settings
from brocante.printing.errors import NothingToPrint
from brocante.printing.formats import FORMATS
from brocante.printing.labels import LabelData, SheetOptions, label_sheet
from brocante.printing.queries import LabelFilter, Labelled, labelled
from brocante.web.formats import dims, mass, money, quantity, unit_name
from brocante.web.languages import current_language
from brocante.web.links import public_link, settings
from brocante.web.public_address import check_public_address


def labels_pdf(
    wanted: LabelFilter,
    format_code: str,
    *,
    start_at: int = 1,
    offset_mm: tuple[float, float] = (0.0, 0.0),
    cut_marks: bool = False,
) -> bytes:
    """Return the labels of the listings wanted.

    Raises what `check_public_address` raises, a PrintingError when a label could not be honoured,
    NothingToPrint when no listing is meant.
    """
    installation: Settings = settings()
    check_public_address(installation.public_url, installation.demo)
    found = labelled(wanted)
    if not found:
        raise NothingToPrint
    options = SheetOptions(
        title=_("Labels"),
        lang=current_language(),
        start_at=start_at,
        offset_mm=offset_mm,
        cut_marks=cut_marks,
        stamp="*** DÉMONSTRATION ***" if installation.demo else "",
    )
    return label_sheet(_texts(found), FORMATS[format_code], options)


def _texts(found: Iterable[Labelled]) -> Iterator[LabelData]:
    conditions = {
        Condition.SURPLUS: _("Surplus"),
        Condition.DECLASSED: _("Declassed"),
        Condition.DEMO: _("Demo item"),
    }
    for listing in found:
        price, unit = _price(listing)
        yield LabelData(
            code=listing.code,
            url=public_link("counter.label", code=listing.code),
            title=listing.title,
            price_text=price,
            price_unit_text=unit,
            condition=listing.condition.value,
            condition_label=conditions[listing.condition],
            percentage_text=_percentage(listing),
            percentage_attested=listing.comparison_attested_at is not None,
            defect=_("Defect: %(defect)s", defect=listing.defect) if listing.defect else "",
            dimensions_text=dims(listing),
            quantity_text=quantity(listing.quantity, listing.unit),
            mass_text=_mass(listing),
            batch=_("Batch %(batch)s", batch=listing.batch) if listing.batch else "",
            location=listing.location,
            company=listing.company,
        )


def _price(listing: Labelled) -> tuple[str, str]:
    if listing.price_kind is PriceKind.FREE:
        return _("Free"), ""
    if listing.price_cents is None:
        return "", ""
    if listing.price_kind is PriceKind.LOT:
        return money(listing.price_cents), _("incl. VAT, the lot")
    unit = unit_name(listing.unit) or _("piece")
    return money(listing.price_cents), _("incl. VAT / %(unit)s", unit=unit)


def _percentage(listing: Labelled) -> str:
    """Only an attested lowest price of the last 30 days makes a percentage."""
    percent = reduction_percent(
        listing.price_kind,
        listing.price_cents,
        listing.comparison,
        listing.comparison_cents,
        attested=listing.comparison_attested_at is not None,
    )
    return f"−{percent}\u00a0%" if percent else ""


def _mass(listing: Labelled) -> str:
    if listing.unit_mass_g is None:
        return ""
    unit = unit_name(listing.unit) or _("piece")
    return _("%(mass)s / %(unit)s", mass=mass(listing.unit_mass_g), unit=unit)
