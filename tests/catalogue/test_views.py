"""The catalogue as a visitor meets it: pages, notes, refusals, no cookie, what engines are told."""

import json
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient

from brocante.catalogue.album import stored_name
from brocante.catalogue.models import (
    ComparisonKind,
    Condition,
    ListingState,
    ListingStock,
    Photo,
    PriceKind,
)
from brocante.catalogue.search import reindex
from brocante.companies.models import ParticipationState, Site
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.core.units import Quantity, Unit
from brocante.editions.models import Edition, EditionState
from brocante.materials.rules import MassOrigin
from brocante.web.formats import local_day
from tests.factories import (
    make_company,
    make_edition,
    make_listing,
    make_participation,
    make_site,
    make_slot,
)
from tests.support.pages import CheckedClient, words

KEY = "ab" * 20


@pytest.fixture
def edition(app: Flask) -> Edition:
    """An edition whose reservations are open."""
    return make_edition(slug="dordogne")


@pytest.fixture
def site(edition: Edition) -> Site:
    """A yard in Sarlat."""
    company = make_company(name="Scierie Vézère", slug="scierie", website="https://example.org")
    return make_site(
        make_participation(edition, company),
        equipment="forklift,scales",
        access_notes="Portail",
        phone="+33553010203",
    )


@transactional
def _reindex(edition_id: int) -> None:
    reindex(edition_id)


def _photo() -> Photo:
    return Photo(
        upload_id="one",
        key=KEY,
        position=0,
        width=1200,
        height=900,
        colour="#cccccc",
        created_at=clock.now(),
    )


def _tags(tree: ET.Element) -> list[str]:
    return [words(e) for e in tree.iter("h2") if e.get("class") == "tag-title"]


def _tree(client: FlaskClient, url: str, status: int = 200) -> ET.Element:
    tree: ET.Element = client.page(url, status)  # type: ignore[attr-defined]
    return tree


def _text(client: FlaskClient, url: str, status: int = 200) -> str:
    tree = _tree(client, url, status)
    main = tree.find(".//main")
    assert main is not None
    return words(main)


def test_the_list_shows_tags_and_families(client: FlaskClient, site: Site) -> None:
    make_listing(site, title="Poutre", family="timber", photos=[_photo()])
    tree = _tree(client, "/dordogne/materiaux")
    assert _tags(tree) == ["Poutre"]
    assert f"/photos/{KEY}-400.webp" in {e.get("src") for e in tree.iter("img")}
    chip = next(e for e in tree.iter("a") if "fam-timber" in (e.get("class") or ""))
    assert chip.get("href") == "/dordogne/materiaux?famille=timber"


def test_reading_sets_no_cookie(client: FlaskClient, site: Site) -> None:
    """Pages without a form of their own can be kept by any cache and need no consent."""
    make_listing(site)
    for path in ("materiaux", "materiaux?q=brique", "carte", "entreprises", "entreprises/scierie"):
        answer = client.get(f"/dordogne/{path}")
        assert "Set-Cookie" not in answer.headers, path
        assert answer.headers["Cache-Control"] == "no-cache"
        assert (
            client.get(
                f"/dordogne/{path}", headers={"If-None-Match": answer.headers["ETag"]}
            ).status_code
            == 304
        ), path


def test_what_is_asked_can_be_taken_away(client: FlaskClient, site: Site) -> None:
    make_listing(site)
    tree = _tree(client, "/dordogne/materiaux?etat=surplus&prix_max=5&longueur=")
    chips = next(e for e in tree.iter("ul") if "applied" in (e.get("class") or ""))
    assert [e.get("href") for e in chips.iter("a")] == [
        "/dordogne/materiaux?prix_max=5",
        "/dordogne/materiaux?etat=surplus",
    ]
    assert words(next(e for e in tree.iter("b") if e.get("class") == "count")) == "2"
    searched = _tree(client, "/dordogne/materiaux?q=brique")
    assert [e for e in searched.iter("b") if e.get("class") == "count"] == []
    robots = [e.get("content") for e in tree.iter("meta") if e.get("name") == "robots"]
    assert robots == ["noindex, follow"]
    canonical = [e.get("href") for e in tree.iter("link") if e.get("rel") == "canonical"]
    assert canonical == ["http://localhost/dordogne/materiaux"]


