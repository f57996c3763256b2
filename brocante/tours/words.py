"""Words of a tour: how long a drive takes, being in a town as French says it, what to reserve."""

from itertools import groupby

from flask_babel import gettext as _
from markupsafe import Markup

from brocante.editions.models import Edition
from brocante.tours.outings import Outing
from brocante.web.formats import NBSP, clock, local_day
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


def proposal(outing: Outing, edition: Edition) -> Markup:
    """Return "9 h à Nontron, 10 h au Bugue (samedi 5 décembre) ; 9 h à Bergerac (dimanche ...)".

    Each day is named once; none where one trip is all, as its heading names it.
    """
    whole = Markup()
    for day, legs in groupby(outing.to_reserve, lambda leg: local_day(leg.window.opens, edition)):
        part = Markup(", ").join(
            Markup('<b class="tabular">{}</b> {}').format(
                clock(leg.window.opens, edition), in_town(outing.halt(leg).commune)
            )
            for leg in legs
        )
        if len(outing.trips) > 1:
            part = Markup("{} ({})").format(part, day)
        # What is put into the message is markup already, or escaped by it.
        joined = Markup(_("%(before)s; %(after)s"))  # noqa: S704
        whole = joined % {"before": whole, "after": part} if whole else part
    return whole
