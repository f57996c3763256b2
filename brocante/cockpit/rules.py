"""What a company is asked to do next: few things, in the order that helps most. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from brocante.companies.rules import Lack

MOST_TASKS = 3


class Task(StrEnum):
    """Something a company does to be ready, the most useful first."""

    CHARTER = "charter"
    NEW_CHARTER = "new_charter"
    SITE = "site"
    PIN = "pin"
    HOURS = "hours"
    FIRST_LISTING = "first_listing"
    SLOTS = "slots"
    DECLARATION_LATE = "declaration_late"
    DECLARATION_UNKNOWN_LATE = "declaration_unknown_late"
    DRAFTS = "drafts"
    PHOTOS = "photos"
    DECLARATION = "declaration"
    SIRET = "siret"


_OF_LACKS = {
    Lack.CHARTER: Task.CHARTER,
    Lack.NEW_CHARTER: Task.NEW_CHARTER,
    Lack.SITE: Task.SITE,
    Lack.PIN: Task.PIN,
    Lack.HOURS: Task.HOURS,
    Lack.DECLARATION_LATE: Task.DECLARATION_LATE,
    Lack.DECLARATION_UNKNOWN_LATE: Task.DECLARATION_UNKNOWN_LATE,
    Lack.DECLARATION_UNKNOWN: Task.DECLARATION,
    Lack.DECLARATION_TO_SEND: Task.DECLARATION,
    Lack.SIRET: Task.SIRET,
}


@dataclass(frozen=True, slots=True)
class Readiness:
    """What of a company decides its tasks. `may_list`: whether listings can be written now."""

    lacks: Collection[Lack]
    listings: int
    drafts: int
    without_photo: int
    sites_without_slots: int
    may_list: bool


@dataclass(frozen=True, slots=True)
class ToDo:
    """A task, and how many things it concerns (0 where that says nothing)."""

    task: Task
    count: int = 0


def tasks_of(ready: Readiness) -> list[ToDo]:
    """Return everything a company still has to do, the most useful first."""
    counts: Mapping[Task, int] = {
        Task.DRAFTS: ready.drafts if ready.may_list else 0,
        Task.PHOTOS: ready.without_photo if ready.may_list else 0,
        # Slots are cut from opening hours: those come first.
        Task.SLOTS: 0 if Lack.HOURS in ready.lacks else ready.sites_without_slots,
    }
    wanted = {_OF_LACKS[lack] for lack in ready.lacks if lack in _OF_LACKS}
    wanted |= {task for task, count in counts.items() if count}
    if ready.may_list and not ready.listings:
        wanted.add(Task.FIRST_LISTING)
    return [ToDo(task, counts.get(task, 0)) for task in Task if task in wanted]
