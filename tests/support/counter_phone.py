"""What the server tells a counter's phone, made up: data of a site, and a server that answers."""

import hashlib
from collections.abc import Sequence
from typing import Any

from brocante.core.codes import ALPHABET

SERVER_TIME = "2026-04-05T08:30:00Z"
UNITS = {
    "u": {"one": "pièce", "many": "pièces", "measured": False},
    "m2": {"one": "m²", "many": "m²", "measured": True},
}


def token_of(pickup_id: int) -> str:
    """Return the token of a made-up ticket, with capitals as real ones have."""
    return f"Jeton-{pickup_id}-du_Billet"


def key_of(token: str) -> str:
    """Return the key under which data name a ticket, without holding what opens it."""
    return hashlib.sha256(token.lower().encode()).hexdigest()[:24]


def code_of(number: int) -> str:
    """Return a code of six letters, another for each number."""
    base = len(ALPHABET)
    return "".join(ALPHABET[number // base**place % base] for place in range(6))


def counter_data(
    quantities: Sequence[Sequence[int]],
    *,
    stock: Sequence[int] = (),
    names: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the data of a site: a pickup per entry, a line of its own listing per quantity.

    `stock` holds the quantities of the listings, otherwise 100 of each; all in whole units.
    """
    lines = [(place, q) for place, pickup in enumerate(quantities) for q in pickup]
    listings = [
        {
            **_priced(number, f"Article {number}"),
            "id": number,
            "code": code_of(1_000 + number),
            "measured": False,
            "smallest": 1000,
            "usual": 1000,
            "quantity": (stock[number - 1] if stock else 100) * 1000,
            "reserved": quantity * 1000,
            "handed_over": 0,
            "location": f"Rack {number}",
            "condition": "",
            "defect": "",
        }
        for number, (_place, quantity) in enumerate(lines, 1)
    ]
    pickups = [
        {
            "id": place + 1,
            "code": code_of(place + 1),
            "name": names[place] if names else f"Visiteuse {place + 1}",
            "key": key_of(token_of(place + 1)),
            "slot": 1,
            "state": "booked",
            "vehicle": "Utilitaire",
            "done_at": None,
            "done_by": None,
            "lines": [
                {
                    **_priced(number, f"Article {number}"),
                    "id": number,
                    "listing": number,
                    "reserved": quantity * 1000,
                    "asked": quantity * 1000,
                    "handed_over": 0,
                }
                for number, (owner, quantity) in enumerate(lines, 1)
                if owner == place
            ],
        }
        for place in range(len(quantities))
    ]
    return {
        "protocol": 1,
        "server_time": SERVER_TIME,
        "access": {"name": "Portail nord", "ends_at": "2026-04-06T22:00:00Z"},
        "edition": {"name": "Dordogne", "slug": "dordogne", "time_zone": "Europe/Paris"},
        "site": {"id": 1, "name": "Dépôt Lafon", "commune": "Sarlat", "company": "Lafon"},
        "slots": [
            {"id": 1, "starts_at": "2026-04-05T08:00:00Z", "ends_at": "2026-04-05T09:00:00Z"}
        ],
        "pickups": pickups,
        "listings": listings,
        "units": UNITS,
    }


def _priced(number: int, title: str) -> dict[str, Any]:
    return {"title": title, "unit": "u", "price_kind": "unit", "price_cents": 100 * number}
