"""The address service is asked politely and may fail in every way without harm."""

import httpx2
import pytest

from brocante.core.gazetteer import find_communes
from brocante.core.geo import Point
from brocante.core.geocode import geocode

(BERGERAC,) = find_communes("Bergerac", limit=1)
URL = "https://geocoder.example.org/geocodage/"


def answering(status=200, content=None, json=None, seen=None):
    """Return a client whose every request gets this answer."""

    def handler(request):
        if seen is not None:
            seen.append(request)
        return httpx2.Response(status, content=content, json=json)

    return httpx2.Client(transport=httpx2.MockTransport(handler))


def feature(longitude, latitude):
    """Return an answer of the service's shape."""
    geometry = {"type": "Point", "coordinates": [longitude, latitude]}
    return {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": geometry}]}


def test_an_address_found_gives_its_point():
    client = answering(json=feature(0.4801, 44.8512))
    assert geocode("12 rue Neuve", BERGERAC, URL, client) == Point(44.8512, 0.4801)


def test_the_service_is_asked_for_one_answer_in_the_commune():
    seen: list[httpx2.Request] = []
    geocode(
        "  12 rue\nde l'Été & Co ", BERGERAC, URL, answering(json=feature(0.48, 44.85), seen=seen)
    )
    (request,) = seen
    assert request.url.path == "/geocodage/search"
    assert dict(request.url.params) == {
        "q": "12 rue de l'Été & Co Bergerac",
        "limit": "1",
        "citycode": "24037",
    }


def test_a_blank_address_asks_nobody():
    seen: list[httpx2.Request] = []
    assert geocode("  ", BERGERAC, URL, answering(json=feature(0.48, 44.85), seen=seen)) is None
    assert seen == []


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 500},
        {"status": 429, "json": feature(0.48, 44.85)},
        {"status": 302},
        {"content": b"<html>maintenance</html>"},
        {"content": b"\xff\xfe"},
        {"json": {"features": []}},
        {"json": {"features": [{"geometry": None}]}},
        {"json": {"features": [{"geometry": {"coordinates": ["a", "b"]}}]}},
        {"json": {"features": [{"geometry": {"coordinates": [0.48]}}]}},
        {"json": {"features": [{"geometry": {"coordinates": [0.48, 448.5]}}]}},
        {"json": {"features": [{"geometry": {"coordinates": [None, None]}}]}},
        {"json": [1]},
        {"json": "no"},
        {"json": None, "content": b"null"},
    ],
)
def test_any_strange_answer_gives_no_point(answer):
    assert geocode("12 rue Neuve", BERGERAC, URL, answering(**answer)) is None


@pytest.mark.parametrize(
    "failure", [httpx2.ConnectTimeout, httpx2.ReadTimeout, httpx2.ConnectError, httpx2.ReadError]
)
def test_a_broken_connection_gives_no_point(failure):
    def handler(request):
        raise failure("no luck", request=request)

    client = httpx2.Client(transport=httpx2.MockTransport(handler))
    assert geocode("12 rue Neuve", BERGERAC, URL, client) is None


def test_an_unusable_address_of_the_service_gives_no_point():
    assert geocode("12 rue Neuve", BERGERAC, "not an address") is None


def test_an_answer_in_another_region_is_not_believed():
    assert geocode("12 rue Neuve", BERGERAC, URL, answering(json=feature(7.75, 48.57))) is None


def test_the_address_stays_out_of_the_log(caplog):
    """A craftsman's address may be his home."""
    with caplog.at_level("INFO"):
        geocode("12 rue Neuve", BERGERAC, URL, answering(json=feature(0.48, 44.85)))
        geocode("12 rue Neuve", BERGERAC, URL, answering(status=500))
    assert "geocoding failed" in caplog.text
    assert "Neuve" not in caplog.text
