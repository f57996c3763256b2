"""The dimensions of a line: from its columns, else from its title."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from brocante.stocklists.columns import Columns
from brocante.stocklists.dimensions import (
    NO_DIMS,
    NOTHING,
    Dims,
    DimsReading,
    read_cell,
    read_columns,
    read_part,
)
from brocante.stocklists.goods import Goods, goods_of_line
from brocante.stocklists.grids import Value, plain
from brocante.stocklists.measures import Measure, read_measure, sized_part
from brocante.stocklists.roles import Role

_SINGLE = (Role.LENGTH, Role.WIDTH, Role.HEIGHT, Role.THICKNESS, Role.DIAMETER)
_JOINED = (Role.DIMENSIONS, Role.SECTION)


def read_sizes(
    cells: Mapping[int, Value], columns: Columns, title: str, family: str | None
) -> DimsReading:
    """Read all that is said of the dimensions of an article."""
    part = sized_part(title)
    if part is None and not columns.is_sized:
        return NOTHING
    kind = goods_of_line(title, family)
    told = read_part(part, title, kind) if part else NOTHING
    if not columns.is_sized:
        return _settled(told.dims, is_unsaid=True) if told.is_without_unit else told
    readings = [_columns(cells, columns, kind), *_joined(cells, columns, kind)]
    dims = NO_DIMS
    for reading in readings:
        dims = dims.filled_with(reading.dims)
    is_unsaid = any(reading.is_without_unit for reading in [*readings, told])
    dims = dims.completed_by(told.dims)
    if readings[0].is_without_unit and dims.length_mm is None:
        return DimsReading(dims, True)
    return _settled(dims, is_unsaid=is_unsaid)


def _settled(dims: Dims, *, is_unsaid: bool) -> DimsReading:
    """A unit is missing only where no side is known without it."""
    return DimsReading(dims, is_unsaid and not dims.has_face)


def _columns(cells: Mapping[int, Value], columns: Columns, kind: Goods) -> DimsReading:
    found: dict[Role, tuple[Measure, Decimal | None]] = {}
    for role in _SINGLE:
        column = columns.one(role)
        value = cells.get(column.index) if column else None
        measure = _measure(value)
        if column is not None and measure is not None:
            found[role] = (measure, column.scale)
    return read_columns(found, kind) if found else NOTHING


def _measure(value: Value | None) -> Measure | None:
    if isinstance(value, Decimal):
        return Measure(value) if value > 0 else None
    return read_measure(value) if isinstance(value, str) else None


def _joined(cells: Mapping[int, Value], columns: Columns, kind: Goods) -> list[DimsReading]:
    readings = []
    for role in _JOINED:
        column = columns.one(role)
        value = cells.get(column.index) if column else None
        if column is not None and isinstance(value, (str, Decimal)):
            text = plain(value) if isinstance(value, Decimal) else value
            is_section = role is Role.SECTION
            readings.append(read_cell(text, kind, scale=column.scale, is_section=is_section))
    return readings
