"""Which lines of the ledger stand behind a figure: one value of one dimension, in SQL."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_

from brocante.core.clock import to_utc
from brocante.core.codes import read_id
from brocante.counter.models import Handover
from brocante.impact.places import communes_of
from brocante.impact.pmcb import goods_of
from brocante.impact.queries import ORIGIN
from brocante.impact.rules import Dimension
from brocante.materials.queries import materials

_PLAIN: dict[Dimension, Any] = {
    Dimension.FAMILY: Handover.family,
    Dimension.CONDITION: Handover.condition,
    Dimension.COMMUNE: Handover.commune_code,
    Dimension.KIND: Handover.kind,
    Dimension.ORIGIN: ORIGIN,
}
_NUMBERED = {Dimension.COMPANY: Handover.company_id, Dimension.SITE: Handover.site_id}
_FORMATS = {Dimension.DAY: "%Y-%m-%d", Dimension.HOUR: "%Y-%m-%dT%H"}
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
    try:
        local = datetime.strptime(value, _FORMATS[dimension])  # noqa: DTZ007 - a wall-clock time
    except ValueError:
        return false()
    # The hour that comes twice in October is one: it ends when the next one on the wall begins.
    start = to_utc(local, time_zone)
    end = to_utc(local + _LENGTHS[dimension], time_zone)
    return and_(Handover.at >= start, Handover.at < end)


def _of_pmcb(code: str) -> ColumnElement[bool]:
    of_materials, of_families = goods_of(code)
    known = [material.code for material in materials()]
    by_family = and_(
        or_(Handover.material.is_(None), Handover.material.not_in(known)),
        Handover.family.in_(of_families),
    )
    return or_(Handover.material.in_(of_materials), by_family)
