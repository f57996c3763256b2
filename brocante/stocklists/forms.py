"""The forms of an import: shape only; what was understood stands in them already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields as fields_of
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from brocante.catalogue.forms import MillimetreField
from brocante.catalogue.rules import Condition, Offer, PriceKind
from brocante.core.units import Quantity, Unit
from brocante.materials.queries import families
from brocante.stocklists.offers import Site
from brocante.web.formats import unit_name
from brocante.web.forms import Form, LengthField, MoneyField, QuantityField, strip
from brocante.web.languages import current_language

LONGEST_TEXT = 200_000
# Fields of the form by the fields of an offer.
_NAMES = {
    "title": "title",
    "quantity": "quantity",
    "unit": "unit",
    "price_kind": "price_kind",
    "price": "price_cents",
    "condition": "condition",
    "defect": "defect",
    "family": "family",
    "site": "site_id",
    "location": "location",
    "batch": "batch",
    "reference": "reference",
    "length": "length_mm",
    "width": "width_mm",
    "height": "height_mm",
    "thickness": "thickness_mm",
    "diameter": "diameter_mm",
}


class FileForm(Form):
    """A stock list as a file, with photos beside it if there are any."""

    file = FileField(_l("Your file"))
    photos = FileField(_l("Photos in one .zip file, if you have any"))


class TextForm(Form):
    """A message, or lines spoken into the telephone."""

    text = TextAreaField(_l("Your message"), [Length(max=LONGEST_TEXT)])


class SpokenForm(Form):
    """One article a line, as the telephone wrote it."""

    spoken = TextAreaField(_l("One article a line"), [Length(max=LONGEST_TEXT)])


class LineForm(Form):
    """One line of a list, beside its original cells."""

    title = StringField(_l("What is it?"), [Length(max=140)], filters=[strip])
    quantity = QuantityField(_l("Quantity"))
    unit = SelectField(_l("Counted in"), [Optional()])
    price_kind = SelectField(_l("Sold"), [Optional()])
    price = MoneyField(_l("Price, tax included (TTC)"))
    condition = SelectField(_l("Condition"), [Optional()])
    defect = StringField(_l("What is the defect?"), [Length(max=300)], filters=[strip])
    family = SelectField(_l("Family"), [Optional()])
    site = SelectField(_l("Site"), [Optional()])
    location = StringField(_l("Where in the yard (rack, row)"), [Length(max=80)], filters=[strip])
    batch = StringField(_l("Batch or dye lot"), [Length(max=80)], filters=[strip])
    reference = StringField(_l("Maker's reference"), [Length(max=80)], filters=[strip])
    length = LengthField(_l("Length"))
    width = LengthField(_l("Width"))
    height = LengthField(_l("Height"))
    thickness = MillimetreField(_l("Thickness"))
    diameter = MillimetreField(_l("Diameter"))

    def __init__(self, offer: Offer, sites: Iterable[Site], **kwargs: Any) -> None:
        values = {name: getattr(offer, field) for name, field in _NAMES.items()}
        values |= {name: (values[name] or "") for name in ("condition", "family", "site")}
        super().__init__(data=values, meta={"csrf": False}, **kwargs)
        self.unit.choices = [SelectChoice(value=u.value, label=unit_name(u)) for u in Unit]
        self.price_kind.choices = price_kinds()
        self.condition.choices = [_none(), *conditions()]
        self.family.choices = [_none(), *family_choices()]
        self.site.choices = [_none(), *site_choices(sites)]

    def edits(self, before: Offer) -> dict[str, Any]:
        """Return what differs from what stood there, as a line stores it."""
        wrong = {name for name in self.errors if name}
        typed: dict[str, Any] = {}
        for name, field in _NAMES.items():
            item = self._fields[name]
            if name not in wrong and item.raw_data:
                typed[field] = _stored(item.data)
        if "site_id" in typed:
            typed["site_id"] = int(typed["site_id"]) if typed["site_id"] else None
        known = {field.name: _stored(getattr(before, field.name)) for field in fields_of(Offer)}
        return {
            name: value for name, value in typed.items() if (value or None) != (known[name] or None)
        }


def conditions() -> list[SelectChoice]:
    """Return the conditions goods are sold in."""
    return [
        SelectChoice(value=Condition.SURPLUS.value, label=_("Surplus")),
        SelectChoice(value=Condition.DECLASSED.value, label=_("Declassed")),
        SelectChoice(value=Condition.DEMO.value, label=_("Demo item")),
    ]


def price_kinds() -> list[SelectChoice]:
    """Return what a price may pay for."""
    return [
        SelectChoice(value=PriceKind.UNIT.value, label=_("By the unit")),
        SelectChoice(value=PriceKind.LOT.value, label=_("As one lot")),
        SelectChoice(value=PriceKind.FREE.value, label=_("Free")),
    ]


def family_choices() -> list[SelectChoice]:
    """Return the families in the reader's language."""
    return [SelectChoice(value=row.code, label=row.label(current_language())) for row in families()]


def site_choices(sites: Iterable[Site]) -> list[SelectChoice]:
    """Return the company's sites."""
    return [
        SelectChoice(value=str(site.id), label=f"{site.name}, {site.commune}") for site in sites
    ]


def _none() -> SelectChoice:
    return SelectChoice(value="", label=_("Not said yet"))


def _stored(value: Any) -> Any:
    return value.thousandths if isinstance(value, Quantity) else value
