"""Sentences of visitors: what is asked of sizes, amounts, vehicles, places and prices."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from brocante.catalogue.amounts import Need
from brocante.catalogue.sizes import MAX_MM
from brocante.catalogue.wishes import Face, Kind, Wish, read_wish
from brocante.core.carriers import CARRIERS, Carrier
from brocante.core.units import Quantity, Unit

SARLAT = "sarlat la caneda"


def _is_place(words: str, is_sure: bool) -> bool:
    return words.lower() in {"bergerac", "périgueux", "lalinde", SARLAT}


def _read(text: str) -> Wish:
    return read_wish(text, _is_place)


def _cm(*sides: int, tolerance: int | None = None) -> Face:
    """Figures without a unit: centimetres, or millimetres."""
    return Face((tuple(side * 10 for side in sides), sides), tolerance)


@pytest.mark.parametrize(
    ("typed", "field", "value", "words"),
    [
        ("Fenêtre 60 x 75 ± 2 cm", "face", _cm(60, 75, tolerance=20), "Fenêtre"),
        ("fenêtre 60x75 à 2 cm près", "face", _cm(60, 75, tolerance=20), "fenêtre"),
        ("fenêtre H 75 L 60", "face", _cm(75, 60), "fenêtre"),
        ("roof window 78 by 98", "face", _cm(78, 98), "roof window"),
        ("plaque 2500 x 1200", "face", Face(((2500, 1200),)), "plaque"),
        ("tôle 2 × 1 m", "face", Face(((2000, 1000),)), "tôle"),
        ("pavé 20 x 10 x 6 cm", "face", Face(((200, 100, 60),)), "pavé"),
        ("porte 83 poussant droit", "width_mm", 830, "porte droit"),
        ("door 73 right", "width_mm", 730, "door right"),
        ("lé de 4 m de large", "width_mm", 4000, "lé"),
        ("poutre longueur ≤ 2,5 m", "longest_mm", (0, 2500), "poutre"),
        ("tôle de moins de 2 m", "longest_mm", (0, 2000), "tôle"),
        ("beam over 3 m long", "longest_mm", (3000, 10**6), "beam"),
        ("chevron de 4 m de long", "length_mm", 4000, "chevron"),
        ("poutre d'au moins 4 m", "longest_mm", (4000, 10**6), "poutre"),
        (
            "gouttière, besoin d'au moins 12 m",
            "need",
            Need(Quantity.of(12), Unit.LINEAR_METRE),
            "gouttière",
        ),
        ("200 kg de ciment", "need", Need(Quantity.of(200), Unit.KILOGRAM), "ciment"),
        ("ciment 500 kg", "need", Need(Quantity.of(500), Unit.KILOGRAM), "ciment"),
        ("10 litres of paint", "need", Need(Quantity.of(10), Unit.LITRE), "of paint"),
        ("carrelage gratuit", "max_price_cents", 0, "carrelage"),
        (
            "parquet au moins 18 m²",
            "need",
            Need(Quantity.of(18), Unit.SQUARE_METRE),
            "parquet",
        ),
        ("tuiles canal 200 pièces", "need", Need(Quantity.of(200), Unit.PIECE), "tuiles canal"),
        ("200 tuiles canal", "need", Need(Quantity.of(200), Unit.PIECE), "tuiles canal"),
        ("sable 1,5 tonne", "need", Need(Quantity.of("1.5"), Unit.TONNE), "sable"),
        (
            "au moins 12 m de gouttière",
            "need",
            Need(Quantity.of(12), Unit.LINEAR_METRE),
            "gouttière",
        ),
        ("du placo dans ma Clio", "vehicle", "car", "placo"),
        ("passe dans: Kangoo", "vehicle", "small_van", ""),
        ("bac acier remorque 750 kg", "vehicle", None, "bac acier remorque 750 kg"),
        ("bac acier dans une remorque 750 kg", "vehicle", "car_trailer", "bac acier"),
        ("tiles in my van", "vehicle", "van", "tiles"),
        ("brique près de Bergerac, rouge", "near", "Bergerac", "brique rouge"),
        ("brique autour de Sarlat la Caneda", "near", "Sarlat la Caneda", "brique"),
        ("brique à moins de 30 km de Périgueux", "radius_km", 30, "brique"),
        ("brique à Lalinde", "near", "Lalinde", "brique"),
        ("carrelage moins de 15 €", "max_price_cents", 1500, "carrelage"),
        ("paint under 12,50 euros", "max_price_cents", 1250, "paint"),
    ],
)
def test_understood(typed: str, field: str, value: object, words: str) -> None:
    wish = _read(typed)
    assert getattr(wish, field) == value
    meant = [word for word in wish.words.replace(",", " ").split() if word not in {"de", "du"}]
    assert " ".join(meant) == words


@pytest.mark.parametrize(
    "typed",
    [
        "ciment sac 35 kg",
        "pare-vapeur rouleau 60 m²",
        "laine de verre 100 mm",
        "osb 18",
        "isolant R 3,15",
        "câble 3G2,5",
        "portail 3 m",
        "vitrage 4/16/4",
        "doublage 13+100",
        "brique à bancher",
        "999999999 x 5",
        "peinture 10 L",
        "porte d'auto",
        "",
    ],
)
def test_what_describes_goods_stays_a_word(typed: str) -> None:
    wish = _read(typed)
    assert wish.spans == ()
    assert wish.words == typed


def test_a_whole_question() -> None:
    wish = _read("du placo hydro pour une salle de bain de 12 m², près de Bergerac, dans ma Clio")
    assert (wish.need, wish.near, wish.vehicle) == (
        Need(Quantity.of(12), Unit.SQUARE_METRE),
        "Bergerac",
        "car",
    )
    assert wish.kinds() == (Kind.NEED, Kind.NEAR, Kind.VEHICLE)


def test_one_thing_can_be_taken_away() -> None:
    wish = _read("Fenêtre 60 x 75 ± 2 cm, près de Bergerac")
    assert wish.text_without(Kind.FACE) == "Fenêtre , près de Bergerac"
    assert wish.text_without(Kind.NEAR) == "Fenêtre 60 x 75 ± 2 cm"
    assert wish.without(Kind.FACE).face is None
    assert wish.without(Kind.FACE).near == "Bergerac"


def test_of_several_vehicles_the_largest_counts() -> None:
    assert _read("passe dans: Kangoo, utilitaire, remorque 750 kg").vehicle == "car_trailer"
    assert _read("passe dans une Clio ou un Kangoo").vehicle == "small_van"


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda carrier: carrier.code)
def test_every_vehicle_is_known_by_its_names(carrier: Carrier) -> None:
    for name in (*carrier.names, *carrier.unsure):
        assert _read(f"tuiles dans un {name}").vehicle == carrier.code, name


# ── Properties ───────────────────────────────────────────────────────────────────────────────────

_pieces = st.sampled_from(
    [
        *(
            "60",
            "x",
            "75",
            "±",
            "2,5",
            "cm",
            "m",
            "mm",
            "m²",
            "≤",
            "au moins",
            "longueur",
            "près de",
        ),
        *("près de", "Bergerac", "dans", "ma", "Clio", "€", "moins de", "porte", "83", "H", "L"),
        *(
            "1e9",
            "-3",
            "à",
            "km",
            "NEAR",
            "AND",
            '"',
            "*",
            "(",
            "'",
            "½",
            "٣",
            "ﬁ",
            "œ",
            "\x00",
            "kg",
        ),
    ]
)


@given(st.one_of(st.text(max_size=120), st.lists(_pieces, max_size=14).map(" ".join)))
def test_no_sentence_fails_and_nothing_is_lost(text: str) -> None:
    wish = _read(text)
    assert all(0 <= span.start < span.end <= len(text) for span in wish.spans)
    for kind in wish.kinds():
        assert len(wish.text_without(kind)) < len(text)
    left = iter(text)
    assert all(letter in left for letter in wish.words.replace(" ", ""))


_sides = st.integers(min_value=21, max_value=399)


@example(60, 207, " sur ")
@given(_sides, _sides, st.sampled_from(["x", " x ", "×", " × ", "*", " par ", " sur ", " by "]))
def test_two_figures_are_sides_in_either_unit(a: int, b: int, sign: str) -> None:
    face = _read(f"fenêtre {a}{sign}{b}").face
    assert face == Face(((a * 10, b * 10), (a, b)))


@given(
    st.decimals(min_value=Decimal("0.01"), max_value=90, places=2),
    st.sampled_from(["longueur ≤ {} m", "moins de {} m de long", "under {} m long"]),
    st.sampled_from([",", "."]),
)
def test_a_longest_length_is_read_exactly(metres: Decimal, phrase: str, mark: str) -> None:
    wish = _read("poutre " + phrase.format(str(metres).replace(".", mark)))
    assert wish.longest_mm == (0, int(metres * 1000))


@given(
    st.decimals(min_value=Decimal("0.001"), max_value=99_999, places=3),
    st.sampled_from(
        [
            ("m²", Unit.SQUARE_METRE),
            ("m2", Unit.SQUARE_METRE),
            ("ml", Unit.LINEAR_METRE),
            ("pièces", Unit.PIECE),
            ("tonnes", Unit.TONNE),
            ("kg", Unit.KILOGRAM),
        ]
    ),
)
def test_an_amount_is_read_exactly(amount: Decimal, unit: tuple[str, Unit]) -> None:
    wish = _read(f"parquet, au moins {amount} {unit[0]}")
    assert wish.need == Need(Quantity.of(amount), unit[1])


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=0, max_value=10**9))
def test_absurd_sizes_are_never_out_of_reason(a: int, b: int) -> None:
    face = _read(f"fenêtre {a} x {b} m").face
    assert face is None or all(0 < side <= MAX_MM for sides in face.readings for side in sides)