@pytest.mark.parametrize(
    ("query", "count"), [("q=tuile", ""), ("q=tuile&etat=surplus", "1"), ("etat=surplus", "1")]
)
def test_the_word_looked_for_is_no_filter(
    client: FlaskClient, site: Site, query: str, count: str
) -> None:
    tree = _tree(client, f"/dordogne/materiaux?{query}")
    summary = next(e for e in tree.iter("summary") if "Filtrer et trier" in words(e))
    assert "".join(filter(str.isdigit, words(summary))) == count


def test_the_form_keeps_what_was_asked(client: FlaskClient, site: Site) -> None:
    tree = _tree(client, "/dordogne/materiaux?longueur=250,5&jour=x&famille=tiles&pres_de=Sarlat")
    form = next(e for e in tree.iter("form") if e.get("role") == "search")
    values = {e.get("name"): e.get("value") for e in form.iter("input") if e.get("name")}
    assert values["longueur"] == "250,5"
    assert values["famille"] == "tiles"
    assert values["pres_de"] == "Sarlat"


@pytest.mark.parametrize(
    "query",
    [
        "famille=%00&etat=%FF&jour=9999-99-99&prix_max=1e400&quantite_min=NaN&longueur=-1",
        "page=s999999.999999999999999&tri=prix",
        "page=p0.1&q=%22%27%3B--",
        "pres_de=91,181&rayon_km=-5&entreprise=../..",
        "q=" + "a" * 5_000,
        "q=&q=&famille=&famille=timber",
    ],
)
def test_nonsense_never_fails(client: FlaskClient, site: Site, query: str) -> None:
    make_listing(site)
    assert client.get(f"/dordogne/materiaux?{query}").status_code == 200


def test_a_corrected_word_is_said(client: FlaskClient, site: Site, edition: Edition) -> None:
    make_listing(site, title="Parquet chêne")
    _reindex(edition.id)
    tree = _tree(client, "/dordogne/materiaux?q=parqet")
    assert _tags(tree) == ["Parquet chêne"]
    assert "parqet" in _text(client, "/dordogne/materiaux?q=parqet")


def test_pages_are_linked(client: FlaskClient, site: Site, edition: Edition) -> None:
    for number in range(25):
        make_listing(site, title=f"Lot {number:02}")
    _reindex(edition.id)
    tree = _tree(client, "/dordogne/materiaux?prix_max=5")
    (link,) = [e.get("href") for e in tree.iter("a") if e.get("rel") == "next"]
    last = _tree(client, str(link))
    assert _tags(last) == ["Lot 00"]
    (back,) = [e.get("href") for e in last.iter("a") if e.get("rel") == "prev"]
    assert _tags(_tree(client, str(back))) == _tags(tree)


def test_before_the_opening_the_page_says_when(client: FlaskClient, app: Flask) -> None:
    edition = make_edition(catalogue_opens_at=clock.now() + timedelta(days=3))
    listing = make_listing(make_site(make_participation(edition)), title="Secret")
    for path in ("materiaux", f"materiaux/{listing.code}", "entreprises", "carte"):
        assert "Secret" not in _text(client, f"/{edition.slug}/{path}")
    assert "Secret" not in client.get(f"/{edition.slug}/sitemap.xml").text


