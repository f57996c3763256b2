"""The shipped data is sound, and labels of real stock lists are understood."""

import pytest
import Stemmer

from brocante.core.units import Unit
from brocante.materials import queries
from brocante.materials.errors import UnknownCodeError
from brocante.materials.vocabulary import Doubt, Vocabulary, split_query, token_for

LEFT_OUT = [
    "agglo",
    "hydro",
    "tuile",
    "brique",
    "parquet",
    "porte",
    "fenêtre",
    "volet",
    "baie coulissante",
    "panneau",
    "plaque",
    "dalle",
    "carreau",
    "plinthe",
    "lambris",
    "bardage",
    "laine",
    "isolant",
    "isolant multicouche",
    "fibre de bois",
    "linteau",
    "hourdis",
    "regard",
    "béton",
    "bois",
    "chêne",
    "marbre",
    "granit",
    "travertin",
    "ardoise",
    "zinc",
    "quartz",
    "sable",
    "double vitrage",
    "doublage",
    "membrane",
    "chape",
    "stratifié",
    "lino",
    "évier",
    "baignoire",
    "radiateur",
    "robinet",
    "tube",
    "cuivre",
    "verrière",
    "treillis",
    "laque",
    "sous-couche",
    "cp",
    "pur",
    "fer",
]


def suggested(title):
    suggestion = queries.suggest_material(title)
    return suggestion and suggestion.material.code


def test_counts_of_the_shipped_tables():
    assert len(queries.materials()) == 111
    assert len(queries.families()) == 17
    assert len(queries.pmcb_families()) == 19
    assert len({source.key for source in queries.sources()}) == len(queries.sources()) > 20


def test_every_reference_between_tables_leads_somewhere():
    """A family, a PMCB code or a source that does not exist would break a report."""
    keys = {source.key for source in queries.sources()}
    pmcb = {family.code for family in queries.pmcb_families()}
    for family in queries.families():
        assert set(family.pmcb_families) <= pmcb
        assert queries.materials(family.code)
    for material in queries.materials():
        assert queries.family(material.family).code == material.family
        assert material.pmcb_family is None or material.pmcb_family in pmcb
        assert keys.issuperset(material.ef_source + material.mass_source)
        assert isinstance(material.default_unit, Unit)


def test_factors_are_ordered_or_all_unknown():
    """A blank is unknown, never zero; low, typical and high come together and in order."""
    for material in queries.materials():
        known = [
            factor
            for factor in (material.ef_low, material.ef_typical, material.ef_high)
            if factor is not None
        ]
        assert len(known) in {0, 3}
        assert known == sorted(known)
        assert all(factor > 0 for factor in known)


def test_masses_are_positive_or_unknown():
    for material in queries.materials():
        for rate in (
            material.kg_per_m2,
            material.kg_per_m3,
            material.kg_per_ml,
            material.kg_per_u,
            material.kg_per_l,
        ):
            assert rate is None or rate > 0


def test_labels_follow_the_locale():
    family = queries.family("drywall")
    assert family.label("fr") == "Plâtrerie et cloisons"
    assert family.label("en_GB") == family.label("EN") == "Plasterboard and partitions"
    assert queries.material("osb").label("de") == "Panneau OSB"


def test_unknown_codes():
    """A stored code must exist; a typed one may not."""
    with pytest.raises(UnknownCodeError, match="no-such"):
        queries.family("no-such")
    with pytest.raises(UnknownCodeError):
        queries.material("no-such")
    with pytest.raises(UnknownCodeError):
        queries.pmcb_family("9z")
    assert queries.find_material("no-such") is None
    assert queries.find_material(None) is None
    assert queries.find_family("no-such") is None
    assert queries.find_family("tiles") == queries.family("tiles")
    assert queries.pmcb_family("2e").label_en == "Gypsum"


