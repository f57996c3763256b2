"""The feed of a search: what is new, for who looks every morning."""

from xml.etree import ElementTree as ET

from brocante.catalogue.models import Listing
from brocante.catalogue.search import reindex
from brocante.core import clock
from brocante.core.transaction import transactional
from brocante.editions.models import Edition, EditionState
from tests.factories import make_listing, make_stall
from tests.support.pages import CheckedClient
from tests.support.visitors import alter

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client: CheckedClient, address: str) -> ET.Element:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    assert "Set-Cookie" not in answer.headers
    return ET.fromstring(answer.data)  # noqa: S314 - our own answer


@transactional
def index(edition: Edition) -> None:
    """Find the listings of the factories, which know nothing of the search."""
    reindex(edition.id)


def titles(root: ET.Element) -> list[str]:
    found = (entry.findtext(f"{ATOM}title") or "" for entry in root.iter(f"{ATOM}entry"))
    return [" ".join(title.split()) for title in found]


def link(element: ET.Element, rel: str) -> str:
    return next(e.get("href") or "" for e in element.iter(f"{ATOM}link") if e.get("rel") == rel)


def test_the_newest_come_first_with_what_a_reader_needs(client: CheckedClient) -> None:
    edition, site, _listing, _slot = make_stall()
    make_listing(site, title="Porte <en> chêne & noyer", price_cents=1250)
    root = feed(client, f"/{edition.slug}/materiaux.atom")
    assert titles(root) == [
        "Porte <en> chêne & noyer, 12,50 € / pièce",
        "Brique creuse 20 × 20 × 50, 5 € / pièce",
    ]
    base = f"http://localhost/{edition.slug}/materiaux"
    assert link(root, "self") == f"{base}.atom"
    assert link(root, "alternate") == base
    entry = next(root.iter(f"{ATOM}entry"))
    assert link(entry, "alternate").startswith(f"{base}/")
    assert entry.findtext(f"{ATOM}id") == link(entry, "alternate")
    assert "Sarlat-la-Canéda" in (entry.findtext(f"{ATOM}summary") or "")
    assert (root.findtext(f"{ATOM}updated") or "").startswith(f"{clock.now():%Y-%m-%d}")


def test_a_search_has_its_own_feed(client: CheckedClient) -> None:
    edition, site, _listing, _slot = make_stall()
    make_listing(site, title="Porte en chêne", price_cents=9_000)
    index(edition)
    asked = "prix_max=50&tri=prix"
    root = feed(client, f"/{edition.slug}/materiaux.atom?{asked}")
    assert titles(root) == ["Brique creuse 20 × 20 × 50, 5 € / pièce"]
    assert link(root, "self").endswith("/materiaux.atom?prix_max=50")
    assert "jusqu’à 50" in (root.findtext(f"{ATOM}title") or "")


def test_a_feed_waits_where_a_list_would_show_what_comes_near(client: CheckedClient) -> None:
    edition, _site, _listing, _slot = make_stall()
    index(edition)
    address = f"/{edition.slug}/materiaux.atom"
    assert len(titles(feed(client, f"{address}?q=brique"))) == 1
    assert titles(feed(client, f"{address}?q=brique+moins+de+2+euros")) == []
    assert titles(feed(client, f"{address}?pres_de=Xyzzyqqq")) == []


def test_what_is_withdrawn_or_not_open_is_not_told(client: CheckedClient) -> None:
    edition, _site, listing, _slot = make_stall()
    alter(Listing, listing.id, available=False)
    root = feed(client, f"/{edition.slug}/materiaux.atom")
    assert titles(root) == []
    assert root.findtext(f"{ATOM}updated")
    alter(Edition, edition.id, state=EditionState.LISTING)
    assert client.get(f"/{edition.slug}/materiaux.atom").status_code == 404


def test_absurd_criteria_give_a_feed_all_the_same(client: CheckedClient) -> None:
    edition, _site, _listing, _slot = make_stall()
    for asked in ("page=9999999999", "q=%00%22OR", "pres_de=999,999&rayon_km=-5", "longueur=1e99"):
        root = feed(client, f"/{edition.slug}/materiaux.atom?{asked}")
        assert link(root, "alternate")


def test_the_list_tells_where_its_feed_is(client: CheckedClient) -> None:
    edition, _site, _listing, _slot = make_stall()
    index(edition)
    page = client.page(f"/{edition.slug}/materiaux?prix_max=50")
    (found,) = [e.get("href") for e in page.iter("link") if e.get("rel") == "alternate"]
    assert found == f"/{edition.slug}/materiaux.atom?prix_max=50"
    assert titles(feed(client, found)) == ["Brique creuse 20 × 20 × 50, 5 € / pièce"]
