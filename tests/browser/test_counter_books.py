"""The books of a phone by themselves: data and journal in, what is shown out, in real Chromium."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Live
from tests.support.counter_phone import counter_data

pytestmark = pytest.mark.browser

# Builds the books of data and records and tells what the tests look at.
BOOKS = """async ([data, records, slot]) => {
  const { buildBooks, countSlot, freeOf } = await import("/static/js/counter-books.js");
  const before = JSON.stringify(data);
  const books = buildBooks(data, records);
  const lines = (pickup) => pickup.lines.map((line) => [line.reserved, line.handed_over]);
  const pickups = [...books.pickups.values()].map((pickup) => [
    pickup.state, pickup.done_entry ?? null, lines(pickup)]);
  const listings = [...books.listings.values()].map((one) => [
    one.quantity, one.reserved, one.handed_over, freeOf(one)]);
  const same = before === JSON.stringify(data);
  return { pickups, listings, counts: countSlot(books, slot), same };
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, live: Live) -> Iterator[Page]:
    """A page of our own origin, from which modules can be imported."""
    context = browser.new_context(base_url=live.url)
    page = context.new_page()
    page.goto("/aide")
    yield page
    context.close()


def _data() -> dict[str, Any]:
    """One pickup of two lines (3 and 2), of which listings hold 10 and 5."""
    return counter_data([[3, 2]], stock=[10, 5])


def _record(kind: str, order: int = 1, **values: Any) -> dict[str, Any]:
    """A record as the phone keeps it, not sent yet."""
    return {
        "id": f"{kind}-{order}",
        "kind": kind,
        "at": "2026-04-05T09:00:00Z",
        "order": order,
        "answer": None,
        "settled": False,
        **values,
    }


def _handover(first: int, second: int, order: int = 1, **values: Any) -> dict[str, Any]:
    lines = [
        {"line": 1, "quantity": first * 1000, "broken": values.pop("broken", False)},
        {"line": 2, "quantity": second * 1000, "broken": False},
    ]
    return _record("pickup", order, pickup=1, lines=lines, **values)


def _undo(entry: str, order: int = 9, **values: Any) -> dict[str, Any]:
    return _record("undo", order, entry=entry, **values)


def _books(page: Page, records: list[dict[str, Any]], data: Any = None) -> Any:
    return page.evaluate(BOOKS, [data or _data(), records, 1])


BOOKED = ["booked", None, [[3000, 0], [2000, 0]]]


def test_without_journal_the_books_are_the_data(page: Page) -> None:
    books = _books(page, [])
    assert books["pickups"] == [BOOKED]
    assert books["listings"] == [[10000, 3000, 0, 7000], [5000, 2000, 0, 3000]]
    assert books["counts"] == {"expected": 1, "done": 0, "missed": 0, "waiting": 1}


def test_a_handover_closes_the_pickup_and_frees_what_stayed(page: Page) -> None:
    books = _books(page, [_handover(3, 1)])
    assert books["pickups"] == [["done", "pickup-1", [[0, 3000], [0, 1000]]]]
    assert books["listings"] == [[10000, 0, 3000, 7000], [5000, 0, 1000, 4000]]
    assert books["counts"]["done"] == 1
    assert books["same"], "the data themselves must stay as the server sent them"


def test_what_is_broken_does_not_come_back_on_sale(page: Page) -> None:
    books = _books(page, [_handover(1, 2, broken=True)])
    assert books["listings"][0] == [8000, 0, 1000, 7000]


def test_an_undo_before_anything_was_sent_leaves_no_trace_in_the_books(page: Page) -> None:
    books = _books(page, [_handover(3, 2), _undo("pickup-1")])
    assert books["pickups"] == [BOOKED]
    assert books["listings"] == [[10000, 3000, 0, 7000], [5000, 2000, 0, 3000]]


def test_an_undo_of_what_the_data_hold_already(page: Page) -> None:
    """Handed over in the morning, sent, fetched; taken back in the afternoon without network."""
    data = _data()
    data["pickups"][0].update(state="done", done_by="Portail nord", done_entry="pickup-1")
    for line, listing in zip(data["pickups"][0]["lines"], data["listings"], strict=True):
        line.update(handed_over=line["reserved"], reserved=0)
        listing.update(handed_over=listing["reserved"], reserved=0)
    answer = {"state": "applied", "flags": []}
    settled = _handover(3, 2, answer=answer, settled=True)
    assert _books(page, [settled], data)["pickups"][0][:2] == ["done", "pickup-1"]
    books = _books(page, [settled, _undo("pickup-1")], data)
    assert books["pickups"] == [BOOKED]
    assert books["listings"] == [[10000, 3000, 0, 7000], [5000, 2000, 0, 3000]]
    by_another = _books(page, [_undo("pickup-1")], data)
    assert by_another["pickups"] == [BOOKED]


