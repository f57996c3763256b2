"""The form of a listing: shape only; what is not understood stays in it as it was typed."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from brocante.catalogue.models import ComparisonKind, Condition, PriceKind
from brocante.catalogue.rules import Offer
from brocante.companies.models import Site
from brocante.core.units import NotANumber, Quantity, Unit, parse_decimal, round_half_up
from brocante.materials.queries import families, family, find_material, materials
from brocante.web.formats import unit_name
from brocante.web.forms import (
    MAX_MM,
    Form,
    LengthField,
    MassField,
    MoneyField,
    QuantityField,
    strip,
)
from brocante.web.languages import current_language

NO_MATERIAL = "none"
WEIGHED, DECLARED = "weighed", "declared"
LONGEST_TYPED = 5000
# Hidden fields and files are no part of what a person typed.
_NOT_TYPED = frozenset({"photos"})
# Fields of the form by the fields of an offer, where the names differ.
_NAMES = {
    "site": "site_id",
    "price": "price_cents",
    "comparison_price": "comparison_cents",
    "length": "length_mm",
    "width": "width_mm",
    "height": "height_mm",
    "thickness": "thickness_mm",
    "diameter": "diameter_mm",
    "mass": "unit_mass_g",
}
_TEXTS = ("title", "description", "defect", "reference", "batch", "location")


class MillimetreField(LengthField):
    """A length typed in millimetres, as thicknesses are said in the trade."""

    wrong = _l("Write a length in millimetres such as 13.")

    def understand(self, text: str) -> int:
        millimetres = round_half_up(parse_decimal(text))
        if not 0 < millimetres <= MAX_MM:
            raise NotANumber(text)
        return millimetres

    def write(self, value: int) -> str:
        return str(value)


class ListingForm(Form):
    """Everything about a listing. Nothing is required to save it; publishing is for the rules."""

    photos = MultipleFileField(_l("Photos"))
    title = StringField(_l("What is it?"), [Length(max=140)], filters=[strip])
    family = RadioField(_l("Family"), [Optional()])
    condition = RadioField(_l("Condition"), [Optional()])
    defect = StringField(_l("What is the defect?"), [Length(max=300)], filters=[strip])
    quantity = QuantityField(_l("Quantity"))
    quantity_was = HiddenField()
    unit = SelectField(_l("Counted in"), [Optional()])
    smallest = QuantityField(_l("Smallest quantity sold"))
    indivisible = BooleanField(_l("Sold whole, not in parts"))
    price_kind = RadioField(_l("Sold"), [Optional()])
    price = MoneyField(_l("Price, tax included (TTC)"))
    comparison = RadioField(_l("Compared with"), [Optional()])
    comparison_price = MoneyField(_l("Price to compare with, tax included"))
    attested = BooleanField(
        _l("I attest that this is the lowest price we asked for it in the last 30 days")
    )
    length = LengthField(_l("Length"))
    width = LengthField(_l("Width"))
    height = LengthField(_l("Height"))
    thickness = MillimetreField(_l("Thickness"))
    diameter = MillimetreField(_l("Diameter"))
    material = SelectField(_l("Material, for its weight"), [Optional()])
    is_material = BooleanField(_l("Yes, that is it"))
    mass = MassField(_l("Weight of one"))
    mass_known = RadioField(_l("How do you know the weight?"), [Optional()])
    reference = StringField(_l("Maker's reference"), [Length(max=80)], filters=[strip])
    batch = StringField(_l("Batch or dye lot"), [Length(max=80)], filters=[strip])
    location = StringField(_l("Where in the yard (rack, row)"), [Length(max=80)], filters=[strip])
    site = RadioField(_l("Site"), [Optional()], coerce=int)
    description = TextAreaField(_l("More about it"), [Length(max=3000)], filters=[strip])

    def __init__(self, offer: Offer, sites: Iterable[Site], **kwargs: Any) -> None:
        # The token is checked for every POST of the application; a form typed earlier has none.
        super().__init__(data=_values(offer), meta={"csrf": False}, **kwargs)
        self.family.choices = [
            SelectChoice(value=row.code, label=row.label(current_language())) for row in families()
        ]
        self.condition.choices = [
            SelectChoice(value=Condition.SURPLUS.value, label=_("Surplus")),
            SelectChoice(value=Condition.DECLASSED.value, label=_("Declassed")),
            SelectChoice(value=Condition.DEMO.value, label=_("Demo item")),
        ]
        self.unit.choices = [SelectChoice(value=u.value, label=unit_name(u)) for u in Unit]
        self.price_kind.choices = [
            SelectChoice(value=PriceKind.UNIT.value, label=_("By the unit")),
            SelectChoice(value=PriceKind.LOT.value, label=_("As one lot")),
            SelectChoice(value=PriceKind.FREE.value, label=_("Free")),
        ]
        self.comparison.choices = [
            SelectChoice(value=ComparisonKind.NONE.value, label=_("No comparison")),
            SelectChoice(
                value=ComparisonKind.LOWEST_30_DAYS.value,
                label=_("Our lowest price of the last 30 days"),
            ),
            SelectChoice(value=ComparisonKind.NEW_OBSERVED.value, label=_("Its price when new")),
        ]
        self.mass_known.choices = [
            SelectChoice(value=DECLARED, label=_("Label or data sheet")),
            SelectChoice(value=WEIGHED, label=_("Weighed on scales")),
        ]
        self.material.choices = _material_choices()
        self.site.choices = [
            SelectChoice(value=site.id, label=f"{site.name}, {site.commune}") for site in sites
        ]

    def validate_smallest(self, field: QuantityField) -> None:
        """Nothing cannot be the smallest quantity sold."""
        if field.data is not None and not field.data:
            raise ValidationError(_("The smallest quantity sold must be more than zero."))

    def offer(self, before: Offer) -> Offer:
        """Return what was typed; what was not understood stays as it was before."""
        typed = {
            **{name: getattr(self, name).data or "" for name in _TEXTS},
            **{offer: getattr(self, name).data for name, offer in _NAMES.items()},
            "family": self.family.data or None,
            "material": self._material(),
            "condition": _choice(Condition, self.condition.data),
            "unit": _choice(Unit, self.unit.data) or before.unit,
            "quantity": None if self._is_untouched() else self.quantity.data,
            "smallest": self.smallest.data or Quantity(1000),
            "indivisible": self.indivisible.data,
            "price_kind": _choice(PriceKind, self.price_kind.data) or before.price_kind,
            "comparison": _choice(ComparisonKind, self.comparison.data) or before.comparison,
            "attested": self.attested.data,
            "weighed": self.mass_known.data == WEIGHED,
        }
        wrong = {_NAMES.get(name, name) for name in self.errors if name}
        return replace(before, **{k: v for k, v in typed.items() if k not in wrong})

    def _is_untouched(self) -> bool:
        """A quantity nobody changed must not undo what was corrected since the page was opened."""
        return self.quantity.data is not None and self.quantity_was.data == str(self.quantity.data)

    def _material(self) -> str | None:
        """Return what the seller says: a code, "" when none fits, None when nothing was said."""
        if self.is_material.data and find_material(self.is_material.raw_data[0]):
            code: str = self.is_material.raw_data[0]
            return code
        return "" if self.material.data == NO_MATERIAL else self.material.data or None

    def as_typed(self, data: MultiDict[str, str]) -> str:
        """Return the form as it was typed, as JSON, to be shown again later."""
        kept = {
            name: [value[:LONGEST_TYPED] for value in data.getlist(name)]
            for name in self._fields
            if name in data and name not in _NOT_TYPED
        }
        return json.dumps(kept, ensure_ascii=False)


def typed_before(typed: str | None) -> MultiDict[str, str] | None:
    """Return a form kept by `as_typed`, to fill a new one with."""
    return None if typed is None else MultiDict(json.loads(typed))


def _values(offer: Offer) -> dict[str, Any]:
    values = {name: getattr(offer, field) for name, field in _NAMES.items()}
    values |= {name: getattr(offer, name) for name in _TEXTS}
    return values | {
        "family": offer.family,
        "material": NO_MATERIAL if offer.material == "" else offer.material or "",
        "condition": offer.condition and offer.condition.value,
        "unit": offer.unit.value,
        "quantity": offer.quantity or None,
        "quantity_was": str(offer.quantity or ""),
        "smallest": offer.smallest,
        "indivisible": offer.indivisible,
        "price_kind": offer.price_kind.value,
        "comparison": offer.comparison.value,
        "attested": offer.attested,
        "mass_known": WEIGHED if offer.weighed else DECLARED,
    }


def _material_choices() -> list[SelectChoice]:
    """Return the materials by family, after the two answers that name none."""
    language = current_language()
    return [
        SelectChoice(value="", label=_("Not said yet")),
        SelectChoice(value=NO_MATERIAL, label=_("None of these")),
        *(
            SelectChoice(
                value=row.code,
                label=row.label(language),
                optgroup=family(row.family).label(language),
            )
            for row in sorted(materials(), key=lambda row: row.family)
        ),
    ]


def _choice(enum: Any, value: str | None) -> Any:
    return enum(value) if value in set(enum) else None
