"""Each page fetched in a test is checked as a page; forms are sent as a browser sends them."""

from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

FORBIDDEN_ATTRIBUTES = ("style", "onclick", "onchange", "onsubmit", "onload", "onerror", "oninput")


class PlainClient(FlaskClient):
    """A client whose requests have nothing in common but its cookies."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        # A context of the application stays open around the test; without one of its own, a request
        # would find in `g` and in the database session what the one before left there.
        with self.application.app_context():
            return super().open(*args, **kwargs)


class CheckedClient(PlainClient):
    """A client that checks every HTML page it receives and can fill and send forms."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and not response.is_streamed:
            check_page(response)
        return response

    def page(self, url: str, status: int = 200) -> Element:
        """GET a page, expecting `status`, and return its parsed tree."""
        response = self.get(url)
        assert response.status_code == status, (url, response.status_code, response.location)
        return parse(response.get_data(as_text=True))

    def submit(
        self,
        url: str,
        values: dict[str, Any] | None = None,
        *,
        form: str | None = None,
        button: str | None = None,
        follow: bool = False,
    ) -> TestResponse:
        """GET `url`, fill the form (by id, or the one whose fields hold `values`) and send it."""
        tree = self.page(url)
        found = find_form(tree, form, set(values or {}))
        data = form_values(found, button)
        data.update(values or {})
        action = urljoin(url, found.get("action") or urlsplit(url).path)
        return self.open(
            action,
            method=(found.get("method") or "get").upper(),
            data=data,
            follow_redirects=follow,
        )


def parse(text: str) -> Element:
    """Parse a page the way browsers do."""
    tree: Element = html5lib.parse(text, namespaceHTMLElements=False)
    return tree


def words(element: Element) -> str:
    """Return the text a reader sees in an element, blanks collapsed."""
    return " ".join("".join(element.itertext()).split())


def find_form(tree: Element, form_id: str | None, names: set[str]) -> Element:
    """Return the POST form with that id, else the first that has all the fields."""
    forms = [f for f in tree.iter("form") if (f.get("method") or "").lower() == "post"]
    for candidate in forms:
        fields = {e.get("name") for e in candidate.iter() if e.get("name")}
        if (
            candidate.get("id") == form_id
            if form_id
            else names <= fields and "language" not in fields
        ):
            return candidate
    raise AssertionError(
        f"no form {form_id or sorted(names)} among {[f.get('action') for f in forms]}"
    )


def form_values(form: Element, button: str | None = None) -> dict[str, Any]:
    """Return what a browser would send of a form left as it is."""
    sent: dict[str, list[str]] = {}
    for element in form.iter():
        name = element.get("name")
        if name and element.get("disabled") is None:
            for value in _sent_by(element, button):
                sent.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in sent.items()}


def _sent_by(element: Element, button: str | None) -> list[str]:
    kind = element.get("type", "text")
    if element.tag == "input" and kind in {"checkbox", "radio"}:
        return [element.get("value", "on")] if element.get("checked") is not None else []
    if element.tag == "input":
        return [] if kind in {"file", "submit", "button"} else [element.get("value", "")]
    if element.tag == "textarea":
        return ["".join(element.itertext()).removeprefix("\n")]
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        return [option.get("value", words(option)) for option in chosen or options[:1]]
    return [button] if element.tag == "button" and button and element.get("value") == button else []


def check_page(response: TestResponse) -> None:
    """Fail when a page is not one: broken HTML, no title, double ids, unnamed fields, scripts."""
    text = response.get_data(as_text=True)
    assert "text/html; charset=utf-8" in response.headers["Content-Type"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    if "<html" not in text:  # a fragment for htmx
        return
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text)
    path = response.request.path
    assert not parser.errors, (parser.errors[:3], path)
    assert tree.get("lang") in {"fr", "en"}, path
    titles = list(tree.iter("title"))
    assert titles, path
    assert words(titles[0]), path
    assert len(list(tree.iter("h1"))) == 1, (path, "one h1")
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids)), (path, sorted(i for i in ids if i and ids.count(i) > 1))
    _check_elements(tree, path)
    _check_fields(tree, path)
    _check_forms(tree, path)


def _check_elements(tree: Element, path: str) -> None:
    for element in tree.iter():
        for name in FORBIDDEN_ATTRIBUTES:
            assert element.get(name) is None, (path, element.tag, name)
        if element.tag == "script" and not element.get("src"):
            assert element.get("type") == "application/ld+json", path
        if element.tag == "img":
            assert element.get("alt") is not None, path


def _check_fields(tree: Element, path: str) -> None:
    labelled = {e.get("for") for e in tree.iter("label")}
    wrapped = {id(e) for label in tree.iter("label") for e in label.iter()}
    for field in tree.iter():
        if field.tag not in {"input", "select", "textarea"}:
            continue
        if field.get("type") in {"hidden", "submit"}:
            continue
        named = field.get("id") in labelled or field.get("aria-label") or id(field) in wrapped
        assert named or field.get("aria-labelledby"), (path, field.get("name"))


def _check_forms(tree: Element, path: str) -> None:
    """Every form carries its token; the one that changes the language must not set a cookie."""
    for form in tree.iter("form"):
        if (form.get("method") or "").lower() == "post" and form.get("action") != "/langue":
            names = {e.get("name") for e in form.iter("input")}
            assert "csrf_token" in names, (path, form.get("action"))
