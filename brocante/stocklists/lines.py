"""An article row as a line: each field read on its own, what is not certain left to a human."""

from __future__ import annotations

from dataclasses import dataclass

from brocante.stocklists.columns import Columns
from brocante.stocklists.conditions import State, read_condition
from brocante.stocklists.costs import without_costs
from brocante.stocklists.dates import read_date
from brocante.stocklists.families import guess_family
from brocante.stocklists.gists import gist_of
from brocante.stocklists.grids import Fault, Value, letter, text_of
from brocante.stocklists.options import Options
from brocante.stocklists.people import before_person, find_person
from brocante.stocklists.photos import read_photos
from brocante.stocklists.pricing import Pricer
from brocante.stocklists.references import batch_in, is_nothing, read_reference, unquoted
from brocante.stocklists.results import Content, Issue, Line
from brocante.stocklists.roles import Column, Role
from brocante.stocklists.rows import LONGEST_CELL, Article
from brocante.stocklists.several import names_several
from brocante.stocklists.sizes import read_sizes
from brocante.stocklists.stock import Stock, read_stock
from brocante.stocklists.words import is_worded

_FORMULA = ("=", "+", "@", "-")
_PRINTED = {
    Role.TITLE: "title",
    Role.REFERENCE: "reference",
    Role.BATCH: "batch",
    Role.FAMILY: "family",
    Role.QUANTITY: "quantity",
    Role.AVAILABLE: "quantity",
    Role.UNIT: "unit",
    Role.PACKAGING: "content",
    Role.PRICE: "price_cents",
    Role.NET_PRICE: "price_cents",
    Role.DISCOUNT: "price_cents",
    Role.BASIS: "price_basis",
    Role.VAT: "vat_rate",
    Role.REFERENCE_PRICE: "reference_price_cents",
    Role.CONDITION: "condition",
    Role.REMARK: "staff_note",
    Role.LOCATION: "location",
    Role.AVAILABLE_FROM: "available_from",
    Role.PHOTOS: "photos",
}
_COUNTING = frozenset({Role.QUANTITY, Role.AVAILABLE})


@dataclass(frozen=True, slots=True)
class Sense:
    """What is known of a sheet when its rows are read."""

    sheet: str | None
    columns: Columns
    pricer: Pricer
    options: Options


class Draft:
    """A row while it is read: its cells, and the issues found on the way."""

    __slots__ = ("_columns", "article", "issues", "sense")

    def __init__(self, sense: Sense, article: Article) -> None:
        self.sense = sense
        self.article = article
        self.issues: list[Issue] = []
        self._columns = sense.columns.by_role

    def note(self, code: str, name: str) -> None:
        """Add an issue, once."""
        issue = Issue(code, name)
        if issue not in self.issues:
            self.issues.append(issue)

    def value(self, role: Role) -> Value | None:
        """Return the cell of a role one column plays; the error of a formula is none."""
        columns = self._columns.get(role)
        found = self.article.cells.get(columns[0].index) if columns else None
        return None if isinstance(found, Fault) else found

    def text(self, role: Role, joint: str = " ") -> str:
        """Return the texts of all columns of a role."""
        columns = self._columns.get(role)
        if columns is None:
            return ""
        cells = self.article.cells
        if len(columns) == 1:
            return _text(cells.get(columns[0].index))
        texts = [_text(cells.get(column.index)) for column in columns]
        return joint.join(text for text in texts if text)


def _text(value: Value | None) -> str:
    if value is None or isinstance(value, Fault):
        return ""
    return unquoted(value if isinstance(value, str) else text_of(value))


def read_line(sense: Sense, article: Article) -> Line:
    """Read one article row."""
    draft = Draft(sense, article)
    _note_cells(draft)
    (title, gist), reference = _title(draft), _reference(draft)
    stock = read_stock(draft.article, sense.columns, gist)
    for code in stock.issues:
        draft.note(code, "unit" if code == "unit-unknown" else "quantity")
    cells = article.cells
    priced = sense.pricer.price(cells, stock.unit, is_packed=stock.is_packed)
    for code in priced.issues:
        draft.note(code, "price_basis" if code == "vat-basis-unknown" else "price_cents")
    family, is_guessed = _family(draft, gist)
    # A listing says all its sizes and its batch apart from its title.
    telling = gist if article.listing_code is None else ""
    sizes = read_sizes(cells, sense.columns, telling, None if is_guessed else family)
    if sizes.is_without_unit:
        draft.note("dims-without-unit", "dims")
    (location, note), (state, defect) = _location(draft), _condition(draft, gist)
    return Line(
        sheet=sense.sheet,
        row=article.row.number,
        title=title,
        reference=reference,
        batch=_collapsed(draft.text(Role.BATCH)) or batch_in(telling),
        family=family,
        condition=state,
        defect=defect,
        quantity=stock.quantity,
        unit=stock.unit,
        content=_content(stock),
        price=priced.price,
        dims=sizes.dims,
        location=location,
        available_from=_available(draft),
        photos=read_photos(draft.text(Role.PHOTOS, "\n")),
        staff_note=note,
        issues=tuple(draft.issues),
        raw=_raw(draft),
        is_family_guessed=is_guessed,
        listing_code=article.listing_code,
    )


