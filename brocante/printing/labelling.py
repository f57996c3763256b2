"""What labels say of listings: French large, English small, the same texts for the catalogue."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

from flask_babel import force_locale
from flask_babel import gettext as _

from brocante.catalogue.models import Condition, PriceKind
from brocante.catalogue.rules import reduction_percent
from brocante.core.units import Unit
from brocante.materials.queries import find_family
from brocante.printing.label_layout import LabelData
from brocante.printing.queries import Labelled
from brocante.web.formats import dims, mass, money, quantity, unit_name
from brocante.web.links import public_link


def label_texts(found: Iterable[Labelled]) -> Iterator[LabelData]:
    """Yield the labels of listings in the present language."""
    conditions = condition_words()
    base = public_link("counter.label", code="")
    for listing in found:
        price, unit = price_words(listing)
        yield LabelData(
            code=listing.code,
            url=f"{base}{listing.code}",
            title=listing.title,
            price_text=price,
            price_unit_text=unit,
            condition=listing.condition.value,
            condition_label=conditions[listing.condition],
            percentage_text=percentage_words(listing),
            percentage_attested=listing.comparison_attested_at is not None,
            defect=_("Defect: %(defect)s", defect=listing.defect) if listing.defect else "",
            dimensions_text=dims(listing),
            quantity_text=quantity(listing.quantity, listing.unit),
            mass_text=mass_words(listing),
            batch=_("Batch %(batch)s", batch=listing.batch) if listing.batch else "",
            location=listing.location,
            company=listing.company,
            english=english_words(
                listing.family or "", listing.condition, listing.price_kind, listing.unit
            ),
        )


def fingerprint(label: LabelData) -> str:
    """Return what tells a label from another one: its words, and where its code leads.

    An older address may lead nowhere one day, so its labels are to be printed again. The English
    does not count: it says the same.
    """
    parts = (
        label.url,
        *(label.title, label.price_text, label.price_unit_text, label.condition),
        *(label.percentage_text, label.defect, label.dimensions_text, label.quantity_text),
        *(label.mass_text, label.batch, label.location, label.company),
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def condition_words() -> dict[Condition, str]:
    """Return the word of each condition."""
    return {
        Condition.SURPLUS: _("Surplus"),
        Condition.DECLASSED: _("Declassed"),
        Condition.DEMO: _("Demo item"),
    }


def price_words(listing: Labelled) -> tuple[str, str]:
    """Return the price and its unit; nothing while there is no price."""
    if listing.price_kind is PriceKind.FREE:
        return _("Free"), ""
    if listing.price_cents is None:
        return "", ""
    if listing.price_kind is PriceKind.LOT:
        return money(listing.price_cents), _("incl. VAT, the lot")
    unit = unit_name(listing.unit) or _("piece")
    return money(listing.price_cents), _("incl. VAT / %(unit)s", unit=unit)


def percentage_words(listing: Labelled) -> str:
    """Only an attested lowest price of the last 30 days makes a percentage."""
    percent = reduction_percent(
        listing.price_kind,
        listing.price_cents,
        listing.comparison,
        listing.comparison_cents,
        attested=listing.comparison_attested_at is not None,
    )
    return f"−{percent}\u00a0%" if percent else ""


def mass_words(listing: Labelled) -> str:
    """Return the mass of one unit; nothing when it is unknown."""
    if listing.unit_mass_g is None:
        return ""
    unit = unit_name(listing.unit) or _("piece")
    return _("%(mass)s / %(unit)s", mass=mass(listing.unit_mass_g), unit=unit)


@lru_cache(maxsize=1_024)
def english_words(family: str, condition: Condition, kind: PriceKind, unit: Unit) -> str:
    """Return in English what a label says in words of the house, "Tiles, surplus; ... per m²"."""
    found = find_family(family)
    with force_locale("en"):
        what = condition_words()[condition]
        if found is not None:
            what = f"{found.label_en}, {what.lower()}"
        if kind is PriceKind.FREE:
            return f"{what}. Free."
        if kind is PriceKind.LOT:
            return f"{what}. Price incl. VAT, for the lot."
        # A unit never stands alone on the next line.
        per = f"per\u00a0{unit_name(unit) or _('piece')}"
        return f"{what}. Price incl. VAT, {per}."
