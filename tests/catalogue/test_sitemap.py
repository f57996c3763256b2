"""What search engines are told of the pages there are."""

from xml.etree import ElementTree as ET

from brocante.catalogue.models import ListingState
from brocante.editions.models import Edition, EditionState
from tests.factories import make_edition, make_listing, make_participation, make_site
from tests.support.pages import CheckedClient
from tests.support.visitors import alter


def test_engines_are_told_the_public_pages(client: CheckedClient) -> None:
    edition = make_edition(slug="dordogne")
    site = make_site(make_participation(edition))
    listing = make_listing(site)
    gone = make_listing(site, state=ListingState.WITHDRAWN)
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text
    assert "http://localhost/dordogne/sitemap.xml" in client.get("/sitemap.xml").text
    answer = client.get("/dordogne/sitemap.xml")
    addresses = [e.text or "" for e in ET.fromstring(answer.text).iter() if e.tag.endswith("loc")]  # noqa: S314 - our own answer
    assert f"http://localhost/dordogne/materiaux/{listing.code}" in addresses
    assert f"http://localhost/dordogne/sites/{site.id}" in addresses
    assert "http://localhost/" in addresses
    assert "http://localhost/dordogne/bilan" not in addresses
    assert f"<lastmod>{listing.updated_at:%Y-%m-%dT}" in answer.text
    assert not [a for a in addresses if gone.code in a]
    for address in addresses:
        assert client.get(address.removeprefix("http://localhost")).status_code == 200, address
    alter(Edition, edition.id, state=EditionState.CLOSING)
    assert "http://localhost/dordogne/bilan" in client.get("/dordogne/sitemap.xml").text
