"""Lists as building companies write them, each small, against the sentences of the contract."""

import pytest

from brocante.stocklists.parsing import parse
from tests.support.stocklists import is_like

READY: list[str] = []
ARTICLE = "Article;Qté;U;Prix TTC\n"


def told(data: bytes | str) -> dict:
    """Understand a file and return what the command prints."""
    return parse(data.encode() if isinstance(data, str) else data, "liste").to_json()


def check(found: dict, lines: dict[int, dict], dropped: dict[int, str]) -> None:
    """Compare lines by row, fields by name, issues by their codes; and why rows were dropped."""
    assert {line["row"]: _part(line, lines) for line in found["lines"]} == lines
    assert {row["row"]: row["reason"] for row in found["dropped"]} == dropped


def _part(line: dict, lines: dict[int, dict]) -> dict:
    wanted = lines.get(line["row"], {})
    got = {
        "codes": sorted({issue["code"] for issue in line["issues"]}),
        **{name[:-3]: size for name, size in line["dims"].items() if size},
    }
    return {
        name: value
        if is_like(got.get(name, line.get(name)), value)
        else got.get(name, line.get(name))
        for name, value in wanted.items()
    }


@pytest.mark.parametrize(
    ("text", "lines", "dropped"),
    [
        pytest.param(
            "Réf;Désignation;Qté;U;Prix TTC\nA1;Porte;2;u;40\n\nDésignation;Réf;Prix TTC;Qté;U\n"
            "Sable;S1;25;4;t\n",
            {
                2: {"title": "Porte", "reference": "A1", "quantity": "2", "codes": READY},
                5: {"title": "Sable", "reference": "S1", "quantity": "4", "price_cents": 2500},
            },
            {3: "blank"},
            id="two tables, the columns of the second in another order",
        ),
        pytest.param(
            "Article;Qté;U;PV TTC\nPorte;2;u;40\nBOIS;;;\nDésignation;PA HT;PV TTC;Nb;U\n"
            "Chevron;7,77;12;20;ml\nArticle;Qté;U;PV TTC\nVolet;3;u;30\n",
            {
                2: {"title": "Porte", "price_cents": 4000},
                5: {"title": "Chevron", "family": "BOIS", "price_cents": 1200, "unit": "ml"},
                7: {"title": "Volet", "quantity": "3", "price_cents": 3000, "codes": READY},
            },
            {3: "section", 6: "header-repeat"},
            id="a header that comes back brings its columns back",
        ),
        pytest.param(
            "Article;Qté;U;PV TTC\nPorte;2;u;40\nArticle;Quantité;Unité;PV TTC\nVolet;3;u;30\n",
            {2: {"title": "Porte"}, 4: {"title": "Volet", "quantity": "3", "codes": READY}},
            {},
            id="a header said in other words is no article",
        ),
        pytest.param(
            ARTICLE + "Porte;2;u;40\nDésignation des lots;Prix de vente TTC;Nb;U;Lieu provisoire\n"
            "Volet;30;3;u;H1\n",
            {2: {"price_cents": 4000}, 4: {"quantity": "3", "price_cents": 3000, "location": "H1"}},
            {},
            id="a second header in longer words",
        ),
        pytest.param(
            ARTICLE + "Photo;1;lot;5\nProduit;?;unité;prix à voir\n",
            {2: {"title": "Photo", "codes": READY}, 3: {"title": "Produit", "price_cents": None}},
            {},
            id="articles with words of headers",
        ),
        pytest.param(
            ARTICLE + "TOTAL GÉNÉRAL;2;;80\nS/Total portes;2;;\nÀ REPORTER;;;80\nCumul;;;80\n"
            "Totalement neuf;1;u;3\nReport page 1;;;8\n",
            {6: {"title": "Totalement neuf", "condition": "surplus", "codes": READY}},
            {2: "total", 3: "total", 4: "total", 5: "total", 7: "total"},
            id="totals in every spelling, and an article that begins like one",
        ),
        pytest.param(
            ARTICLE + "=== PLACO ===;;;\nBA13;2;plq;40\n# BOIS :;;;\nPoutre;2;ml;4\n-----;;;\n"
            "Liteau;1;ml;1\nFin de liste;;;\n",
            {
                3: {"family": "PLACO", "thickness": 13, "unit": "sheet"},
                5: {"family": "BOIS"},
                7: {"family": "BOIS"},
            },
            {2: "section", 4: "section", 6: "section", 8: "footer"},
            id="sections decorated, a line of dashes names nothing",
        ),
        pytest.param(
            ARTICLE + "A;4,20;m2;4,20\nB;1.250,50;kg;1,250.50\nC;1 250;kg;1\u202f250,50\n"
            "D;12,500;kg;12,500\nE;12.500;kg;12.500\nF;0,125;m3;0,50\nG;1.250.000;kg;1,00\n"
            "H;1 25;kg;12,50,3\n",
            {
                2: {"quantity": "4.2", "price_cents": 420, "codes": READY},
                3: {"quantity": "1250.5", "price_cents": 125050, "codes": READY},
                4: {"quantity": "1250", "price_cents": 125050, "codes": READY},
                5: {"quantity": "12.5", "price_cents": 1250, "codes": ["ambiguous-number"]},
                6: {"quantity": None, "price_kind": "unknown"},
                7: {"quantity": "0.125", "codes": READY},
                8: {"quantity": "1250000", "codes": READY},
                9: {"quantity": None, "price_cents": None},
            },
            {},
            id="numbers of every country in one column",
        ),
        pytest.param(
            "Article;Stock;Qté réservée;Stock mini;Qté cdée;Dispo;U;Prix TTC\n"
            "Porte;10;3;2;5;7;u;5\nVolet;10;3;2;5;;u;5\n",
            {
                2: {"quantity": "7", "codes": READY},
                3: {"quantity": None, "codes": ["quantity-unclear"]},
            },
            {},
            id="what is available wins, reserved and ordered never count",
        ),
        pytest.param(
            "Article;Qté;U;Prix TTC;Dispo\nPorte;2;u;5;mars 2024\nVolet;3;u;5;de suite\n",
            {
                2: {"quantity": "2", "available_from": "2024-03-01", "codes": READY},
                3: {"quantity": "3", "available_from": None, "codes": READY},
            },
            {},
            id="Dispo that holds dates is no quantity",
        ),
        pytest.param(
            "Article;Qté;U;PV HT;TVA;PV TTC\nA;1;u;100;20;120\nB;1;u;100;5,5 %;105,50\n"
            "C;1;u;100;0,2;120\nD;1;u;100;20;110\nE;1;u;100;20;\nF;1;u;;10,00;110\n"
            "G;1;u;0;20;0\n",
            {
                2: {"price_cents": 12000, "price_basis": "ttc", "vat_rate": "20", "codes": READY},
                3: {"price_cents": 10550, "vat_rate": "5.5", "codes": READY},
                4: {"price_cents": 12000, "vat_rate": "20", "codes": READY},
                5: {"price_cents": 11000, "codes": ["price-unclear"]},
                6: {"price_cents": None, "price_kind": "unknown", "vat_rate": None},
                7: {"price_cents": 11000, "vat_rate": "10", "codes": READY},
                8: {"price_kind": "unknown", "codes": ["price-unclear"]},
            },
            {},
            id="HT, rate and TTC side by side, and when they contradict each other",
        ),
        pytest.param(
            "Article;Qté;U;Prix TTC;Remise %;Prix remisé TTC\nA;1;u;100;30;70\nB;1;u;100;;\n",
            {
                2: {"price_cents": 7000, "codes": READY},
                3: {"price_cents": None, "codes": ["price-unclear"]},
            },
            {},
            id="a discount beside the price it gives",
        ),
        pytest.param(
            "Article;Qté;U;Prix public TTC;Prix brocante TTC\nA;1;u;100;40\n",
            {2: {"price_cents": 4000, "reference_price_cents": 10000, "codes": READY}},
            {},
            id="what the goods once cost",
        ),
        pytest.param(
            "Article;Qté;U;PV pro;PV particulier\nA;1;u;10;12\n",
            {2: {"price_cents": None, "price_kind": "unknown", "codes": ["price-unclear"]}},
            {},
            id="two sale prices are none",
        ),
        pytest.param(
            "Article;Qté;U;Prix TTC\nA;1;u;12€50\nB;1;u;8 e pce\nC;1;u;12,50 € HT le m2\n"
            "D;1;u;-60%\nE;1;u;à débattre\nF;1;u;80 à débattre\nG;1;u;15 à 20€\nH;1;u;gratuit\n"
            "I;1;u;150 le lot\nJ;1;u;n.c.\nK;1;u;110 HT / 132 TTC\nL;1;u;110 HT / 130 TTC\n"
            "M;1;u;3 pour 10 €\nN;1;u;0,125\n",
            {
                2: {"price_cents": 1250, "price_per": "u", "codes": READY},
                3: {"price_cents": 800, "price_per": "u", "codes": READY},
                4: {"price_cents": 1250, "price_basis": "ht", "price_per": "m2", "codes": READY},
                5: {"price_kind": "unknown", "codes": ["price-unclear"]},
                6: {"price_kind": "on_request", "price_basis": None, "codes": READY},
                7: {"price_cents": 8000, "codes": ["price-unclear"]},
                8: {"price_kind": "unknown"},
                9: {"price_kind": "free", "price_cents": 0, "vat_rate": None, "codes": READY},
                10: {"price_cents": 15000, "price_per": "lot", "codes": READY},
                11: {"price_kind": "unknown"},
                12: {"price_cents": 13200, "price_basis": "ttc", "codes": READY},
                13: {"price_cents": 13000, "codes": ["price-unclear"]},
                14: {"price_cents": None},
                15: {"price_cents": 13, "codes": ["price-unclear"]},
            },
            {},
            id="prices with words",
        ),
        pytest.param(
            "Prix HT, TVA en sus;;;\nArticle;Qté;U;Prix\nPorte;1;u;10\nVolet;1;u;5 € TTC\n",
            {3: {"price_basis": "ht", "codes": READY}, 4: {"price_basis": "ttc"}},
            {1: "title"},
            id="the basis in the title, another in a cell",
        ),
        pytest.param(
            "Prix HT;;;\nArticle;Qté;U;Prix\nPorte;1;u;10\nPrix TTC sur demande;;;\n",
            {3: {"price_basis": "unknown", "codes": ["vat-basis-unknown"]}},
            {1: "title", 4: "footer"},
            id="titles and footers that disagree",
        ),
        pytest.param(
            "Article;Qté;U;PUMP;Montant\nPorte;2;u;31,41;62,82\nVolet;3;u;10,10;30,30\n",
            {2: {"price_kind": "unknown", "codes": ["price-unclear"]}, 3: {"price_cents": None}},
            {},
            id="a list that tells costs only has no price",
        ),
    ],
)
def test_rows_and_figures(text: str, lines: dict, dropped: dict) -> None:
    found = told(text)
    check(found, lines, dropped)
    for secret in ("7,77", "31,41", "62,82", "30,30"):
        assert secret not in str([found["lines"], found["dropped"]])


