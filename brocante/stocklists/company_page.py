"""The page of an import: how far it is, then its lines in groups, fifty at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from brocante.companies.access import current_company
from brocante.stocklists import contexts, queries
from brocante.stocklists.cards import cards_of, form_of
from brocante.stocklists.forms import LineForm, conditions, family_choices, site_choices
from brocante.stocklists.models import Group, StockListImport
from brocante.stocklists.questions import questions_of, rate_choices
from brocante.stocklists.rules import EDITABLE, MOVING, ImportState
from brocante.stocklists.sentences import about_file, refusal_of, short
from brocante.stocklists.showing import GROUP_WORDS, Wanted, read_wanted
from brocante.web.errors import sentence

_COUNTED = frozenset({ImportState.CREATING, ImportState.CORRECTING})


def import_page(import_id: int, values: Mapping[str, str], form: LineForm | None = None) -> str:
    """Return the page of an import by its state; `values` are those of its address.

    `form` is that of the open line, when what was typed is not understood.
    """
    row = queries.own_import(current_company(), import_id)
    if row.state in MOVING:
        words, steps = _moving_words(row), _steps(row)
        return render_template("stocklists/company/moving.html", row=row, words=words, steps=steps)
    if row.state is ImportState.REFUSED:
        refusal = sentence(refusal_of(row.refusal or {}))
        return render_template("stocklists/company/refused.html", row=row, refusal=refusal)
    counts = queries.counts_by_group(import_id)
    return _lines_page(row, counts, read_wanted(values, counts), form)


def _lines_page(
    row: StockListImport, counts: dict[Group, int], wanted: Wanted, form: LineForm | None
) -> str:
    access = current_company()
    page = queries.page_of_lines(
        row.id,
        wanted.group,
        reason=wanted.reason,
        before=wanted.before,
        after=wanted.after,
    )
    context = contexts.context_of(access, row, page.lines)
    questions = questions_of(row, context)
    is_asking = row.state in EDITABLE and Group.MADE not in counts
    cards = cards_of(page.lines, context, questions.codes if is_asking else frozenset())
    opened = next((card for card in cards if card.line.id == wanted.line), None)
    reasons = [
        (reason, short(reason), count)
        for reason, count in queries.reasons_of(row.id, wanted.group)
        if reason
    ]
    return render_template(
        "stocklists/company/lines.html",
        row=row,
        counts=counts,
        wanted=wanted,
        page=page,
        cards=cards,
        opened=opened,
        form=form or (form_of(opened, context) if opened else None),
        links=_links(row.id, wanted, page.before, page.after),
        group_links=[
            (group, url_for("company_stocklists.detail", import_id=row.id, groupe=word))
            for group, word in GROUP_WORDS.items()
        ],
        rates=rate_choices(),
        conditions=conditions(),
        families=family_choices(),
        site_choices=site_choices(context.sites),
        reasons=reasons if wanted.group in {Group.CHECK, Group.OUT} else [],
        kinds=queries.kinds_of(row.id, Group.READY),
        questions=questions,
        sites=context.sites,
        notices=[about_file(issue) for issue in (row.found or {}).get("issues", ())],
        refused_photos=(row.found or {}).get("refused_photos", ()),
        is_editable=row.state in EDITABLE,
        agreed_gone=queries.agreed_gone(row.id),
    )


def progress_of(import_id: int) -> dict[str, Any]:
    """Return how far an import is, for the script of its page."""
    row = queries.own_import(current_company(), import_id)
    if row.state not in MOVING:
        return {"moving": False}
    return {"moving": True, "words": _moving_words(row), "done": row.done, "total": _steps(row)}


def _steps(row: StockListImport) -> int:
    """Return how many steps the work of the worker has; 0 when nobody can tell."""
    return row.total if row.state in _COUNTED else 0


def _moving_words(row: StockListImport) -> str:
    if row.state in _COUNTED:
        return ngettext(
            "%(done)s of %(num)d line is done.",
            "%(done)s of %(num)d lines are done.",
            row.total,
            done=row.done,
        )
    if row.state is ImportState.UNDOING:
        return _("Your listings are put back as they were.")
    return _("Your list is being read. A list of 5,000 lines takes a few seconds.")


def _links(
    import_id: int, wanted: Wanted, before: int | None, after: int | None
) -> dict[str, str | None]:
    """Return the addresses of this page and of its neighbours."""
    kept: dict[str, Any] = {
        "import_id": import_id,
        "groupe": wanted.word,
        "raison": wanted.reason or None,
    }

    def page(**place: Any) -> str:
        return url_for("company_stocklists.detail", **kept, **place)

    return {
        "here": page(avant=wanted.before, apres=wanted.after),
        "before": page(avant=before) if before is not None else None,
        "after": page(apres=after) if after is not None else None,
    }
