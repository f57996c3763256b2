"""Refusals about companies, their members and their sites."""

from brocante.core.errors import DomainError, NotFound
from brocante.core.text import N_


class CompanyError(DomainError):
    """Any refusal about companies."""


class CompanyNotFound(NotFound):
    """No such company, or not one of this edition."""

    message = N_("This company does not take part in this edition.")


class SiteNotFound(NotFound):
    """No such site, or one of another company."""

    message = N_("This site does not exist, or is not one of yours.")


class SiretNotValid(CompanyError):
    """Not 14 digits that fit together."""

    message = N_("This SIRET number is not right: it has 14 digits. Check it on an invoice.")
    field = "siret"


class SiretMissing(CompanyError):
    """Neither a number nor the box that says there is none."""

    message = N_("Write the SIRET number, or tick the box below when you have none yet.")
    field = "siret"


class SiretTaken(CompanyError):
    """Another company is registered with that number."""

    message = N_(
        "A company with this SIRET is already registered. Sign in, or ask a colleague who is a "
        "member to invite you."
    )
    field = "siret"


class RegistrationClosed(CompanyError):
    """The edition takes no new companies now."""

    message = N_("Registration to this edition is not open.")


class ParticipationStopped(CompanyError):
    """The organiser refused the participation, or it was withdrawn."""

    message = N_("This company does not take part in this edition. Ask the organiser.")


class EditionOver(CompanyError):
    """The sale is over: places and hours are history now."""

    message = N_("The sale of this edition is over: this can no longer change.")


class NotThisDecision(CompanyError):
    """The participation is not in a state that allows the decision."""

    message = N_("This was decided already. Look again, then decide.")


class CharterChanged(CompanyError):
    """The text shown is not the present one any more."""

    message = N_("The charter changed while you were reading. Please read it again.")


class CharterEmpty(CompanyError):
    """The organiser has not written the charter."""

    message = N_("The organiser has not written the charter yet: there is nothing to sign.")


class CharterNameMissing(CompanyError):
    """A signature is a name."""

    message = N_("Write your first and last name: it is your signature.")
    field = "name"


class OnlyOwners(CompanyError):
    """A member who is not in charge tried to invite or remove."""

    message = N_("Only a person in charge of the company can do this.")
    status = 403


class LastOwner(CompanyError):
    """Somebody must be able to invite and remove."""

    message = N_("There must remain one person in charge. Name another one first.")


class AlreadyMember(CompanyError):
    """The address invited belongs to a member."""

    message = N_("This person is already a member.")
    field = "email"


class InvitationNotValid(CompanyError):
    """An invitation that was accepted, replaced, or is too old."""

    message = N_("This invitation was already used or is too old. Ask for a new one.")
    status = 410


class InvitationOfAnother(CompanyError):
    """Somebody else is signed in on this browser."""

    message = N_("This invitation is for another address than the one you are signed in with.")


class AddressesNotUnderstood(CompanyError):
    """Among the addresses pasted, some are none."""

    message = N_("These are not e-mail addresses: %(wrong)s")
    field = "addresses"


class TooManyAddresses(CompanyError):
    """More than an edition ever has companies."""

    message = N_("Invite at most %(most)d addresses at once.")
    field = "addresses"


class CommuneNotFound(CompanyError):
    """No commune is called so."""

    message = N_("No commune is found by that name or postcode. Check the spelling.")
    field = "commune"


class CommuneNotChosen(CompanyError):
    """Several communes fit what was typed."""

    message = N_("Choose the commune in the list.")
    field = "commune"


class PinNotUnderstood(CompanyError):
    """Not two numbers of degrees."""

    message = N_("Write two numbers such as 44,8901 and 1,2163.")
    field = "latitude"


class PinTooFar(CompanyError):
    """A slip of the thumb, or latitude and longitude exchanged."""

    message = N_("This point is more than %(km)d km away from %(commune)s. Move the pin back.")
    field = "latitude"


class HoursIncomplete(CompanyError):
    """An opening time without its closing time, or the reverse."""

    message = N_("Write both the opening and the closing time, or neither.")
    field = "hours"


class HoursReversed(CompanyError):
    """It closes before it opens."""

    message = N_("A closing time must come after its opening time.")
    field = "hours"


class HoursOverlap(CompanyError):
    """Two spans of the same day share some time."""

    message = N_("Two opening times of the same day overlap.")
    field = "hours"


class HoursOutside(CompanyError):
    """A day that is none of the edition's."""

    message = N_("Opening hours are for the days of the edition only.")
    field = "hours"


class SiteInUse(CompanyError):
    """Listings or slots point to the site."""

    message = N_(
        "Listings or pickup slots belong to this site: move or delete them before you delete it."
    )
