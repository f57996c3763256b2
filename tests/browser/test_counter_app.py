"""The counter's application as whoever stands at the gate taps it, before a server that answers."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from brocante.core.qr import short_address
from tests.browser.conftest import Start
from tests.support.counter_phone import (
    code_of,
    counter_data,
    token_of,
)

pytestmark = pytest.mark.browser

TICKET = short_address(f"https://brocante.example.org/r/{token_of(2)}")
NO_MINUTES = "window.setInterval = () => 0"  # nothing is sent again by itself
NO_STORAGE = "indexedDB.open = () => { throw new DOMException('refused', 'SecurityError'); }"


def _answer(page: Page) -> Any:
    return expect(page.locator("#counter-answer"))


def _expect_sent(page: Page, word: str) -> None:
    """What was tapped last was answered with a word, then sent."""
    _answer(page).to_contain_text(word)
    expect(page.get_by_text("tout est envoyé")).to_be_visible()


def test_nobody_is_named_before_somebody_asks(start_phone: Start) -> None:
    page, _server = start_phone()
    expect(page.get_by_text("Visiteuse")).to_have_count(0)
    page.get_by_label("Code ou nom").fill("visi")
    expect(page.locator("main li")).to_have_count(3)
    page.get_by_label("Code ou nom").fill(code_of(2).lower())
    expect(page.locator("main li")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Visiteuse 2")


def test_a_ticket_opens_full_and_leaves_in_one_tap(start_phone: Start) -> None:
    page, server = start_phone(place="enlevement/2")
    assert [page.get_by_test_id("quantity").nth(n).input_value() for n in (0, 1)] == ["2", "4"]
    page.get_by_role("button", name="Moins – Article 3").click()
    expect(page.get_by_text("À payer : 13 € TTC")).to_be_visible()
    page.get_by_role("checkbox", name="Le reste est cassé").check()
    page.get_by_test_id("handover-confirm").click()
    _expect_sent(page, "Remis")
    assert server.acts == [("pickup", 2, 3)]
    assert [line["broken"] for line in server.entries[0]["lines"]] == [False, True]
    assert server.entries[0]["seen"]["state"] == "booked"
    page.goto("/comptoir#enlevement/2")
    expect(page.get_by_text("Déjà remis")).to_contain_text("Déjà remis")


def test_nothing_taken_then_undone_from_the_history(start_phone: Start) -> None:
    page, server = start_phone(place="enlevement/2")
    page.get_by_role("button", name="Rien pris").click()
    page.get_by_test_id("handover-confirm").click()
    page.locator("#counter-status").click()
    page.get_by_role("link", name="Visiteuse 2").click()
    page.get_by_test_id("undo").click()
    _expect_sent(page, "Annulé")
    expect(page.get_by_test_id("handover-confirm")).to_be_visible()
    assert server.acts == [("pickup", 0, 0), ("undo",)]
    assert server.entries[1]["entry"] == server.entries[0]["id"]


def test_an_article_joins_a_sheet_and_is_undone_with_it(start_phone: Start) -> None:
    page, server = start_phone(place="enlevement/1")
    page.get_by_text("Ajouter un article").click()
    page.get_by_label("Code ou titre").fill("article 4")
    page.get_by_role("button", name="Article 4").click()
    expect(page.get_by_text("À payer : 7 € TTC")).to_be_visible()
    page.get_by_test_id("handover-confirm").click()
    page.get_by_test_id("undo").click()
    _expect_sent(page, "Annulé")
    assert [entry["kind"] for entry in server.entries] == ["pickup", "walk_in", "undo", "undo"]
    assert server.entries[1]["pickup"] == 1
    undone = {entry["entry"] for entry in server.entries[2:]}
    assert undone == {entry["id"] for entry in server.entries[:2]}


def test_a_walk_in_takes_two_taps_and_what_is_promised_is_guarded(start_phone: Start) -> None:
    page, server = start_phone(counter_data([[3]], stock=[4]))
    page.goto(f"/a/{code_of(1001)}")  # without service worker yet, or with: the label's address
    page.goto("/comptoir#vente/1")
    expect(page.locator(".counter-reserved")).to_have_text("Réservé à d’autres : 3 pièces")
    expect(page.get_by_text("Surplus · Rack 1")).to_be_visible()
    page.get_by_test_id("handover-confirm").click()
    _expect_sent(page, "Vendu")
    page.goto("/comptoir#vente/1")
    page.get_by_test_id("handover-confirm").click()
    expect(page.get_by_role("alert").filter(has_text="seulement")).to_be_visible()
    assert len(server.entries) == 1
    page.get_by_test_id("overrule").click()
    _expect_sent(page, "Vendu")
    sold = [(e["kind"], e["quantity"], e["overruled"]) for e in server.entries]
    assert sold == [("walk_in", 1000, False), ("walk_in", 1000, True)]


def test_who_did_not_come_is_released_by_hand_only_once_the_time_is_over(
    start_phone: Start,
) -> None:
    data = counter_data([[3], [2]])
    page, server = start_phone(data, place="creneau/1")
    expect(page.locator("main li")).to_have_count(2)
    expect(page.locator("summary")).to_be_hidden()
    data["server_time"] = "2026-04-05T09:01:00Z"
    page.goto("/comptoir#menu")
    page.get_by_role("button", name="Envoyer et actualiser").click()
    expect(page.get_by_test_id("counter-scan")).to_be_visible()
    page.goto("/comptoir#creneau/1")
    page.locator("summary").click()
    page.get_by_role("button", name="Remettre en vente").click()
    expect(page.get_by_text("2 ne sont pas venus").first).to_be_visible()
    page.get_by_role("link", name="Visiteuse 1").click()
    page.get_by_role("button", name="Venu finalement").click()
    _expect_sent(page, "Annulé")
    assert [entry["kind"] for entry in server.entries] == ["release", "release", "undo"]


def test_another_ticket_says_what_it_is_and_the_second_scan_too(start_phone: Start) -> None:
    page, server = start_phone(place="scanner")
    code = page.get_by_label("Code sous le carré")
    server.elsewhere = [
        {
            "site": "Dépôt Roux",
            "commune": "Sarlat",
            "starts_at": "2026-04-05T12:00:00Z",
            "state": "booked",
        }
    ]
    for text, answer in (
        ("WIFI:S:depot;;", "Pas un billet"),
        ("https://brocante.example.org/r/inconnu", "ce billet est attendu à Dépôt Roux, Sarlat"),
        ("https://brocante.example.org/a/XXXXXX", "Cette étiquette n’est pas de ce site"),
        ("WIFI:S:depot;;", "Pas un billet"),
    ):
        code.fill(text)
        code.press("Enter")
        _answer(page).to_contain_text(answer)
    server.is_reachable = False
    code.fill("https://brocante.example.org/r/inconnu")
    code.press("Enter")
    _answer(page).to_contain_text("Pas sur ce téléphone, dont la liste date de 10:30")
    code.fill(TICKET)
    code.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Visiteuse 2")
    _answer(page).to_contain_text("Trouvé")


def test_storage_refused_is_said_and_everything_is_sent_at_once(start_phone: Start) -> None:
    page, server = start_phone(place="enlevement/1", script=NO_STORAGE)
    expect(page.get_by_text("Ce téléphone ne garde rien")).to_be_visible()
    server.is_reachable = False
    page.get_by_test_id("handover-confirm").click()
    expect(page.get_by_text("Pas encore envoyé, et ce téléphone ne garde rien")).to_be_visible()
    expect(page.get_by_text("1 à envoyer")).to_be_visible()
    server.is_reachable = True
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("tout est envoyé")).to_be_visible()
    expect(page.get_by_text("Pas encore envoyé")).to_be_hidden()
    assert server.acts == [("pickup", 3)]


def test_the_login_page_of_some_wifi_is_no_answer(start_phone: Start) -> None:
    """A shed's Wi-Fi that wants a password answers everything with its own page."""
    page, server = start_phone(place="enlevement/1")
    page.context.route(
        re.compile("/comptoir/(journal|donnees)"),
        lambda route: route.fulfill(content_type="text/html", body="<h1>Bienvenue</h1>"),
    )
    page.get_by_test_id("handover-confirm").click()
    status = page.locator("#counter-status")
    expect(status).to_contain_text("sans réseau")
    expect(status).to_contain_text("1 à envoyer")
    page.context.unroute(re.compile("/comptoir/(journal|donnees)"))
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(status).to_contain_text("tout est envoyé")
    assert server.acts == [("pickup", 3)]


