"""What titles and remarks say: dimensions, condition, people, batch."""

import pytest

from brocante.stocklists.conditions import State, read_condition
from brocante.stocklists.dimensions import read_title
from brocante.stocklists.goods import goods_of
from brocante.stocklists.people import before_person, find_person
from brocante.stocklists.photos import read_photos
from brocante.stocklists.references import batch_in, is_cut_short, read_reference, usual_length
from brocante.stocklists.several import names_several

NAMES = {
    "L": "length_mm",
    "W": "width_mm",
    "H": "height_mm",
    "T": "thickness_mm",
    "D": "diameter_mm",
}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Grès cérame 60X60 rectifié", "L600 W600"),
        ("carr. grès cér. rect. 45*45", "L450 W450"),
        ("Faïence 20×40", "L400 W200"),
        ("Carrelage 600/1200", "L1200 W600"),
        ("Carreau 20x20 ép. 12mm", "L200 W200 T12"),
        ("Plaque BA13 hydro 2500x1200", "L2500 W1200 T13"),
        ("Plaque BA13 2,5x1,2", "L2500 W1200 T13"),
        ("plq plâtre 250x120", "L2500 W1200"),
        ("OSB3 18mm 2500x1250 RL", "L2500 W1250 T18"),
        ("Contreplaqué ep10 250x122", "L2500 W1220 T10"),
        ("GR32 100mm R3,15 rouleau 10,8m²", "T100"),
        ("Chevron 63x75", "W75 T63"),
        ("Poutre 115x225x6000", "L6000 W225 T115"),
        ("Bardage mélèze 21mm x 4ml", "L4000 T21"),
        ("Lame 27x145x4ml", "L4000 W145 T27"),
        ("Porte isoplane 204x83", "H2040 W830"),
        ("Porte 2m50x0m62", "H2500 W620"),
        ("Porte-fenêtre 2150 x 1400", "H2150 W1400"),
        ("bloc-porte 83 PD isoplane", "W830"),
        ("Porte de garage 200x240", "L2400 W2000"),
        ("Fenêtre 60 x 75 cm", "L750 W600"),
        ("Châssis H 45 x L 80 cm", "H450 W800"),
        ("Store 1,20 x 2,50 m", "L2500 W1200"),
        ("parpaing B40 20x20x50", "L500 W200 T200"),
        ("63x150 sect.", "W150 T63"),
        ("Tube Ø125", "D125"),
        ("Vasque Ø 420 mm", "D420"),
        ("Naissance D 100", "D100"),
        ("Siphon DN 40", "D40"),
        ("PVC Ø100 CR8", "D100"),
        ("IPN 140 6ml", "L6000"),
        ("Isolant e=60", "T60"),
        ("Carrelage 60x60x9", "L600 W600"),
        ("Plaque 250x120x13", "L2500 W1200"),
        ("Grès 45x45x0,9", "L450 W450 T9"),
        ("Bastaing 63x175x4", ""),
        ("Cornière 40x40x4 mm 6ml", "L6000 W40 T4"),
        *[
            (title, "")
            for title in (
                "Raccord 20/27", 'Flexible 3/4"', "Gravier 6/14", "Sable 0/4", "Ballon 200 L 230 V",
                "Câble R2V 3x2,5", "Fil 3x1,5 mm²", "Vis 4x40", "Mastic 310 ml", "Bois 2,5x3,8",
                "Carton 12 x 1,44 m²", "Lot 2 x 5 kg", "3 fenêtres 60x75 + 1 porte 204x83",
            )
        ],
    ],
)  # fmt: skip
def test_dimensions_of_a_title(title, expected) -> None:
    wanted = {NAMES[part[0]]: int(part[1:]) for part in expected.split()}
    found = read_title(title, goods_of(title)).dims.to_json()
    assert {name: value for name, value in found.items() if value is not None} == wanted


def test_sizes_of_goods_nobody_knows_wait_for_a_unit() -> None:
    assert read_title("Miroir 45x45", goods_of("Miroir 45x45")).is_without_unit


