"""A list that comes again after goods have left: does it count them? Asked once, remembered."""

import pytest

from brocante.catalogue.models import Condition
from brocante.catalogue.stock import hand_over_free
from brocante.companies.queries import CompanyAccess
from brocante.core.storage import Store
from brocante.core.transaction import transactional
from brocante.core.units import Quantity
from brocante.stocklists import contexts, queries, service
from brocante.stocklists.choices import Choices
from brocante.stocklists.judging import LEFT_UNSAID
from brocante.stocklists.models import Group
from brocante.stocklists.questions import questions_of
from tests.support.imports import (
    BRICK,
    GLUE,
    HEAD,
    SURPLUS,
    bring,
    lines,
    listings,
    publish,
    quantity,
    work,
)

pytestmark = pytest.mark.usefixtures("read_here")
LEFT = Choices(condition=Condition.SURPLUS, is_what_is_left=True)


@pytest.fixture
def bricks(access: CompanyAccess, store: Store) -> int:
    """Forty bricks and some glue, published; seven bricks have left."""
    publish(access, store, bring(access, store, HEAD + BRICK + GLUE))
    number = listings()["BR-1"].id
    assert walk_in(number, 7)
    return number


@transactional
def walk_in(listing_id: int, pieces: int) -> bool:
    """Let pieces leave the yard."""
    return hand_over_free(listing_id, Quantity.of(pieces))


def asked(access: CompanyAccess, number: int) -> int:
    row = queries.own_import(access, number)
    return questions_of(row, contexts.context_of(access, row, [])).left


def test_nothing_is_asked_before_anything_has_left(access: CompanyAccess, store: Store) -> None:
    publish(access, store, bring(access, store, HEAD + BRICK))
    again = bring(access, store, HEAD + BRICK.replace(";40;", ";30;"))
    assert asked(access, again) == 0
    assert [line.stand for line in lines(again)] == [Group.READY]


def test_it_is_asked_for_what_has_left_only(
    access: CompanyAccess, store: Store, bricks: int
) -> None:
    again = bring(access, store, HEAD + BRICK.replace(";40;", ";30;") + GLUE)
    assert asked(access, again) == 1
    assert [(line.stand, line.reason) for line in lines(again)] == [
        (Group.CHECK, LEFT_UNSAID),
        (Group.READY, ""),
    ]


@pytest.mark.parametrize(("is_what_is_left", "expected"), [(True, "37"), (False, "30")])
def test_the_answer_says_what_the_quantity_is(
    access: CompanyAccess, store: Store, bricks: int, is_what_is_left: bool, expected: str
) -> None:
    choices = Choices(condition=Condition.SURPLUS, is_what_is_left=is_what_is_left)
    text = HEAD + BRICK.replace(";40;", ";30;")
    publish(access, store, bring(access, store, text, choices=choices))
    assert quantity(bricks) == expected


def test_the_answer_is_remembered(access: CompanyAccess, store: Store, bricks: int) -> None:
    text = HEAD + BRICK.replace(";40;", ";30;")
    again = bring(access, store, text)
    service.answer(access, again, LEFT)
    work(store)
    third = bring(access, store, text, choices=SURPLUS)
    assert asked(access, third) == 0
    publish(access, store, third)
    assert quantity(bricks) == "37"


def test_what_leaves_after_the_reading_does_not_count(
    access: CompanyAccess, store: Store, bricks: int
) -> None:
    again = bring(access, store, HEAD + BRICK.replace(";40;", ";33;"), choices=LEFT)
    assert walk_in(bricks, 3)
    publish(access, store, again)
    assert quantity(bricks) == "40"