@pytest.mark.parametrize(
    ("quantity", "unit", "header", "expected"),
    [
        ("12 m²", "u", "Qté", ("12", "m2", READY)),
        ("3 pal.", "", "Qté", ("3", "pallet", READY)),
        ("12", "", "Qté (m²)", ("12", "m2", READY)),
        ("12", "M. Carré", "Qté", ("12", "m2", READY)),
        ("12", "mètres linéaires", "Qté", ("12", "ml", READY)),
        ("12", "bobine", "Qté (m²)", ("12", None, ["unit-unknown"])),
        ("12", "", "Qté", ("12", None, ["unit-unknown"])),
        ("~40", "u", "Qté", ("40", "u", ["quantity-unclear"])),
        ("env. 15 ml", "", "Qté", ("15", "ml", ["quantity-unclear"])),
        ("12+3", "u", "Qté", (None, "u", ["quantity-unclear"])),
        ("2x24", "u", "Qté", (None, "u", ["quantity-unclear"])),
        ("une vingtaine", "u", "Qté", (None, "u", ["quantity-unclear"])),
        ("idem", "u", "Qté", (None, "u", ["quantity-unclear"])),
        ("-3", "u", "Qté", (None, "u", ["negative-quantity"])),
        ("0", "u", "Qté", ("0", "u", ["zero-quantity"])),
        ("1,44", "u", "Qté", ("1.44", "u", ["quantity-unclear"])),
        ("1,44", "palette", "Qté", ("1.44", "pallet", READY)),
        ("12 (dont 2 abîmés)", "u", "Qté", (None, "u", ["quantity-unclear"])),
    ],
)
def test_a_quantity_with_its_unit(quantity, unit, header, expected) -> None:
    [line] = told(f"Article;{header};U;Prix TTC\nEntretoise;{quantity};{unit};1\n")["lines"]
    codes = sorted({issue["code"] for issue in line["issues"]})
    assert (line["quantity"], line["unit"], codes) == expected


