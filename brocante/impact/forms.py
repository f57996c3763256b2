"""Forms of the report."""

import re
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from brocante.core.units import parse_decimal
from brocante.web.forms import Form, QuantityField, strip

_BLANKS = dict.fromkeys(map(ord, " \u00a0\u202f\u2009\t"))
# Numbers that `parse_decimal` refuses and no parameter can be.
_BEYOND = re.compile(r"-\d+(?:\.\d*)?|-\.\d+|\d{10,}(?:\.\d*)?")


class DecimalTextField(QuantityField):
    """An exact decimal; "0,5" and "0.5" are the same; empty is none.

    Below zero, or longer than anybody needs, it is a number all the same: whoever typed it wants to
    hear what is allowed, not that it is none.
    """

    wrong = _l("Write a number such as 0,5.")

    def understand(self, text: str) -> Decimal:  # type: ignore[override]
        bare = text.translate(_BLANKS).replace(",", ".").replace("−", "-")
        # Nothing added makes a plain zero of one with a sign.
        return Decimal(bare) + 0 if _BEYOND.fullmatch(bare) else parse_decimal(text)

    def write(self, value: Decimal) -> str:  # type: ignore[override]
        return f"{value.normalize():f}".replace(".", ",")


class ParameterForm(Form):
    """One parameter: its value and why."""

    value = DecimalTextField(_l("Value"))
    reason = StringField(
        _l("Why, and from which source"), filters=[strip], validators=[Optional(), Length(max=300)]
    )


class TextsForm(Form):
    """The organiser's words in the report."""

    introduction = TextAreaField(
        _l("Introduction"), filters=[strip], validators=[Optional(), Length(max=4000)]
    )
    thanks = TextAreaField(_l("Thanks"), filters=[strip], validators=[Optional(), Length(max=2000)])


class LogoForm(Form):
    """The logo of a funder."""

    name = StringField(
        _l("Name of the funder"), filters=[strip], validators=[InputRequired(), Length(max=120)]
    )
    picture = FileField(_l("Picture (PNG or JPEG)"), validators=[FileRequired()])


class PublishForm(Form):
    """Why figures are signed again."""

    reason = StringField(
        _l("What changed since the last version"),
        filters=[strip],
        validators=[Optional(), Length(max=300)],
    )
