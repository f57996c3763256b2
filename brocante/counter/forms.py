"""The forms of the counter: shapes only. Each carries a key, so that it counts once."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    SelectField,
    StringField,
    SubmitField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional

from brocante.core.codes import new_token
from brocante.core.errors import DomainError
from brocante.core.units import ZERO, Quantity
from brocante.counter.acts import line_field
from brocante.counter.errors import GoodsArePromised, MoreThanBooks, SheetOutdated
from brocante.counter.phones import Place
from brocante.counter.rules import Taken
from brocante.counter.standing import MOST_NAME, Span, span_of_days
from brocante.reservations.tickets import Line
from brocante.web.forms import Form, QuantityField, strip

_HOW_MANY = InputRequired(_l("Write how much leaves; 0 if nothing."))


class SearchForm(Form):
    """What was scanned or typed."""

    q = StringField(_l("Code, scanned ticket or name"), filters=[strip])


class EntryForm(Form):
    """A form that makes ledger lines. `overrule` is only shown after a refusal."""

    entry_key = HiddenField(default=new_token, validators=[InputRequired(), Length(16, 36)])
    overrule = BooleanField(_l("It really leaves: correct the books"))

    @property
    def can_overrule(self) -> bool:
        """Tell whether the box is shown: it was ticked, or a refusal asked for it."""
        return bool(self.overrule.data) or self._asked

    _asked = False

    def explain(self, refusal: DomainError) -> None:
        """Put a refusal beside its field, and offer what the next try needs."""
        self.add_error(refusal)
        if isinstance(refusal, GoodsArePromised | MoreThanBooks):
            self._asked = True
        if isinstance(refusal, SheetOutdated):
            self.entry_key.data = new_token()


class SaleForm(EntryForm):
    """A sale on the spot."""

    quantity = QuantityField(_l("How much leaves"), validators=[_HOW_MANY])

    @property
    def sold(self) -> Quantity:
        """What leaves, once the form is valid."""
        return cast("Quantity", self.quantity.data)


class LinkForm(Form):
    """A link to the counter of a site; set `sites` before it is checked."""

    site = SelectField(_l("Site"), coerce=int)
    name = StringField(
        _l("Name of the counter"),
        filters=[strip],
        validators=[InputRequired(_l("Give the counter a name.")), Length(max=MOST_NAME)],
    )
    first_day = DateField(_l("From"), validators=[InputRequired(_l("Say from which day."))])
    last_day = DateField(_l("Until"), validators=[InputRequired(_l("Say until which day."))])

    def offer(self, places: Sequence[Place], *, with_company: bool) -> None:
        """Let choose among some sites."""
        self.site.choices = [
            (place.id, f"{place.company}, {place.name}" if with_company else place.name)
            for place in places
        ]

    def span(self, time_zone: str) -> Span:
        """Return when the link works; only for a valid form. Raises AccessDatesReversed."""
        first, last = cast("date", self.first_day.data), cast("date", self.last_day.data)
        return span_of_days(first, last, time_zone)


class SheetForm(EntryForm):
    """What leaves of each line of a pickup; made for one pickup by `sheet_form`."""

    nothing = SubmitField()

    def taken(self, lines: list[Line]) -> dict[int, Taken]:
        """Return what left, by line id; nothing at all after the button that says so."""
        if self.nothing.data:
            return {line.id: Taken(ZERO, bool(self.broken_of(line).data)) for line in lines}
        return {
            line.id: Taken(
                cast("Quantity", self.quantity_of(line).data), bool(self.broken_of(line).data)
            )
            for line in lines
        }

    def quantity_of(self, line: Line) -> Field:
        """Return the field for how much of a line leaves."""
        return self[line_field(line.id)]

    def broken_of(self, line: Line) -> Field:
        """Return the field that says whether the rest of a line is broken."""
        return self[f"broken_{line.id}"]


class PaperForm(EntryForm):
    """One line of a sheet of paper: what left, and the time written beside it."""

    time = TimeField(_l("Time on the sheet"), validators=[Optional()])


class PaperSaleForm(PaperForm):
    """A sale written on paper."""

    day = SelectField(_l("Day"))
    quantity = QuantityField(_l("How much left"), validators=[_HOW_MANY])

    @property
    def sold(self) -> Quantity:
        """What left, once the form is valid."""
        return cast("Quantity", self.quantity.data)


def paper_form(lines: list[Line]) -> PaperForm:
    """Return the form of a ticket on paper, each line at what was to leave."""
    fields = {
        line_field(line.id): QuantityField(
            line.title, validators=[_HOW_MANY], default=line.reserved or line.asked
        )
        for line in lines
    }
    form: PaperForm = type("PaperTicketForm", (PaperForm,), fields)()
    return form


def sheet_form(lines: list[Line]) -> SheetForm:
    """Return the sheet of some lines, each at the full quantity that waits."""
    fields: dict[str, object] = {}
    for line in lines:
        fields[line_field(line.id)] = QuantityField(
            line.title, validators=[_HOW_MANY], default=line.reserved
        )
        fields[f"broken_{line.id}"] = BooleanField(
            _l("What stays is broken: do not put it back on sale")
        )
    form: SheetForm = type("PickupSheetForm", (SheetForm,), fields)()
    return form
