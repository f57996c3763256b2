"""What a company is asked to do, and in which order."""

from dataclasses import replace

import pytest

from brocante.cockpit.rules import Readiness, Task, ToDo, tasks_of
from brocante.companies.rules import Lack

READY = Readiness(
    lacks=[], listings=12, drafts=0, without_photo=0, sites_without_slots=0, may_list=True
)


def test_a_company_that_lacks_nothing_has_nothing_to_do() -> None:
    assert tasks_of(READY) == []


def test_the_charter_comes_before_photos() -> None:
    ready = replace(READY, lacks=[Lack.SIRET, Lack.CHARTER], without_photo=5)
    assert tasks_of(ready) == [ToDo(Task.CHARTER), ToDo(Task.PHOTOS, 5), ToDo(Task.SIRET)]


def test_slots_wait_for_the_opening_hours_they_are_cut_from() -> None:
    ready = replace(READY, lacks=[Lack.HOURS], sites_without_slots=1)
    assert tasks_of(ready) == [ToDo(Task.HOURS)]
    assert tasks_of(replace(ready, lacks=[])) == [ToDo(Task.SLOTS, 1)]


def test_approval_is_not_a_task_of_the_company() -> None:
    assert tasks_of(replace(READY, lacks=[Lack.APPROVAL])) == []


def test_listings_are_asked_for_only_while_they_can_be_written() -> None:
    empty = replace(READY, listings=0, drafts=2, without_photo=3)
    assert tasks_of(replace(empty, may_list=False)) == []
    assert [one.task for one in tasks_of(empty)] == [Task.FIRST_LISTING, Task.DRAFTS, Task.PHOTOS]


@pytest.mark.parametrize("lack", [Lack.DECLARATION_UNKNOWN, Lack.DECLARATION_TO_SEND])
def test_the_declaration_is_one_task_however_far_it_is(lack: Lack) -> None:
    assert tasks_of(replace(READY, lacks=[lack])) == [ToDo(Task.DECLARATION)]
