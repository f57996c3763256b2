"""Guard rails of a listing: each refuses what it must and lets an honest offer pass."""

from dataclasses import replace
from typing import Any

import pytest

from brocante.catalogue import errors, rules
from brocante.catalogue.rules import ComparisonKind, Condition, Offer, PriceKind
from brocante.core.errors import DomainError
from brocante.core.units import Quantity, Unit
from brocante.materials.queries import material
from brocante.materials.rules import MassOrigin

GOOD = Offer(
    title="Brique creuse 20 × 20 × 50",
    family="masonry",
    condition=Condition.SURPLUS,
    site_id=7,
    quantity=Quantity.of(40),
    price_cents=500,
)


def problems(**changes: Any) -> list[type[DomainError]]:
    return [type(error) for error in rules.publish_problems(replace(GOOD, **changes), {7, 8})]


def test_an_honest_offer_passes() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"title": " - "}, errors.MissingTitle),
        ({"family": None}, errors.MissingFamily),
        ({"condition": None}, errors.MissingCondition),
        ({"condition": Condition.DECLASSED}, errors.MissingDefect),
        ({"condition": Condition.DECLASSED, "defect": "."}, errors.MissingDefect),
        ({"site_id": None}, errors.MissingSite),
        ({"site_id": 9}, errors.ForeignSite),
        ({"quantity": None}, errors.MissingQuantity),
        ({"quantity": Quantity(0)}, errors.MissingQuantity),
        ({"quantity": Quantity(2500)}, errors.NotWhole),
        ({"smallest": Quantity(0)}, errors.SmallestNotPositive),
        ({"smallest": Quantity(500)}, errors.SmallestNotWhole),
        ({"smallest": Quantity.of(41)}, errors.SmallestTooLarge),
        ({"price_cents": None}, errors.MissingPrice),
        ({"price_cents": 0}, errors.MissingPrice),
        ({"comparison": ComparisonKind.NEW_OBSERVED}, errors.MissingComparison),
        (
            {"comparison": ComparisonKind.NEW_OBSERVED, "comparison_cents": 500},
            errors.ComparisonNotHigher,
        ),
        (
            {"comparison": ComparisonKind.LOWEST_30_DAYS, "comparison_cents": 900},
            errors.ComparisonNotAttested,
        ),
        ({"description": "Vendu 12 € HT la pièce"}, errors.PriceWithoutTax),
        ({"description": "prix hors taxe"}, errors.PriceWithoutTax),
        ({"title": "Carrelage 15€/m² HT"}, errors.PriceWithoutTax),
        ({"title": "Carrelage -50 %"}, errors.PercentageInText),
        ({"description": "jusqu’à 80 % de remise"}, errors.PercentageInText),
        ({"description": "Moins 30% sur le prix"}, errors.PercentageInText),
        ({"title": "Radiateur RECONDITIONNÉ"}, errors.ReconditionedWord),
        ({"description": "re-conditionnee\u0301es en atelier"}, errors.ReconditionedWord),
        ({"description": "recon\u00additionné"}, errors.ReconditionedWord),
        ({"description": "refurbished heater"}, errors.ReconditionedWord),
        ({"title": "Plaques fibrociment, avant 1997"}, errors.RefusedGoods),
        ({"title": "Peinture bidon sans étiquette"}, errors.RefusedGoods),
        (
            {"condition": Condition.DECLASSED, "defect": "contient de l'amiante"},
            errors.RefusedGoods,
        ),
    ],
)
def test_each_guard_rail_refuses(changes: dict[str, Any], error: type[DomainError]) -> None:
    assert problems(**changes) == [error]


@pytest.mark.parametrize(
    "changes",
    [
        {"condition": Condition.DECLASSED, "defect": "Rayures sur un côté"},
        {"quantity": Quantity(2500), "unit": Unit.SQUARE_METRE, "smallest": Quantity(500)},
        {"price_kind": PriceKind.FREE, "price_cents": None},
        {"price_kind": PriceKind.LOT, "smallest": Quantity.of(99)},
        {"indivisible": True, "smallest": Quantity.of(99)},
        {
            "price_kind": PriceKind.FREE,
            "price_cents": None,
            "comparison": ComparisonKind.NEW_OBSERVED,
        },
        {
            "comparison": ComparisonKind.LOWEST_30_DAYS,
            "comparison_cents": 900,
            "attested": True,
        },
        {"description": "Câble HT 20 kV, pente de 2-5 %, acier à 80 % recyclé, humidité 12 %"},
        {"description": "Palette reconstituée, conditionnée par 6"},
        {"description": "Plaques sans amiante, 20 € TTC"},
    ],
)
def test_honest_words_and_choices_pass(changes: dict[str, Any]) -> None:
    assert problems(**changes) == []


