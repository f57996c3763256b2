"""What a company is used to: the meaning of its columns, its VAT, its own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import delete, select

from brocante.core import clock
from brocante.core.db import session
from brocante.stocklists.choices import NAMELESS, Choices
from brocante.stocklists.models import StockListHabit
from brocante.stocklists.options import SheetChoices
from brocante.stocklists.rules import MOST_HABITS


def remember(company_id: int, found: Mapping[str, Any], choices: Choices) -> None:
    """Keep what was said for the next list with the same columns; only inside a unit."""
    for signature, habit in _habits(found, choices):
        row = session.scalars(
            select(StockListHabit).where(
                StockListHabit.company_id == company_id, StockListHabit.signature == signature
            )
        ).one_or_none()
        if row is None:
            row = StockListHabit(company_id=company_id, signature=signature)
            session.add(row)
        row.choices, row.used_at = habit.to_json(), clock.now()
        session.flush()
    _bound(company_id)


def _habits(found: Mapping[str, Any], choices: Choices) -> Iterator[tuple[str, Choices]]:
    """Yield what holds for lists of each header, and the words of all lists of the company."""
    if choices.conditions or choices.families:
        yield "", Choices(conditions=choices.conditions, families=choices.families)
    for sheet in found.get("sheets", ()):
        roles = choices.of_sheet(sheet["name"]).roles
        said = (choices.prices, choices.vat_rate, choices.is_what_is_left)
        if sheet.get("signature") and (roles or any(one is not None for one in said)):
            yield (
                sheet["signature"],
                Choices(
                    prices=choices.prices,
                    vat_rate=choices.vat_rate,
                    is_what_is_left=choices.is_what_is_left,
                    sheets={NAMELESS: SheetChoices(None, roles)},
                ),
            )


def _bound(company_id: int) -> None:
    kept = (
        select(StockListHabit.id)
        .where(StockListHabit.company_id == company_id)
        .order_by(StockListHabit.used_at.desc(), StockListHabit.id.desc())
        .limit(MOST_HABITS)
    )
    kept_ids = list(session.scalars(kept))
    session.execute(
        delete(StockListHabit).where(
            StockListHabit.company_id == company_id, StockListHabit.id.not_in(kept_ids)
        )
    )
