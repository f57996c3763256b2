"""Components and error pages rendered by themselves, without application, session or database."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from brocante.web.errors import PAGES

TEMPLATES = Path(__file__).parents[2] / "templates"
CARD = {
    "url": "/m/1",
    "title": "Chevrons <63 × 75>",
    "family": "timber",
    "family_label": "Bois",
    "price_text": "3 €",
    "condition": "SURPLUS",
    "quantity_text": "reste 12",
    "company": "Lafon",
}


@pytest.fixture
def jinja() -> Environment:
    """The templates with nothing but the globals that macros may rely on."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: text, lambda one, many, n: one if n == 1 else many, newstyle=True
    )
    environment.globals["url_for"] = _address
    environment.globals["csrf_token"] = lambda: "token"
    environment.globals["in_french"] = lambda: ""
    return environment


def _address(endpoint: str, **values: Any) -> str:
    assert endpoint == "static", "macros and error pages lead to no page of the application"
    return f"/static/{values['filename']}"


@pytest.mark.parametrize("status", sorted(PAGES))
def test_error_page_needs_nothing(jinja: Environment, status: int) -> None:
    """The page shown when the database or the session failed must not need them."""
    page = jinja.get_template(f"errors/{status}.html").render(message=None, reference="ab12")
    assert page.count("<h1>") == 1
    assert f"Error {status}" in page
    assert "ab12" in page
    assert 'href="/"' in page


def test_error_page_shows_the_given_sentence(jinja: Environment) -> None:
    """A refusal that has its own words says them, escaped."""
    page = jinja.get_template("errors/409.html").render(message="Pris <ailleurs>", reference=None)
    assert "Pris &lt;ailleurs&gt;" in page


@pytest.mark.parametrize("name", sorted(p.stem for p in (TEMPLATES / "components").glob("*.html")))
def test_every_component_has_its_example(name: str) -> None:
    """Who builds a page finds each macro in the README of the components."""
    source = (TEMPLATES / "components" / f"{name}.html").read_text(encoding="utf-8")
    readme = (TEMPLATES / "components" / "README.md").read_text(encoding="utf-8")
    macros = [m for m in re.findall(r"{% macro (\w+)\(", source) if not m.startswith("_")]
    assert macros
    assert [m for m in macros if f"{m}(" not in readme] == []


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"photo_url": "/p.webp", "photo_alt": "Bois", "photo_width": 400, "photo_height": 300},
        {"price_unit_text": "le m", "distance_km": 12, "commune": "Bergerac", "gone": True},
        {"price_unit_text": "le m", "reference_note": "prix neuf constaté 9 €"},
    ],
)
def test_price_tag_is_light_and_escaped(jinja: Environment, more: dict[str, object]) -> None:
    """24 tags must leave room for the rest of a page that old phones can draw."""
    macros: Any = jinja.get_template("components/listings.html").module
    tag = str(macros.price_tag({**CARD, **more}))
    assert len(re.findall(r"<\w", tag)) <= 9
    assert "&lt;63 × 75&gt;" in tag


def test_full_slot_cannot_be_chosen_unless_it_is_ours(jinja: Environment) -> None:
    """Who holds the last place of a slot must be able to keep it."""
    macros: Any = jinja.get_template("components/forms.html").module
    assert " disabled" in str(macros.slot_button("s", 1, "9 h", 0))
    ours = str(macros.slot_button("s", 1, "9 h", 0, checked=True))
    assert " disabled" not in ours
    assert " checked" in ours


def test_field_says_what_is_wrong_to_a_screen_reader(jinja: Environment) -> None:
    """Hint and error are tied to the control, and the control is marked as wrong."""
    given: dict[str, str] = {}
    item = _Field(given)
    macros: Any = jinja.get_template("components/forms.html").module
    html = str(macros.field(item, hint="en euros", attrs={"width": "short"}))
    assert given == {"aria-describedby": "price-hint price-error", "aria-invalid": "true"}
    assert 'id="price-hint"' in html
    assert 'id="price-error"' in html
    assert "(required)" in html
    assert "field-short" in html


class _Field:
    """What the macros use of a WTForms field."""

    id = name = "price"
    description = ""
    errors = ("Écrivez un prix.",)
    label = SimpleNamespace(text="Prix")
    flags = SimpleNamespace(required=True)

    def __init__(self, given: dict[str, str]) -> None:
        self._given = given

    def __call__(self, **attributes: str) -> str:
        self._given.update(attributes)
        return "control"