def test_a_listing_says_what_it_is(client: FlaskClient, site: Site) -> None:
    listing = make_listing(
        site,
        "12,5",
        title="Carrelage gris",
        family="tiles",
        unit=Unit.SQUARE_METRE,
        smallest=Quantity(500),
        price_cents=1250,
        condition=Condition.DECLASSED,
        defect="Coins ébréchés",
        length_mm=600,
        width_mm=600,
        unit_mass_g=22_000,
        mass_origin=MassOrigin.ESTIMATED,
        batch="B77",
        location="Rack 9",
        photos=[_photo()],
    )
    make_slot(site, capacity=3)
    url = f"/dordogne/materiaux/{listing.code}"
    text = _text(client, url)
    for words_ in (
        "Carrelage gris",
        "12,50",
        "m²",
        "12,5",
        "Coins ébréchés",
        "60 × 60",
        "22",
        "B77",
    ):
        assert words_ in text, words_
    assert "Scierie Vézère" in text
    assert "24200 Sarlat-la-Canéda" in text
    assert "Rack 9" not in client.get(url).text


def test_a_listing_can_be_put_into_the_basket(client: FlaskClient, site: Site) -> None:
    listing = make_listing(site, 10, smallest=Quantity(2000))
    tree = _tree(client, f"/dordogne/materiaux/{listing.code}")
    field = next(e for e in tree.iter("input") if e.get("data-testid") == "quantity")
    assert (field.get("name"), field.get("value")) == ("quantity", "2")
    assert any(e.get("data-testid") == "add-to-basket" for e in tree.iter("button"))
    code = next(e for e in tree.iter("input") if e.get("name") == "code")
    assert code.get("value") == listing.code


def test_a_lot_is_taken_whole(client: FlaskClient, site: Site) -> None:
    listing = make_listing(site, "7.5", indivisible=True, price_kind=PriceKind.LOT)
    tree = _tree(client, f"/dordogne/materiaux/{listing.code}")
    field = next(e for e in tree.iter("input") if e.get("data-testid") == "quantity")
    assert (field.get("type"), field.get("value")) == ("hidden", "7.5")


@pytest.mark.parametrize(
    ("kind", "attested", "shown", "hidden"),
    [
        (ComparisonKind.LOWEST_30_DAYS, True, "−75 %", "never"),
        (ComparisonKind.LOWEST_30_DAYS, False, "5", "−75"),
        (ComparisonKind.NEW_OBSERVED, False, "20", "−75"),
    ],
)
def test_a_percentage_only_with_an_attested_price(
    client: FlaskClient, site: Site, kind: ComparisonKind, attested: bool, shown: str, hidden: str
) -> None:
    listing = make_listing(
        site,
        comparison=kind,
        comparison_cents=2000,
        comparison_attested_at=clock.now() if attested else None,
    )
    for path in (f"materiaux/{listing.code}", "materiaux"):
        text = _text(client, f"/dordogne/{path}")
        assert hidden not in text
        if path != "materiaux":
            assert shown in text


def test_sold_out_says_so_and_proposes(client: FlaskClient, site: Site) -> None:
    gone = make_listing(
        site,
        available=False,
        stock=ListingStock(quantity=Quantity(1000), handed_over=Quantity(1000)),
    )
    other = make_listing(site, title="Autre brique")
    tree = _tree(client, f"/dordogne/materiaux/{gone.code}")
    assert not [e for e in tree.iter("button") if e.get("data-testid") == "add-to-basket"]
    assert f"/dordogne/materiaux/{other.code}" in {e.get("href") for e in tree.iter("a")}


def test_withdrawn_is_gone_and_drafts_are_unknown(client: FlaskClient, site: Site) -> None:
    other = make_listing(site, title="Autre brique")
    withdrawn = make_listing(site, state=ListingState.WITHDRAWN)
    tree = _tree(client, f"/dordogne/materiaux/{withdrawn.code}", 410)
    assert f"/dordogne/materiaux/{other.code}" in {e.get("href") for e in tree.iter("a")}
    draft = make_listing(site, state=ListingState.DRAFT)
    waiting = make_participation(
        session.get_one(Edition, site.edition_id), state=ParticipationState.REGISTERED
    )
    unseen = make_listing(make_site(waiting))
    elsewhere = make_listing(make_site(make_participation(make_edition())))
    for code in (draft.code, unseen.code, elsewhere.code, "ZZZZ", "%00"):
        assert client.get(f"/dordogne/materiaux/{code}").status_code == 404, code


