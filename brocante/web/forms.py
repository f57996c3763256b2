"""The form base and the fields of the trade: numbers as people type them, times of an edition.

A form checks shape only; what a value means is decided by rules.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any

import phonenumbers
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup, escape
from wtforms import DateTimeLocalField, StringField
from wtforms.i18n import get_translations
from wtforms.widgets import Input
from wtforms.widgets.core import clean_key

from brocante.core.clock import to_local, to_utc
from brocante.core.errors import DomainError
from brocante.core.units import NotANumber, Quantity, parse_cents, parse_decimal, round_half_up
from brocante.web.errors import sentence
from brocante.web.languages import current_language

MAX_CENTS = 100_000_000
MAX_MM = 100_000
MAX_GRAMS = 100_000_000


def _attributes(**values: object) -> Markup:
    """Write the attributes of an input as WTForms does, at a tenth of the time."""
    written = []
    for name, value in sorted(values.items()):
        if value is True:
            written.append(clean_key(name))
        elif value is not False:
            written.append(f'{clean_key(name)}="{escape(value)}"')
    return Markup(" ".join(written))  # noqa: S704 - every value is escaped


Input.html_params = staticmethod(_attributes)


@lru_cache
def _messages_of_fields(language: str) -> object:
    return get_translations([language])


class Form(FlaskForm):
    """A form that can take the refusals of a service beside the fields they concern."""

    class Meta(FlaskForm.Meta):
        """WTForms' own messages in the reader's language, read once and not for every form."""

        def get_translations(self, form: FlaskForm) -> object:
            return _messages_of_fields(current_language())

    def add_error(self, error: DomainError) -> None:
        """Put the words of a refusal beside its field, or on top of the form."""
        field = self._fields.get(error.field) if error.field else None
        if field is None:
            self.form_errors.append(sentence(error))
        else:
            field.errors = [*field.errors, sentence(error)]


def strip(text: str | None) -> str | None:
    """Filter: a text without blanks around."""
    return None if text is None else text.strip()


class _Typed(StringField):
    """A text field that keeps what was typed and offers the value understood as `.data`."""

    wrong = _l("This is not understood.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        render = {"inputmode": "decimal", "autocomplete": "off", **kwargs.pop("render_kw", {})}
        super().__init__(*args, render_kw=render, **kwargs)
        self._typed: str | None = None

    def understand(self, text: str) -> object:
        raise NotImplementedError

    def write(self, value: Any) -> str:
        return str(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self._typed = (strip(valuelist[0]) or "")[:100]
        self.data = None
        if self._typed:
            try:
                self.data = self.understand(self._typed)
            except NotANumber:
                raise ValueError(self.wrong) from None

    def _value(self) -> str:
        if self._typed is not None:
            return self._typed
        return "" if self.data is None else self.write(self.data)


class QuantityField(_Typed):
    """A quantity; "1,5" and "1.5" are the same."""

    wrong = _l("Write a number such as 12 or 1,5.")

    def understand(self, text: str) -> Quantity:
        return Quantity.of(text)

    def write(self, value: Quantity) -> str:
        return str(value).replace(".", ",")


class MoneyField(_Typed):
    """An amount in euros, held in cents."""

    wrong = _l("Write an amount in euros such as 12 or 12,50.")

    def understand(self, text: str) -> int:
        cents = parse_cents(text)
        if cents > MAX_CENTS:
            raise NotANumber(text)
        return cents

    def write(self, value: int) -> str:
        return f"{value // 100}" + (f",{value % 100:02d}" if value % 100 else "")


class LengthField(_Typed):
    """A length typed in centimetres, held in integer mm."""

    wrong = _l("Write a length in centimetres such as 120 or 1,8.")

    def understand(self, text: str) -> int:
        millimetres = round_half_up(parse_decimal(text) * 10)
        if not 0 < millimetres <= MAX_MM:
            raise NotANumber(text)
        return millimetres

    def write(self, value: int) -> str:
        return f"{value // 10}" + (f",{value % 10}" if value % 10 else "")


class MassField(_Typed):
    """A mass typed in kilograms, held in integer grams."""

    wrong = _l("Write a weight in kilograms such as 25 or 1,2.")

    def understand(self, text: str) -> int:
        grams = round_half_up(parse_decimal(text) * 1000)
        if not 0 < grams <= MAX_GRAMS:
            raise NotANumber(text)
        return grams

    def write(self, value: int) -> str:
        return str(Quantity(value)).replace(".", ",")


class PhoneField(StringField):
    """A telephone number, French unless it begins with +; `.data` is in international form."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self._typed = (strip(valuelist[0]) or "")[:40] if valuelist else ""
        self.data = None
        if not self._typed:
            return
        try:
            number = phonenumbers.parse(self._typed, "FR")
        except phonenumbers.NumberParseException:
            raise ValueError(_l("This telephone number is not understood.")) from None
        if not phonenumbers.is_possible_number(number):
            raise ValueError(_l("This telephone number is not complete."))
        self.data = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def _value(self) -> str:
        return getattr(self, "_typed", None) or self.data or ""


class ZonedDateTimeField(DateTimeLocalField):
    """A wall-clock time of an edition; `.data` is a UTC instant. Set `.time_zone` first."""

    time_zone = "Europe/Paris"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **kwargs)

    def instant(self) -> datetime | None:
        """Return the instant typed, or None."""
        return None if self.data is None else to_utc(self.data, self.time_zone)

    def show_instant(self, value: datetime | None) -> None:
        """Fill the field with the wall-clock time of an instant."""
        self.data = value and to_local(value, self.time_zone).replace(tzinfo=None)
