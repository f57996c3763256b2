"""The form of an edition."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, EmailField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from brocante.editions.models import Edition
from brocante.editions.rules import TIME_ZONES
from brocante.editions.service import EditionDetails
from brocante.web.forms import Form, PhoneField, ZonedDateTimeField, strip

OPENINGS = (
    "listing_opens_at",
    "catalogue_opens_at",
    "reservations_open_at",
    "reservations_close_at",
)
# Not copied from one edition to the next: addresses, dates and times belong to one edition only.
OWN_FIELDS = ("slug", "starts_on", "ends_on", *OPENINGS)
LONGEST_TEXT = 20_000


class EditionForm(Form):
    """Everything an organiser says of an edition; times are read in its own zone."""

    name = StringField(
        _l("Name of the edition"), filters=[strip], validators=[DataRequired(), Length(max=120)]
    )
    territory = StringField(
        _l("Territory"),
        filters=[strip],
        validators=[DataRequired(), Length(max=120)],
        description=_l("As people call it: Dordogne, Réunion, Pays basque…"),
    )
    slug = StringField(
        _l("Address of its pages"),
        filters=[strip],
        validators=[Optional(), Length(max=60)],
        description=_l("Small letters, digits, hyphens. Empty: the territory and the year."),
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )
    departments = StringField(
        _l("Départements shown on the map"),
        filters=[strip],
        validators=[Length(max=40)],
        description=_l("Their numbers, such as 24 or 24, 33."),
    )
    starts_on = DateField(_l("First day"), validators=[InputRequired()])
    ends_on = DateField(_l("Last day"), validators=[InputRequired()])
    time_zone = SelectField(
        _l("Time zone"), choices=[SelectChoice(zone, _l(word)) for zone, word in TIME_ZONES.items()]
    )
    contact_email = EmailField(
        _l("E-mail address for questions"),
        filters=[strip],
        validators=[DataRequired(), Email(), Length(max=254)],
    )
    contact_phone = PhoneField(_l("Telephone for questions"))
    presentation = TextAreaField(
        _l("Presentation for visitors"),
        filters=[strip],
        validators=[Length(max=LONGEST_TEXT)],
        render_kw={"rows": 6},
    )
    presentation_en = TextAreaField(
        _l("Presentation in English"),
        filters=[strip],
        validators=[Length(max=LONGEST_TEXT)],
        description=_l("Optional: many residents read English only."),
        render_kw={"rows": 6},
    )
    charter_text = TextAreaField(
        _l("Participation charter"),
        filters=[strip],
        validators=[Length(max=LONGEST_TEXT)],
        description=_l("Companies sign it. When you change it, they are asked to sign again."),
        render_kw={"rows": 12},
    )
    listing_opens_at = ZonedDateTimeField(_l("Listing opens"), validators=[Optional()])
    catalogue_opens_at = ZonedDateTimeField(_l("Catalogue opens"), validators=[Optional()])
    reservations_open_at = ZonedDateTimeField(_l("Reservations open"), validators=[Optional()])
    reservations_close_at = ZonedDateTimeField(_l("Reservations close"), validators=[Optional()])

    def show(self, edition: Edition, *, as_model: bool = False) -> None:
        """Fill the form with an edition; `as_model` leaves out what belongs to that one only."""
        for field in self:
            if field.name == "csrf_token" or (as_model and field.name in OWN_FIELDS):
                continue
            if field.name in OPENINGS:
                field.time_zone = edition.time_zone
                field.show_instant(getattr(edition, field.name))
            else:
                field.data = getattr(edition, field.name)

    def details(self) -> EditionDetails:
        """Return what was typed; call after validate()."""
        values = {
            field.name: field.data
            for field in self
            if field.name != "csrf_token" and field.name not in OPENINGS
        }
        for name in OPENINGS:
            field = self._fields[name]
            field.time_zone = values["time_zone"]
            values[name] = field.instant()
        texts = ("slug", "departments", "presentation", "presentation_en", "charter_text")
        return EditionDetails(**(values | {name: values[name] or "" for name in texts}))