def test_an_entry_that_the_server_cannot_read_holds_up_no_other(start_phone: Start) -> None:
    page, server = start_phone(place="enlevement/1")
    server.chokes_on = 1
    page.get_by_test_id("handover-confirm").click()
    _answer(page).to_contain_text("Remis")
    page.goto("/comptoir#enlevement/3")
    with page.expect_response(lambda answer: answer.url.endswith("/journal") and answer.ok):
        page.get_by_test_id("handover-confirm").click()
    _answer(page).to_contain_text("Remis")
    expect(page.locator("#counter-status")).to_contain_text("1 à envoyer")
    assert server.acts == [("pickup", 1)]
    server.chokes_on = None
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#counter-status")).to_contain_text("tout est envoyé")
    assert server.acts == [("pickup", 1), ("pickup", 3)]


KEPT = """async () => {
  await navigator.serviceWorker.ready;
  const names = await caches.keys();
  const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return [names.length, all.flat().map((request) => new URL(request.url).pathname)];
}"""


def test_the_service_worker_keeps_the_page_and_nothing_of_anybody(start_phone: Start) -> None:
    page, _server = start_phone(place="enlevement/1")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.get_by_test_id("handover-confirm").click()
    _expect_sent(page, "Remis")
    page.goto("/aide")
    page.goto("/comptoir")
    number, kept = page.evaluate(KEPT)
    assert number == 1
    assert [path for path in kept if not path.startswith("/static/")] == ["/comptoir"]
    page.goto(f"/r/{token_of(2)}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Visiteuse 2")
    page.get_by_role("link", name="Voir comme un visiteur").click()
    expect(page).to_have_url(re.compile("visiteur=1"))
    assert page.locator("#counter-status").count() == 0


