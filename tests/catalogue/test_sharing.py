"""What others see when a page is shared: a price tag, a sign, a poster."""

from io import BytesIO

import pytest
from flask import Flask
from PIL import Image, ImageChops

from brocante.catalogue.models import Listing
from brocante.catalogue.rules import PriceKind
from brocante.catalogue.share_marks import Tag
from brocante.catalogue.share_pictures import HEIGHT, LOWEST, PHOTO, WIDTH, _bound, _fitting, draw
from brocante.editions.models import Edition, EditionState
from tests.factories import make_stall
from tests.support.pages import CheckedClient, parse, words
from tests.support.visitors import alter


def picture_of(client: CheckedClient, page: str) -> str:
    """Return the path of the picture that a page offers to be shared with."""
    found = [
        e.get("content") or ""
        for e in client.page(page).iter("meta")
        if e.get("property") == "og:image"
    ]
    assert len(found) == 1
    return found[0].removeprefix("http://localhost")


def test_a_listing_is_shared_with_its_price_tag(client: CheckedClient) -> None:
    edition, _site, listing, _slot = make_stall()
    address = f"/{edition.slug}/materiaux/{listing.code}"
    path = picture_of(client, address)
    assert path.startswith(f"{address}/partage.jpg?v=")
    answer = client.get(path)
    assert answer.mimetype == "image/jpeg"
    assert Image.open(BytesIO(answer.data)).size == (WIDTH, HEIGHT)
    assert len(answer.data) < 120_000
    assert client.get(path).data == answer.data


def test_a_new_price_is_a_new_picture_at_a_new_address(client: CheckedClient) -> None:
    edition, _site, listing, _slot = make_stall()
    address = f"/{edition.slug}/materiaux/{listing.code}"
    before = picture_of(client, address)
    old = client.get(before).data
    alter(Listing, listing.id, price_cents=400)
    after = picture_of(client, address)
    assert after != before
    assert client.get(after).data != old
    # Who still has the old address gets what is true now.
    assert client.get(before).data == client.get(after).data


def test_pictures_speak_french_to_programs_of_all_languages(client: CheckedClient) -> None:
    edition, _site, listing, _slot = make_stall()
    alter(Listing, listing.id, price_kind=PriceKind.FREE, price_cents=None)
    address = f"/{edition.slug}/materiaux/{listing.code}"
    french = picture_of(client, address)
    client.set_cookie("lang", "en")
    assert picture_of(client, address) == french


def test_a_company_is_shared_with_its_sign(client: CheckedClient) -> None:
    edition, site, _listing, _slot = make_stall()
    slug = site.company.slug if "company" in site.__dict__ else None
    companies = client.page(f"/{edition.slug}/entreprises")
    link = next(
        a.get("href")
        for a in companies.iter("a")
        if f"/{edition.slug}/entreprises/" in (a.get("href") or "")
    )
    assert link
    assert slug is None or link.endswith(slug)
    answer = client.get(picture_of(client, link))
    assert Image.open(BytesIO(answer.data)).size == (WIDTH, HEIGHT)


def test_what_visitors_do_not_see_has_no_picture(client: CheckedClient) -> None:
    edition, _site, listing, _slot = make_stall()
    assert client.get(f"/{edition.slug}/materiaux/XXXXXX/partage.jpg").status_code == 404
    assert client.get(f"/{edition.slug}/entreprises/nobody/partage.jpg").status_code == 404
    alter(Edition, edition.id, state=EditionState.LISTING)
    address = f"/{edition.slug}/materiaux/{listing.code}/partage.jpg"
    assert client.get(address).status_code == 404


def test_a_broken_picture_in_the_store_does_no_harm(app: Flask, client: CheckedClient) -> None:
    edition, _site, listing, _slot = make_stall()
    store = app.extensions["brocante_store"]
    store.put(f"share/listings/{listing.code.lower()}.jpg", b"something else", "image/jpeg")
    answer = client.get(f"/{edition.slug}/materiaux/{listing.code}/partage.jpg")
    assert Image.open(BytesIO(answer.data)).size == (WIDTH, HEIGHT)


@pytest.mark.parametrize(
    "title", ["", "X" * 140, "mot " * 35, "Œuf ’ « é » 12 × 24", "漢字 🙂 \u202e", "a\nb\x00c"]
)
def test_every_title_can_be_drawn(title: str) -> None:
    tag = Tag(
        title=title,
        price="1 234 567,89 €",
        price_unit="/ mètre linéaire",
        facts=(title, title, title),
        brand="Brocante",
        event="10 et 11 avril 2026",
        photos=(),
    )
    assert Image.open(BytesIO(draw(tag, []))).size == (WIDTH, HEIGHT)


