"""Words and masses: the examples of the reference data, then properties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brocante.core.units import Unit
from brocante.materials import queries
from brocante.materials.rules import (
    Dimensions,
    LineMass,
    MassOrigin,
    estimate_mass,
    estimate_unit_mass,
    normalise,
    resolve_mass,
)

PACKED = [Unit.PALLET, Unit.BAG, Unit.ROLL, Unit.BOX, Unit.PACK, Unit.BUCKET, Unit.CAN]
PACKED += [Unit.PAIR, Unit.SET, Unit.LOT]
a_size = st.none() | st.integers(-5, 20_000) | st.decimals(1, 100, places=1)
sizes = st.builds(Dimensions, a_size, a_size, a_size)


@pytest.mark.parametrize(
    ("code", "unit", "quantity", "dims", "grams"),
    [
        ("plasterboard-standard", "u", 12_000, (2500, 1200, Decimal("12.5")), 324_000),
        ("plasterboard-standard", "sheet", 12_000, (2500, 1200, 13), 324_000),
        ("plasterboard-standard", "sheet", 12_000, (2500, 1200, None), 324_000),
        ("plasterboard-standard", "sheet", 1_000, (2500, 1200, 10), 20_520),
        ("plasterboard-standard", "sheet", 1_000, (2500, 1200, 18), 38_880),
        ("tile-porcelain", "m2", 40_000, (600, 600, 9), 792_000),
        ("softwood-sawn", "ml", 30_000, (4000, 75, 63), 67_190),
        ("osb", "u", 1_000, (2500, 1250, 18), 34_313),
    ],
)
def test_examples_of_the_reference_data(code, unit, quantity, dims, grams):
    """324 kg of BA13, 792 kg of tiles, 67 kg of rafters, 34 kg for one OSB panel."""
    assert estimate_mass(queries.material(code), unit, quantity, dims) == grams


@pytest.mark.parametrize(
    ("code", "unit", "dims", "grams"),
    [
        ("sand-gravel", "m3", (), 1_500_000),
        ("paint", "l", (), 1_360),
        ("paint", "m3", (), None),
        ("tile-porcelain", "m2", (), 20_000),
        ("glass-wool-roll", "m2", (), None),
        ("glass-wool-roll", "m2", (None, None, 100), 1_200),
        ("tile-wall", "m2", (None, None, 8), 16_000),
        ("softwood-sawn", "ml", (None, 75, None), None),
        ("pipe-pvc", "ml", (None, 100, 100), 1_300),
        ("worktop", "ml", (None, 650, 38), 17_784),
        ("worktop", "ml", (), 17_800),
        ("window-pvc", "u", (1480, 1230, None), 60_073),
        ("window-pvc", "u", (), None),
        ("roof-window", "u", (), 34_000),
        ("roof-window", "u", (980, 780, None), 33_634),
        ("door-interior", "u", (2040, 830, 40), 20_996),
        ("concrete-block-hollow-20", "u", (500, 200, 200), 17_500),
        ("clay-brick-hollow", "u", (500, 200, 200), 11_500),
        ("pv-panel", "u", (1000, 1000, None), 19_500),
        ("shower-tray", "u", (1000, 800, None), 16_000),
        ("softwood-sawn", "bar", (4000, 75, 63), 8_959),
        ("steel-tube", "ml", (6000, 50, 50), None),
        ("osb", "u", (2500, 0, 18), None),
    ],
)
def test_first_rule_that_applies_to_one_unit(code, unit, dims, grams):
    """Each row of the table "unit: rule, first that applies"."""
    assert estimate_unit_mass(queries.material(code), unit, Dimensions(*dims)) == grams


@pytest.mark.parametrize("unit", PACKED)
def test_packs_of_unknown_content_have_no_mass(unit):
    """A bag or a pallet says nothing of what it weighs (R7)."""
    assert estimate_mass(queries.material("cement"), unit, 3_000, Dimensions(500, 400, 100)) is None


def test_goods_sold_by_weight_need_no_material():
    """A kilogram is a kilogram, also of something the table does not know."""
    assert estimate_mass(None, "kg", 12_500, Dimensions()) == 12_500
    assert estimate_mass(None, "t", 1_200, Dimensions()) == 1_200_000
    assert estimate_mass(None, "u", 1_000, Dimensions(1000, 1000, 10)) is None


def test_half_a_gram_goes_up():
    """0.0005 of a 65 g metre of pipe and the like round as people do by hand."""
    assert estimate_mass(queries.material("pipe-pex"), "ml", 100, Dimensions()) == 7
    assert estimate_mass(queries.material("pipe-pex"), "ml", 99, Dimensions()) == 6


def test_a_negative_quantity_is_a_programming_error():
    """No line ever holds less than nothing."""
    with pytest.raises(ValueError, match="negative"):
        estimate_mass(None, "kg", -1, Dimensions())


def test_the_best_known_mass_wins_and_says_so():
    """Weighed, then typed for one unit, then the table, then unknown."""
    line = (queries.material("osb"), "u", 2_000, Dimensions(2500, 1250, 18))
    weighed = resolve_mass(*line, weighed_g=70_000, declared_unit_g=36_000)
    assert weighed == LineMass(70_000, MassOrigin.WEIGHED)
    assert resolve_mass(*line, declared_unit_g=36_000) == LineMass(72_000, MassOrigin.DECLARED)
    assert resolve_mass(*line) == LineMass(68_625, MassOrigin.ESTIMATED)
    unknown = resolve_mass(None, "u", 2_000, Dimensions(2500, 1250, 18))
    assert unknown == LineMass(None, MassOrigin.UNKNOWN)


def test_goods_sold_by_weight_are_declared_not_estimated():
    """The seller's own quantity is the mass: the page must not call it an estimate."""
    line = resolve_mass(queries.material("cement"), "kg", 25_000, Dimensions())
    assert line == LineMass(25_000, MassOrigin.DECLARED)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Plaques de plâtre", "plaque de platre"),
        ("  Panneaux   MDF 18mm², 2×1 ", "panneau mdf 18mm2 2x1"),
        ("Œil-de-bœuf", "oeil de boeuf"),
        ("vis à bois", "vis a boi"),
        ("Chaux", "chau"),
        ("Ø100 d’évacuation", "100 d evacuation"),
        ("gloss", "gloss"),
        ("", ""),
    ],
)
def test_normalise(text, normal):
    """Accents, plurals, ligatures, signs."""
    assert normalise(text) == normal


