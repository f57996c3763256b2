"""Where the words of a label go, and how large: they shrink, then wrap, then are cut at a word."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from reportlab.lib.units import mm

from brocante.printing.label_frame import (
    CHIP_EDGE,
    CHIP_GAP,
    ICON_ADVANCE,
    PRICE_ASCENT,
    Frame,
    Line,
    Setting,
)
from brocante.printing.typesetting import (
    ASCENT,
    BOLD,
    DESCENT,
    DISPLAY,
    REGULAR,
    SEPARATOR,
    clean,
    shrunk,
    width_per_point,
    wrap,
)

# How far a line shrinks rather than wraps.
_LEAST_SHRINKING = 0.85
# The most of a line's width a chip takes when it shares the line with a long unit.
_CHIP_SHARE = 0.5
# A measure of so many characters fits the narrowest column on one line.
_LONGEST_HELD = 20


@dataclass(frozen=True, slots=True)
class LabelData:
    """One label; every text is ready to print: formatted, translated, with its own word or unit.

    `condition` is the code that chooses the icon (surplus, declassed, demo). A percentage is only
    printed when `percentage_attested`. Empty texts take no room. `english` says the same in small
    where there is room left.
    """

    code: str
    url: str
    title: str
    price_text: str
    condition: str
    condition_label: str
    price_unit_text: str = ""
    percentage_text: str = ""
    percentage_attested: bool = False
    defect: str = ""
    dimensions_text: str = ""
    quantity_text: str = ""
    mass_text: str = ""
    batch: str = ""
    location: str = ""
    company: str = ""
    english: str = ""


@dataclass(frozen=True, slots=True)
class _Plan:
    """One way to set a label: a scale of the type, and the most lines each text may take.

    A tight plan puts on one line what otherwise has two: unit and percentage, place and seller.
    """

    scale: float
    title: int
    defect: int
    facts: int
    others: int
    tight: bool = False


_Compose = Callable[[_Plan], Setting]

# Tried in this order until all fits and nothing is cut: texts shrink before they wrap further.
# Scale 1 is what the smallest label is made for; larger labels multiply it.
_PLANS = (
    _Plan(1.45, 2, 3, 2, 1),
    _Plan(1.2, 2, 4, 2, 1),
    _Plan(1.0, 3, 4, 2, 1),
    _Plan(0.9, 4, 6, 3, 2),
    _Plan(0.8, 6, 12, 4, 3),
    _Plan(0.65, 8, 16, 6, 4),
    _Plan(0.5, 8, 24, 8, 4),
)
# When nothing does, what is least needed is cut first.
_CUTTING_PLANS = (
    _Plan(0.65, 4, 9, 3, 2),
    _Plan(0.65, 3, 5, 2, 2),
    _Plan(0.65, 2, 3, 2, 1),
    _Plan(0.65, 2, 2, 1, 1),
    _Plan(0.65, 2, 2, 1, 1, tight=True),
)
# The last of these, with the type made smaller step by step, fits any label in the end.
_STEP = 0.94
# Below this scale (facts of 5.7 points) texts are rather cut than set still smaller.
_LEAST_SCALE = 0.8

# Sizes in points on the smallest label, at scale 1.
_TITLE, _PRICE, _UNIT, _CONDITION, _SMALL = 9.2, 20.0, 7.6, 8.4, 7.2
# English: a share of the smallest size of the head, and points below which nobody reads it.
_ENGLISH, _LEAST_ENGLISH = 0.8, 5.2
# From so many times the smallest label on, English is worth a smaller type.
_LARGE = 1.2
_LEADING = ASCENT + DESCENT

# The smallest label, on which the sizes above were chosen: width of its text, height, in points.
_UNIT_WIDTH, _UNIT_HEIGHT = 32 * mm, 29 * mm


def set_label(label: LabelData, frame: Frame) -> Setting:
    """Return the lines of a label, at the largest type at which all fits into `frame`."""
    width = frame.head_width
    english = partial(_with_english, clean(label.english), width, frame.room)
    if not frame.tall:
        return _largest(lambda plan: _all(label, width, plan), width, frame.room, english)
    head = _largest(lambda plan: _head(label, width, plan), width, frame.room, english)
    facts = _largest(
        lambda plan: _facts(label, frame.side_width, plan), frame.side_width, frame.band
    )
    return Setting(head.head, facts.facts, head.cut or facts.cut)


def _with_english(text: str, width: float, room: float, setting: Setting) -> Setting | None:
    """Add the small print for those who read no French; nothing when there is no room for it."""
    if not text:
        return setting
    size = max(_LEAST_ENGLISH, min(line.size for line in setting.head) * _ENGLISH)
    rows, cut = _row(text, REGULAR, size, width, 2)
    if cut or setting.height + sum(line.advance for line in rows) > room:
        return None
    return Setting([*setting.head, *rows], setting.facts, cut=False)


def _largest(
    compose: _Compose,
    width: float,
    room: float,
    more: Callable[[Setting], Setting | None] | None = None,
) -> Setting:
    """Return what `compose` makes of the first plan that fits a height of `room` points.

    `more` adds what is welcome besides; for it, a large label is set one plan smaller.
    """
    unit = min(width / _UNIT_WIDTH, room / _UNIT_HEIGHT)
    fitting: list[Setting] = []
    for plan in _scaled(_PLANS, unit):
        setting = compose(plan)
        if setting.cut or setting.height > room:
            continue
        added = more(setting) if more else setting
        if added is not None:
            return added
        fitting.append(setting)
        if unit < _LARGE or len(fitting) > 1:
            break
    return fitting[0] if fitting else _cut_down(compose, room, unit)


def _cut_down(compose: _Compose, room: float, unit: float) -> Setting:
    """Return what `compose` makes of the first plan that fits because texts are cut."""
    for plan in _scaled(_CUTTING_PLANS, unit):
        setting = compose(plan)
        if setting.height <= room:
            return setting
    scale = _LEAST_SCALE
    while True:
        scale *= _STEP
        setting = compose(replace(_CUTTING_PLANS[-1], scale=scale))
        if setting.height <= room:
            return setting


def _scaled(plans: tuple[_Plan, ...], unit: float) -> Iterator[_Plan]:
    """Yield `plans` for a label `unit` times the smallest, none below the least scale."""
    for plan in plans:
        yield replace(plan, scale=max(plan.scale * unit, _LEAST_SCALE))


def _all(label: LabelData, width: float, plan: _Plan) -> Setting:
    """Set head and facts in one column."""
    head, facts = _head(label, width, plan), _facts(label, width, plan)
    return Setting(head.head, facts.facts, head.cut or facts.cut)


def _head(label: LabelData, width: float, plan: _Plan) -> Setting:
    """Set what is read first: title, price, condition and defect."""
    title, title_cut = _paragraph(label.title, BOLD, _TITLE * plan.scale, width, plan.title)
    unit, unit_cut = _unit(label, width, plan)
    defect, defect_cut = _paragraph(label.defect, REGULAR, _SMALL * plan.scale, width, plan.defect)
    price, condition = _price(label, width, plan.scale), _condition(label, width, plan.scale)
    return Setting(
        [*title, price, *unit, condition, *defect], [], title_cut or unit_cut or defect_cut
    )


def _facts(label: LabelData, width: float, plan: _Plan) -> Setting:
    """Set measures, place and seller."""
    size = _SMALL * plan.scale
    measures = _joined(*map(_held, (label.dimensions_text, label.quantity_text, label.mass_text)))
    place = _joined(label.location, label.batch)
    seller = label.company
    if plan.tight:
        place, seller = _joined(place, seller), ""
    rows = (
        _row(measures, REGULAR, size, width, plan.facts),
        _row(place, BOLD, size, width, plan.others),
        _row(seller, REGULAR, size, width, plan.others),
    )
    return Setting([], [line for lines, _ in rows for line in lines], any(cut for _, cut in rows))


def _paragraph(
    text: str, font: str, size: float, width: float, lines: int
) -> tuple[list[Line], bool]:
    """Return `text` as lines, and whether some of it was cut."""
    texts, cut = wrap(clean(text), font, size, width, lines)
    return [Line(text, font, size, size * _LEADING) for text in texts], cut


def _price(label: LabelData, width: float, scale: float) -> Line:
    """Return the price; it shrinks, but is never cut."""
    text = clean(label.price_text, DISPLAY)
    size = shrunk(text, DISPLAY, _PRICE * scale, width)
    return Line(text, DISPLAY, size, size * (PRICE_ASCENT + DESCENT))


def _unit(label: LabelData, width: float, plan: _Plan) -> tuple[list[Line], bool]:
    """Return the unit of the price with the attested percentage behind it or under it."""
    size = _UNIT * plan.scale
    chip = clean(label.percentage_text) if label.percentage_attested else ""
    if not chip:
        return _row(label.price_unit_text, REGULAR, size, width, plan.others)
    chip_width = (width_per_point(chip, BOLD) + 2 * CHIP_EDGE) * size
    if plan.tight:
        size = min(size, size * width * _CHIP_SHARE / chip_width)
        left = width - (width_per_point(chip, BOLD) + 2 * CHIP_EDGE + CHIP_GAP) * size
        rows, cut = _row(label.price_unit_text, REGULAR, size, left, 1)
        return [_with_chip(rows, chip, size)], cut
    rows, cut = _row(label.price_unit_text, REGULAR, size, width, plan.others)
    if len(rows) == 1 and _width(rows[0]) + size * CHIP_GAP + chip_width <= width:
        return [_with_chip(rows, chip, size)], cut
    return [*rows, _with_chip([], chip, min(size, size * width / chip_width))], cut


def _with_chip(rows: list[Line], chip: str, size: float) -> Line:
    """Return the line of `rows`, if there is one, with a chip at its end."""
    text = rows[0].text if rows else ""
    return Line(text, REGULAR, rows[0].size if rows else size, size * _LEADING, chip=chip)


def _width(line: Line) -> float:
    """Return the width of a line's text in points."""
    return width_per_point(line.text, line.font) * line.size


def _condition(label: LabelData, width: float, scale: float) -> Line:
    """Return the word of the condition, on one line behind its icon."""
    text = clean(label.condition_label)
    size = min(_CONDITION * scale, width / (width_per_point(text, BOLD) + ICON_ADVANCE))
    return Line(text, BOLD, size, size * _LEADING, icon=label.condition)


def _held(text: str) -> str:
    """Return a measure that is not broken between its number and its unit, unless it is long."""
    return text.replace(" ", "\u00a0") if len(text) <= _LONGEST_HELD else text


def _joined(*texts: str) -> str:
    """Return the texts that say something, with a dot between them that begins or ends no line."""
    return f"{SEPARATOR} ".join(text for text in map(clean, texts) if text)


def _row(text: str, font: str, size: float, width: float, lines: int) -> tuple[list[Line], bool]:
    """Return `text` as lines; to stay on one line it may shrink a little before it wraps."""
    fitting = max(shrunk(clean(text), font, size, width), size * _LEAST_SHRINKING)
    return _paragraph(text, font, fitting, width, lines)
