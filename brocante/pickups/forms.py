"""The forms of slots."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import TextInput

from brocante.pickups.rules import LENGTHS_MIN, MAX_CAPACITY, Span
from brocante.web.forms import Form, ZonedDateTimeField


def _capacity(default: int | None = None) -> IntegerField:
    return IntegerField(
        _l("Vehicles at the same time"),
        default=default,
        validators=[
            InputRequired(_l("Say how many vehicles can load in this slot.")),
            NumberRange(1, MAX_CAPACITY, _l("Write a number from 1 to %(max)s.")),
        ],
        widget=TextInput(),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class GenerateForm(Form):
    """All slots of a site in one go."""

    minutes = SelectField(
        _l("Length of a slot"),
        coerce=int,
        default=30,
        choices=[
            SelectChoice(minutes, _ln("%(num)d minute", "%(num)d minutes", minutes))
            for minutes in LENGTHS_MIN
        ],
    )
    capacity = _capacity(2)
    restart = BooleanField(_l("First remove the slots nobody has booked"))


class AddSlotForm(Form):
    """A single slot, on the wall clock of the edition."""

    starts_at = ZonedDateTimeField(
        _l("Begins"), validators=[InputRequired(_l("Say when the slot begins."))]
    )
    ends_at = ZonedDateTimeField(
        _l("Ends"), validators=[InputRequired(_l("Say when the slot ends."))]
    )
    vehicles = _capacity(2)

    def read_in(self, time_zone: str) -> None:
        """Take times as those of a zone."""
        self.starts_at.time_zone = self.ends_at.time_zone = time_zone

    def span(self) -> Span:
        """Return what was typed as UTC instants; only for a valid form."""
        starts_at, ends_at = self.starts_at.instant(), self.ends_at.instant()
        if starts_at is None or ends_at is None:
            raise ValueError("a valid form has both times")
        return Span(starts_at, ends_at)


class CapacityForm(Form):
    """How many vehicles a slot takes."""

    capacity = _capacity()