@given(st.text())
def test_normalise_is_idempotent(text):
    """Normalising what is stored normalised changes nothing: index and search stay equal."""
    once = normalise(text)
    assert normalise(once) == once


@given(st.sampled_from(queries.materials()), st.sampled_from(Unit), st.integers(0, 10**9), sizes)
def test_an_estimate_is_never_negative_and_grows_with_the_quantity(
    material, unit, quantity, dims_mm
):
    """A mass is unknown or a whole number of grams, whatever is typed."""
    grams = estimate_mass(material, unit, quantity, dims_mm)
    more = estimate_mass(material, unit, quantity + 1_000, dims_mm)
    if grams is None:
        assert more is None
    else:
        assert isinstance(grams, int)
        assert more is not None
        assert 0 <= grams <= more


@given(st.sampled_from(Unit), st.integers(0, 10**9), sizes)
def test_without_a_material_only_weight_units_have_a_mass(unit, quantity, dims_mm):
    """Unknown stays unknown (R7)."""
    known = estimate_mass(None, unit, quantity, dims_mm) is not None
    assert known == (unit in {Unit.KILOGRAM, Unit.TONNE})


@given(st.sampled_from(queries.materials()), st.sampled_from(Unit))
def test_a_material_without_table_mass_stays_unknown(material, unit):
    """Without sizes, only the figure of that very unit may be used (R7)."""
    figure = {
        Unit.SQUARE_METRE: material.kg_per_m2,
        Unit.CUBIC_METRE: material.kg_per_m3,
        Unit.LINEAR_METRE: material.kg_per_ml,
        Unit.LITRE: material.kg_per_l,
        Unit.PIECE: material.kg_per_u,
        Unit.SHEET: material.kg_per_u,
        Unit.BAR: material.kg_per_u,
        Unit.KILOGRAM: Decimal(1),
        Unit.TONNE: Decimal(1000),
    }.get(unit)
    grams = estimate_unit_mass(material, unit, Dimensions())
    assert grams == (None if figure is None else int(figure * 1000 + Decimal("0.5")))
