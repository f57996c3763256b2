"""The forms that choose labels, and that keep a printer."""

from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation
from wtforms.widgets import TextInput

from brocante.printing.formats import FORMATS, LabelFormat
from brocante.printing.rules import LARGEST_OFFSET_MM
from brocante.web.forms import Form, strip


def _millimetres(label: LabelFormat) -> str:
    """Return a size as packs of labels have it printed here, "63,5 × 38,1 mm"."""
    return f"{label.width:g} × {label.height:g} mm".replace(".", ",")


def format_choices() -> list[SelectChoice]:
    """Return the formats with their measures, the sheets before the single labels."""
    names = {"a5": "A5", "a6": "A6", "62": _l("Roll of 62 mm")}
    return [
        SelectChoice(
            value=code,
            label=_l("%(name)s (%(size)s)", name=names[code], size=size)
            if code in names
            else _l("%(count)s on an A4 sheet (%(size)s)", count=f.per_page, size=size),
            # The style sheet hides the first free label by it.
            render_kw={"data-single": True} if f.is_single else {},
        )
        for code, f in FORMATS.items()
        for size in (_millimetres(f),)
    ]


def _not_on_single(form: Any, item: Field) -> None:
    """Take the first label where a sheet has no other, whatever the field, unseen then, holds."""
    label_format = FORMATS.get(form.format.data)
    if label_format is not None and label_format.is_single:
        item.data = 1
        item.errors[:] = []
        raise StopValidation


class MillimetreField(Field):
    """A shift in mm with its sign, "−1,5" and "-1.5" alike; empty is 0."""

    widget = TextInput()
    data: Decimal | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:g}".replace(".", ",")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        text = str(valuelist[0]).strip() if valuelist else ""
        try:
            self.data = Decimal(text.replace("−", "-").replace(",", ".") or "0")
        except InvalidOperation:
            self.data = None
            raise ValueError(gettext("Write a number such as 1,5 or -2.")) from None
        if not (self.data.is_finite() and abs(self.data) <= Decimal(str(LARGEST_OFFSET_MM))):
            limit = f"{LARGEST_OFFSET_MM:.0f}"
            words = gettext(
                "The printer offset must stay within %(limit)s mm in each direction.", limit=limit
            )
            raise ValueError(words)


class LabelForm(Form):
    """Sheet, first free label, printer, which listings."""

    format = SelectField(_l("Sheet"), default="24")
    start_at = IntegerField(
        _l("First free label"),
        default=1,
        validators=[_not_on_single, InputRequired(), NumberRange(1, 60)],
        render_kw={"inputmode": "numeric"},
    )
    printer = SelectField(_l("Printer"), default="", validate_choice=False)
    cut_marks = BooleanField(_l("Plain paper: draw cut marks"))
    only_changed = BooleanField(_l("Only labels that changed since they were last printed"))
    site = SelectField(_l("Site"), default="", validate_choice=False)
    family = SelectField(_l("Family"), default="", validate_choice=False)
    location = StringField(
        _l("Only this rack"), filters=[strip], validators=[Optional(), Length(max=80)]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.format.choices = format_choices()


class OneLabelForm(Form):
    """One label again: on what, with which printer."""

    format = SelectField(_l("Sheet"), default="62")
    start_at = IntegerField(
        _l("First free label"),
        default=1,
        validators=[_not_on_single, InputRequired(), NumberRange(1, 60)],
        render_kw={"inputmode": "numeric"},
    )
    printer = SelectField(_l("Printer"), default="", validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.format.choices = format_choices()


class PrinterForm(Form):
    """A printer and what was read on its ruler sheet."""

    name = StringField(
        _l("Name of the printer"), filters=[strip], validators=[InputRequired(), Length(max=60)]
    )
    right = MillimetreField(_l("Number read on ruler A (mm)"))
    down = MillimetreField(_l("Number read on ruler B (mm)"))
