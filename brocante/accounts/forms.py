"""Forms about accounts: the shape of what is typed."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Email, Length

from brocante.accounts.models import Role
from brocante.accounts.rules import LONGEST
from brocante.web.forms import Form, strip

ROLES = [
    SelectChoice(Role.MEMBER.value, _l("Member")),
    SelectChoice(Role.OWNER.value, _l("In charge")),
]
LANGUAGES = [SelectChoice("fr", "Français"), SelectChoice("en", "English")]

_EMAIL = (
    DataRequired(_l("Write your e-mail address.")),
    Length(max=254),
    Email(_l("Check the e-mail address: it should look like name@example.org.")),
)


class SignInForm(Form):
    """Address and password; without password a link is mailed."""

    email = EmailField(
        _l("E-mail address"),
        filters=[strip],
        validators=_EMAIL,
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class LinkForm(Form):
    """The button of a mailed link, and the page to open afterwards."""

    next = HiddenField()


class InvitationForm(Form):
    """Acceptance; a person without account also says how to be called."""

    name = StringField(
        _l("Your name"),
        filters=[strip],
        validators=[DataRequired(_l("Write your name.")), Length(max=120)],
        render_kw={"autocomplete": "name"},
    )


class ProfileForm(Form):
    """How a person is called and written to."""

    name = StringField(
        _l("Your name"),
        filters=[strip],
        validators=[DataRequired(_l("Write your name.")), Length(max=120)],
        render_kw={"autocomplete": "name"},
    )
    language = SelectField(_l("Language of pages and messages"), choices=LANGUAGES)


class PasswordForm(Form):
    """The present password, where it is asked, and a new one. Rules decide what is acceptable."""

    present_password = PasswordField(
        _l("Present password"), render_kw={"autocomplete": "current-password"}
    )
    password = PasswordField(
        _l("New password"),
        validators=[DataRequired(_l("Write a new password."))],
        render_kw={"autocomplete": "new-password"},
    )


class InviteForm(Form):
    """A person to invite."""

    email = EmailField(
        _l("E-mail address"),
        filters=[strip],
        validators=_EMAIL,
        render_kw={"autocomplete": "off"},
    )
    role = SelectField(_l("Role"), choices=ROLES)