def _note_cells(draft: Draft) -> None:
    """Note what befell cells whatever they mean."""
    article = draft.article
    if article.row.is_hidden:
        draft.note("hidden-row", "row")
    is_sound = Fault not in map(type, article.cells.values())
    if is_sound and not article.cut and not article.copied:
        return
    for column in draft.sense.columns.all:
        if column.index in draft.sense.columns.used:
            _note_cell(draft, column)


def _note_cell(draft: Draft, column: Column) -> None:
    article, name = draft.article, _PRINTED.get(column.role, "dims")
    if isinstance(article.cells.get(column.index), Fault):
        draft.note("formula-error", name)
    if column.index in article.cut:
        draft.note("cell-too-long", name)
    if column.index in article.copied and column.role not in _COUNTING:
        draft.note("ditto-copied", name)


def _title(draft: Draft) -> tuple[str | None, str]:
    """Return the title and its gist."""
    text = draft.text(Role.TITLE)
    title = _collapsed(text)
    if title is None or not is_worded(title):
        draft.note("title-missing", "title")
        return None, ""
    _note_formula(draft, title, "title")
    gist = gist_of(title)
    if find_person(gist) is not None:
        draft.note("person-name", "title")
    if draft.article.listing_code is None and names_several(text):
        draft.note("several-articles", "title")
    return title, gist


def _reference(draft: Draft) -> str | None:
    reference, is_spoilt = read_reference(draft.value(Role.REFERENCE))
    if is_spoilt:
        draft.note("reference-damaged-by-spreadsheet", "reference")
    if reference is not None:
        _note_formula(draft, reference, "reference")
    return reference


def _note_formula(draft: Draft, text: str, name: str) -> None:
    """Note a text that a spreadsheet would run, unless it comes back from a listing as it was."""
    if draft.article.listing_code is None and text.startswith(_FORMULA):
        draft.note("formula-text", name)


def _family(draft: Draft, gist: str) -> tuple[str | None, bool]:
    told = _collapsed(draft.text(Role.FAMILY))
    if told is not None and not is_nothing(told):
        return before_person(told), False
    if draft.article.family is not None:
        return draft.article.family, False
    return guess_family(gist), True


def _condition(draft: Draft, gist: str) -> tuple[State | None, str | None]:
    state, remark = draft.text(Role.CONDITION, " - "), draft.text(Role.REMARK, " - ")
    shown_state = before_person(state) or "" if state else ""
    shown_remark = before_person(remark) or "" if remark else ""
    if (shown_state, shown_remark) != (state, remark):
        draft.note("person-name", "staff_note")
    words = draft.sense.options.conditions
    reading = read_condition(shown_state, shown_remark, gist, words)
    for code in reading.issues:
        draft.note(code, "defect" if code == "defect-missing" else "condition")
    return reading.state, reading.defect and without_costs(reading.defect)


def _location(draft: Draft) -> tuple[str | None, str | None]:
    """Return the place, without people, and what is for the staff only."""
    place = _collapsed(draft.text(Role.LOCATION))
    remark = draft.text(Role.REMARK, "\n").strip()
    notes = [without_costs(remark)] if remark else []
    state = draft.text(Role.CONDITION).strip()
    if state and find_person(state) is not None:
        notes.append(state)
    shown = place
    if place is not None and find_person(place) is not None:
        draft.note("person-name", "location")
        notes.append(place)
        shown = before_person(place)
    if shown is not None and is_nothing(shown):
        shown = None
    if shown is not None:
        _note_formula(draft, shown, "location")
    return shown, "\n".join(notes) or None


def _available(draft: Draft) -> str | None:
    moment, is_unclear = read_date(draft.value(Role.AVAILABLE_FROM))
    if is_unclear:
        draft.note("date-unclear", "available_from")
    return moment


def _content(stock: Stock) -> Content | None:
    packing = stock.packing
    if packing is None or stock.quantity is None:
        return None
    count = stock.quantity * packing.inner_count
    return Content(count, packing.inner_unit, packing.per, packing.base)


def _raw(draft: Draft) -> dict[str, str]:
    """Return the cells as read, but those of purchase costs."""
    columns, row = draft.sense.columns, draft.article.row
    texts = {}
    for column, value in sorted(row.cells.items()):
        if column not in columns.hidden:
            text = value if isinstance(value, str) else text_of(value)
            if len(text) > LONGEST_CELL:
                text = text[:LONGEST_CELL]
            texts[letter(column)] = without_costs(text) if column in columns.worded else text
    return texts


def _collapsed(text: str) -> str | None:
    return " ".join(text.split()) or None
