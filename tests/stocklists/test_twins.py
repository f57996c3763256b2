"""Lines of one list that look the same: asked once, kept apart, added up, or the first kept."""

from typing import Any

import pytest

from brocante.catalogue.models import Condition
from brocante.companies.queries import CompanyAccess
from brocante.core.db import session
from brocante.core.storage import Store
from brocante.stocklists import contexts, correcting, queries
from brocante.stocklists.choices import Choices
from brocante.stocklists.models import Group
from brocante.stocklists.parsing import parse
from brocante.stocklists.questions import questions_of
from brocante.stocklists.twins import Twins, twins_of
from tests.support.imports import BRICK, GLUE, HEAD, bring, lines, listings, publish, quantity

pytestmark = pytest.mark.usefixtures("read_here")
SAME = BRICK.replace("Brique creuse", "BRIQUE  CREUSE").replace(";40;", ";2;").replace("e A", "e B")
DEARER = BRICK.replace("1,50", "1,60")


def said(twins: Twins) -> Choices:
    return Choices(condition=Condition.SURPLUS, twins=twins)


def twins(text: str) -> list[dict[str, Any] | None]:
    found = parse((HEAD + text).encode(), "a.csv").lines
    kept = twins_of(found)
    return [kept.get(place) for place in range(len(found))]


def test_lines_that_differ_in_quantity_and_place_have_a_total() -> None:
    together = {"total": "42", "location": "Allée A, Allée B"}
    assert twins(BRICK + GLUE + SAME) == [{"rank": 0, **together}, None, {"rank": 1, **together}]


@pytest.mark.parametrize(
    "other",
    [
        DEARER,
        BRICK.replace("20x20x50", "15x20x50"),
        BRICK.replace(";u;", ";kg;"),
        BRICK.replace(";40;", ";env. 40;"),
        BRICK.replace(";40;", ";?;"),
        BRICK.replace("1,50", "1,50 le lot"),
    ],
)
def test_lines_that_differ_in_more_are_never_added_up(other: str) -> None:
    assert [twin and twin["total"] for twin in twins(BRICK + other)] == [None, None]


def test_a_line_like_two_others_is_in_one_group_with_both() -> None:
    nameless = BRICK.replace("BR-1;", ";")
    found = [twin and twin["rank"] for twin in twins(BRICK + nameless + BRICK)]
    assert found == [0, 1, 2]


def test_it_is_asked_once(access: CompanyAccess, store: Store) -> None:
    number = bring(access, store, HEAD + BRICK + SAME + GLUE)
    row = queries.own_import(access, number)
    assert questions_of(row, contexts.context_of(access, row, [])).duplicates == 2
    assert [line.stand for line in lines(number)] == [Group.CHECK, Group.CHECK, Group.READY]


def test_the_same_goods_are_added_up(access: CompanyAccess, store: Store) -> None:
    number = bring(access, store, HEAD + BRICK + SAME + GLUE, choices=said(Twins.SUM))
    assert [(line.stand, line.reason) for line in lines(number)] == [
        (Group.READY, ""),
        (Group.OUT, "sum"),
        (Group.READY, ""),
    ]
    publish(access, store, number)
    found = listings()
    assert set(found) == {"BR-1", "MC-25"}
    assert (quantity(found["BR-1"].id), found["BR-1"].location) == ("42", "Allée A, Allée B")
    again = bring(access, store, HEAD + BRICK + SAME + GLUE, choices=said(Twins.SUM))
    assert [line.kind for line in lines(again)] == ["unchanged", "new", "unchanged"]


def test_what_cannot_be_added_up_is_still_asked(access: CompanyAccess, store: Store) -> None:
    number = bring(access, store, HEAD + BRICK + DEARER, choices=said(Twins.SUM))
    assert [line.stand for line in lines(number)] == [Group.CHECK, Group.CHECK]


def test_goods_apart_are_each_kept(access: CompanyAccess, store: Store) -> None:
    number = bring(access, store, HEAD + BRICK + SAME, choices=said(Twins.APART))
    assert [line.stand for line in lines(number)] == [Group.READY, Group.READY]


def test_a_line_written_twice_is_kept_once_and_can_be_taken_back(
    access: CompanyAccess, store: Store
) -> None:
    number = bring(access, store, HEAD + BRICK + SAME, choices=said(Twins.FIRST))
    second = lines(number)[1]
    assert (second.stand, second.reason) == (Group.OUT, "first")
    correcting.set_out(access, number, [second.id], is_out=False)
    assert [line.stand for line in lines(number)] == [Group.READY, Group.READY]
    assert session.get_one(type(second), second.id).edited == {"is_apart": True}
