"""The lines of an import on its page: each corrected in place, or all of a group at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from brocante.catalogue.rules import Condition
from brocante.companies.access import current_company
from brocante.core.codes import read_id
from brocante.core.errors import DomainError
from brocante.materials.queries import find_family
from brocante.stocklists import contexts, correcting, queries
from brocante.stocklists.cards import cards_of
from brocante.stocklists.company_page import import_page
from brocante.stocklists.correcting import Saying
from brocante.stocklists.forms import LineForm
from brocante.stocklists.showing import read_group
from brocante.web.blueprints import company_blueprint
from brocante.web.errors import show
from brocante.web.security import safe_path

bp = company_blueprint("company_stocklist_lines", __name__, "/exposant/import/<int:import_id>")

_DECISIONS = {
    "out": Saying(is_out=True),
    "back": Saying(is_out=False),
    "right": Saying(is_confirmed=True),
    "same": Saying(is_same=True),
    "other": Saying(is_same=False),
}
_RATES = frozenset({"20", "10", "5.5", "2.1", "0"})


@bp.post("/lignes/<int:row_id>")
def edit(import_id: int, row_id: int) -> ResponseReturnValue:
    """Store what was typed over a line."""
    access = current_company()
    row = queries.own_import(access, import_id)
    line = queries.line_of(import_id, row_id)
    context = contexts.context_of(access, row, [line])
    before = cards_of([line], context)[0].offer
    form, back = LineForm(before, context.sites), _back(import_id)
    if not form.validate():
        return _open_page(import_id, row_id, back, form), 422
    edits, mark = form.edits(before), request.form.get("mark", "")
    try:
        correcting.edit_line(access, import_id, row_id, edits, mark=mark)
    except DomainError as refusal:
        form.add_error(refusal)
        return _open_page(import_id, row_id, back, form), refusal.status
    flash(_("The line is corrected."), "success")
    return redirect(back, 303)


def _open_page(import_id: int, row_id: int, back: str, form: LineForm) -> str:
    """Return the page the line was on, its form as it was typed."""
    asked = dict(parse_qsl(urlsplit(back).query))
    return import_page(import_id, {**asked, "ligne": str(row_id)}, form)


@bp.post("/lignes/<int:row_id>/<any(ecarter, reprendre, oui, non):verb>")
def decide(import_id: int, row_id: int, verb: str) -> ResponseReturnValue:
    """Leave a line out, take it back, or say whether it is the listing it resembles."""
    access = current_company()
    queries.own_import(access, import_id)
    try:
        if verb in {"oui", "non"}:
            correcting.set_same(access, import_id, row_id, is_same=verb == "oui")
        else:
            correcting.set_out(access, import_id, [row_id], is_out=verb == "ecarter")
    except DomainError as refusal:
        show(refusal)
    return redirect(_back(import_id), 303)


@bp.post("/groupe")
def correct_all(import_id: int) -> ResponseReturnValue:
    """Do the same to all lines of a group, of one reason only when the page shows one."""
    access = current_company()
    queries.own_import(access, import_id)
    group, reason = read_group(request.form.get("groupe", "")), request.form.get("raison", "")[:60]
    saying = _asked(request.form.get("action", ""))
    if saying.is_empty:
        flash(_("Choose first what shall hold for all of them."), "warning")
        return redirect(_back(import_id), 303)
    try:
        count = correcting.correct_group(access, import_id, group, saying, reason=reason)
    except DomainError as refusal:
        show(refusal)
    else:
        if count is not None:
            flash(ngettext("%(num)d line changed.", "%(num)d lines changed.", count), "success")
    return redirect(_back(import_id), 303)


def _asked(action: str) -> Saying:
    """Return what a button asks of all lines: values to write, or a decision to take."""
    return _DECISIONS.get(action) or Saying(_values() if action == "set" else {})


def _values() -> dict[str, Any]:
    """Return what the form of a group says, without what it leaves open."""
    said = request.form
    values: dict[str, Any] = {}
    if said.get("condition") in set(Condition):
        values["condition"] = said["condition"]
    if find_family(said.get("family")):
        values["family"] = said["family"]
    if site := read_id(said.get("site")):
        values["site_id"] = site
    if said.get("vat_rate") in _RATES:
        values["vat_rate"] = said["vat_rate"]
    if defect := said.get("defect", "").strip()[:300]:
        values["defect"] = defect
    return values


def _back(import_id: int) -> str:
    home = url_for("company_stocklists.detail", import_id=import_id)
    return safe_path(request.form.get("next"), home)
