"""Where the header of a sheet stands: one row of known words, or two when the first groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from brocante.stocklists.grids import Row, Sheet, Value, is_blank
from brocante.stocklists.header_words import GROUPED
from brocante.stocklists.meanings import LONGEST_HEADER, Meaning, meaning_of
from brocante.stocklists.roles import Certainty, Column, Role
from brocante.stocklists.words import folded, words_of

_UNTOLD = frozenset({Role.NONE, Role.IGNORED})
_NAMING = frozenset({Role.TITLE, Role.REFERENCE})
_TELLING = frozenset({Role.QUANTITY, Role.AVAILABLE, Role.PRICE, Role.NET_PRICE})
# What stands under `Achat` and would be a sale price alone.
_PRICE_LIKE = frozenset(
    {Role.PRICE, Role.NET_PRICE, Role.REFERENCE_PRICE, Role.DISCOUNT, Role.IGNORED, Role.NONE}
)
_ENOUGH_OF_BEST = 0.6


@dataclass(frozen=True, slots=True)
class Header:
    """The rows a header takes, by their numbers, and what its columns say."""

    rows: tuple[int, ...]
    columns: tuple[Column, ...]


def find_header(sheet: Sheet) -> Header | None:
    """Return the first header as telling as the most telling one, None when there is none."""
    found = [(_score(header), header) for header in _candidates(sheet)]
    if not found:
        return None
    best = max(score for score, _header in found)
    return next(header for score, header in found if score >= best * _ENOUGH_OF_BEST)


def header_at(sheet: Sheet, number: int) -> Header | None:
    """Return the header that begins at a row somebody chose, told or not."""
    for place, row in enumerate(sheet.rows):
        if row.number == number:
            pair = _pair(sheet, place)
            return pair if pair is not None else _single(row)
    return None


def later_headers(sheet: Sheet, first: Header) -> Iterator[Header]:
    """Yield the headers of other tables below: rows that name three things and more."""
    place = 0
    while place < len(sheet.rows):
        row = sheet.rows[place]
        place += 1
        if row.number <= first.rows[-1] or not _may_be_header(row.cells):
            continue
        pair = _pair(sheet, place - 1)
        header = pair if pair is not None else _single(row)
        if _is_certain(header) and not _repeats(header, first):
            yield header
            place += len(header.rows) - 1


def _is_certain(header: Header) -> bool:
    """Tell whether a row among articles is a header and can be nothing else."""
    has_figures = any(sign.isdigit() for column in header.columns for sign in column.header)
    # With figures it may be an article: then only words that are sure count.
    roles = {
        column.role
        for column in header.columns
        if column.certainty is Certainty.SURE or not has_figures
    } - _UNTOLD
    is_telling = bool(roles & _NAMING) and bool(roles & _TELLING)
    return len(roles) >= 3 and is_telling and _told(header) * 2 >= len(header.columns)


def _repeats(header: Header, first: Header) -> bool:
    """Tell whether a header is the first one again, as on each page of a print."""
    return [(c.index, folded(c.header)) for c in header.columns] == [
        (c.index, folded(c.header)) for c in first.columns
    ]


def likeness(cells: Sequence[str]) -> int:
    """Tell how many different things the cells of a row would name, were it a header."""
    filled = {place: cell for place, cell in enumerate(cells) if not is_blank(cell)}
    if len(filled) < 2 or not _may_be_header(filled):
        return 0
    roles = {meaning_of(cell).role for cell in filled.values()} - _UNTOLD
    return len(roles) if len(roles) > 1 else 0


def _candidates(sheet: Sheet) -> Iterator[Header]:
    place = 0
    while place < len(sheet.rows):
        row = sheet.rows[place]
        place += 1
        if not _may_be_header(row.cells):
            continue
        pair = _pair(sheet, place - 1)
        if pair is not None:
            yield pair
            place += 1
        elif len(row.cells) > 1 and _is_header(header := _single(row)):
            yield header


def _may_be_header(cells: Mapping[int, Value]) -> bool:
    """Tell whether all cells are short texts that do not begin with a figure."""
    return Decimal not in map(type, cells.values()) and all(map(_may_head, cells.values()))


def _may_head(value: Value) -> bool:
    return (
        isinstance(value, str) and len(value) <= LONGEST_HEADER and not value.lstrip()[:1].isdigit()
    )


def _single(row: Row) -> Header:
    columns = (
        _column(index, value, meaning_of(value))
        for index, value in sorted(row.cells.items())
        if isinstance(value, str)
    )
    return Header((row.number,), tuple(columns))


def _column(index: int, text: str, meaning: Meaning) -> Column:
    return Column(
        index=index,
        header=" ".join(text.split()),
        role=meaning.role,
        certainty=meaning.certainty,
        basis=meaning.basis,
        unit=meaning.unit,
        scale=meaning.scale,
        rank=meaning.rank,
    )


def _score(header: Header) -> int:
    told = {c.role for c in header.columns} - _UNTOLD
    sure = {c.role for c in header.columns if c.certainty is Certainty.SURE} - _UNTOLD
    return len(told) + len(sure)


def _is_header(header: Header) -> bool:
    """Three things named are a header; two also, when one is the article and nothing is odd."""
    roles = {column.role for column in header.columns} - _UNTOLD
    if len(roles) >= 3:
        return True
    odd = [column for column in header.columns if column.role is Role.NONE]
    return len(roles) == 2 and bool(roles & _NAMING) and len(odd) <= 1


def _pair(sheet: Sheet, place: int) -> Header | None:
    """Return the header of two rows that begins here, when it says more than one of them."""
    if place + 1 >= len(sheet.rows):
        return None
    above, below = sheet.rows[place], sheet.rows[place + 1]
    if below.number != above.number + 1 or len(below.cells) < 2:
        return None
    if not (_may_be_header(above.cells) and _may_be_header(below.cells)):
        return None
    if not _groups(above, below):
        return None
    columns = tuple(_joined(sheet, above, below))
    pair = Header((above.number, below.number), columns)
    singles = [_single(row) for row in (above, below)]
    # Grouping turns the roles of single rows into finer ones: it must name more columns.
    best = max(_told(single) for single in singles)
    known = _told(pair)
    is_finer = known > best or (known == best and _told(singles[1]) == best)
    return pair if _is_header(pair) and is_finer and known >= len(below.cells) * 0.6 else None


def _told(header: Header) -> int:
    return sum(column.role is not Role.NONE for column in header.columns)


def _groups(above: Row, below: Row) -> bool:
    """Tell whether the first row groups the second, and is no title that happens to be above.

    A group title tells something its columns do not, and what stands right under it is of its
    kind: `Tarifs HT` over `Article` is a title.
    """
    told = False
    for column, text in above.cells.items():
        own = below.cells.get(column)
        if own is not None and not _is_of_kind(str(text), str(own)):
            return False
        under = own if own is not None else below.cells.get(column + 1)
        follows = own is not None or column + 1 not in above.cells
        told = told or (under is not None and follows and bool(_kind(str(text))))
    return told


def _kind(text: str) -> frozenset[Role]:
    """Return the roles that may stand under a group title; none when it is no group title."""
    words = words_of(text)
    if not words or any(character.isdigit() for character in text):
        return frozenset()
    if meaning_of(text).role is Role.PURCHASE:
        return GROUPED["prix"]
    return GROUPED.get(words[0], frozenset())


def _is_of_kind(group: str, own: str) -> bool:
    alone = meaning_of(own).role
    return alone in _kind(group) | {Role.NONE} or alone is meaning_of(group).role


def _joined(sheet: Sheet, above: Row, below: Row) -> Iterator[Column]:
    ends = {
        span.first_column: span.last_column
        for span in sheet.spans
        if span.first_row == above.number and span.first_column in above.cells
    }
    group, end = "", -1
    for column in range(max([*above.cells, *below.cells]) + 1):
        if column in above.cells:
            group, end = str(above.cells[column]), ends.get(column, 1 << 20)
        own = str(below.cells[column]) if column in below.cells else ""
        over = group if column <= end else ""
        if column in above.cells or own:
            yield _cell(column, over if own or column in above.cells else "", own)


def _cell(column: int, group: str, own: str) -> Column:
    text = f"{group} {own}".strip()
    if not own or not group:
        return _column(column, text, meaning_of(own or group))
    alone, joined, over = meaning_of(own), meaning_of(text), meaning_of(group)
    kept = joined
    if joined.role in {Role.PURCHASE, Role.IGNORED}:
        kept = joined if alone.role in _PRICE_LIKE else alone
    elif alone.certainty is Certainty.SURE and alone.role not in _PRICE_LIKE:
        kept = replace(alone, basis=joined.basis, scale=joined.scale or alone.scale)
    elif joined.role is Role.NONE:
        kept = alone
    return _column(column, text, replace(kept, scale=kept.scale or over.scale))