PARQUET = (
    "Parquet contrecollé chêne brossé huilé 14 mm, lames de 190 × 1 900 mm, lot jamais déballé"
)
COMPANY = "Menuiserie Charpente Couverture Dupuy-Lagrange et Fils"


def _tag(title: str, *facts: str, price: str = "1 234,50 €") -> Tag:
    days = "10 et 11 avril 2026"
    return Tag(
        title=title,
        price=price,
        price_unit="/ m²",
        facts=facts,
        brand="Brocante",
        event=days,
        photos=(),
    )


def _below(tag: Tag) -> Image.Image:
    """Return what a picture shows under its words: the mark, the name and the days."""
    # Blocks of a JPEG are 16 high: those from here on are the same if what they show is.
    top = -(-LOWEST // 16) * 16
    return Image.open(BytesIO(draw(tag, []))).crop((PHOTO, top, WIDTH, HEIGHT))


@pytest.mark.parametrize("title", [PARQUET, "mot " * 40, "X" * 140, "Lot de poutres"])
@pytest.mark.parametrize(
    "facts",
    [("Déclassé", COMPANY, "Sarlat-la-Canéda"), ("mot " * 40,) * 3, (COMPANY,) * 6, (COMPANY,)],
)
@pytest.mark.parametrize("price", ["4 €", "1 234 567,89 €", ""])
def test_no_word_stands_over_the_name_and_the_days(
    title: str, facts: tuple[str, ...], price: str
) -> None:
    plain = _below(_tag("Lot"))
    difference = ImageChops.difference(plain, _below(_tag(title, *facts, price=price)))
    shades = difference.convert("RGB").histogram()
    assert not any(count for shade, count in enumerate(shades) if shade % 256 >= 8)


def test_a_number_stays_beside_its_unit() -> None:
    assert _bound("huilé 14 mm") == "huilé 14\u00a0mm"
    assert _bound("longueur 4,80 m") == "longueur 4,80\u00a0m"
    assert _bound("2 500 × 1 250 × 18 mm") == "2 500 × 1 250 × 18 mm".replace(" ", "\u00a0")
    assert _bound("25 mètres, 3 moulures, lot 12 beige") == "25 mètres, 3 moulures, lot 12 beige"
    for width in range(420, 600, 10):
        for text in (PARQUET, "crochets de 65 cm", "lames de 4,80 m"):
            lines = [line for line, _size in _fitting(text, width, (54, 40), 9)]
            assert not {"mm", "mm,", "cm", "m"} & {line.split(" ")[0] for line in lines}


def test_what_is_bound_and_wider_than_a_line_is_parted_not_cut() -> None:
    assert [line for line, _size in _fitting("2 500 × 1 250 × 18 mm", 250, (40,), 4)] == [
        "2 500 × 1 250",
        "× 18 mm",
    ]


def test_the_poster_carries_name_days_and_address(client: CheckedClient) -> None:
    edition, _site, _listing, _slot = make_stall()
    link = next(
        a.get("href")
        for a in client.page(f"/{edition.slug}/entreprises").iter("a")
        if f"/{edition.slug}/entreprises/" in (a.get("href") or "")
    )
    page = client.page(f"{link}/affiche")
    text = words(page)
    assert "12 route de Vitrac, 24200 Sarlat-la-Canéda" in text
    assert "Voir et réserver" in text
    # No code that would lead nowhere is printed: the address of the tests is no public one.
    assert "Le code apparaît une fois que le site a son adresse publique" in text
    assert client.get(f"/{edition.slug}/entreprises/nobody/affiche").status_code == 404


def test_the_poster_has_its_code_once_the_address_is_public(
    app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition, _site, _listing, _slot = make_stall()
    monkeypatch.setattr("brocante.catalogue.share_views.check_public_address", lambda *_: None)
    link = next(
        a.get("href")
        for a in client.page(f"/{edition.slug}/entreprises").iter("a")
        if f"/{edition.slug}/entreprises/" in (a.get("href") or "")
    )
    answer = client.get(f"{link}/affiche")
    assert 'shape-rendering="crispEdges"' in answer.get_data(as_text=True)
    assert parse(answer.get_data(as_text=True)) is not None
