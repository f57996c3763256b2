"""Which lines of an import a page shows, as its address says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from brocante.core.codes import read_id
from brocante.stocklists.rules import Group

# The words of addresses are French, as everywhere.
GROUP_WORDS = {
    Group.READY: "pretes",
    Group.CHECK: "a-verifier",
    Group.OUT: "ecartees",
    Group.GONE: "disparues",
    Group.MADE: "creees",
}
_GROUPS = {word: group for group, word in GROUP_WORDS.items()}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The lines to show: a group, for one reason or all, a page of it, one line open."""

    group: Group
    reason: str = ""
    before: int | None = None
    after: int | None = None
    line: int = 0

    @property
    def word(self) -> str:
        """The group as addresses write it."""
        return GROUP_WORDS[self.group]


def read_wanted(values: Mapping[str, str], counts: Mapping[Group, int]) -> Wanted:
    """Read an address; without a group, what needs a person comes first."""
    asked = _GROUPS.get(values.get("groupe", ""))
    order = (Group.CHECK, Group.READY, Group.MADE, Group.GONE, Group.OUT)
    first = next((group for group in order if counts.get(group)), Group.READY)
    return Wanted(
        asked or first,
        values.get("raison", "")[:60],
        _place(values.get("avant")),
        _place(values.get("apres")),
        read_id(values.get("ligne")),
    )


def read_group(word: str) -> Group:
    """Return the group of a word of an address; those to check for any other."""
    return _GROUPS.get(word, Group.CHECK)


def _place(text: str | None) -> int | None:
    number = read_id(text)
    return number if 0 < number < 2**31 or text == "0" else None
