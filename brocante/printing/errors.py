"""What cannot be printed, and what to do about it."""

from brocante.core.errors import DomainError
from brocante.core.text import N_


class PrintingError(DomainError):
    """The paper asked for cannot be made as things stand."""


class PublicAddressMissing(PrintingError):
    """No public address is set, so a printed QR code would lead nowhere."""

    message = N_(
        "Labels cannot be printed yet, because a printed QR code can no longer be changed: set "
        "BROCANTE_PUBLIC_URL to the https:// address of the site first, or BROCANTE_DEMO=1 for "
        "labels of a demonstration."
    )


class PublicAddressNotSecure(PrintingError):
    """The public address is not a plain https one."""

    message = N_(
        "Labels cannot be printed: the public address “%(address)s” must start with https:// and "
        "be followed by the name of the site only."
    )


class PublicAddressNotReachable(PrintingError):
    """The public address only means something on this machine or network."""

    message = N_(
        "Labels cannot be printed: visitors' phones cannot reach “%(address)s”. "
        "Set the address under which the site is known on the internet."
    )


class NothingToPrint(PrintingError):
    """No label was chosen."""

    message = N_("There is no label to print: choose at least one listing.")


class LabelWithoutPrice(PrintingError):
    """A label without a price cannot be sold from."""

    message = N_("The listing %(code)s has no price yet: give one, or mark it as free.")


class PercentageNotAttested(PrintingError):
    """A percentage is shown only with the attested lowest price of the last 30 days."""

    message = N_(
        "The label of %(code)s may not show a percentage: the seller has not attested the lowest "
        "price of the last 30 days."
    )


class DeclassedWithoutDefect(PrintingError):
    """A declassed material says what is wrong with it, on paper too."""

    message = N_("The listing %(code)s is declassed: describe its defect before printing.")


class StartOutsideSheet(PrintingError):
    """The first free label is not on the sheet."""

    message = N_("This sheet has %(count)s labels: start at a label from 1 to %(count)s.")
    field = "start_at"


class OffsetTooLarge(PrintingError):
    """A printer's offset is a matter of millimetres."""

    message = N_("The printer offset must stay within %(limit)s mm in each direction.")
    field = "offset"
