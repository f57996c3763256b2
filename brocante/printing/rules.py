"""What must be true before something is printed that can no longer be corrected."""

import ipaddress
from typing import Protocol
from urllib.parse import SplitResult, urlsplit

from brocante.printing.errors import (
    DeclassedWithoutDefect,
    LabelWithoutPrice,
    OffsetTooLarge,
    PercentageNotAttested,
    PublicAddressMissing,
    PublicAddressNotReachable,
    PublicAddressNotSecure,
    StartOutsideSheet,
)
from brocante.printing.formats import LabelFormat

# Beyond this a printer is not offset, the wrong format was chosen.
LARGEST_OFFSET_MM = 10.0

_LOCAL_NAMES = ("localhost", "local", "internal", "lan", "home", "invalid")


class PrintableLabel(Protocol):
    """What the rules need to know of a label."""

    @property
    def code(self) -> str: ...
    @property
    def price_text(self) -> str: ...
    @property
    def percentage_text(self) -> str: ...
    @property
    def percentage_attested(self) -> bool: ...
    @property
    def condition(self) -> str: ...
    @property
    def defect(self) -> str: ...


def check_public_address(url: str | None, demo: bool) -> None:
    """Refuse to print QR codes unless they lead to a fixed https address known on the internet.

    A demonstration prints anything: its labels carry a stamp and are thrown away.
    """
    if demo:
        return
    if not url or not url.strip():
        raise PublicAddressMissing
    parts = _split(url)
    if parts is None or parts.scheme != "https" or "@" in parts.netloc or _has_more(parts):
        raise PublicAddressNotSecure(address=url)
    if not _reachable(parts.hostname or ""):
        raise PublicAddressNotReachable(address=url)


def check_printable(label: PrintableLabel) -> None:
    """Refuse a label that could not be honoured: no price, a claim without ground, no defect."""
    if not label.price_text.strip():
        raise LabelWithoutPrice(code=label.code)
    if label.percentage_text and not label.percentage_attested:
        raise PercentageNotAttested(code=label.code)
    if label.condition == "declassed" and not label.defect.strip():
        raise DeclassedWithoutDefect(code=label.code)


def check_start(label_format: LabelFormat, start_at: int) -> None:
    """Refuse a first label (counted from 1, row by row) that is not on the sheet."""
    if not 1 <= start_at <= label_format.per_page:
        raise StartOutsideSheet(count=label_format.per_page)


def check_offset(offset_mm: tuple[float, float]) -> None:
    """Refuse an offset (to the right, downwards, in mm) that no printer has."""
    # Written so that a value that is not a number is refused too.
    if not all(abs(value) <= LARGEST_OFFSET_MM for value in offset_mm):
        raise OffsetTooLarge(limit=f"{LARGEST_OFFSET_MM:.0f}")


def _split(url: str) -> SplitResult | None:
    """Return the parts of `url`, or nothing when it is no address at all."""
    try:
        parts = urlsplit(url)
        known = parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if known else None


def _has_more(parts: SplitResult) -> bool:
    """Tell whether something follows the name: the addresses of labels are built upon it."""
    return bool(parts.path.strip("/") or parts.query or parts.fragment)


def _reachable(host: str) -> bool:
    """Tell whether a name or number can mean the same machine for every phone."""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        labels = host.rstrip(".").split(".")
        return len(labels) > 1 and labels[-1] not in _LOCAL_NAMES
