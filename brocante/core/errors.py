"""The one family of errors whose words reach people."""

from brocante.core.text import N_


class DomainError(Exception):
    """A refusal with a reason: what is wrong and what to do, in one sentence for a person.

    `message` is an English message id; `params` fill its %(name)s places after translation.
    `field` names the form field the sentence belongs beside, if any. `status` is the HTTP status
    the edge answers with.
    """

    message: str = N_("This is not possible.")
    field: str | None = None
    status: int = 409

    def __init__(self, *, field: str | None = None, **params: object) -> None:
        self.params = params
        if field is not None:
            self.field = field
        super().__init__(self.message % params if params else self.message)


class NotFound(DomainError):
    """The thing asked for does not exist, or not for the person who asks."""

    message = N_("This page does not exist, or no longer does.")
    status = 404


class NotAllowed(DomainError):
    """The acting person may not do this."""

    message = N_("You do not have access to this.")
    status = 403