@pytest.mark.parametrize(("days", "is_announced"), [(3, True), (-3, False)])
def test_reservations_not_open_leave_no_button(
    client: FlaskClient, app: Flask, days: int, is_announced: bool
) -> None:
    opening = clock.now() + timedelta(days=days)
    edition = make_edition(state=EditionState.CATALOGUE, reservations_open_at=opening)
    listing = make_listing(make_site(make_participation(edition)))
    url = f"/{edition.slug}/materiaux/{listing.code}"
    tree = _tree(client, url)
    assert not [e for e in tree.iter("button") if e.get("data-testid") == "add-to-basket"]
    with app.test_request_context():
        day = local_day(opening, edition)
    assert (day in _text(client, url)) is is_announced


def test_search_engines_read_a_product(client: FlaskClient, site: Site) -> None:
    listing = make_listing(site, title="Poutre </script><b>", photos=[_photo()])
    tree = _tree(client, f"/dordogne/materiaux/{listing.code}")
    (script,) = [e for e in tree.iter("script") if e.get("type") == "application/ld+json"]
    data = json.loads("".join(script.itertext()))
    assert (data["@type"], data["name"]) == ("Product", "Poutre </script><b>")
    assert data["offers"]["price"] == "5.00"
    assert data["offers"]["availability"].endswith("InStock")
    assert data["offers"]["seller"]["name"] == "Scierie Vézère"
    images = {e.get("property"): e.get("content") for e in tree.iter("meta")}
    assert f"/{listing.code}/" in str(images["og:image"])


def test_company_and_site_pages(client: FlaskClient, site: Site) -> None:
    make_listing(site, title="Poutre")
    make_slot(site, capacity=2)
    assert "Scierie Vézère" in _text(client, "/dordogne/entreprises")
    company = _text(client, "/dordogne/entreprises/scierie")
    assert "Poutre" in company
    assert "12 route de Vitrac" in company
    page = _text(client, f"/dordogne/sites/{site.id}")
    for word in ("Poutre", "12 route de Vitrac", "Portail", "Scierie Vézère", "05 53 01"):
        assert word in page, word


def test_company_and_site_pages_of_others_are_unknown(client: FlaskClient, site: Site) -> None:
    other = make_edition()
    waiting = make_participation(
        other, make_company(slug="attente"), state=ParticipationState.REGISTERED
    )
    hidden = make_site(waiting)
    for path in (
        f"/{other.slug}/sites/{site.id}",
        f"/{other.slug}/sites/{hidden.id}",
        f"/{other.slug}/entreprises/scierie",
        f"/{other.slug}/entreprises/attente",
        "/dordogne/sites/999999",
    ):
        assert client.get(path).status_code == 404, path


def test_photos_are_kept_for_ever(app: Flask, client: FlaskClient) -> None:
    app.extensions["brocante_store"].put(stored_name(KEY, 400), b"RIFFpicture", "image/webp")
    answer = client.get(f"/photos/{KEY}-400.webp")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, b"RIFFpicture", "image/webp")
    assert {"public", "immutable", "max-age=31536000"} <= set(
        answer.headers["Cache-Control"].split(", ")
    )
    for name in (f"{KEY}-800", f"{KEY}-1200", "..%2F..%2Fsecret_key-400", f"{KEY.upper()}-400"):
        assert client.get(f"/photos/{name}.webp").status_code == 404, name


def test_english_readers_read_english(client: FlaskClient, site: Site) -> None:
    make_listing(site, price_kind=PriceKind.FREE, price_cents=None)
    client.set_cookie("lang", "en")
    english = _text(client, "/dordogne/materiaux")
    client.delete_cookie("lang")
    french = _text(client, "/dordogne/materiaux")
    assert "Free" in english
    assert "Gratuit" in french


def test_words_that_say_nothing_of_a_material_are_said_so(
    client: CheckedClient, edition: Edition
) -> None:
    text = words(client.page(f"/{edition.slug}/materiaux?q=de+la"))
    assert "« de la » ne désigne aucun matériau" in text.replace("\u00a0", " ")
