"""Forms about companies, their members and the charter."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import URL, DataRequired, Email, InputRequired, Length, Optional

from brocante.accounts.models import Role
from brocante.companies.models import Company
from brocante.companies.service import CompanyDetails
from brocante.web.forms import Form, PhoneField, strip

ROLES = [
    SelectChoice(Role.OWNER.value, _l("In charge")),
    SelectChoice(Role.MEMBER.value, _l("Member")),
]


def _with_scheme(address: str | None) -> str | None:
    """Filter: people write "www.example.fr"."""
    address = strip(address)
    return f"https://{address}" if address and "://" not in address else address or None


class CompanyForm(Form):
    """What every company says of itself."""

    name = StringField(
        _l("Name of the company"),
        filters=[strip],
        validators=[DataRequired(), Length(max=120)],
        render_kw={"autocomplete": "organization"},
    )
    siret = StringField(
        _l("SIRET number"),
        filters=[strip],
        validators=[Length(max=30)],
        description=_l("14 digits, on your invoices; blanks do not matter."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    no_siret = BooleanField(
        _l("No SIRET yet"),
        description=_l("The organiser will ask you for it before the days."),
    )
    phone = PhoneField(
        _l("Telephone"), validators=[Optional()], render_kw={"autocomplete": "tel", "type": "tel"}
    )

    def details(self, email: str, **more: str) -> CompanyDetails:
        """Return what was typed; call after validate()."""
        return CompanyDetails(
            name=self.name.data,
            email=email,
            siret=self.siret.data or "",
            no_siret=self.no_siret.data,
            phone=self.phone.data or None,
            **more,
        )


class NamedCompanyForm(CompanyForm):
    """A company and the person who registers it."""

    contact_name = StringField(
        _l("Your first and last name"),
        filters=[strip],
        validators=[DataRequired(), Length(max=120)],
        render_kw={"autocomplete": "name"},
    )


class RegistrationForm(NamedCompanyForm):
    """A company registered by somebody who is not signed in."""

    email = EmailField(
        _l("E-mail address"),
        filters=[strip],
        validators=[DataRequired(), Email(), Length(max=254)],
        description=_l("We send a link to it: no password is needed."),
        render_kw={"autocomplete": "email"},
    )


class ProfileForm(CompanyForm):
    """The company as visitors and the organiser see it."""

    activity = StringField(
        _l("Trade"),
        filters=[strip],
        validators=[Length(max=120)],
        description=_l("In a few words: joinery, quarry, builders' merchant…"),
    )
    presentation = TextAreaField(
        _l("Presentation"),
        filters=[strip],
        validators=[Length(max=3_000)],
        render_kw={"rows": 5},
    )
    website = URLField(
        _l("Website"),
        filters=[_with_scheme],
        validators=[Optional(), URL(), Length(max=200)],
        render_kw={"autocomplete": "url"},
    )
    email = EmailField(
        _l("E-mail address of the company"),
        filters=[strip],
        validators=[DataRequired(), Email(), Length(max=254)],
    )

    def show(self, company: Company) -> None:
        """Fill the form with a company."""
        for name in ("name", "siret", "phone", "activity", "presentation", "website", "email"):
            self._fields[name].data = getattr(company, name)
        self.no_siret.data = company.siret is None

    def profile(self) -> CompanyDetails:
        """Return what was typed; call after validate()."""
        return self.details(
            self.email.data,
            activity=self.activity.data or "",
            presentation=self.presentation.data or "",
            website=self.website.data,
        )


class CharterForm(Form):
    """A signature: one's name under the version that was shown."""

    version = IntegerField(validators=[InputRequired()], widget=HiddenField.widget)
    name = StringField(
        _l("Your first and last name, as signature"),
        filters=[strip],
        validators=[DataRequired(), Length(max=120)],
        render_kw={"autocomplete": "name"},
    )
    accepted = BooleanField(
        _l("I have read the charter and accept it"),
        validators=[DataRequired(_l("Tick this once you have read the charter."))],
    )


class MemberInvitationForm(Form):
    """A colleague to invite."""

    email = EmailField(
        _l("E-mail address"),
        filters=[strip],
        validators=[DataRequired(), Email(), Length(max=254)],
    )
    role = SelectField(_l("Role"), choices=ROLES, default=Role.MEMBER.value)


class JoinForm(Form):
    """The name of a person who accepts an invitation to a company."""

    contact_name = StringField(
        _l("Your first and last name"),
        filters=[strip],
        validators=[DataRequired(), Length(max=120)],
        render_kw={"autocomplete": "name"},
    )


class CompanyInvitationForm(Form):
    """Many addresses at once."""

    addresses = TextAreaField(
        _l("E-mail addresses"),
        filters=[strip],
        validators=[DataRequired(), Length(max=20_000)],
        description=_l("One or many, pasted as they are: lines, commas, names do not matter."),
        render_kw={"rows": 4, "autocapitalize": "none", "spellcheck": "false"},
    )
