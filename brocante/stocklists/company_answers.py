"""What is asked once for a whole list: its columns, its prices, what holds for silent lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from brocante.catalogue.rules import Condition
from brocante.companies.access import current_company
from brocante.core.codes import read_id
from brocante.core.errors import DomainError
from brocante.materials.queries import find_family
from brocante.stocklists import contexts, queries, service
from brocante.stocklists.choices import NAMELESS, Choices, read_choices
from brocante.stocklists.forms import conditions, family_choices, site_choices
from brocante.stocklists.options import SheetChoices
from brocante.stocklists.pricing import LEGAL_RATES
from brocante.stocklists.questions import rate_choices
from brocante.stocklists.roles import Basis, Role
from brocante.stocklists.rules import EDITABLE, Group
from brocante.stocklists.sentences import ROLES, sheet_reason
from brocante.stocklists.twins import Twins
from brocante.stocklists.words import folded
from brocante.web.blueprints import company_blueprint
from brocante.web.errors import show

bp = company_blueprint("company_stocklist_answers", __name__, "/exposant/import/<int:import_id>")

MOST_SHEETS, MOST_COLUMNS = 30, 60
_RATES = frozenset(str(rate) for rate in LEGAL_RATES)


@bp.post("/reponses")
def answer(import_id: int) -> ResponseReturnValue:
    """Store the answers; the list is understood again with them."""
    row = queries.own_import(current_company(), import_id)
    choices = _answered(read_choices(row.choices), row.found or {})
    return _understand(import_id, choices)


@bp.get("/colonnes")
def columns(import_id: int) -> ResponseReturnValue:
    """The columns as they were understood, with some of their cells."""
    access = current_company()
    row = queries.own_import(access, import_id)
    if row.state not in EDITABLE:
        return redirect(url_for("company_stocklists.detail", import_id=import_id), 303)
    context = contexts.context_of(access, row, [])
    return render_template(
        "stocklists/company/columns.html",
        row=row,
        sheets=(row.found or {}).get("sheets", ())[:MOST_SHEETS],
        choices=read_choices(row.choices),
        roles=role_choices(),
        sheet_reason=sheet_reason,
        rates=rate_choices(),
        conditions=conditions(),
        families=family_choices(),
        sites=site_choices(context.sites),
        is_locked=Group.MADE in queries.counts_by_group(import_id),
    )


@bp.post("/colonnes")
def choose(import_id: int) -> ResponseReturnValue:
    """Store what columns mean and what holds for all lines; the list is understood again."""
    row = queries.own_import(current_company(), import_id)
    found = row.found or {}
    choices = _columned(_answered(read_choices(row.choices), found), found)
    return _understand(import_id, choices)


def role_choices() -> list[tuple[str, str]]:
    """Return what a column may mean, one word each."""
    shown = {role: _(word) for role, word in ROLES.items() if role is not Role.NONE}
    return [(role.value, word) for role, word in shown.items()]


def _understand(import_id: int, choices: Choices) -> ResponseReturnValue:
    page = url_for("company_stocklists.detail", import_id=import_id)
    try:
        service.answer(current_company(), import_id, choices)
    except DomainError as refusal:
        show(refusal)
    else:
        flash(_("Your answers are taken: the list is understood again with them."), "success")
    return redirect(page, 303)


def _answered(choices: Choices, found: Mapping[str, Any]) -> Choices:
    """Return the choices with what the form of questions says; what it leaves open stays."""
    said = request.form
    readers: Mapping[str, Callable[[str], Any]] = {
        "prices": lambda text: Basis(text) if text in {"ht", "ttc"} else None,
        "vat_rate": lambda text: Decimal(text) if text in _RATES else None,
        "condition": lambda text: Condition(text) if text in set(Condition) else None,
        "family": lambda text: text if find_family(text) else None,
        "site_id": lambda text: read_id(text) or None,
        "is_what_is_left": {"left": True, "all": False}.get,
        "twins": lambda text: Twins(text) if text in set(Twins) else None,
    }
    read = {name: reader(said.get(name, "")) for name, reader in readers.items()}
    families = dict(choices.families)
    for number, (name, _count) in enumerate(found.get("families", ())):
        if find_family(said.get(f"family-{number}")):
            families[folded(name)] = said[f"family-{number}"]
    changes = {name: value for name, value in read.items() if value is not None}
    return _priced(replace(choices, **changes, families=families), found)


def _priced(choices: Choices, found: Mapping[str, Any]) -> Choices:
    """Return the choices with the one sale price among several columns."""
    for place, sheet in enumerate(found.get("sheets", ())):
        asked = request.form.get(f"price-{place}")
        if asked in sheet.get("rivals", ()):
            chosen = choices.of_sheet(sheet["name"])
            roles = {letter: Role.IGNORED for letter in sheet["rivals"] if letter != asked}
            chosen = replace(chosen, roles={**chosen.roles, **roles, str(asked): Role.PRICE})
            choices = choices.with_sheet(sheet["name"], chosen)
    return choices


def _columned(choices: Choices, found: Mapping[str, Any]) -> Choices:
    """Return the choices with what the table of columns says, where it says something new."""
    names = {sheet["name"] for sheet in found.get("sheets", ())}
    if "sheet" in request.form:
        asked = request.form["sheet"]
        choices = replace(choices, sheet=asked if asked in names else None)
    for place, sheet in enumerate(found.get("sheets", ())[:MOST_SHEETS]):
        roles = dict(choices.of_sheet(sheet["name"]).roles)
        for column in sheet.get("columns", ())[:MOST_COLUMNS]:
            word = request.form.get(f"role-{place}-{column['letter']}")
            was = Role.IGNORED if column["role"] == Role.NONE else column["role"]
            if word in set(Role) and word != was:
                roles[column["letter"]] = Role(str(word))
        number = read_id(request.form.get(f"header-{place}"))
        before = choices.of_sheet(sheet["name"])
        row = number or before.header_row
        if row != before.header_row and row not in sheet.get("header_rows", ()):
            roles = {}
        choices = choices.with_sheet(sheet["name"] or NAMELESS, SheetChoices(row, roles))
    return choices
