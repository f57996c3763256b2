"""Languages: French unless the visitor chose English; English is offered to who reads it."""

from functools import lru_cache

from babel.support import NullTranslations, Translations
from flask import Flask, Response, g, has_app_context, has_request_context, request
from flask_babel import Babel, Domain, get_babel, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

LANGUAGES = ("fr", "en")
COOKIE = "lang"
YEAR = 31_536_000


def init_languages(app: Flask) -> None:
    """Wire Flask-Babel to the choice of the visitor."""
    app.config["BABEL_DEFAULT_LOCALE"] = "fr"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = app.config["TRANSLATIONS"]
    Babel(app, locale_selector=chosen_language)
    folder = app.config["TRANSLATIONS"]
    catalogues = {language: Translations.load(folder, [language]) for language in LANGUAGES}
    get_babel(app).instance.domain_instance = _Catalogues(catalogues)
    _speed_up_templates(app, catalogues)
    app.jinja_env.globals["in_french"] = in_french
    app.jinja_env.filters["french"] = french


class _Catalogues(Domain):
    """The catalogues as Flask-Babel asks for them, without looking for them at each message."""

    def __init__(self, catalogues: dict[str, NullTranslations]) -> None:
        super().__init__()
        self.catalogues = catalogues

    def get_translations(self) -> NullTranslations:
        return self.catalogues[current_language()]


def _speed_up_templates(app: Flask, catalogues: dict[str, NullTranslations]) -> None:
    """Give templates the catalogues themselves: a page asks a hundred times.

    The same as Jinja's newstyle gettext, at a third of its cost: `_("... %(name)s", name=x)`.
    """

    @lru_cache(maxsize=4_096)
    def translation(language: str, message: str) -> Markup:
        return Markup(catalogues[language].gettext(message))  # noqa: S704 - our own messages

    @lru_cache(maxsize=4_096)
    def plain(language: str, message: str) -> Markup:
        return translation(language, message) % {}

    @lru_cache(maxsize=4_096)
    def counted(language: str, one: str, several: str, number: int) -> Markup:
        return Markup(catalogues[language].ngettext(one, several, number)) % {"num": number}  # noqa: S704

    @pass_eval_context
    def gettext(context: EvalContext, message: str, /, **variables: object) -> str:
        language = current_language()
        if not variables:
            return plain(language, message)
        text = translation(language, message)
        return text % variables if context.autoescape else str(text) % variables

    @pass_eval_context
    def ngettext(
        context: EvalContext, one: str, several: str, number: int, /, **variables: object
    ) -> str:
        language = current_language()
        if not variables:
            return counted(language, one, several, number)
        text = catalogues[language].ngettext(one, several, number)
        values = {"num": number, **variables}
        # Not an opening for markup: what is put into the message is still escaped.
        return Markup(text) % values if context.autoescape else text % values  # noqa: S704

    app.jinja_env.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)


def chosen_language() -> str:
    """Return the language of the present answer."""
    forced = g.get("language")
    chosen: str = forced or (request.cookies.get(COOKIE, "") if has_request_context() else "fr")
    return chosen if chosen in LANGUAGES else "fr"


def current_language() -> str:
    """Return 'fr' or 'en' as translations are made now (also inside force_locale)."""
    # A page asks some fifty times; Flask-Babel's own answer takes ten times as long.
    # The object behind `g` is werkzeug's documented way past its proxy.
    kept = (
        vars(g._get_current_object()).get("_flask_babel")  # noqa: SLF001
        if has_app_context()
        else None
    )
    locale = getattr(kept, "babel_locale", None) or get_locale()
    return locale.language if locale is not None and locale.language in LANGUAGES else "fr"


def in_french() -> Markup:
    """Return the attribute for an element that holds only what a company or an organiser wrote.

    They write in French: a screen reader must not read it with the sounds of another language.
    """
    return Markup("") if current_language() == "fr" else Markup(' lang="fr"')


def french(text: str) -> str:
    """Return what a company or an organiser wrote as it stands within a sentence of the page."""
    if not text or current_language() == "fr":
        return text
    return Markup('<span lang="fr">{}</span>').format(text)


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
