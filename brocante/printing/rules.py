"""What must be true before something is printed that can no longer be corrected."""

from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from brocante.printing.errors import (
    DeclassedWithoutDefect,
    LabelWithoutPrice,
    NoOtherLabel,
    OffsetTooLarge,
    PercentageNotAttested,
    StartOutsideSheet,
)
from brocante.printing.formats import LabelFormat

# Beyond this a printer is not offset, the wrong format was chosen.
LARGEST_OFFSET_MM = 10.0


class PrintableLabel(Protocol):
    """What the rules need to know of a label."""

    @property
    def code(self) -> str: ...
    @property
    def price_text(self) -> str: ...
    @property
    def percentage_text(self) -> str: ...
    @property
    def percentage_attested(self) -> bool: ...
    @property
    def condition(self) -> str: ...
    @property
    def defect(self) -> str: ...


def check_printable(label: PrintableLabel) -> None:
    """Refuse a label that could not be honoured: no price, a claim without ground, no defect."""
    if not label.price_text.strip():
        raise LabelWithoutPrice(code=label.code)
    if label.percentage_text and not label.percentage_attested:
        raise PercentageNotAttested(code=label.code)
    if label.condition == "declassed" and not label.defect.strip():
        raise DeclassedWithoutDefect(code=label.code)


def check_start(label_format: LabelFormat, start_at: int) -> None:
    """Refuse a first label (counted from 1, row by row) that is not on the sheet."""
    if label_format.is_single and start_at != 1:
        raise NoOtherLabel
    if not 1 <= start_at <= label_format.per_page:
        raise StartOutsideSheet(count=label_format.per_page)


def check_offset(offset_mm: tuple[float, float]) -> None:
    """Refuse an offset (to the right, downwards, in mm) that no printer has."""
    # Written so that a value that is not a number is refused too.
    if not all(abs(value) <= LARGEST_OFFSET_MM for value in offset_mm):
        raise OffsetTooLarge(limit=f"{LARGEST_OFFSET_MM:.0f}")


class JobState(StrEnum):
    """Where papers made in the worker stand."""

    WAITING = "waiting"  # also while the worker makes them: a lease says who does
    DONE = "done"
    FAILED = "failed"


# How long one file may take until another worker goes on, how often it is tried, how long files
# are kept: they hold names of visitors.
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
KEPT = timedelta(days=7)
