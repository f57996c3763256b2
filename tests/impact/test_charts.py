"""Charts keep proportions, and nothing leaves the picture."""

from decimal import Decimal

from brocante.impact.charts import WIDTH, Item, Span, bars, columns, shares, spans
from brocante.impact.site_map import Spot, department_rings, draw_map


def test_bars_are_as_long_as_their_values() -> None:
    chart = bars("Tonnes", [Item("a", "8 t", (("main", 8),)), Item("b", "2 t", (("main", 2),))])
    lengths = [bar.width for bar in chart.bars if bar.tone == "main"]
    assert lengths == [WIDTH, WIDTH / 4]


def test_stacked_columns_stand_on_the_ground() -> None:
    chart = columns("Hours", [Item("9 h", "3", (("main", 1), ("oak", 2)))])
    low, high = chart.bars
    assert low.y + low.height == chart.strokes[0].y1
    assert abs(high.y + high.height - low.y) < 1e-9
    assert abs(high.height - 2 * low.height) < 1e-9


def test_a_span_below_zero_stays_in_the_picture() -> None:
    chart = spans(
        "CO2", [Span("net", "", Decimal(-3), Decimal(9)), Span("x", "", Decimal(0), Decimal(1))]
    )
    inside = [bar for bar in chart.bars if bar.tone == "main"]
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH + 1e-9 for bar in inside)
    assert chart.strokes[0].x1 == WIDTH / 4


def test_shares_fill_the_whole_bar() -> None:
    chart = shares("How", [Item("a", "", (("main", 3),)), Item("b", "", (("good", 1),))])
    assert sum(bar.width for bar in chart.bars if bar.height == 16) == WIDTH


def test_nothing_to_draw_is_no_error() -> None:
    assert bars("x", []).height == 0
    assert not columns("x", []).bars
    assert draw_map("x", [], []) is None


def test_the_map_places_north_above_south_and_discs_by_area() -> None:
    spots = [Spot(1, 45.2, 0.7, 4_000_000), Spot(2, 44.9, 1.2, 1_000_000)]
    chart = draw_map("Map", spots, department_rings(["24"]))
    assert chart is not None
    heavy, light = chart.dots
    assert heavy.y < light.y
    assert heavy.x < light.x
    assert abs(heavy.radius - 2 * light.radius) < 1e-9
    assert {label.text for label in chart.labels} == {"1", "2"}
    assert all(0 < x < WIDTH for ring in chart.outlines for x, _ in ring.points)
