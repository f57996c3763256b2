"""The order of the yards: never worse than trying every order, and good where that is too long."""

from itertools import combinations, pairwise, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from brocante.tours.long_routes import good_route
from brocante.tours.routes import NEVER, Errand, Reach, Route, follow


@st.composite
def errands(draw: st.DrawFn, least: int = 1, most: int = 5, easy: bool = False) -> Errand:
    """Stops with a few spans each; roads that nobody promised to be the same both ways."""
    count = draw(st.integers(least, most))
    drive = st.integers(0, 12 if easy else 60)
    spans = []
    for _ in range(count):
        edges = sorted(draw(st.sets(st.integers(0, 300), min_size=2, max_size=6)))
        edges = edges[: len(edges) // 2 * 2]
        spans.append(((0, 900),) if easy else tuple(zip(edges[::2], edges[1::2], strict=True)))
    row = st.lists(drive, min_size=count, max_size=count)
    return Errand(
        spans=tuple(spans),
        stay=draw(st.lists(st.integers(0, 20), min_size=count, max_size=count)),
        between=draw(st.lists(row, min_size=count, max_size=count)),
        out=draw(row),
        back=draw(row),
        not_before=draw(st.integers(0, 60)),
    )


def tried(errand: Errand, stops: tuple[int, ...]) -> list[Route]:
    """Return the best times of every order of some stops."""
    routes = (follow(errand, order) for order in permutations(stops))
    return [route for route in routes if route is not None]


def check(errand: Errand, route: Route) -> None:
    """A person who leaves at the latest moment and drives on is in time everywhere."""
    assert route.departs >= errand.not_before
    minute, before = route.departs + errand.out[route.order[0]], None
    for stop, begin in zip(route.order, route.begins, strict=True):
        if before is not None:
            minute += errand.stay[before] + errand.between[before][stop]
        assert begin >= minute
        assert any(first <= begin <= last for first, last in errand.spans[stop])
        minute, before = begin, stop
    last = route.order[-1]
    assert route.ends == route.begins[-1] + errand.stay[last] + errand.back[last]
    drives = [errand.between[a][b] for a, b in pairwise(route.order)]
    assert route.driving == errand.out[route.order[0]] + sum(drives) + errand.back[last]


@given(errands(), st.data())
@settings(max_examples=150)
def test_a_given_order_is_over_as_early_and_begun_as_late_as_can_be(
    errand: Errand, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(errand.spans))))
    route = follow(errand, order)
    if route is None:
        return
    check(errand, route)
    for earlier in range(errand.not_before, route.departs):
        other = follow(_from(errand, earlier), order)
        assert other is not None
        assert other.ends == route.ends
    later = follow(_from(errand, route.departs + 1), order)
    assert later is None or later.ends > route.ends


def _from(errand: Errand, minute: int) -> Errand:
    return Errand(
        errand.spans, errand.stay, errand.between, errand.out, errand.back, not_before=minute
    )


@given(errands())
@settings(max_examples=200)
def test_no_order_is_better_than_the_best(errand: Errand) -> None:
    reach = Reach(errand)
    everything = tuple(range(len(errand.spans)))
    routes = tried(errand, everything)
    whole = (1 << len(everything)) - 1
    assert (reach.end_of(whole) == NEVER) == (not routes)
    if routes:
        best = reach.best(whole)
        check(errand, best)
        assert best.score == min(route.score for route in routes)


@given(errands(least=2))
@settings(max_examples=100)
def test_when_not_all_can_be_visited_as_many_as_can_be_are(errand: Errand) -> None:
    stops = range(len(errand.spans))
    reach = Reach(errand)
    possible = {
        sum(1 << stop for stop in some)
        for size in stops
        for some in combinations(stops, size + 1)
        if tried(errand, some)
    }
    assert set(reach.sets()) == possible
    assert [s.bit_count() for s in reach.sets()] == sorted(
        (s.bit_count() for s in possible), reverse=True
    )


@given(errands(least=2, most=6, easy=True))
@settings(max_examples=60)
def test_the_quick_way_is_nearly_as_good_as_the_best(errand: Errand) -> None:
    quick = good_route(errand)
    assert quick is not None
    check(errand, quick)
    best = Reach(errand).best((1 << len(errand.spans)) - 1)
    assert len(quick.order) == len(errand.spans)
    assert best.ends <= quick.ends <= best.ends + 15


@given(errands(least=1, most=7))
@settings(max_examples=60)
def test_the_quick_way_keeps_every_time(errand: Errand) -> None:
    quick = good_route(errand)
    if quick is None:
        assert not Reach(errand).sets()
    else:
        check(errand, quick)


def test_thirty_yards_in_a_row_are_visited_along_the_row() -> None:
    """The quick way finds what a child would draw."""
    count = 30
    errand = Errand(
        spans=(((0, 10_000),),) * count,
        stay=[5] * count,
        between=[[abs(a - b) * 4 for b in range(count)] for a in range(count)],
        out=[4 * (stop + 1) for stop in range(count)],
        back=[0] * count,
    )
    route = good_route(errand)
    assert route is not None
    assert route.order == tuple(range(count))


def test_a_yard_that_can_wait_does_not_cost_a_detour() -> None:
    """Of all ways that end with the late appointment, the one with the least driving is taken."""
    late = ((600, 600),)
    errand = Errand(
        spans=(((0, 700),), ((0, 700),), ((0, 700),), late),
        stay=[10] * 4,
        between=[[0, 10, 20, 30], [10, 0, 10, 20], [20, 10, 0, 10], [30, 20, 10, 0]],
        out=[10, 20, 30, 40],
        back=[10, 20, 30, 40],
    )
    route = Reach(errand).best(15)
    assert route.order == (0, 1, 2, 3)
    assert (route.departs, route.ends, route.driving) == (530, 650, 80)


def test_nobody_is_sent_off_before_the_hour_they_gave() -> None:
    """The short way begins too early: the long one is the answer."""
    errand = Errand(
        spans=(((60, 60), (200, 200)), ((150, 150),), ((300, 300),)),
        stay=[0] * 3,
        between=[[0, 5, 100], [50, 0, 5], [100, 100, 0]],
        out=[10, 50, 50],
        back=[5, 5, 5],
    )
    assert Reach(errand).best(7).order == (0, 1, 2)
    assert Reach(_from(errand, 80)).best(7).order == (1, 0, 2)
