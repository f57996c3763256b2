"""Refusals about accounts."""

from brocante.core.errors import DomainError
from brocante.core.text import N_


class AccountError(DomainError):
    """Any refusal about accounts."""


class WrongSignIn(AccountError):
    """Unknown address and wrong password answer the same."""

    message = N_("Address or password is not right. You can also receive a link by e-mail.")
    status = 422


class TooManyAttempts(AccountError):
    """Guessing is slowed; the owner can still use a link."""

    message = N_(
        "Too many attempts. Wait %(minutes)s minutes, or ask for a link by e-mail: it works now."
    )
    status = 429


class LinkNotValid(AccountError):
    """A link that was used, is too old, or never existed."""

    message = N_("This link was already used or is too old. Ask for a new one.")
    status = 410


class InvitationNotValid(AccountError):
    """An invitation that was accepted, withdrawn, or is too old."""

    message = N_("This invitation was already used or is too old. Ask for a new one.")
    status = 410


class PasswordTooShort(AccountError):
    """Shorter than 8 characters."""

    message = N_("Choose at least 8 characters; a short sentence is easy to remember.")
    field = "password"


class PasswordTooLong(AccountError):
    """Longer than 128 characters."""

    message = N_("Choose at most 128 characters.")
    field = "password"


class PasswordTooCommon(AccountError):
    """On the list of the first passwords anybody tries."""

    message = N_("This password is one of the first anybody would try. Choose another one.")
    field = "password"


class WrongPresentPassword(AccountError):
    """The present password is asked before it is changed."""

    message = N_("The present password is not right.")
    field = "present_password"


class LastOwner(AccountError):
    """Somebody must be able to invite and remove."""

    message = N_("There must remain one person in charge. Name another one first.")


class OnlyOwners(AccountError):
    """A member who is not in charge tried to invite or remove."""

    message = N_("Only a person in charge can do this.")
    status = 403


class AlreadyMember(AccountError):
    """The address invited belongs to a member."""

    message = N_("This person is already a member.")
    field = "email"
