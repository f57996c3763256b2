"""The routing service is asked politely and may fail in every way without harm."""

import httpx2
import pytest

from brocante.core.geo import Point
from brocante.tours.router import ask_roads

PLACES = [Point(44.853, 0.483), Point(44.838, 0.738)]
URL = "https://router.example.org/"
GOOD = {
    "code": "Ok",
    "durations": [[0, 1501.2], [1499.8, 0]],
    "distances": [[0, 22_300.4], [22_100, 0]],
}


def answering(status=200, content=None, json=None, seen=None):
    def handler(request):
        if seen is not None:
            seen.append(request)
        return httpx2.Response(status, content=content, json=json)

    return httpx2.Client(transport=httpx2.MockTransport(handler))


def test_roads_are_taken_over_in_metres_and_steps_of_minutes():
    seen: list[httpx2.Request] = []
    roads = ask_roads(PLACES, URL, answering(json=GOOD, seen=seen))
    assert roads is not None
    assert not roads.is_estimate
    assert roads.minutes == [[0, 30], [25, 0]]
    assert roads.metres == [[0, 22_301], [22_100, 0]]
    (request,) = seen
    assert request.url.path == "/table/v1/driving/0.48300,44.85300;0.73800,44.83800"
    assert dict(request.url.params) == {"annotations": "duration,distance"}


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 500},
        {"status": 429, "json": GOOD},
        {"content": b"<html>"},
        {"json": []},
        {"json": {"code": "Ok"}},
        {"json": GOOD | {"durations": [[0, None], [1, 0]]}},
        {"json": GOOD | {"durations": [[0, 1]]}},
        {"json": GOOD | {"distances": [[0, 1], [1]]}},
        {"json": GOOD | {"distances": [[0, -1], [1, 0]]}},
        {"json": GOOD | {"durations": [[0, "x"], [1, 0]]}},
        {"json": GOOD | {"durations": 5}},
        {"content": b'{"durations": [[0, Infinity], [0, 0]], "distances": [[0, 0], [0, 0]]}'},
        {"content": b'{"durations": [[0, NaN], [0, 0]], "distances": [[0, 0], [0, 0]]}'},
    ],
)
def test_no_answer_but_a_good_one_counts(answer):
    assert ask_roads(PLACES, URL, answering(**answer)) is None


def test_a_service_that_is_not_there_is_no_harm():
    def refuse(_request):
        raise httpx2.ConnectError("no")

    client = httpx2.Client(transport=httpx2.MockTransport(refuse))
    assert ask_roads(PLACES, URL, client) is None
    assert ask_roads(PLACES, "not an address") is None
