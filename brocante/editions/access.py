"""Which edition a page is about: from the address for visitors, chosen once for organisers."""

from typing import Any

from flask import Flask, abort, current_app, g, redirect, session, url_for
from werkzeug.wrappers import Response

from brocante.accounts.access import current_identity, require_account
from brocante.accounts.queries import Identity
from brocante.core import clock
from brocante.core.db import db
from brocante.core.errors import NotFound
from brocante.core.state import quick_mark
from brocante.editions.models import Edition, EditionState
from brocante.editions.queries import edition as edition_by_id
from brocante.editions.queries import editions_of, find_edition, only_edition

_CHOSEN = "edition_id"


def init_access(app: Flask) -> None:
    """Load the edition of `/<edition>/...` addresses and name it in every template."""
    app.url_value_preprocessor(_take_edition)
    app.url_defaults(_give_edition)
    app.context_processor(lambda: {"edition": g.get("edition")})


def _take_edition(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "edition" in values and isinstance(values["edition"], str):
        slug = values.pop("edition")
        found = _find(slug)
        if found is None or (found.state is EditionState.DRAFT and not _runs(found)):
            raise NotFound
        g.edition = found


# By address: the mark of the database when an edition was read, and the edition.
_read: dict[str, tuple[str, Edition]] = {}


def _find(slug: str) -> Edition | None:
    """Return the edition at an address; read anew only when something was committed meanwhile."""
    mark = quick_mark(db.engine)
    kept = _read.get(slug)
    if mark is not None and kept is not None and kept[0] == mark:
        return kept[1]
    found = find_edition(slug)
    if mark is not None and found is not None:
        _read[slug] = (mark, found)
    return found


def _give_edition(endpoint: str, values: dict[str, Any]) -> None:
    """Fill `/<edition>/` in addresses made on a page of that edition."""
    edition = g.get("edition")
    if edition is None or "edition" in values or endpoint not in current_app.view_functions:
        return
    if current_app.url_map.is_endpoint_expecting(endpoint, "edition"):
        values["edition"] = edition.slug


def _runs(edition: Edition) -> bool:
    identity = current_identity()
    return identity is not None and edition.organiser_id in identity.organisers


def current_edition() -> Edition:
    """Return the edition the present page is about; 404 when there is none."""
    edition: Edition | None = g.get("edition")
    if edition is None:
        raise NotFound
    return edition


def take_only_edition() -> None:
    """Have the menu of an edition on a page of none, where it can only be that one.

    Among several, no menu is better than one that leads into another edition than the visitor's.
    """
    g.edition = only_edition(clock.now())


def require_organiser() -> Response | None:
    """Gatekeeper: a member of an organiser; loads the edition chosen in this browser, if any."""
    answer = require_account()
    if answer is not None:
        return answer
    identity = current_identity()
    if identity is None or not identity.organisers:
        abort(403)
    g.edition = _chosen_edition(identity)
    g.organiser_id = g.edition.organiser_id if g.edition else min(identity.organisers)
    return None


def _chosen_edition(identity: Identity) -> Edition | None:
    chosen = edition_by_id(session[_CHOSEN]) if session.get(_CHOSEN) else None
    if chosen is not None and chosen.organiser_id in identity.organisers:
        return chosen
    own = editions_of(identity.organisers)
    live = [e for e in own if e.state is not EditionState.ARCHIVED]
    return next(iter(live or own), None)


def choose_edition(edition: Edition) -> None:
    """Remember which edition the organiser works on in this browser."""
    session[_CHOSEN] = edition.id


def organiser_edition() -> Edition:
    """Return the edition an organiser works on; sends to the list of editions when none exists."""
    if g.get("edition") is None:
        abort(redirect(url_for("organiser_editions.index"), 303))
    return current_edition()


def current_organiser_id() -> int:
    """Return the organiser whose pages are shown."""
    return int(g.organiser_id)
