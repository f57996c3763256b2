"""Forbidden goods are refused, doubtful ones asked about, the others left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brocante.materials import queries
from brocante.materials.refusals import Finding, Risk, Verdict, examine, refused_reason

ASBESTOS_REFUSED = Finding(Risk.ASBESTOS, Verdict.REFUSED)
ASBESTOS_ASKED = Finding(Risk.ASBESTOS, Verdict.TO_CLARIFY)
CHEMICAL_REFUSED = Finding(Risk.UNLABELLED_CHEMICAL, Verdict.REFUSED)
CHEMICAL_ASKED = Finding(Risk.UNLABELLED_CHEMICAL, Verdict.TO_CLARIFY)


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Plaques amiante", ""),
        ("Plaques amiantées", ""),
        ("Amiante-ciment ondulé", ""),
        ("Plaque ondulée", "contient peut-être de l'amiante"),
        ("Plaque", "amiante non friable"),
        ("Plaques sans amiante", "et 3 plaques amiante"),
        ("Tresse chrysotile", ""),
        ("Dalami 30x30", ""),
        ("Fibrociment avant 1997", ""),
        ("Plaque éternit", "datant de 1985"),
        ("Fibro années 70", "sans amiante"),
    ],
)
def test_asbestos_is_refused(title, description):
    """An old date outweighs the assurance that there is none."""
    assert examine(title, description) == ASBESTOS_REFUSED
    assert refused_reason(title, description) is Risk.ASBESTOS


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Plaque fibrociment", ""),
        ("Plaques éternit ondulées", "bon état"),
        ("Ardoises artificielles", ""),
        ("Plaque fibro", "peut-être sans amiante"),
        ("Plaque fibro", "sans amiante ?"),
        ("Plaque fibro", "n'est pas garanti sans amiante"),
        ("Vis et plaques fibrociment", ""),
        ("Idéal pour abri : plaque fibrociment", ""),
        ("Combinaison amiante type 5", ""),
        ("Poutres", "issues d'un désamiantage"),
        ("Dalles vinyle", "années 70"),
    ],
)
def test_doubtful_goods_are_a_question(title, description):
    """Publication waits for the seller; it is not a refusal."""
    assert examine(title, description) == ASBESTOS_ASKED
    assert refused_reason(title, description) is None


@pytest.mark.parametrize(
    ("title", "description"),
    [
        ("Plaque fibrociment sans amiante", ""),
        ("Plaques ondulées fibro", "Neuves. Garanti sans amiante."),
        ("Plaque fibro-ciment", "Ne contient pas d'amiante, lot complet"),
        ("Plaque fibro", "amiante : non"),
        ("Eternit", "exempte d'amiante"),
        ("Bardage fibre-ciment", "fabriqué après 2005"),
        ("Asbestos-free board", ""),
        ("Vis pour fibrociment", ""),
        ("Crochets fibrociment", ""),
        ("Vis pour plaques en fibrociment", ""),
        ("Enduit fibré ciment blanc", ""),
        ("Combinaison amiante type 5", "neuve, sans amiante"),
        ("Carrelage gris", "acheté en 1985"),
        ("Lino", "rouleau de 1950 mm"),
        ("", ""),
    ],
)
def test_lawful_goods_pass(title, description):
    """A clear statement, or goods that only go with fibre cement."""
    assert examine(title, description) is None


def test_trade_words_for_fibre_cement_are_all_asked_about():
    """The suggestion and the guard rail know the same words, brands of today excepted."""
    terms = {
        row["term"]
        for row in queries._rows("synonyms")
        if row["material_code"] == "fibre-cement-sheet"
    }
    passed = {term for term in terms if examine(term) is None}
    assert passed == {"fibrociment sans amiante", "eternit nt", "cedral", "hardie plank"}


@pytest.mark.parametrize(
    ("title", "description", "finding"),
    [
        ("Bidon de lasure", "étiquette illisible", CHEMICAL_REFUSED),
        ("Peinture 10 L", "Bon état. Sans étiquette.", CHEMICAL_REFUSED),
        ("Produit inconnu", "", CHEMICAL_REFUSED),
        ("Solvant", "transvasé dans un autre bidon", CHEMICAL_REFUSED),
        ("Vernis", "l'étiquette n'est plus lisible", CHEMICAL_REFUSED),
        ("Carrelage", "Cartons sans étiquette. Colle offerte.", CHEMICAL_ASKED),
        ("Peinture", "étiquette abîmée", CHEMICAL_ASKED),
        ("Peinture", "étiquette abîmée mais lisible", None),
        ("Peinture", "sans étiquette de prix", None),
        ("Peinture blanche", "pot abîmé", None),
        ("Carrelage", "cartons sans étiquette", None),
    ],
)
def test_unlabelled_chemicals(title, description, finding):
    """Chemicals need a readable label; tiles do not."""
    assert examine(title, description) == finding


@pytest.mark.parametrize(
    ("title", "risk"),
    [
        ("Traverses de chemin de fer", Risk.CREOSOTE),
        ("Poteaux créosotés", Risk.CREOSOTE),
        ("Poteau non créosoté", None),
        ("Traverse chêne", None),
        ("Peinture au plomb", Risk.LEAD_PAINT),
        ("Peinture sans plomb", None),
        ("Feuille de plomb", None),
    ],
)
def test_banned_treatments(title, risk):
    assert refused_reason(title) is risk


def test_a_refusal_comes_before_a_question():
    """The seller is not asked about one thing when another is refused anyway."""
    assert examine("Plaque fibrociment", "avec traverses SNCF") == Finding(
        Risk.CREOSOTE, Verdict.REFUSED
    )


@given(st.text(), st.text())
def test_every_finding_has_its_sentence(title, description):
    """Any text is read without fault, and what is found can be said."""
    finding = examine(title, description)
    assert finding is None or finding.message


@pytest.mark.parametrize("finding", [ASBESTOS_ASKED, CHEMICAL_ASKED])
def test_a_question_says_how_to_answer(finding):
    """Writing what the sentence asks for is enough to publish."""
    quoted = finding.message.split('"')[1]
    assert examine("Plaque fibrociment. Peinture, étiquette abîmée") is not None
    offer = "Plaque fibrociment" if finding is ASBESTOS_ASKED else "Peinture, étiquette abîmée"
    assert examine(offer) == finding
    assert examine(offer, quoted) is None
