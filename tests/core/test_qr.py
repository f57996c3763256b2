"""QR codes: what a phone reads is what was meant, whatever way the code is drawn."""

import re
from xml.etree import ElementTree as ET

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from brocante.core import codes, qr

SVG = "{http://www.w3.org/2000/svg}"


def read(modules: qr.Matrix) -> list[str]:
    """Return what a reader finds in a picture of the modules, four pixels each."""
    side = len(modules) + 2 * qr.QUIET_ZONE
    picture = Image.new("L", (side, side), 255)
    for y, row in enumerate(modules):
        for x, black in enumerate(row):
            if black:
                picture.putpixel((x + qr.QUIET_ZONE, y + qr.QUIET_ZONE), 0)
    large = picture.resize((side * 4, side * 4), Image.Resampling.NEAREST)
    return [found.text for found in zxingcpp.read_barcodes(large)]


def redrawn(strokes: list[tuple[int, int, int]], side: int) -> qr.Matrix:
    """Return the modules that strokes of (column, row, length) blacken."""
    modules = [[False] * side for _ in range(side)]
    for x, y, length in strokes:
        for column in range(x, x + length):
            modules[y][column] = True
    return modules


def parsed(picture: str) -> ET.Element:
    """Return an SVG as its elements; fails when it is not well formed."""
    return ET.fromstring(picture)  # noqa: S314 - it was written by the code under test


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=codes.ALPHABET, min_size=4, max_size=12))
def test_a_label_address_is_read_back(code: str) -> None:
    address = qr.short_address(f"https://brocante.example.org/a/{code}")
    assert read(qr.matrix(address)) == [address]


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="abcXYZ019-_", min_size=27, max_size=27))
def test_a_ticket_address_keeps_the_case_of_its_token(token: str) -> None:
    address = qr.short_address(f"https://brocante.example.org/r/{token}")
    assert read(qr.matrix(address)) == [f"HTTPS://BROCANTE.EXAMPLE.ORG/r/{token}"]


@pytest.mark.parametrize("text", ["é à ü œ €", "12345678901234567890", "A", "日本"])
def test_any_text_is_read_back(text: str) -> None:
    assert read(qr.matrix(text)) == [text]


def test_a_text_that_no_code_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        qr.matrix("x" * 3000)


@pytest.mark.parametrize(
    ("address", "short"),
    [
        ("https://brocante.fr/a/K7F9MX", "HTTPS://BROCANTE.FR/a/K7F9MX"),
        ("http://127.0.0.1:8000/r/aBc", "HTTP://127.0.0.1:8000/r/aBc"),
        ("https://brocante.fr", "HTTPS://BROCANTE.FR"),
        ("https://brocante.fr?q=placo", "HTTPS://BROCANTE.FR?q=placo"),
        ("https://user:pass@brocante.fr/a", "https://user:pass@brocante.fr/a"),
        ("plain words", "plain words"),
    ],
)
def test_only_scheme_and_host_are_put_in_capitals(address: str, short: str) -> None:
    assert qr.short_address(address) == short


def test_capitals_make_the_code_of_a_long_address_coarser() -> None:
    """Fewer modules on the same paper are larger ones, which a cracked phone reads from afar."""
    address = "https://brocante-aux-materiaux.coop-actions.example.org/a/K7F9MX"
    assert len(qr.matrix(qr.short_address(address))) < len(qr.matrix(address))


def test_runs_draw_exactly_the_modules() -> None:
    modules = qr.matrix("HTTPS://BROCANTE.FR/a/K7F9MX")
    strokes = list(qr.runs(modules))
    assert redrawn(strokes, len(modules)) == modules
    assert len(strokes) < sum(map(sum, modules)) / 1.5


def test_runs_reach_the_edges() -> None:
    assert list(qr.runs([[True, True], [False, True], [False, False], [True, False]])) == [
        (0, 0, 2),
        (1, 1, 1),
        (0, 3, 1),
    ]


def test_svg_draws_the_same_modules_on_white_within_a_quiet_zone() -> None:
    text = "HTTPS://BROCANTE.FR/r/abcDEF"
    modules = qr.matrix(text)
    side = len(modules) + 8
    root = parsed(qr.svg(text, label="Ticket"))
    assert root.get("viewBox") == f"0 0 {side} {side}"
    ground, drawn = root.findall(f"{SVG}path")
    assert ground.get("fill") == "#fff"
    assert ground.get("d") == f"M0 0h{side}v{side}H0z"
    assert drawn.get("stroke") == "#000"
    strokes = [
        (int(x) - 4, int(y) - 4, int(length))
        for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", drawn.get("d", ""))
    ]
    assert redrawn(strokes, len(modules)) == modules


def test_svg_cannot_carry_markup_in_its_name() -> None:
    picture = qr.svg("X", label='"><script>alert(1)</script>')
    root = parsed(picture)
    assert root.get("aria-label") == '"><script>alert(1)</script>'
    assert "<script" not in picture
    assert "style" not in picture
