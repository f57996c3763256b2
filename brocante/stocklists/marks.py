"""Short texts that stand for something else: as above, or the error of a formula."""

from __future__ import annotations

import re
from functools import lru_cache

from brocante.stocklists.grids import Fault, Value

_FAULT = re.compile(
    r"#(?:N/A|N/D|REF ?!|DIV/0 ?!|VALEUR ?!|VALUE!|NOM ?\?|NAME\?|NOMBRE ?!|NUM!|NULL?! ?|NUL ?!"
    r"|CALC!|SPILL!|PROPAGATION!)|Err:\d{3}"
)
_DITTO = re.compile(r"[\"”“″〃»]|''|,,|``|[-–—\s]*[\"”″〃][-–—\s]*|idem\.?|id\.?|dito\.?|ditto\.?")


def is_ditto(value: Value | None) -> bool:
    """Tell whether a cell means "as above"."""
    return isinstance(value, str) and len(value) < 12 and _is_ditto(value)


@lru_cache(maxsize=1024)
def _is_ditto(text: str) -> bool:
    return bool(_DITTO.fullmatch(text.strip().lower()))


def as_fault(value: Value) -> Value:
    """Return a text that is the error of a formula as what it is."""
    if isinstance(value, str) and value[:1] in {"#", "E"} and _FAULT.fullmatch(value.strip()):
        return Fault(value.strip())
    return value
