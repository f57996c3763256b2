"""Trade words found in a label: which material is meant, and whether to ask the seller.

The index goes from a first word to the terms that begin with it, so that a title costs a few
dictionary look-ups whatever the number of terms.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from brocante.materials.rules import Material, normalise


class Doubt(StrEnum):
    """Why a suggested material must be confirmed by the seller."""

    SEVERAL_MATERIALS = "several-materials"
    ACCESSORY = "accessory"
    USAGE_VARIES = "usage-varies"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A material read in a label; `term` is what was recognised, in normalised form."""

    material: Material
    term: str
    doubt: Doubt | None

    @property
    def to_confirm(self) -> bool:
        """Tell whether the seller must be asked before the material is used."""
        return self.doubt is not None


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A trade term at words `start` to `end` (excluded) of a normalised label."""

    start: int
    end: int
    term: str
    material_code: str

    def holds(self, other: "TermMatch") -> bool:
        """Tell whether `other` lies inside this match."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class QueryPart:
    """A piece of a search: a trade term (`token` set) or one plain normalised word."""

    text: str
    token: str | None


# Terms whose usage varies from one yard or region to the next.
USAGE_VARIES = frozenset(
    normalise(term)
    for term in (
        "ppx",
        "placo",
        "polystyrène",
        "plaque polystyrène",
        "ldv",
        "laine de verre",
        "carrelage",
        "tuile terre cuite",
        "moellon",
        "médium",
        "contrecollé",
        "parquet chevron",
        "mélaminé",
        "miroir",
        "mitigeur",
        "porte de garage",
        "meuble haut",
    )
)

# The table holds one size or build of these; only the terms below name that one, any other term
# leaves the mass to the seller's confirmation.
_ASSUMED_BUILD = {
    "cable": frozenset({"cable 3g1 5", "3g1 5", "3g 1 5"}),
    "rebar": frozenset({"acier ha 10", "ha 10", "ha10"}),
    "welded-mesh": frozenset({"ts st10", "st10"}),
    "pipe-pvc": frozenset({"pvc 100", "pvc o100"}),
    "roller-shutter": frozenset({"volet roulant pvc", "vr pvc"}),
}
_HOLLOW_CORE_ASSUMED = ("bloc porte", "porte ame pleine")
_HOLLOW_CORE_SAID = "alveo"

ACCESSORY_WORDS = tuple(
    normalise(word)
    for word in (
        "vis",
        "cheville",
        "colle",
        "bande",
        "joint",
        "raccord",
        "store",
        "outil",
        "lame de scie",
        "pour",
    )
)


def token_for(material_code: str) -> str:
    """Make the search token of a material: one word no tokenizer splits and no stemmer cuts.

    The final digit keeps French stemming away; the prefix keeps it apart from what people type.
    """
    return "mat" + material_code.replace("-", "") + "0"


class Vocabulary:
    """All trade terms, ready to be found in labels."""

    def __init__(self, terms: Iterable[tuple[str, str]]) -> None:
        """Index (term, material code) pairs, the longest of those with one first word first."""
        by_first: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
        for term, material_code in terms:
            words = tuple(normalise(term).split())
            by_first[words[0]][words] = material_code
        self._by_first_word = {
            first: sorted(terms.items(), key=lambda item: -len(item[0]))
            for first, terms in by_first.items()
        }

    def all_matches(self, words: list[str]) -> Iterator[TermMatch]:
        """Yield every term found, also inside another; by start, the longest first."""
        for start, word in enumerate(words):
            for term, material_code in self._by_first_word.get(word, ()):
                end = start + len(term)
                if tuple(words[start:end]) == term:
                    yield TermMatch(start, end, " ".join(term), material_code)

    def outer_matches(self, words: list[str]) -> list[TermMatch]:
        """List the terms found, without those that lie inside a longer one."""
        kept: list[TermMatch] = []
        for match in self.all_matches(words):
            # By start then by length, so only an earlier match can contain this one.
            if not kept or match.end > kept[-1].end:
                kept.append(match)
        return kept


def find_doubt(words: list[str], matches: list[TermMatch]) -> Doubt | None:
    """Tell why the first of `matches` cannot be taken without asking, None when it can."""
    chosen = matches[0]
    if any(match.material_code != chosen.material_code for match in matches):
        return Doubt.SEVERAL_MATERIALS
    # The bar stands for the term, so that no accessory word can straddle it.
    rest = " ".join(["", *words[: chosen.start], "|", *words[chosen.end :], ""])
    if any(f" {word} " in rest for word in ACCESSORY_WORDS):
        return Doubt.ACCESSORY
    return Doubt.USAGE_VARIES if _is_uncertain(chosen) else None


def _is_uncertain(match: TermMatch) -> bool:
    if match.term in USAGE_VARIES:
        return True
    if match.material_code in _ASSUMED_BUILD:
        return match.term not in _ASSUMED_BUILD[match.material_code]
    return match.term.startswith(_HOLLOW_CORE_ASSUMED) and _HOLLOW_CORE_SAID not in match.term


def split_query(words: list[str], matches: list[TermMatch]) -> tuple[QueryPart, ...]:
    """Cut a search into trade terms, leftmost first, and the plain words between them."""
    parts: list[QueryPart] = []
    position = 0
    for match in matches:
        if match.start < position:
            continue
        parts.extend(QueryPart(word, None) for word in words[position : match.start])
        parts.append(QueryPart(match.term, token_for(match.material_code)))
        position = match.end
    parts.extend(QueryPart(word, None) for word in words[position:])
    return tuple(parts)
