"""Charts as plain shapes: pages draw them as SVG, the PDF with reportlab, both the very same.

Pure geometry in units of 1/360 of the width, y downwards. A chart is never the only way to read its
figures: each stands beside a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

WIDTH = 360.0
TEXT = 13.0
SMALL = 11.0
_ROW = 36.0
_BAR = 12.0
_HOURS_HIGH = 110.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    tone: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words; `anchor` start, middle or end at (x, y), the baseline."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    size: float = TEXT
    tone: str = "ink"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    tone: str = "hair"


@dataclass(frozen=True, slots=True)
class Dot:
    """A disc with its number."""

    x: float
    y: float
    radius: float
    tone: str = "main"


@dataclass(frozen=True, slots=True)
class Outline:
    """A closed line around ground."""

    points: tuple[tuple[float, float], ...]
    tone: str = "ground"

    @property
    def path(self) -> str:
        """Return the points as SVG reads them."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in self.points)


@dataclass(slots=True)
class Chart:
    """Shapes, back to front."""

    title: str
    height: float = 0.0
    bars: list[Bar] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Item:
    """A value to draw with its words; `parts` stack, by tone."""

    name: str
    text: str
    parts: tuple[tuple[str, float], ...]

    @property
    def value(self) -> float:
        """Return the whole length."""
        return sum(length for _, length in self.parts)


@dataclass(frozen=True, slots=True)
class Span:
    """A value known between two bounds, `middle` where a typical one exists."""

    name: str
    text: str
    low: Decimal
    high: Decimal
    middle: Decimal | None = None
    tone: str = "main"


def bars(title: str, items: Sequence[Item]) -> Chart:
    """Return lying bars, each under its name, its figure at the right end."""
    chart = Chart(title, _ROW * len(items))
    longest = max((item.value for item in items), default=0) or 1
    for number, item in enumerate(items):
        y = number * _ROW
        chart.labels += [
            Label(0, y + 14, item.name),
            Label(WIDTH, y + 14, item.text, "end"),
        ]
        chart.bars.append(Bar(0, y + 19, WIDTH, _BAR, "track"))
        x = 0.0
        for tone, length in item.parts:
            width = max(0.0, length) / longest * WIDTH
            chart.bars.append(Bar(x, y + 19, width, _BAR, tone))
            x += width
    return chart


def spans(title: str, items: Sequence[Span]) -> Chart:
    """Return values between bounds on one axis, with zero marked when some lie below."""
    chart = Chart(title, _ROW * len(items) + 4)
    least = float(min([Decimal(0), *(item.low for item in items)]))
    most = float(max([Decimal(0), *(item.high for item in items)])) or 1.0
    scale = WIDTH / (most - least)

    def place(value: Decimal) -> float:
        return (float(value) - least) * scale

    for number, item in enumerate(items):
        y = number * _ROW
        left, right = place(item.low), place(item.high)
        chart.labels += [Label(0, y + 14, item.name), Label(WIDTH, y + 14, item.text, "end")]
        chart.bars.append(Bar(0, y + 19, WIDTH, _BAR, "track"))
        chart.bars.append(Bar(left, y + 19, max(3.0, right - left), _BAR, item.tone))
        if item.middle is not None:
            middle = place(item.middle)
            chart.strokes.append(Stroke(middle, y + 16, middle, y + 34, "ink"))
        zero = place(Decimal(0))
        chart.strokes.append(Stroke(zero, y + 16, zero, y + 34, "line"))
    return chart


def columns(title: str, items: Sequence[Item], every: int = 1) -> Chart:
    """Return standing columns with their names below and the highest figure above."""
    chart = Chart(title, _HOURS_HIGH + 36)
    highest = max((item.value for item in items), default=0) or 1
    step = WIDTH / max(len(items), 1)
    ground = _HOURS_HIGH + 18
    for number, item in enumerate(items):
        x, y = number * step + step * 0.14, ground
        for tone, length in item.parts:
            height = max(0.0, length) / highest * _HOURS_HIGH
            y -= height
            chart.bars.append(Bar(x, y, step * 0.72, height, tone))
        middle = number * step + step / 2
        if number % every == 0:
            chart.labels.append(Label(middle, ground + 14, item.name, "middle", SMALL))
        if item.text:
            chart.labels.append(Label(middle, y - 4, item.text, "middle", SMALL))
    chart.strokes.append(Stroke(0, ground, WIDTH, ground, "line"))
    return chart


def shares(title: str, items: Sequence[Item]) -> Chart:
    """Return one bar cut in parts, each named below with its tone."""
    chart = Chart(title, 24 + 20.0 * len(items))
    whole = sum(item.value for item in items) or 1
    x = 0.0
    for number, item in enumerate(items):
        tone = item.parts[0][0]
        width = max(0.0, item.value) / whole * WIDTH
        chart.bars.append(Bar(x, 0, width, 16, tone))
        x += width
        y = 24 + number * 20.0
        chart.bars.append(Bar(0, y + 3, 11, 11, tone))
        chart.labels += [Label(18, y + 13, item.name), Label(WIDTH, y + 13, item.text, "end")]
    return chart
