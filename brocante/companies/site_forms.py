"""Forms about sites: place, hours, pin."""

from collections.abc import Iterable, Sequence
from datetime import date, time

from flask_babel import lazy_gettext as _l
from wtforms import (
    FieldList,
    FormField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms import (
    Form as PlainForm,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from brocante.companies.errors import HoursIncomplete, PinNotUnderstood
from brocante.companies.models import Declaration, Equipment, Site
from brocante.companies.rules import Hours, read_equipment
from brocante.companies.sites import SiteDetails
from brocante.companies.words import DECLARATION_WORDS, EQUIPMENT_WORDS
from brocante.core.clock import to_local
from brocante.core.gazetteer import Commune
from brocante.web.forms import Form, PhoneField, strip

# What a yard usually does; the first thing shown, changed in a few seconds.
USUAL = (time(9), time(12), time(14), time(18))
NONE = (None, None, None, None)
SPANS = ("opens_1", "closes_1"), ("opens_2", "closes_2")


class DayForm(PlainForm):
    """Two spans of a day: before and after lunch."""

    opens_1 = TimeField(_l("from"), validators=[Optional()])
    closes_1 = TimeField(_l("to"), validators=[Optional()])
    opens_2 = TimeField(_l("and from"), validators=[Optional()])
    closes_2 = TimeField(_l("to"), validators=[Optional()])


class SiteForm(Form):
    """A site as its company describes it."""

    name = StringField(
        _l("What you call this place"),
        filters=[strip],
        validators=[DataRequired(), Length(max=120)],
        description=_l("Visitors see it beside the company: main yard, quarry, workshop…"),
    )
    address = StringField(
        _l("Number and street"),
        filters=[strip],
        validators=[DataRequired(), Length(max=200)],
        render_kw={"autocomplete": "street-address"},
    )
    commune = StringField(
        _l("Commune or postcode"),
        filters=[strip],
        validators=[DataRequired(), Length(max=80)],
        render_kw={"autocomplete": "off", "list": "communes", "data-communes": ""},
    )
    commune_code = RadioField(_l("Which commune?"), choices=[], validate_choice=False)
    phone = PhoneField(
        _l("Telephone during the days"),
        validators=[Optional()],
        description=_l("Shown on tickets, for somebody who is lost."),
        render_kw={"autocomplete": "tel", "type": "tel"},
    )
    access_notes = TextAreaField(
        _l("How to get in"),
        filters=[strip],
        validators=[Length(max=1_000)],
        description=_l("Gate, parking, where to stop with a trailer, low bridge, dog…"),
        render_kw={"rows": 3},
    )
    equipment = SelectMultipleField(
        _l("Help with loading"),
        choices=[SelectChoice(item.value, _l(word)) for item, word in EQUIPMENT_WORDS.items()],
    )
    declaration = RadioField(
        _l("Where do you stand with the declaration?"),
        choices=[SelectChoice(item.value, _l(word)) for item, word in DECLARATION_WORDS.items()],
        default=Declaration.UNKNOWN.value,
    )
    hours = FieldList(FormField(DayForm), label=_l("Opening hours"))

    def prepare(self, days: Sequence[date], usual: Sequence[time | None]) -> None:
        """Give the form one line of hours a day; lines that are not there yet begin as `usual`."""
        names = [name for span in SPANS for name in span]
        while len(self.hours) < len(days):
            self.hours.append_entry(dict(zip(names, usual, strict=True)))
        while len(self.hours) > len(days):
            self.hours.pop_entry()

    def show(self, site: Site, days: Sequence[date], time_zone: str) -> None:
        """Fill the form with a site."""
        for name in ("name", "address", "phone", "access_notes"):
            self._fields[name].data = getattr(site, name)
        self.commune.data = f"{site.commune} ({site.postcode})"
        self.commune_code.data = site.commune_code
        self.declaration.data = site.declaration.value
        self.equipment.data = [item.value for item in read_equipment(site.equipment)]
        for day, line in zip(days, self.hours, strict=True):
            self._show_day(line, _spans(site, day, time_zone))

    def _show_day(self, line: FormField, spans: list[tuple[time, time]]) -> None:
        for (opens, closes), span in zip(SPANS, [*spans, (None, None), (None, None)], strict=False):
            line[opens].data, line[closes].data = span

    def offer(self, communes: Iterable[Commune]) -> None:
        """Let the person choose among communes that fit what was typed."""
        self.commune_code.choices = [SelectChoice(c.code, c.name) for c in communes]

    def details(self, commune: Commune, days: Sequence[date]) -> SiteDetails:
        """Return what was typed; call after validate(). Raises HoursIncomplete."""
        return SiteDetails(
            name=self.name.data,
            address=self.address.data,
            commune=commune,
            access_notes=self.access_notes.data or "",
            phone=self.phone.data or None,
            equipment=tuple(Equipment(value) for value in self.equipment.data or ()),
            declaration=Declaration(self.declaration.data),
            hours=tuple(self._hours(days)),
        )

    def _hours(self, days: Sequence[date]) -> Iterable[Hours]:
        for day, line in zip(days, self.hours, strict=True):
            for opens, closes in SPANS:
                span = (line[opens].data, line[closes].data)
                if (span[0] is None) != (span[1] is None):
                    raise HoursIncomplete
                if span[0] is not None:
                    yield Hours(day, *span)


def _spans(site: Site, day: date, time_zone: str) -> list[tuple[time, time]]:
    local = [
        (to_local(o.opens_at, time_zone), to_local(o.closes_at, time_zone)) for o in site.openings
    ]
    return [(opens.time(), closes.time()) for opens, closes in local if opens.date() == day]


class PinForm(Form):
    """Where the pin stands, as two numbers the map fills in."""

    latitude = StringField(
        _l("Latitude"), filters=[strip], render_kw={"inputmode": "decimal", "autocomplete": "off"}
    )
    longitude = StringField(
        _l("Longitude"), filters=[strip], render_kw={"inputmode": "decimal", "autocomplete": "off"}
    )

    def position(self) -> tuple[float, float]:
        """Return the degrees typed, with comma or point; raises PinNotUnderstood."""
        try:
            latitude, longitude = (
                float((field.data or "").replace(",", ".")[:20])
                for field in (self.latitude, self.longitude)
            )
        except ValueError:
            raise PinNotUnderstood from None
        return latitude, longitude