@pytest.mark.parametrize(
    ("title", "code", "doubt"),
    [
        ("Plaques de plâtre BA13 2500x1200", "plasterboard-standard", None),
        ("PLAQUE BA13 HYDROFUGE", "plasterboard-technical", None),
        ("Placo", "plasterboard-standard", Doubt.USAGE_VARIES),
        ("12 rlx GR32 100 mm", "glass-wool-dense", None),
        ("Laine de verre 200 mm", "glass-wool-roll", Doubt.USAGE_VARIES),
        ("Colle à carrelage 25 kg", "tile-adhesive", None),
        ("Carrelage gris + colle", "tile-porcelain", Doubt.ACCESSORY),
        ("BA13 pour plafond", "plasterboard-standard", Doubt.ACCESSORY),
        ("Lame de scie OSB", "osb", Doubt.ACCESSORY),
        ("Parquet chevron", "parquet-engineered", Doubt.USAGE_VARIES),
        ("Chevrons 63x75", "softwood-sawn", None),
        ("OSB 18 et MDF 10", "osb", Doubt.SEVERAL_MATERIALS),
        ("Bloc-porte isoplane 83", "door-interior", Doubt.USAGE_VARIES),
        ("Bloc-porte alvéolaire 83", "door-interior", None),
        ("Tube PVC", "pipe-pvc", Doubt.USAGE_VARIES),
        ("Câble 3G1.5", "cable", None),
        ("Câble U1000R2V", "cable", Doubt.USAGE_VARIES),
        ("HA12 barre 6 m", "rebar", Doubt.USAGE_VARIES),
        ("ST25C", "welded-mesh", Doubt.USAGE_VARIES),
        ("Volet roulant solaire", "roller-shutter", Doubt.USAGE_VARIES),
    ],
)
def test_suggestion(title, code, doubt):
    """What a label means, and whether the seller is asked."""
    suggestion = queries.suggest_material(title)
    assert suggestion is not None
    assert (suggestion.material.code, suggestion.doubt) == (code, doubt)
    assert suggestion.to_confirm == (doubt is not None)


@pytest.mark.parametrize("word", LEFT_OUT)
def test_words_left_out_are_never_guessed(word):
    """These would be a blind guess: the seller is asked instead."""
    assert queries.suggest_material(word) is None
    assert queries.suggest_material(f"Lot de {word} divers") is None


@pytest.mark.parametrize("title", ["", "Osbourne", "placoter", "m d f", "!!!"])
def test_only_whole_words_match(title):
    assert queries.suggest_material(title) is None


def test_a_match_inside_a_longer_one_is_dropped():
    """Containment, not overlap: what starts first wins when two terms share a word."""
    vocabulary = Vocabulary([("a b", "one"), ("b", "two"), ("b c", "three"), ("a b c d", "four")])
    found = [match.material_code for match in vocabulary.outer_matches(["a", "b", "c"])]
    assert found == ["one", "three"]
    found = [match.material_code for match in vocabulary.outer_matches(["x", "a", "b", "c", "d"])]
    assert found == ["four"]


def test_trade_words_of_one_material_share_one_token():
    """placo = BA13 = plaque de plâtre, in the index as in the search."""
    placo = queries.synonym_tokens("placo")
    assert len(placo) == 1
    assert queries.synonym_tokens("BA13") == placo
    assert queries.synonym_tokens("Plaques de plâtre") == placo
    assert queries.synonym_tokens("tuile") == []
    assert queries.synonym_tokens("Enduit joint placo") == [token_for("plaster")]
    assert queries.synonym_tokens("OSB, placo et ba13") == [token_for("osb"), *placo]


def test_the_general_word_finds_the_special_board_and_not_the_reverse():
    """Who asks for placo sees BA13 hydro; who asks for hydro does not see plain boards."""
    indexed = set(queries.synonym_tokens("Plaque BA13 hydrofuge 2500x1200"))
    asked = {part.token for part in queries.expand_terms("placo") if part.token}
    assert asked <= indexed
    special = {part.token for part in queries.expand_terms("placo ba13 hydro") if part.token}
    assert special <= indexed
    assert not special <= set(queries.synonym_tokens("Placo standard"))


def test_a_search_is_cut_into_terms_and_words():
    parts = queries.expand_terms("Grandes plaques de plâtre 13 et OSB")
    assert [(part.text, part.token) for part in parts] == [
        ("grande", None),
        ("plaque de platre", token_for("plasterboard-standard")),
        ("13", None),
        ("et", None),
        ("osb", token_for("osb")),
    ]
    assert queries.expand_terms("  ") == ()


def test_overlapping_terms_of_a_search_are_read_leftmost_first():
    """Two terms that share a word are not both demanded: the second stays plain words."""
    vocabulary = Vocabulary([("a b", "one"), ("b c", "two")])
    words = ["a", "b", "c"]
    parts = split_query(words, vocabulary.outer_matches(words))
    assert [(part.text, part.token) for part in parts] == [("a b", token_for("one")), ("c", None)]


def test_tokens_are_distinct_and_survive_stemming_and_tokenizers():
    """A token that a stemmer cuts or a tokenizer splits would never be found again."""
    stemmer = Stemmer.Stemmer("french")
    tokens = [token_for(material.code) for material in queries.materials()]
    assert len(set(tokens)) == len(tokens)
    for token in tokens:
        assert token.isalnum()
        assert stemmer.stemWord(token) == token


def test_every_synonym_names_a_known_material_and_suggests_it():
    """Also proves that no two materials claim the same normalised term."""
    for row in queries._rows("synonyms"):
        assert suggested(row["term"]) == row["material_code"], row["term"]
