"""The form that chooses labels."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DecimalField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from brocante.printing.formats import FORMATS, LabelFormat
from brocante.printing.rules import LARGEST_OFFSET_MM
from brocante.web.forms import Form, strip


def _millimetres(label: LabelFormat) -> str:
    """Return a size as packs of labels have it printed here, "63,5 × 38,1 mm"."""
    return f"{label.width:g} × {label.height:g} mm".replace(".", ",")


class LabelForm(Form):
    """Sheet, first free label, shift of the printer, which listings."""

    format = SelectField(
        _l("Sheet"),
        choices=[
            SelectChoice(value=code, label=f"{f.per_page} × ({_millimetres(f)})")
            for code, f in FORMATS.items()
        ],
        default="24",
    )
    start_at = IntegerField(
        _l("First free label"),
        default=1,
        validators=[InputRequired(), NumberRange(1, 60)],
        render_kw={"inputmode": "numeric"},
    )
    right = DecimalField(
        _l("Shift to the right (mm)"),
        default=0,
        validators=[Optional(), NumberRange(-LARGEST_OFFSET_MM, LARGEST_OFFSET_MM)],
    )
    down = DecimalField(
        _l("Shift downwards (mm)"),
        default=0,
        validators=[Optional(), NumberRange(-LARGEST_OFFSET_MM, LARGEST_OFFSET_MM)],
    )
    cut_marks = BooleanField(_l("Plain paper: draw cut marks"))
    location = StringField(
        _l("Only this rack"), filters=[strip], validators=[Optional(), Length(max=80)]
    )