def test_what_is_settled_counts_once(page: Page) -> None:
    """The answer came, the data were fetched anew: the entry is in them."""
    data = _data()
    data["listings"][0].update(handed_over=1000)
    sale = _record("walk_in", listing=1, quantity=1000, answer={"state": "applied"}, settled=True)
    assert _books(page, [sale], data)["listings"][0] == [10000, 3000, 1000, 6000]


def test_an_entry_the_server_refused_never_counts(page: Page) -> None:
    sale = _record("walk_in", listing=1, quantity=1000, answer={"state": "refused"})
    assert _books(page, [sale])["listings"][0][2] == 0


def test_more_than_the_books_know_makes_the_books_follow_the_yard(page: Page) -> None:
    """R1 stands on the phone too: reserved and handed over never pass the quantity."""
    books = _books(page, [_record("walk_in", listing=1, quantity=9000, overruled=True)])
    assert books["listings"][0] == [12000, 3000, 9000, 0]


def test_a_release_frees_the_goods_and_an_undo_brings_them_back(page: Page) -> None:
    release = _record("release", pickup=1)
    books = _books(page, [release])
    assert books["pickups"] == [["no_show", "release-1", [[0, 0], [0, 0]]]]
    assert books["counts"] == {"expected": 1, "done": 0, "missed": 1, "waiting": 0}
    assert books["listings"][0] == [10000, 0, 0, 10000]
    assert _books(page, [release, _undo("release-1")])["pickups"] == [BOOKED]


def test_a_second_handover_of_the_same_ticket_stands_beside_the_first(page: Page) -> None:
    """Another counter was quicker, this one was offline: the goods are gone both times."""
    data = _data()
    data["pickups"][0].update(state="done", done_by="Portail sud")
    data["pickups"][0]["lines"][0].update(reserved=0, handed_over=3000)
    data["pickups"][0]["lines"][1].update(reserved=0, handed_over=2000)
    data["listings"][0].update(reserved=0, handed_over=3000)
    data["listings"][1].update(reserved=0, handed_over=2000)
    books = _books(page, [_handover(3, 2)], data)
    assert books["pickups"][0][2] == [[0, 6000], [0, 4000]]
    assert books["listings"] == [[10000, 0, 6000, 4000], [5000, 0, 4000, 1000]]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("https://brocante.example.org/r/aB-c_9", {"ticket": "aB-c_9"}),
        ("HTTPS://BROCANTE.EXAMPLE.ORG/R/ABC", {"ticket": "ABC"}),
        ("https://brocante.example.org/r/abc?x=1#y", {"ticket": "abc"}),
        ("HTTPS://BROCANTE.EXAMPLE.ORG/a/k7c4pm", {"label": "K7C4PM"}),
        (" k7c 4pm ", {"code": "K7C4PM"}),
        ("k7c-4pm", {"code": "K7C4PM"}),
        ("https://example.org/autre", {"foreign": "https://example.org/autre"}),
        ("WIFI:S:depot;T:WPA;P:secret;;", {"foreign": "WIFI:S:depot;T:WPA;P:secret;;"}),
        ("", {"foreign": ""}),
    ],
)
def test_a_scanned_text_is_understood(page: Page, text: str, read: dict[str, str]) -> None:
    script = """async (text) => (await import("/static/js/counter-find.js")).readScan(text)"""
    assert page.evaluate(script, text) == read


def test_a_name_is_found_by_any_word_and_nothing_by_one_letter(page: Page) -> None:
    data = counter_data([[1], [1], [1]], names=["Élise de Œuvrard", "Jean-Éric O’Brien", "Zoé"])
    script = """async ([data, texts]) => {
      const { buildBooks } = await import("/static/js/counter-books.js");
      const { findPeople } = await import("/static/js/counter-find.js");
      const books = buildBooks(data, []);
      return texts.map((text) => findPeople(books, text).map((one) => one.id));
    }"""
    texts = ["elise", "oeuv", "eric", "o'bri", "brien jean", "z", "", "zoe", "lise"]
    found = page.evaluate(script, [data, texts])
    assert found == [[1], [1], [2], [2], [2], [], [], [3], []]


def test_the_sum_for_the_till_rounds_as_the_server_does(page: Page) -> None:
    script = """async (lines) => {
      const { lineCents } = await import("/static/js/counter-books.js");
      return lines.map(([line, quantity]) => lineCents(line, quantity));
    }"""
    unit = {"price_kind": "unit", "price_cents": 333}
    lines = [
        [unit, 1500],  # 499,5 cents: a half goes up
        [{"price_kind": "lot", "price_cents": 900}, 7000],
        [{"price_kind": "free", "price_cents": None}, 7000],
        [{"price_kind": "lot", "price_cents": 900}, 0],
    ]
    assert page.evaluate(script, lines) == [500, 900, 0, 0]
