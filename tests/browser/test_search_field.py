"""The search field as a combobox, and the map of what was found, in a real browser."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import DESK, PHONE, Live, OpenPage, serve_demonstration
from tests.browser.test_accessibility import AXE

pytestmark = pytest.mark.browser

LIST = "/dordogne-2026/materiaux"


def _type(page: Page, text: str) -> None:
    field = page.get_by_label("Que cherchez-vous ?")
    field.click()
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")
    field.press_sequentially(text)
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "true")


def test_suggestions_are_chosen_with_the_keyboard(open_page: OpenPage) -> None:
    page = open_page(LIST)
    _type(page, "fenêtre de toi")
    expect(page.locator("#suggestions li").first).to_contain_text("Fenêtre de toit")
    field = page.get_by_role("combobox")
    field.press("ArrowDown")
    chosen = page.locator("#suggestions [aria-selected=true]")
    expect(chosen).to_contain_text("Fenêtre de toit")
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    with page.expect_navigation():
        field.press("Enter")
    assert "q=Fen" in page.url
    expect(page.locator("main li.tag").first).to_contain_text("Fenêtre de toit")


def test_the_open_list_has_no_fault_for_a_screen_reader(open_page: OpenPage) -> None:
    page = open_page(LIST)
    _type(page, "fenêtre")
    page.get_by_role("combobox").press("ArrowDown")
    expect(page.get_by_text("suggestions", exact=False).last).to_be_attached()
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run({runOnly: ['wcag2a', 'wcag2aa', 'best-practice']})")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


def test_escape_closes_and_keeps_what_was_typed(open_page: OpenPage) -> None:
    page = open_page(LIST)
    _type(page, "tuile")
    field = page.get_by_role("combobox")
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("tuile")
    with page.expect_navigation():
        field.press("Enter")
    assert "q=tuile" in page.url


def test_recent_searches_stay_on_the_device_and_come_back(open_page: OpenPage) -> None:
    page = open_page(LIST)
    _type(page, "parquet chêne")
    with page.expect_navigation():
        page.get_by_role("combobox").press("Enter")
    page.goto(LIST)
    page.get_by_label("Que cherchez-vous ?").click()
    option = page.get_by_role("option", name="parquet chêne")
    expect(option).to_be_visible()
    with page.expect_navigation():
        option.click()
    assert "q=parquet" in page.url


def test_without_scripts_it_is_a_plain_search(open_page: OpenPage) -> None:
    page = open_page(LIST, java_script_enabled=False)
    page.get_by_label("Que cherchez-vous ?").fill("fenêtre 60 x 75")
    page.get_by_label("Que cherchez-vous ?").press("Enter")
    assert "q=fen" in page.url
    assert page.locator("main li.tag").count() == 5


def test_the_map_shows_what_the_list_found(open_page: OpenPage) -> None:
    page = open_page(f"{LIST}?q=tuile", viewport=DESK)
    page.get_by_role("link", name="sur la carte").click()
    expect(page.locator("#yards li")).to_have_count(2)
    pins = page.locator("#yards-map .map-pin")
    expect(pins).to_have_count(2)
    listed = page.locator("#yards li").evaluate_all("all => all.map(one => one.dataset.count)")
    assert sorted(pins.all_inner_texts()) == sorted(listed)
    pins.first.focus()
    pins.first.press("Enter")
    expect(page.locator(".leaflet-popup-content a")).to_be_visible()
    page.get_by_role("link", name="en liste").click()
    assert "materiaux?q=tuile" in page.url


def test_outlines_and_pins_stay_where_no_tile_arrives(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Never a blank rectangle: a tile server that is down takes its own pictures with it alone."""
    nobody = {"BROCANTE_TILES_URL": "https://127.0.0.1:9/{z}/{x}/{y}.png"}
    with serve_demonstration(tmp_path_factory, **nobody) as live:
        page = browser.new_page(base_url=live.url, locale="fr-FR")
        with page.expect_event("requestfailed", lambda request: ":9/" in request.url):
            page.goto("/dordogne-2026/carte")
        expect(page.locator("#yards-map .map-pin").first).to_be_visible()
        expect(page.locator("#yards-map path.map-outline")).to_be_visible()
        expect(page.locator("#yards-map .leaflet-tile-loaded:visible")).to_have_count(0)
        page.close()


