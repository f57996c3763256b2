"""A company's pages through the front door: what is typed survives, guard rails speak."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from brocante.catalogue.models import Listing, ListingState, ListingStock, Photo
from brocante.companies.models import Company, ParticipationState, Site
from brocante.core.db import db, session
from brocante.core.transaction import end_reads, transactional
from brocante.core.units import Quantity
from tests.factories import (
    make_company_member,
    make_edition,
    make_listing,
    make_participation,
    make_site,
)
from tests.support.pages import CheckedClient, parse, words
from tests.support.people import sign_in
from tests.support.pictures import phone_jpeg
from tests.support.queries import count_queries

LIST = "/exposant/annonces"
GOOD = {
    "title": "Brique creuse 20 × 20 × 50",
    "family": "masonry",
    "condition": "surplus",
    "quantity": "40",
    "unit": "u",
    "price": "1,50",
}


@pytest.fixture
def yard(app: Flask, client: CheckedClient) -> Site:
    """The only site of a company, and the browser of one of its members."""
    site = make_site(make_participation(make_edition()))
    sign_in(client, make_company_member(session.get_one(Company, site.company_id)))
    return site


def _listings() -> list[Listing]:
    end_reads()
    return list(session.scalars(select(Listing).order_by(Listing.id)))


def _stock(listing_id: int) -> str:
    end_reads()
    return str(
        session.scalar(select(ListingStock.quantity).where(ListingStock.listing_id == listing_id))
    )


def _new(client: CheckedClient, button: str, **changes: str) -> tuple[int, str]:
    """Fill the empty form; return the status and the words of the answer."""
    answer = client.submit(
        f"{LIST}/nouvelle", GOOD | changes, form="listing-form", button=button, follow=True
    )
    return answer.status_code, words(parse(answer.get_data(as_text=True)))


def test_opening_the_form_writes_nothing(client: CheckedClient, yard: Site) -> None:
    client.page(f"{LIST}/nouvelle")
    assert _listings() == []


def test_a_listing_is_published_in_one_go(client: CheckedClient, yard: Site) -> None:
    status, _text = _new(client, "publish")
    assert status == 200
    (listing,) = _listings()
    assert (listing.state, listing.title) == (ListingState.PUBLISHED, GOOD["title"])
    assert (listing.price_cents, listing.site_id) == (150, yard.id)
    assert _stock(listing.id) == "40"
    assert listing.published_at is not None


def test_every_missing_thing_is_said_and_the_draft_is_kept(
    client: CheckedClient, yard: Site
) -> None:
    status, text = _new(client, "publish", price="", condition="declassed", quantity="")
    assert status == 409
    assert "Say how much there is" in text or "combien" in text
    (listing,) = _listings()
    assert (listing.state, listing.title) == (ListingState.DRAFT, GOOD["title"])


def test_what_is_not_understood_survives_a_closed_session(
    client: CheckedClient, yard: Site
) -> None:
    status, _text = _new(client, "save", price="douze euros", thickness="épais")
    assert status == 422
    (listing,) = _listings()
    assert (listing.title, listing.price_cents) == (GOOD["title"], None)
    page = client.page(f"{LIST}/{listing.code}")
    typed = {e.get("name"): e.get("value") for e in page.iter("input")}
    assert (typed["price"], typed["thickness"]) == ("douze euros", "épais")
    client.submit(f"{LIST}/{listing.code}", {"price": "12", "thickness": ""}, form="listing-form")
    (listing,) = _listings()
    assert (listing.price_cents, listing.typed) == (1200, None)


def test_a_published_listing_changes_only_when_complete(client: CheckedClient, yard: Site) -> None:
    code = make_listing(yard).code
    answer = client.submit(f"{LIST}/{code}", {"title": ""}, form="listing-form", button="save")
    assert answer.status_code == 409
    (listing,) = _listings()
    assert listing.title == "Brique creuse 20 × 20 × 50"
    page = client.page(f"{LIST}/{code}")
    assert {e.get("value") for e in page.iter("input") if e.get("name") == "title"} == {""}
    client.post(f"{LIST}/{code}/abandonner", data=_token(client, code))
    assert _listings()[0].typed is None


def test_autosave_answers_what_the_title_says(client: CheckedClient, yard: Site) -> None:
    data = _token(client, "nouvelle") | {"title": "Tuiles canal", "new": "1", "action": "autosave"}
    answer = client.post(
        f"{LIST}/CCCDDD", data=data, headers={"Accept": "application/json"}
    ).get_json()
    assert (answer["family"], answer["material"]) == ("roofing", "roof-tile-clay-canal")
    assert answer["url"] == f"{LIST}/CCCDDD"
    assert not answer["errors"]
    (listing,) = _listings()
    assert (listing.title, listing.family, listing.code) == ("Tuiles canal", "roofing", "CCCDDD")


def test_autosave_of_a_published_listing_changes_nothing_yet(
    client: CheckedClient, yard: Site
) -> None:
    code = make_listing(yard).code
    data = _token(client, code) | {"title": "Half ty", "action": "autosave"}
    answer = client.post(f"{LIST}/{code}", data=data, headers={"Accept": "application/json"})
    assert answer.get_json()["pending"]
    (listing,) = _listings()
    assert listing.title == "Brique creuse 20 × 20 × 50"
    assert "Half ty" in (listing.typed or "")


def test_a_quantity_nobody_touched_undoes_no_correction(client: CheckedClient, yard: Site) -> None:
    listing = make_listing(yard, quantity=10)
    code, listing_id = listing.code, listing.id
    page = client.page(f"{LIST}/{code}")
    assert "10" in {e.get("value") for e in page.iter("input") if e.get("name") == "quantity"}
    _change_stock(listing_id, "12")
    data = GOOD | _token(client, code) | {"quantity": "10", "quantity_was": "10"}
    client.post(f"{LIST}/{code}", data=data)
    assert _stock(listing_id) == "12"
    client.post(f"{LIST}/{code}", data=data | {"quantity": "9"})
    assert _stock(listing_id) == "9"


def test_the_quantity_keeps_the_promises_and_says_them(client: CheckedClient, yard: Site) -> None:
    listing = make_listing(yard, quantity=10)
    code, listing_id = listing.code, listing.id
    _change_stock(listing_id, "10", reserved="2,5", handed_over="2,5")
    answer = client.submit(f"{LIST}/{code}", {"quantity": "4"}, form="listing-form")
    assert answer.status_code == 409
    assert _stock(listing_id) == "10"
    assert "2,5" in words(parse(answer.get_data(as_text=True)))
    client.submit(f"{LIST}/{code}", {"quantity": "5"}, form="listing-form")
    assert _stock(listing_id) == "5"


def test_photos_come_with_the_form_and_are_moved_and_removed_without_script(
    client: CheckedClient, yard: Site
) -> None:
    first, second = phone_jpeg(), phone_jpeg(size=(120, 160))
    files = [(BytesIO(first), "a.jpg"), (BytesIO(b"no photo"), "b.jpg"), (BytesIO(second), "c.jpg")]
    data = GOOD | _token(client, "nouvelle") | {"new": "1", "photos": files}
    answer = client.post(f"{LIST}/CCCDDD", data=data, content_type="multipart/form-data")
    assert answer.status_code == 409
    ids = _photo_ids()
    assert len(ids) == 2
    url = f"{LIST}/CCCDDD"
    client.submit(url, {}, form="listing-form", button=f"later:{ids[0]}")
    assert _photo_ids() == ids[::-1]
    client.submit(url, {}, form="listing-form", button=f"remove:{ids[0]}")
    assert _photo_ids() == [ids[1]]
    assert _listings()[0].title == GOOD["title"]


def test_photos_sent_by_the_script(client: CheckedClient, yard: Site) -> None:
    url = f"{LIST}/CCCDDD/photos"
    token = _token(client, "nouvelle")

    def send(data: bytes, upload_id: str) -> tuple[int, dict[str, object]]:
        form = token | {"upload_id": upload_id, "photo": (BytesIO(data), "photo.jpg")}
        answer = client.post(f"{url}?new=1", data=form, content_type="multipart/form-data")
        return answer.status_code, answer.get_json()

    status, first = send(phone_jpeg(), "0123456789abcdef")
    assert status == 200
    assert send(phone_jpeg(), "0123456789abcdef")[1] == first
    assert send(b"<svg>", "another-upload")[0] == 409
    second = send(phone_jpeg(size=(120, 160)), "a-second-upload")[1]
    assert _photo_ids() == [first["id"], second["id"]]
    client.post(f"{url}/ordre", data=token | {"order": f"{second['id']},{first['id']}"})
    assert _photo_ids() == [second["id"], first["id"]]
    client.post(f"{url}/enlever", data=token | {"photo": second["id"]})
    assert _photo_ids() == [first["id"]]


def test_withdraw_publish_duplicate_delete(client: CheckedClient, yard: Site) -> None:
    code = make_listing(yard).code
    page = client.page(LIST)
    actions = {form.get("action"): form for form in page.iter("form")}
    assert f"{LIST}/{code}/retirer" in actions
    token = _token(client, code)
    assert client.post(f"{LIST}/{code}/retirer", data=token).status_code == 303
    assert _listings()[0].state is ListingState.WITHDRAWN
    assert client.post(f"{LIST}/{code}/publier", data=token).status_code == 303
    assert _listings()[0].state is ListingState.PUBLISHED
    assert client.post(f"{LIST}/{code}/supprimer", data=token).status_code == 303
    for _twice in range(2):
        answer = client.post(f"{LIST}/{code}/dupliquer", data=token | {"copy": "DDDFFF"})
        assert answer.location == f"{LIST}/DDDFFF"
    assert [row.code for row in _listings()] == [code, "DDDFFF"]
    client.post(f"{LIST}/DDDFFF/supprimer", data=token)
    assert [row.code for row in _listings()] == [code]


def test_publishing_from_the_list_shows_what_is_missing(client: CheckedClient, yard: Site) -> None:
    code = make_listing(yard, state=ListingState.DRAFT, price_cents=None).code
    answer = client.post(f"{LIST}/{code}/publier", data=_token(client, code))
    assert answer.status_code == 409
    assert 'id="errors"' in answer.get_data(as_text=True)
    assert _listings()[0].state is ListingState.DRAFT


def test_a_listing_of_another_company_does_not_exist(client: CheckedClient, yard: Site) -> None:
    foreign = make_site(make_participation(make_edition()))
    code = make_listing(foreign).code
    token = _token(client, "nouvelle")
    assert client.get(f"{LIST}/{code}").status_code == 404
    for path in ("", "/publier", "/retirer", "/dupliquer", "/supprimer", "/photos/enlever"):
        data = token | {"new": "1", "copy": "CCCDDD"}
        assert client.post(f"{LIST}/{code}{path}", data=data).status_code in {303, 404}
    answer = client.post(f"{LIST}/{code}/photos?new=1", data=token)
    assert answer.status_code == 404
    (listing,) = _listings()
    assert (listing.state, listing.title) == (
        ListingState.PUBLISHED,
        "Brique creuse 20 × 20 × 50",
    )


def test_a_company_not_approved_yet_prepares_its_drafts(app: Flask, client: CheckedClient) -> None:
    part = make_participation(make_edition(), state=ParticipationState.REGISTERED)
    make_site(part)
    sign_in(client, make_company_member(session.get_one(Company, part.company_id)))
    assert _new(client, "publish")[0] == 409
    assert _listings()[0].state is ListingState.DRAFT


def test_the_list_is_filtered_and_searched_without_accents(
    client: CheckedClient, yard: Site
) -> None:
    make_listing(yard, title="Évier en grès", location="Rack B4", code="CCC333")
    make_listing(yard, title="Poutre", batch="Bain 12", price_cents=None)
    make_listing(yard, title="Porte", state=ListingState.DRAFT)

    def titles(query: str) -> list[str]:
        return [words(h) for h in client.page(f"{LIST}?{query}").iter("h2") if list(h.iter("a"))]

    assert titles("") == ["Porte", "Poutre", "Évier en grès"]
    assert titles("q=EVIER+gres") == ["Évier en grès"]
    assert titles("q=ccc-333") == ["Évier en grès"]
    assert titles("q=rack") == ["Évier en grès"]
    assert titles("q=bain") == ["Poutre"]
    assert titles("q=100%25") == []
    assert titles("etat=draft") == ["Porte"]
    assert titles("manque=prix") == ["Poutre"]
    assert titles("manque=photo&etat=published") == ["Poutre", "Évier en grès"]


def test_pages_lead_back_and_forth_without_gap(client: CheckedClient, yard: Site) -> None:
    for number in range(45):
        make_listing(yard, title=f"Lot {number:02}")
    first = client.page(LIST)
    older = next(a.get("href") for a in first.iter("a") if a.get("rel") == "next")
    second = client.page(str(older))
    seen = [words(h) for page in (first, second) for h in page.iter("h2") if list(h.iter("a"))]
    assert seen == [f"Lot {number:02}" for number in range(44, -1, -1)]
    newer = next(a.get("href") for a in second.iter("a") if a.get("rel") == "prev")
    again = client.page(str(newer))
    assert [words(h) for h in again.iter("h2")] == [words(h) for h in first.iter("h2")]


def test_the_list_costs_the_same_queries_whatever_its_length(
    app: Flask, client: CheckedClient, yard: Site
) -> None:
    def count() -> int:
        client.page(LIST)  # what is read once for all pages is not the list's
        with count_queries(db.engine) as statements:
            client.page(LIST)
        return len(statements)

    _make_many(yard, 10)
    few = count()
    _make_many(yard, 300)
    assert count() == few


def _token(client: CheckedClient, code: str) -> dict[str, str]:
    page = client.page(f"{LIST}/{code}")
    field = next(e for e in page.iter("input") if e.get("name") == "csrf_token")
    return {"csrf_token": str(field.get("value"))}


@transactional
def _change_stock(
    listing_id: int, quantity: str, reserved: str = "0", handed_over: str = "0"
) -> None:
    row = session.get_one(ListingStock, listing_id)
    row.quantity = Quantity.of(quantity)
    row.reserved, row.handed_over = Quantity.of(reserved), Quantity.of(handed_over)


def _photo_ids() -> list[int]:
    end_reads()
    return list(session.scalars(select(Photo.id).order_by(Photo.position)))


def _make_many(site: Site, number: int) -> None:
    for _each in range(number):
        make_listing(site)