def test_everything_that_is_missing_is_said_at_once() -> None:
    found = [type(error) for error in rules.publish_problems(Offer(), ())]
    assert found == [
        errors.MissingTitle,
        errors.MissingFamily,
        errors.MissingCondition,
        errors.MissingQuantity,
        errors.MissingPrice,
        errors.MissingSite,
    ]


@pytest.mark.parametrize(
    ("asked", "left", "smallest", "indivisible", "error"),
    [
        ("0", "10", "1", False, errors.AskedNothing),
        ("1", "0", "1", False, errors.NothingLeft),
        ("11", "10", "1", False, errors.NotEnoughLeft),
        ("9", "10", "1", True, errors.SoldWhole),
        ("3", "10", "2", False, errors.NotInSteps),
        ("1.25", "10", "0.5", False, errors.NotInSteps),
        ("10", "10", "1", True, None),
        ("7", "7", "2", False, None),
        ("1.5", "10", "0.5", False, None),
    ],
)
def test_what_a_visitor_may_take(
    asked: str, left: str, smallest: str, indivisible: bool, error: type[DomainError] | None
) -> None:
    amounts = (Quantity.of(asked), Quantity.of(left), Quantity.of(smallest))
    refused = None
    try:
        rules.check_quantity_for_sale(*amounts, indivisible)
    except DomainError as refusal:
        refused = type(refusal)
    assert refused is error


@pytest.mark.parametrize(
    ("kind", "price", "comparison", "old", "attested", "percent"),
    [
        (PriceKind.UNIT, 500, ComparisonKind.LOWEST_30_DAYS, 1000, True, 50),
        (PriceKind.LOT, 667, ComparisonKind.LOWEST_30_DAYS, 1000, True, 33),
        (PriceKind.UNIT, 999, ComparisonKind.LOWEST_30_DAYS, 1000, True, None),
        (PriceKind.UNIT, 500, ComparisonKind.LOWEST_30_DAYS, 1000, False, None),
        (PriceKind.UNIT, 500, ComparisonKind.NEW_OBSERVED, 1000, True, None),
        (PriceKind.FREE, None, ComparisonKind.LOWEST_30_DAYS, 1000, True, None),
    ],
)
def test_a_percentage_is_only_that_of_an_attested_price(
    kind: PriceKind,
    price: int | None,
    comparison: ComparisonKind,
    old: int,
    attested: bool,
    percent: int | None,
) -> None:
    shown = rules.reduction_percent(kind, price, comparison, old, attested=attested)
    assert shown == percent


BOARD: dict[str, Any] = {
    "length_mm": 2500,
    "width_mm": 1200,
    "thickness_mm": 13,
    "unit": Unit.SHEET,
}


@pytest.mark.parametrize(
    ("changes", "code", "expected"),
    [
        (
            {"unit_mass_g": 24_000, "weighed": True},
            "plasterboard-standard",
            (24_000, MassOrigin.WEIGHED),
        ),
        ({"unit_mass_g": 24_000}, "plasterboard-standard", (24_000, MassOrigin.DECLARED)),
        ({}, None, (None, MassOrigin.UNKNOWN)),
        ({"unit": Unit.KILOGRAM}, None, (1000, MassOrigin.DECLARED)),
    ],
)
def test_the_best_known_mass_wins(
    changes: dict[str, Any], code: str | None, expected: tuple[int | None, MassOrigin]
) -> None:
    offer = replace(GOOD, **(BOARD | changes))
    assert rules.resolve_unit_mass(offer, material(code) if code else None) == expected


def test_a_mass_is_estimated_from_the_table_and_says_so() -> None:
    offer = replace(GOOD, **BOARD)
    grams, origin = rules.resolve_unit_mass(offer, material("plasterboard-standard"))
    assert origin is MassOrigin.ESTIMATED
    assert grams is not None
    assert 20_000 < grams < 35_000
