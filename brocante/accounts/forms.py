"""Forms about accounts."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Email, Length, Optional

from brocante.accounts.models import Role
from brocante.accounts.rules import LONGEST
from brocante.web.forms import Form, strip

ROLES = [(Role.OWNER.value, _l("In charge")), (Role.MEMBER.value, _l("Member"))]
LANGUAGES = [("fr", "Français"), ("en", "English")]


class SignInForm(Form):
    """Address and password."""

    email = EmailField(
        _l("E-mail address"),
        filters=[strip],
        validators=[DataRequired(), Email(), Length(max=254)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[Optional(), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class ProfileForm(Form):
    """How a person is called and written to."""

    name = StringField(
        _l("Your name"),
        filters=[strip],
        validators=[DataRequired(), Length(max=120)],
        render_kw={"autocomplete": "name"},
    )
    language = SelectField(_l("Language of your messages"), choices=LANGUAGES)


class PasswordForm(Form):
    """The present password, if there is one, and a new one."""

    present_password = PasswordField(
        _l("Present password"), render_kw={"autocomplete": "current-password"}
    )
    password = PasswordField(
        _l("New password"), validators=[DataRequired()], render_kw={"autocomplete": "new-password"}
    )


class InviteForm(Form):
    """A person to invite."""

    email = EmailField(
        _l("E-mail address"),
        filters=[strip],
        validators=[DataRequired(), Email(), Length(max=254)],
    )
    role = SelectField(_l("Role"), choices=ROLES, default=Role.MEMBER.value)
