"""Languages: French unless the visitor chose English; English is offered to who reads it."""

from typing import Any

from babel.support import Translations
from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, get_locale

LANGUAGES = ("fr", "en")
COOKIE = "lang"
YEAR = 31_536_000


def init_languages(app: Flask) -> None:
    """Wire Flask-Babel to the choice of the visitor."""
    app.config["BABEL_DEFAULT_LOCALE"] = "fr"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = app.config["TRANSLATIONS"]
    Babel(app, locale_selector=chosen_language)
    _speed_up_templates(app)


def _speed_up_templates(app: Flask) -> None:
    """Give templates the catalogues themselves: a page asks a hundred times."""
    folder = app.config["TRANSLATIONS"]
    catalogues = {language: Translations.load(folder, [language]) for language in LANGUAGES}

    def gettext(message: str) -> str:
        text: str = catalogues[current_language()].gettext(message)
        return text

    def ngettext(one: str, several: str, number: int) -> str:
        text: str = catalogues[current_language()].ngettext(one, several, number)
        return text

    i18n: Any = app.jinja_env
    i18n.install_gettext_callables(gettext, ngettext, newstyle=True)


def chosen_language() -> str:
    """Return the language of the present answer."""
    forced = g.get("language")
    chosen: str = forced or (request.cookies.get(COOKIE, "") if has_request_context() else "fr")
    return chosen if chosen in LANGUAGES else "fr"


def current_language() -> str:
    """Return 'fr' or 'en' as translations are made now (also inside force_locale)."""
    locale = get_locale()
    return locale.language if locale is not None and locale.language in LANGUAGES else "fr"


def offered_language() -> str | None:
    """Return 'en' when the page is in French and the browser prefers another language to it."""
    if not has_request_context() or COOKIE in request.cookies or current_language() != "fr":
        return None
    accepted = [language[:2].lower() for language in request.accept_languages.values()]
    return "en" if accepted and accepted[0] != "fr" and "en" in accepted else None


def remember_language(response: Response, language: str, *, secure: bool) -> None:
    """Keep the visitor's choice for a year, on that browser only."""
    response.set_cookie(
        COOKIE, language, max_age=YEAR, secure=secure, httponly=True, samesite="Lax", path="/"
    )
