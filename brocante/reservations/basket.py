"""What a visitor gathered, and their last tickets: only in the signed cookie of the session.

The cookie holds at most 4 kB: quantities are integer thousandths by listing code, the lines of
all editions together are limited, and only the last tickets are remembered. Nothing here
touches the session of a visitor who has none, so that plain reading stays without cookie.
"""

from collections.abc import Mapping

from flask import current_app, g, request, session

from brocante.core.units import ZERO, Quantity
from brocante.reservations.errors import BasketFull
from brocante.reservations.rules import MAX_LINES, MAX_LIVE_OF_BROWSER

_BASKETS = "baskets"
_TICKETS = "tickets"
# As many as the limit of a browser counts.
MAX_TICKETS = MAX_LIVE_OF_BROWSER


def lines_of(edition_slug: str) -> dict[str, Quantity]:
    """Return what is in the basket of an edition: quantities by listing code."""
    return {code: Quantity(amount) for code, amount in _baskets().get(edition_slug, {}).items()}


def put(edition_slug: str, code: str, quantity: Quantity) -> None:
    """Have so much of a listing in the basket; nothing takes it out. Raises BasketFull."""
    replace(edition_slug, {**lines_of(edition_slug), code: quantity})


def replace(edition_slug: str, lines: Mapping[str, Quantity]) -> None:
    """Have exactly these lines in the basket of an edition. Raises BasketFull."""
    kept = {code: amount.thousandths for code, amount in lines.items() if amount > ZERO}
    baskets = {slug: basket for slug, basket in _baskets().items() if slug != edition_slug}
    if len(kept) + sum(len(basket) for basket in baskets.values()) > MAX_LINES:
        raise BasketFull(limit=MAX_LINES)
    if kept:
        baskets[edition_slug] = kept
    session[_BASKETS] = baskets
    session.permanent = True


def remember_ticket(token: str) -> None:
    """Keep the address of a ticket on this browser, the latest first."""
    session[_TICKETS] = [token, *(t for t in last_tickets() if t != token)][:MAX_TICKETS]
    session.permanent = True


def last_tickets() -> list[str]:
    """Return the tokens of the tickets made or found on this browser, the latest first."""
    return list(session.get(_TICKETS, [])) if _has_cookie() else []


def basket_count() -> int:
    """Return how many lines the basket of the present edition has."""
    edition = g.get("edition")
    return len(_baskets().get(edition.slug, {})) if edition is not None else 0


def _baskets() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = session.get(_BASKETS, {}) if _has_cookie() else {}
    return found


def _has_cookie() -> bool:
    """Tell whether the browser sent a session, or was given one by the present answer."""
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies or session.modified
