"""A line as the offer it makes: tax, units, packs, and what a person wrote over it."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brocante.catalogue.rules import ComparisonKind, Condition, PriceKind
from brocante.core.units import Quantity, Unit
from brocante.stocklists.choices import Choices, read_choices
from brocante.stocklists.describing import described
from brocante.stocklists.offers import Site, propose, with_tax
from brocante.stocklists.parsing import parse
from brocante.stocklists.photo_names import photos_for
from brocante.stocklists.rules import Group, group_of
from brocante.stocklists.spoken import in_figures

SITES = (Site(1, "Dépôt", "Sarlat"), Site(2, "Carrière", "Vitrac"))
SURPLUS = Choices(condition=Condition.SURPLUS, vat_rate=Decimal(20), site_id=1)


def line(header: str, row: str) -> dict[str, Any]:
    """The line of a list of one row."""
    return parse(f"{header}\n{row}\n".encode(), "a.csv").lines[0].to_json()


def test_a_price_without_tax_is_shown_with_it() -> None:
    parsed = line("Désignation;Qté;Unité;PV HT", "Brique creuse;40;u;1,23")
    assert propose(parsed, None, SURPLUS, SITES).offer.price_cents == 148
    assert with_tax(5, Decimal("5.5")) == 5
    assert with_tax(10, Decimal(5)) == 11  # half a cent goes up


def test_a_rate_nobody_said_is_asked() -> None:
    parsed = line("Désignation;Qté;Unité;PV HT", "Brique creuse;40;u;1,23")
    asked = propose(parsed, None, Choices(), SITES, is_vat_said=False)
    assert "vat-rate-unsaid" in asked.questions


def test_packs_sold_by_their_content_are_opened() -> None:
    parsed = line(
        "Désignation;Qté;Prix TTC", "Carrelage grès beige 45x45;12 bte de 1,44 m²;9,50 €/m²"
    )
    offer = propose(parsed, None, SURPLUS, SITES).offer
    assert (offer.unit, offer.quantity) == (Unit.SQUARE_METRE, Quantity.of("17.28"))
    assert (offer.smallest, offer.price_cents) == (Quantity.of("1.44"), 950)
    assert described(offer, parsed).description == "12 boîtes de 1,44 m², 17,28 m² en tout."


def test_a_price_for_another_unit_is_left_to_a_person() -> None:
    parsed = line("Désignation;Qté;Unité;Prix TTC", "Brique creuse;3;palette;1,20 €/m²")
    proposal = propose(parsed, None, SURPLUS, SITES)
    assert proposal.offer.price_cents is None
    assert "PriceForOtherUnit" in [type(one).__name__ for one in proposal.problems]
    settled = propose(parsed, {"price_cents": 9000}, SURPLUS, SITES)
    assert settled.offer.price_cents == 9000
    assert not settled.problems


def test_the_price_of_a_lot_is_for_all_of_it() -> None:
    parsed = line("Désignation;Qté;Unité;Prix TTC", "Brique creuse;30;u;150 € le lot")
    offer = propose(parsed, None, SURPLUS, SITES).offer
    assert (offer.price_kind, offer.price_cents) == (PriceKind.LOT, 15000)


def test_a_price_when_new_is_shown_only_when_higher() -> None:
    header = "Désignation;Qté;Unité;PV TTC;Prix neuf TTC"
    higher = propose(line(header, "Brique creuse;40;u;1,00;2,00"), None, SURPLUS, SITES).offer
    lower = propose(line(header, "Brique creuse;40;u;1,00;0,90"), None, SURPLUS, SITES).offer
    assert higher.comparison is ComparisonKind.NEW_OBSERVED
    assert lower.comparison is ComparisonKind.NONE


def test_a_place_names_its_site() -> None:
    parsed = line(
        "Désignation;Qté;Unité;PV TTC;Emplacement", "Brique creuse;40;u;1,00;carriere, rack 3"
    )
    assert propose(parsed, None, SURPLUS, SITES).offer.site_id == 2


def test_what_is_for_the_staff_never_comes_along() -> None:
    parsed = line(
        "Désignation;Qté;Unité;PV TTC;Emplacement;Remarque",
        "Brique creuse;40;u;1,00;Rack 2, voir Thierry;à vendre vite",
    )
    offer = described(propose(parsed, None, SURPLUS, SITES).offer, parsed)
    assert "Thierry" not in repr(offer)
    assert "vendre vite" not in repr(offer)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("douze sacs à huit euros cinquante le sac", "12 sacs à 8,50 € le sac"),
        ("quatre-vingt-dix-sept sacs", "97 sacs"),
        ("mille deux cents tuiles, nouvelle ligne trois palettes", "1200 tuiles\n3 palettes"),
        ("douze virgule cinq mètres carrés", "12,5 mètres carrés"),
        ("une vingtaine de sacs", "une vingtaine de sacs"),
        ("une porte neuf", "1 porte neuf"),
    ],
)  # fmt: skip
def test_spoken_numbers(said: str, written: str) -> None:
    assert in_figures(said) == written


@given(st.text(max_size=80))
def test_whatever_is_dictated_keeps_its_lines(text: str) -> None:
    assert in_figures(text).count("\n") >= len(text.splitlines()) - 1 - text.count("\r")


def test_photos_are_found_by_name_or_reference() -> None:
    photos = {"img_2.jpg": 2, "mc-25.jpg": 3, "mc-25_2.jpg": 4, "mc-250.jpg": 5}
    assert photos_for({"photos": ["IMG_2.JPG"]}, "MC-25", photos) == [2]
    assert photos_for({"photos": []}, "MC 25", photos) == [3, 4]


@given(*[st.booleans()] * 4, st.lists(st.integers(), max_size=2))
def test_a_line_stands_in_one_group(
    made: bool, gone: bool, out: bool, opened: bool, problems: list[int]
) -> None:
    group = group_of(is_made=made, is_gone=gone, is_out=out, is_open=opened, problems=problems)
    assert group in set(Group)
    assert (group is Group.READY) == (not any((made, gone, out, opened, problems)))


def test_choices_are_stored_whole() -> None:
    assert read_choices(SURPLUS.to_json()) == SURPLUS