@pytest.mark.parametrize(
    ("state", "remark", "title", "expected", "defect"),
    [
        ("neuf", "", "", State.SURPLUS, None),
        ("Fins de série", "", "", State.SURPLUS, None),
        ("NEUF emb. abîmé", "", "", State.DECLASSED, "NEUF emb. abîmé"),
        ("2nd choix", "différence de teinte", "", State.DECLASSED, "différence de teinte"),
        ("jauni", "", "", State.DECLASSED, "jauni"),
        ("casse 10%", "", "", State.DECLASSED, "casse 10%"),
        ("expo", "", "", State.DEMO, None),
        ("", "expo, toile tachée", "", State.DEMO, "expo, toile tachée"),
        ("neuf, sans défaut", "", "", State.SURPLUS, None),
        ("", "", "Dalle déclassée", State.DECLASSED, None),
        ("", "", "Peinture blanc cassé", None, None),
        ("", "", "Plinthe anti-choc", None, None),
        ("", "aucun choc", "", None, None),
        ("comme neuf", "", "", None, None),
        ("SAV", "rayé", "", None, None),
    ],
)
def test_condition(state, remark, title, expected, defect) -> None:
    read = read_condition(state, remark, title, {})
    assert (read.state, read.defect) == (expected, defect)
    assert ("defect-missing" in read.issues) == (expected is State.DECLASSED and defect is None)
    assert ("condition-unclear" in read.issues) == bool(state and expected is None)


def test_somebody_may_say_what_a_state_word_means() -> None:
    assert read_condition("S.A.V.", "", "", {"s.a.v.": State.DEMO}).state is State.DEMO


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Dépôt 2, voir Thierry", "Dépôt 2"),
        ("voir Thierry", None),
        ("Rack 4 (M. Dupont)", "Rack 4"),
        ("Hangar - tél. 06 12 34 56 78", "Hangar"),
        ("Cour, +33 6 12 34 56 78", "Cour"),
        ("paul@example.org", None),
        ("Cour : demander à Jean-Marc", "Cour"),
        ("voir Dépôt 3", "voir Dépôt 3"),
        ("voir photo", "voir photo"),
        ("container bleu", "container bleu"),
    ],
)
def test_people_are_taken_out_of_a_place(text, shown) -> None:
    assert before_person(text) == shown
    assert (find_person(text) is not None) == (shown != text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('="00451"', ("00451", False)),
        ("3,54015E+12", ("3,54015E+12", True)),
        ("01-févr", ("01-févr", True)),
        ("12345'", ("12345'", True)),
        ("-", (None, False)),
        ("N.C.", (None, False)),
        ("A-12", ("A-12", False)),
    ],
)
def test_a_reference(value, expected) -> None:
    assert read_reference(value) == expected


def test_a_reference_shorter_than_half_of_the_others_lost_its_zeros() -> None:
    usual = usual_length(["00451", "00452", "453", "A-1"])
    assert usual == 5
    assert is_cut_short("453", usual)
    assert not is_cut_short("A-1", usual)


@pytest.mark.parametrize(
    ("title", "batch"),
    [
        ("Carrelage gris bain 12", "12"),
        ("Faïence Bain n° A4", "A4"),
        ("Mitigeur bain douche", None),
        ("Radiateur salle de bain 500 W", None),
        ("Pare-bain 70x140", None),
        ("bain différent", None),
    ],
)
def test_a_batch_in_the_title(title, batch) -> None:
    assert batch_in(title) == batch


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("3 fenêtres 60x75 + 1 porte-fenêtre 215x140", True),
        ("reste 12 plaques ba13 + 6 rlx gr32", True),
        ("2 portes\n3 fenêtres", True),
        ("WC suspendu + bâti", False),
        ("Fenêtre 2 vantaux + 1 imposte", False),
        ("18 mm + 22 mm", False),
    ],
)
def test_several_articles_in_a_title(title, expected) -> None:
    assert names_several(title) is expected


def test_photos_lose_their_folders() -> None:
    cell = "C:\\Users\\Paul\\IMG_1.jpg; photos/IMG_2.JPG\nvoir sac"
    assert read_photos(cell) == ("IMG_1.jpg", "IMG_2.JPG")