def test_recent_searches_are_told_in_words(open_page: OpenPage) -> None:
    """ "tiles · declassed" is what the address says, not what a visitor chose."""
    page = open_page(f"{LIST}?famille=tiles")
    name = page.locator("h1").inner_text()
    page.get_by_label("Que cherchez-vous ?").fill("grès")
    page.locator(".finder .sheet > summary").click()
    chosen = page.locator("select[name=etat] option[value=declassed]")
    page.locator("select[name=etat]").select_option("declassed")
    words = chosen.inner_text().partition(" (")[0]
    with page.expect_navigation():
        page.get_by_role("button", name="Afficher").click()
    page.goto(LIST)
    page.get_by_label("Que cherchez-vous ?").click()
    expect(page.get_by_role("option").first).to_have_text(f"grès · {name} · {words}")


def test_a_refused_position_is_said_below_the_field(open_page: OpenPage) -> None:
    page = open_page(LIST, permissions=[])
    page.locator(".finder .sheet > summary").click()
    said = page.locator(".finder .near-said")
    expect(said).to_have_attribute("role", "status")
    expect(said).to_be_empty()
    page.get_by_role("button", name="Autour de moi").click()
    expect(said).to_have_text("Votre téléphone ne dit pas où vous êtes. Tapez une commune.")
    field = page.get_by_label("Près de")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("placeholder", "Commune ou code postal")
    field.fill("Bergerac")
    expect(said).to_be_visible()
    places = [place.bounding_box() for place in (field, said)]
    assert places[0]
    assert places[1]
    assert places[1]["y"] >= places[0]["y"] + places[0]["height"]
    assert places[1]["x"] + places[1]["width"] <= PHONE["width"]


def test_the_sheet_on_a_phone_is_aligned_and_shows_its_choices(open_page: OpenPage) -> None:
    page = open_page(LIST)
    page.locator(".finder .sheet > summary").click()
    button = page.get_by_role("button", name="Autour de moi").bounding_box()
    radius = page.locator("input[name=rayon_km]").bounding_box()
    assert button
    assert radius
    assert abs(button["y"] + button["height"] - radius["y"] - radius["height"]) <= 1
    assert abs(button["height"] - radius["height"]) <= 1
    # As wide as the longest of its choices would like to be.
    cut = page.locator(".finder select").evaluate_all(
        """all => all.filter(select => {
          const wide = select.cloneNode(true);
          document.body.append(wide);
          wide.style.width = "max-content";
          const wish = wide.getBoundingClientRect().width;
          wide.remove();
          return select.getBoundingClientRect().width + 1 < wish;
        }).map(select => select.name)"""
    )
    assert cut == []


def test_the_place_of_the_map_has_its_height_and_a_sentence_before_it_comes(
    open_page: OpenPage,
) -> None:
    """On a slow network it was a gap without a word."""
    page = open_page(LIST)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/map-base*.js*", hold)
    page.goto("/dordogne-2026/carte")
    said = page.locator(".map-said")
    expect(said).to_be_visible()
    expect(said).to_have_text("La carte se charge")
    expect(said).to_have_attribute("role", "status")
    before = page.locator("#yards").bounding_box()
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()
    expect(page.locator("#yards-map path.map-outline")).to_be_visible()
    expect(said).to_be_hidden()
    assert page.locator("#yards").bounding_box() == before


def test_a_map_without_a_background_says_so(open_page: OpenPage) -> None:
    page = open_page(LIST)
    page.route("**/geo/**", lambda route: route.fulfill(status=404))
    page.goto("/dordogne-2026/carte")
    expect(page.locator("#yards-map .map-pin").first).to_be_visible()
    expect(page.locator(".map-said")).to_have_text(
        "Le fond de carte n’est pas arrivé\u00a0; la liste dit la même chose."
    )
    expect(page.locator(".map-said")).to_be_visible()


def test_a_map_that_does_not_come_is_not_promised_for_ever(browser: Browser, live: Live) -> None:
    page = browser.new_page(base_url=live.url, locale="fr-FR")
    page.route("**/leaflet.js*", lambda route: route.abort())
    page.goto("/dordogne-2026/carte")
    expect(page.locator(".map-said")).to_contain_text("la liste dit la même chose")
    expect(page.locator(".map-said")).to_be_visible()
    page.close()
