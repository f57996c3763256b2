"""Refusals of the outbox."""

from brocante.core.errors import DomainError
from brocante.core.text import N_


class WrongRecipient(DomainError):
    """The address cannot be written to, or holds more than one address."""

    message = N_("Check the e-mail address: it should look like name@example.org.")
    field = "email"


class NotFailed(DomainError):
    """The message is on its way or has left: there is nothing to send again."""

    message = N_("This message is already on its way.")
