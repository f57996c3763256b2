"""Favourites: kept on the device, marked with what happened since."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brocante.catalogue.favourites import (
    MOST_FAVOURITES,
    Change,
    Seen,
    Standing,
    changes,
    read_seen,
)
from brocante.catalogue.models import Listing, ListingState
from brocante.companies.models import Participation, ParticipationState
from brocante.core.db import db
from brocante.core.units import Quantity
from tests.factories import make_listing, make_reservation, make_stall
from tests.support.pages import CheckedClient, words
from tests.support.queries import count_queries
from tests.support.visitors import alter

SHOWN, GONE = ListingState.PUBLISHED, ListingState.WITHDRAWN


def q(amount: int) -> Quantity:
    return Quantity.of(amount)


@pytest.mark.parametrize(
    ("state", "left", "reserved", "cents", "expected"),
    [
        (SHOWN, 10, 0, 500, []),
        (SHOWN, 12, 0, 500, []),
        (SHOWN, 4, 6, 500, [Change.FEWER]),
        (SHOWN, 0, 10, 500, [Change.ALL_RESERVED]),
        (SHOWN, 0, 0, 500, [Change.ALL_GONE]),
        (SHOWN, 10, 0, 400, [Change.CHEAPER]),
        (SHOWN, 9, 1, 600, [Change.FEWER, Change.DEARER]),
        (GONE, 10, 0, 400, [Change.WITHDRAWN]),
    ],
)
def test_who_comes_back_learns_what_happened(
    state: ListingState, left: int, reserved: int, cents: int, expected: list[Change]
) -> None:
    now = Standing(state, q(left), q(reserved), cents)
    assert changes(Seen("ABC", q(10), 500), now) == expected


def test_what_was_gone_and_is_back_is_good_news() -> None:
    assert changes(Seen("ABC", q(0), 500), Standing(SHOWN, q(3), q(0), 500)) == [Change.BACK]


def test_what_a_device_did_not_note_is_not_compared() -> None:
    assert changes(Seen("ABC"), Standing(SHOWN, q(3), q(0), 500)) == []


def test_notes_are_read() -> None:
    assert read_seen("abc4.1500.350, 7DFG,abc4.1.1,bad!,x.y,7777.5") == [
        Seen("ABC4", Quantity(1500), 350),
        Seen("7DFG"),
        Seen("7777", Quantity(5)),
    ]


@given(st.text(alphabet="abcX49.,- é\x00", max_size=5_000))
def test_no_text_breaks_it(text: str) -> None:
    found = read_seen(text)
    assert len(found) <= MOST_FAVOURITES
    assert len({seen.code for seen in found}) == len(found)


def test_the_page_marks_what_changed(client: CheckedClient) -> None:
    edition, site, listing, slot = make_stall()
    other, gone, same = (make_listing(site) for _ in range(3))
    make_reservation(slot, listing, 4)
    alter(Listing, other.id, price_cents=400)
    alter(Listing, gone.id, state=GONE, available=False)
    seen = ",".join(f"{found.code}.10000.500" for found in (listing, other, gone, same))
    page = client.page(f"/{edition.slug}/favoris?vus={seen},3333.1.1")
    items = [words(item) for item in page.iter("li") if item.get("data-code")]
    assert "Il en reste moins qu’à votre passage : 6" in items[0]
    assert "Prix baissé : c’était 5 €" in items[1]
    assert "Retirée par le vendeur" in items[2]
    assert not any(word in items[3] for word in ("passage", "Prix", "Retirée"))
    assert "1 annonce n’est plus là" in words(page)
    assert "3 annonces ont changé depuis votre passage" in words(page)
    notes = [
        (item.get("data-left"), item.get("data-cents"))
        for item in page.iter("li")
        if item.get("data-code")
    ]
    assert notes == [("6000", "500"), ("10000", "400"), ("0", "500"), ("10000", "500")]


def test_a_company_that_is_no_longer_shown_has_withdrawn(client: CheckedClient) -> None:
    edition, site, listing, _slot = make_stall()
    alter(Participation, site.participation_id, state=ParticipationState.REGISTERED)
    page = client.page(f"/{edition.slug}/favoris?vus={listing.code}")
    assert "Retirée par le vendeur" in words(page)


def test_the_page_asks_once_for_all(client: CheckedClient) -> None:
    edition, site, listing, _slot = make_stall()
    codes = [listing.code, *(make_listing(site).code for _ in range(5))]
    client.page(f"/{edition.slug}/favoris?vus={codes[0]}")
    with count_queries(db.engine) as one:
        client.page(f"/{edition.slug}/favoris?vus={codes[0]}")
    with count_queries(db.engine) as six:
        client.page(f"/{edition.slug}/favoris?vus={','.join(codes)}")
    assert len(six) == len(one)


def test_nothing_is_asked_and_no_cookie_is_set_for_an_empty_list(client: CheckedClient) -> None:
    edition, _site, listing, _slot = make_stall()
    answer = client.get(f"/{edition.slug}/favoris")
    assert "Set-Cookie" not in answer.headers
    assert "Pas encore de favori" in answer.get_data(as_text=True)
    page = client.page(f"/{edition.slug}/materiaux/{listing.code}")
    (heart,) = [e for e in page.iter("button") if e.get("data-favourite")]
    assert heart.get("hidden") is not None
    assert (heart.get("data-left"), heart.get("data-cents")) == ("10000", "500")
