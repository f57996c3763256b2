"""The forms of visitors: reserve, find a ticket again, change it.

Quantities (`quantity-<listing code>`) and times (`slot-<site id>`) are as many as the basket has
lines and sites; they are read beside the fields that every reservation has.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Length, Optional
from wtforms.widgets import TelInput

from brocante.core.codes import new_token, read_code, read_id
from brocante.core.errors import DomainError
from brocante.core.gazetteer import find_communes
from brocante.core.units import NotANumber, Quantity
from brocante.core.vehicles import LABELS, Vehicle
from brocante.reservations.rules import MAX_LINES, Order, Visitor
from brocante.web.errors import sentence
from brocante.web.forms import Form, PhoneField, strip

QUANTITY = "quantity-"
SLOT = "slot-"
LONGEST_KEY = 64


class ReserveForm(Form):
    """Who comes, with what, when; one telephone number or e-mail address is enough."""

    class Meta:
        """The token is checked for every POST alike; made here, it would be a cookie for all."""

        csrf = False

    form_key = HiddenField(validators=[Length(max=LONGEST_KEY)])
    name = StringField(
        _l("Your name"),
        filters=[strip],
        validators=[DataRequired(_l("Give a name to call at the counter.")), Length(max=120)],
        render_kw={"autocomplete": "name"},
    )
    phone = PhoneField(
        _l("Telephone"), widget=TelInput(), render_kw={"autocomplete": "tel", "inputmode": "tel"}
    )
    email = EmailField(
        _l("E-mail address"),
        filters=[strip],
        validators=[Optional(), Email(_l("This address is not complete.")), Length(max=254)],
        render_kw={"autocomplete": "email"},
    )
    vehicle = RadioField(
        _l("You come with"),
        choices=[SelectChoice(vehicle.value, _l(label)) for vehicle, label in LABELS.items()],
        default=Vehicle.UNDECIDED.value,
    )
    commune = StringField(
        _l("Where you come from (commune or postcode)"),
        filters=[strip],
        validators=[Optional(), Length(max=100)],
        render_kw={"autocomplete": "postal-code"},
    )

    def read_selection(self) -> None:
        """Read quantities and times from what was sent; call once, before validating."""
        self.beside: dict[str, str] = {}
        self.typed: dict[str, str] = {}
        self.lines: dict[str, Quantity] = {}
        self.misread: set[str] = set()
        for name, value in request.form.items():
            if name.startswith(QUANTITY) and len(self.typed) <= MAX_LINES:
                self._read_quantity(read_code(name.removeprefix(QUANTITY)), value[:40])
        self.slots = slots_of(request.form)

    def _read_quantity(self, code: str, text: str) -> None:
        self.typed[code] = text
        try:
            amount = Quantity.asked(text)
        except NotANumber:
            self.misread.add(code)
            self.beside[QUANTITY + code] = _("Write a number such as 12 or 1,5.")
            return
        if amount:
            self.lines[code] = amount

    def validate(self, extra_validators: object = None) -> bool:
        """Tell whether the shape of everything is right."""
        valid: bool = super().validate(extra_validators)
        if self.beside:
            self.form_errors.append(_("One quantity is not understood: see below."))
        return valid and not self.beside

    def add_error(self, error: DomainError) -> None:
        """Put a refusal beside the quantity or the time it is about, and on top."""
        if error.field and error.field.startswith((QUANTITY, SLOT)):
            self.beside[error.field] = sentence(error)
        super().add_error(error)

    def renew_key(self) -> None:
        """Make the next sending a reservation of its own."""
        self.form_key.data = new_token()

    def visitor(self, language: str) -> Visitor:
        """Return who reserves; only for a valid form."""
        found = find_communes(self.commune.data, limit=1) if self.commune.data else []
        return Visitor(
            name=self.name.data,
            vehicle=Vehicle(self.vehicle.data),
            phone=self.phone.data,
            email=self.email.data or None,
            commune_code=found[0].code if found else None,
            language=language,
        )

    def order(self, lines: Mapping[str, Quantity]) -> Order:
        """Return what is asked: these lines at the times chosen; only for a valid form."""
        return Order(form_key=self.form_key.data or new_token(), lines=lines, slots=self.slots)


def slots_of(values: Mapping[str, str]) -> dict[int, int]:
    """Return the slots chosen in a form or an address, by site."""
    return {
        read_id(name.removeprefix(SLOT)): read_id(value)
        for name, value in values.items()
        if name.startswith(SLOT)
    }


@dataclass(frozen=True)
class NothingSent:
    """What a page shows of a form that nobody sent yet."""

    errors: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[int, int] = field(default_factory=dict)

    def is_submitted(self) -> bool:
        """Tell that it was not."""
        return False


NOTHING_SENT = NothingSent()


class FindTicketForm(Form):
    """A ticket by its code and the visitor's name."""

    code = StringField(
        _l("Code of the ticket"),
        filters=[strip],
        validators=[DataRequired(_l("Give the code.")), Length(max=40)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    name = StringField(
        _l("Name given when reserving"),
        filters=[strip],
        validators=[DataRequired(_l("Give the name.")), Length(max=120)],
        render_kw={"autocomplete": "name"},
    )