STORED = """async () => {
  const open = indexedDB.open("comptoir");
  const database = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const names = ["kept", "journal"];
  const all = names.map((name) => database.transaction(name).objectStore(name).getAll());
  await new Promise((done) => (all[1].onsuccess = done));
  database.close();
  return JSON.stringify(all.map((one) => one.result));
}"""


@pytest.mark.parametrize("reason", ["revoked", "over", "archived"])
def test_an_ended_counter_sends_then_erases_and_says_why(start_phone: Start, reason: str) -> None:
    page, server = start_phone(place="enlevement/1")
    server.is_reachable = False
    page.get_by_test_id("handover-confirm").click()
    expect(page.get_by_text("1 à envoyer")).to_be_visible()
    assert "Visiteuse" in page.evaluate(STORED)
    server.is_reachable, server.access = True, reason
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Ce comptoir est fermé sur ce téléphone"
    )
    assert server.acts == [("pickup", 3)]
    assert "Visiteuse" not in page.evaluate(STORED)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Ce comptoir est fermé sur ce téléphone"
    )
    server.access = "open"
    page.reload()
    expect(page.get_by_role("button", name="Scanner")).to_be_visible()


def test_closing_warns_about_what_is_not_sent(start_phone: Start) -> None:
    page, server = start_phone(place="enlevement/1", script=NO_MINUTES)
    server.is_reachable = False
    page.get_by_test_id("handover-confirm").click()
    expect(page.locator("#counter-status")).to_contain_text("sans réseau")
    page.goto("/comptoir#fermer")
    expect(page.get_by_role("alert")).to_contain_text("1 remise n’est pas encore envoyée")
    expect(page.get_by_test_id("counter-close")).to_be_hidden()
    server.is_reachable = True
    page.get_by_test_id("counter-retry").click()
    page.get_by_test_id("counter-close").click()
    expect(page.get_by_text("a été fermé sur ce téléphone")).to_be_visible()
    assert "Visiteuse" not in page.evaluate(STORED)


def test_two_pages_of_one_phone_share_the_journal(start_phone: Start) -> None:
    """The code reader of the phone opens each ticket in a page of its own."""
    page, server = start_phone(place="creneau/1")
    other = page.context.new_page()
    other.goto("/comptoir#enlevement/1")
    server.is_reachable = False
    other.get_by_test_id("handover-confirm").click()
    expect(page.get_by_text("1 à envoyer")).to_be_visible()
    expect(page.get_by_text("1 servi")).to_be_visible()
    server.is_reachable = True
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(other.get_by_text("tout est envoyé")).to_be_visible()
    assert server.acts == [("pickup", 3)]
