"""Words of a tour: how long a drive takes, and being in a town as French says it."""

from flask_babel import gettext as _

from brocante.web.formats import NBSP
from brocante.web.languages import current_language

_ARTICLES = {"Le ": "au ", "Les ": "aux ", "le ": "au ", "les ": "aux "}


def duration(minutes: int) -> str:
    """Return "25 min", "1 h 05"."""
    if minutes < 60:
        return f"{minutes}{NBSP}min"
    rest = f"{NBSP}{minutes % 60:02d}" if minutes % 60 else ""
    return f"{minutes // 60}{NBSP}h{rest}"


def in_town(name: str) -> str:
    """Return "à Bergerac", "au Bugue", "aux Eyzies", in English "in Bergerac"."""
    if current_language() == "fr":
        for article, joined in _ARTICLES.items():
            if name.startswith(article):
                return joined + name.removeprefix(article)
    return _("in %(commune)s", commune=name)
