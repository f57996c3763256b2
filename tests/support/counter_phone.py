"""A counter's phone without its server: made-up data, a server that answers, what a camera sees."""

import hashlib
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import BrowserContext, Page, Route

from brocante.core.codes import ALPHABET
from brocante.core.qr import matrix

SERVER_TIME = "2026-04-05T08:30:00Z"
UNITS = {
    "u": {"one": "pièce", "many": "pièces", "measured": False},
    "m2": {"one": "m²", "many": "m²", "measured": True},
}


def start_counter(context: BrowserContext, link: str) -> Page:
    """Open the link of a counter, press its one button, wait for the first screen."""
    page = context.new_page()
    page.goto(link)
    page.locator("#start button").click()
    page.get_by_test_id("counter-scan").wait_for()
    return page


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
            "condition": "surplus",
            "defect": None,
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


class FakeServer:
    """Answers a phone in place of the server: it keeps what was noted and applies nothing."""

    def __init__(self, context: BrowserContext, data: dict[str, Any]) -> None:
        self.data = data
        self.access = "open"
        self.is_reachable = True
        self.chokes_on: int | None = None  # a pickup whose entries it cannot read
        self.entries: list[dict[str, Any]] = []
        self.rehearsals: list[dict[str, Any]] = []
        self.elsewhere: list[dict[str, Any]] = []
        context.route("**/comptoir/donnees", self._donnees)
        context.route("**/comptoir/journal", self._journal)
        context.route("**/comptoir/repetition", self._repetition)
        context.route("**/comptoir/ailleurs*", lambda route: self._say(route, found=self.elsewhere))
        context.route("**/comptoir/fermer", self._fermer)

    @property
    def acts(self) -> list[tuple[Any, ...]]:
        """What was tapped, in short: the kind, and what left of each line."""
        return [
            (entry["kind"], *[line["quantity"] // 1000 for line in entry.get("lines", [])])
            for entry in self.entries
        ]

    def _sent(self, route: Route) -> dict[str, Any]:
        sent: dict[str, Any] = route.request.post_data_json or {}
        return sent

    def _say(self, route: Route, status: int = 200, **answer: Any) -> None:
        if self.is_reachable:
            route.fulfill(status=status, json={"protocol": 1, **answer})
        else:
            route.abort("internetdisconnected")

    def _donnees(self, route: Route) -> None:
        refused = self.access != "open"
        self._say(
            route, 403 if refused else 200, **({"access": self.access} if refused else self.data)
        )

    def _journal(self, route: Route) -> None:
        if self.chokes_on in {e.get("pickup", 0) for e in self._sent(route)["entries"]}:
            self._say(route, 400)
            return
        if self.is_reachable:
            known = {entry["id"] for entry in self.entries}
            sent = self._sent(route)["entries"]
            self.entries += [entry for entry in sent if entry["id"] not in known]
            answers = [{"id": e["id"], "state": "applied", "flags": []} for e in sent]
        else:
            answers = []
        self._say(route, server_time=self.data["server_time"], access=self.access, entries=answers)

    def _fermer(self, route: Route) -> None:
        self._say(route)

    def _repetition(self, route: Route) -> None:
        if route.request.method == "POST":
            self.rehearsals.append(self._sent(route))
            self._say(route)
        else:
            route.fallback()


# Grey and course of each, in sides of the code: through the data, beside the corner marks.
CRACKS = (
    (150, ((0.5, -0.2), (0.42, 0.35), (0.72, 0.55), (0.5, 1.2))),
    (60, ((1.1, 0.42), (0.72, 0.55), (0.38, 0.6), (-0.1, 0.5))),
)


def cracked_phone(text: str, *, turned: int, blurred: float, side: int = 230) -> Image.Image:
    """Draw the QR code of `text` on somebody's phone at arm's length: turned, blurred, cracked."""
    modules = matrix(text)
    code = Image.new("L", (len(modules) + 8, len(modules) + 8), 255)
    for y, row in enumerate(modules):
        for x, is_black in enumerate(row):
            if is_black:
                code.putpixel((x + 4, y + 4), 0)
    phone = Image.new("RGB", (side + 40, side + 120), (240, 236, 228))
    # Large first: uneven modules would be a fault of the drawing, not of the crack.
    large = code.resize((code.width * 20, code.height * 20), Image.Resampling.NEAREST)
    phone.paste(large.resize((side, side), Image.Resampling.LANCZOS).convert("RGB"), (20, 60))
    cracks = ImageDraw.Draw(phone)
    for shade, points in CRACKS:
        cracks.line([(20 + x * side, 60 + y * side) for x, y in points], (shade,) * 3, 3)
    yard = (90, 84, 76)
    phone = phone.rotate(turned, Image.Resampling.BICUBIC, expand=True, fillcolor=yard)
    seen = Image.new("RGB", (640, 480), yard)
    seen.paste(phone, ((640 - phone.width) // 2, (480 - phone.height) // 2))
    return seen.filter(ImageFilter.GaussianBlur(blurred))


def photographed(paper: Path) -> Image.Image:
    """Return what a camera sees of the code on a PDF: turned a little, blurred."""
    document = pypdfium2.PdfDocument(paper)
    page = document[0].render(scale=2).to_pil().convert("RGB")
    document.close()
    found = next(iter(zxingcpp.read_barcodes(page)))
    corner, opposite = found.position.top_left, found.position.bottom_right
    margin = (opposite.x - corner.x) // 2
    code = page.crop(
        (corner.x - margin, corner.y - margin, opposite.x + margin, opposite.y + margin)
    )
    code = code.resize((420, 420)).rotate(6, fillcolor=(240, 240, 235))
    seen = Image.new("RGB", (640, 480), (120, 112, 100))
    seen.paste(code, (110, 30))
    return seen.filter(ImageFilter.GaussianBlur(0.8))


def film(path: Path, pictures: Sequence[Image.Image], frames: int = 1) -> Path:
    """Write what a camera sees, each picture for some frames, as Chromium reads it."""
    with path.open("wb") as file:
        for picture in pictures:
            frame = io.BytesIO()
            picture.save(frame, "JPEG", quality=85)
            file.write(frame.getvalue() * frames)
    return path
