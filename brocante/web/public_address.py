"""Whether a QR code may go on paper: it must lead to the site for years, from every phone."""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from brocante.core.errors import DomainError
from brocante.core.text import N_

_LOCAL_NAMES = ("localhost", "local", "internal", "lan", "home", "invalid")


class PublicAddressMissing(DomainError):
    """No public address is set, so a printed QR code would lead nowhere."""

    message = N_(
        "QR codes cannot be printed yet, because a printed code can no longer be changed: set "
        "BROCANTE_PUBLIC_URL to the https:// address of the site first, or BROCANTE_DEMO=1 for "
        "papers of a demonstration."
    )


class PublicAddressNotSecure(DomainError):
    """The public address is not a plain https one."""

    message = N_(
        "QR codes cannot be printed: the public address “%(address)s” must start with https:// "
        "and be followed by the name of the site only."
    )


class PublicAddressNotReachable(DomainError):
    """The public address only means something on this machine or network."""

    message = N_(
        "QR codes cannot be printed: visitors' phones cannot reach “%(address)s”. "
        "Set the address under which the site is known on the internet."
    )


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
