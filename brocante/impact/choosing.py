"""Which lines of the ledger stand behind a figure: one value of one dimension, in SQL."""

from collections.abc import Callable, Mapping
from datetime import MAXYEAR, MINYEAR, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_

from brocante.catalogue.rules import Condition
from brocante.core.clock import to_utc
from brocante.core.codes import read_id
from brocante.core.gazetteer import commune
from brocante.counter.models import Handover, HandoverKind
from brocante.impact.attending import Place
from brocante.impact.places import communes_of
from brocante.impact.pmcb import goods_of
from brocante.impact.queries import ORIGIN
from brocante.impact.rules import Dimension
from brocante.materials.queries import find_family, materials
from brocante.materials.rules import MassOrigin

_PLAIN: dict[Dimension, Any] = {
    Dimension.FAMILY: Handover.family,
    Dimension.CONDITION: Handover.condition,
    Dimension.COMMUNE: Handover.commune_code,
    Dimension.KIND: Handover.kind,
    Dimension.ORIGIN: ORIGIN,
}
_NUMBERED = {Dimension.COMPANY: Handover.company_id, Dimension.SITE: Handover.site_id}
_FORMATS = {Dimension.DAY: "%Y-%m-%d", Dimension.HOUR: "%Y-%m-%dT%H"}
_CODES: dict[Dimension, frozenset[str]] = {
    Dimension.CONDITION: frozenset(Condition),
    Dimension.KIND: frozenset(HandoverKind),
    Dimension.ORIGIN: frozenset(MassOrigin),
}
_IS_CODE: dict[Dimension, Callable[[str], bool]] = {
    Dimension.FAMILY: lambda code: find_family(code) is not None,
    Dimension.PMCB: lambda code: any(goods_of(code)),
    Dimension.COMMUNE: lambda code: commune(code) is not None,
    Dimension.EPCI: lambda code: not code or bool(communes_of(code)),
}
_LENGTHS = {Dimension.DAY: timedelta(days=1), Dimension.HOUR: timedelta(hours=1)}


def lines_of(dimension: Dimension, value: str, time_zone: str) -> ColumnElement[bool]:
    """Return the condition that a line has a value; none has a value that makes no sense."""
    if dimension in _FORMATS:
        return _within(dimension, value, time_zone)
    if dimension in _NUMBERED:
        return _NUMBERED[dimension] == read_id(value)
    if dimension is Dimension.PMCB:
        return _of_pmcb(value)
    if dimension is Dimension.EPCI:
        return Handover.commune_code.in_(communes_of(value))
    return _plain(_PLAIN[dimension], value)


def _plain(column: Any, value: str) -> ColumnElement[bool]:
    known = getattr(column.type, "members", None)
    found: ColumnElement[bool] = column == value
    return found if known is None or value in known else false()


def _within(dimension: Dimension, value: str, time_zone: str) -> ColumnElement[bool]:
    local = _moment(dimension, value)
    if local is None:
        return false()
    # The hour that comes twice in October is one: it ends when the next one on the wall begins.
    start = to_utc(local, time_zone)
    end = to_utc(local + _LENGTHS[dimension], time_zone)
    return and_(Handover.at >= start, Handover.at < end)


def _moment(dimension: Dimension, value: str) -> datetime | None:
    try:
        local = datetime.strptime(value, _FORMATS[dimension])  # noqa: DTZ007 - a wall-clock time
    except ValueError:
        return None
    # The first and the last year have instants that no clock of another zone can show.
    return local if MINYEAR < local.year < MAXYEAR else None


def is_value(dimension: Dimension, value: str, places: Mapping[str, Place]) -> bool:
    """Tell whether a value is one of its dimension, lines or not."""
    if dimension in _FORMATS:
        return _moment(dimension, value) is not None
    if dimension is Dimension.COMPANY:
        return any(str(place.company_id) == value for place in places.values())
    if dimension is Dimension.SITE:
        return value in places
    return value in _CODES[dimension] if dimension in _CODES else _IS_CODE[dimension](value)


def _of_pmcb(code: str) -> ColumnElement[bool]:
    of_materials, of_families = goods_of(code)
    known = [material.code for material in materials()]
    by_family = and_(
        or_(Handover.material.is_(None), Handover.material.not_in(known)),
        Handover.family.in_(of_families),
    )
    return or_(Handover.material.in_(of_materials), by_family)
