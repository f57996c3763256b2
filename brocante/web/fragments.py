"""Pieces of pages that many pages share, written once for each content and language."""

from functools import lru_cache

from flask import Flask, get_template_attribute
from markupsafe import Markup

from brocante.web.languages import current_language


def init_fragments(app: Flask) -> None:
    """Let templates ask for a piece: `fragment("layouts/_frame.html", "site_head", ...)`."""
    app.jinja_env.globals["fragment"] = fragment


def fragment(template: str, macro: str, *values: object) -> Markup:
    """Return what a macro writes for some values, which are all that it may depend on."""
    return _written(current_language(), template, macro, values)


# What a piece shows is all in its key: a piece kept is never an old one.
@lru_cache(maxsize=2_048)
def _written(_language: str, template: str, macro: str, values: tuple[object, ...]) -> Markup:
    written: Markup = get_template_attribute(template, macro)(*values)
    return written