@pytest.mark.parametrize(
    ("title", "quantity", "unit", "expected"),
    [
        ("Ciment", "5 palettes de 56 sacs 25kg", "", ("5", "280", "bag", "25", "7000", "kg")),
        ("Grès", "12 bte de 1,44m²", "", ("12", "12", "box", "1.44", "17.28", "m2")),
        ("Plaque", "3 pal de 32 plaques", "", ("3", "96", "sheet", None, None, None)),
        ("Plaque 48 plaques/pal", "2", "pal", ("2", "96", "sheet", None, None, None)),
        ("Enduit sacs de 25 kg", "40", "sacs", ("40", "40", "bag", "25", "1000", "kg")),
        ("Laine rouleau 10,8 m²", "4", "rlx", ("4", "4", "roll", "10.8", "43.2", "m2")),
        ("Lasure bidon 5 L", "3", "bdn", ("3", "3", "can", "5", "15", "l")),
        ("Sac de ciment gris 35kg", "2", "sc", ("2", "2", "bag", "35", "70", "kg")),
        ("Mortier sac 25kg", "3", "pal", ("3", None)),
        ("Joints boîte de 100", "3", "bte", ("3", None)),
        ("Sac 25 kg ou sac 35 kg", "3", "sac", ("3", None)),
    ],
)
def test_packs_in_packs(title, quantity, unit, expected) -> None:
    [line] = told(f"{ARTICLE}{title};{quantity};{unit};5\n")["lines"]
    content = tuple(line["content"].values()) if line["content"] else (None,)
    assert (line["quantity"], *content) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("NEUF emb. abîmé;", ("declassed", "NEUF emb. abîmé", READY)),
        ("2nd choix;", ("declassed", None, ["defect-missing"])),
        ("2e choix;2e choix", ("declassed", None, ["defect-missing"])),
        ("second choix;taches", ("declassed", "taches", READY)),
        ("démo;rayures sur le côté", ("demo", "rayures sur le côté", READY)),
        ("neuf;coin cassé", ("surplus", None, READY)),
        (";coin cassé", ("declassed", "coin cassé", READY)),
        ("aucun choc;", (None, None, ["condition-unclear"])),
        ("SAV;", (None, None, ["condition-unclear"])),
        (";sans défaut", (None, None, READY)),
        ("neuf - expo;", ("demo", None, READY)),
        ("incomplet;manque 1 gond", ("declassed", "incomplet - manque 1 gond", READY)),
    ],
)
def test_a_state_and_a_remark(cells, expected) -> None:
    header = "Article;Qté;U;Prix TTC;État;Remarques\n"
    [line] = told(f"{header}Entretoise;1;u;5;{cells}\n")["lines"]
    codes = sorted({issue["code"] for issue in line["issues"]})
    assert (line["condition"], line["defect"], codes) == expected
