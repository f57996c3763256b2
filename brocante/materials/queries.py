"""Reads of the reference data shipped with the application; each file is read once."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeVar

from brocante.core.units import Unit
from brocante.materials.errors import UnknownCodeError
from brocante.materials.rules import Family, Material, PmcbFamily, Source, normalise
from brocante.materials.vocabulary import (
    QueryPart,
    Suggestion,
    TermMatch,
    Vocabulary,
    find_doubt,
    split_query,
    token_for,
)

__all__ = [
    "Family",
    "Material",
    "PmcbFamily",
    "Source",
    "Suggestion",
    "expand_terms",
    "families",
    "family",
    "find_family",
    "find_material",
    "material",
    "materials",
    "pmcb_families",
    "pmcb_family",
    "sources",
    "suggest_material",
    "synonym_tokens",
    "trade_words",
]

Row = TypeVar("Row")


def families() -> tuple[Family, ...]:
    """All catalogue families, from structural work to hardware."""
    return tuple(_families().values())


def family(code: str) -> Family:
    """The family of a stored code; raises UnknownCodeError."""
    return _required(_families(), "families", code)


def find_family(code: str | None) -> Family | None:
    """The family of a code somebody typed or left out, None when there is none."""
    return _families().get(code or "")


def materials(family: str | None = None) -> tuple[Material, ...]:
    """All reference materials, or those of one catalogue family."""
    rows = _materials().values()
    return tuple(row for row in rows if family is None or row.family == family)


def material(code: str) -> Material:
    """The material of a stored code; raises UnknownCodeError."""
    return _required(_materials(), "materials", code)


def find_material(code: str | None) -> Material | None:
    """The material of a code somebody typed or left out, None when there is none."""
    return _materials().get(code or "")


def pmcb_families() -> tuple[PmcbFamily, ...]:
    """The 19 families of the producer-responsibility scheme, in the order of the decree."""
    return tuple(_pmcb_families().values())


def pmcb_family(code: str) -> PmcbFamily:
    """The family of a code such as `2e`; raises UnknownCodeError."""
    return _required(_pmcb_families(), "PMCB families", code)


@lru_cache(maxsize=1)
def sources() -> tuple[Source, ...]:
    """Where masses and factors were read, with licences, for the credits."""
    return tuple(
        Source(
            key=row["key"],
            language=row["language"],
            title=row["title"],
            publisher=row["publisher"],
            version=row["version"],
            year=_integer(row["year"]),
            licence=row["licence"],
            licence_confidence=row["licence_confidence"],
            url=row["url"],
        )
        for row in _rows("sources")
    )


def suggest_material(title: str) -> Suggestion | None:
    """The material a label speaks of: the first trade term in it, and whether to ask."""
    words = normalise(title).split()
    matches = _vocabulary().outer_matches(words)
    if not matches:
        return None
    chosen = matches[0]
    doubt = find_doubt(words, matches)
    return Suggestion(material(chosen.material_code), chosen.term, doubt)


def synonym_tokens(text: str) -> list[str]:
    """One token per material named in a text to index, in order of appearance, none twice.

    A term inside a longer one counts when both are of one family: who asks for "placo" also finds
    "BA13 hydro", but who asks for "plâtre" does not find every "plaque de plâtre".
    """
    words = normalise(text).split()
    vocabulary = _vocabulary()
    outer = vocabulary.outer_matches(words)
    codes = [
        match.material_code
        for match in vocabulary.all_matches(words)
        if all(_same_family(match, around) for around in outer if around.holds(match))
    ]
    return [token_for(code) for code in dict.fromkeys(codes)]


def expand_terms(text: str) -> tuple[QueryPart, ...]:
    """Cut a search into trade terms, each with the token to look for, and plain words.

    Only the longest terms count: "BA13 hydro" does not ask for every plasterboard.
    """
    words = normalise(text).split()
    return split_query(words, _vocabulary().outer_matches(words))


@lru_cache(maxsize=1)
def trade_words() -> frozenset[str]:
    """Every word that occurs in a term of the trade, in normalised form."""
    return frozenset(word for row in _rows("synonyms") for word in normalise(row["term"]).split())


def _same_family(one: TermMatch, other: TermMatch) -> bool:
    return material(one.material_code).family == material(other.material_code).family


def _required(table: Mapping[str, Row], name: str, code: str) -> Row:
    try:
        return table[code]
    except KeyError:
        raise UnknownCodeError(name, code) from None


@lru_cache(maxsize=1)
def _families() -> Mapping[str, Family]:
    rows = (
        Family(
            code=row["code"],
            label_fr=row["label_fr"],
            label_en=row["label_en"],
            pmcb_category=_integer(row["pmcb_category"]),
            pmcb_families=_split(row["pmcb_family"], "|"),
        )
        for row in _rows("families")
    )
    return MappingProxyType({row.code: row for row in rows})


@lru_cache(maxsize=1)
def _pmcb_families() -> Mapping[str, PmcbFamily]:
    rows = (
        PmcbFamily(
            code=row["code"],
            label_fr=row["label_fr"],
            label_en=row["label_en"],
            category=int(row["category"]),
        )
        for row in _rows("pmcb_families")
    )
    return MappingProxyType({row.code: row for row in rows})


@lru_cache(maxsize=1)
def _materials() -> Mapping[str, Material]:
    return MappingProxyType({row["code"]: _read_material(row) for row in _rows("materials")})


def _read_material(row: Mapping[str, str]) -> Material:
    return Material(
        code=row["code"],
        label_fr=row["label_fr"],
        label_en=row["label_en"],
        family=row["family"],
        default_unit=Unit(row["default_unit"]),
        kg_per_m2=_decimal(row["kg_per_m2"]),
        kg_per_m3=_decimal(row["kg_per_m3"]),
        kg_per_ml=_decimal(row["kg_per_ml"]),
        kg_per_u=_decimal(row["kg_per_u"]),
        kg_per_l=_decimal(row["kg_per_l"]),
        ef_low=_decimal(row["ef_low"]),
        ef_typical=_decimal(row["ef_typical"]),
        ef_high=_decimal(row["ef_high"]),
        ef_source=_split(row["ef_source"], "+"),
        mass_source=_split(row["mass_source"], "+"),
        note=row["note"],
        pmcb_family=row["pmcb_family"] or None,
    )


@lru_cache(maxsize=1)
def _vocabulary() -> Vocabulary:
    return Vocabulary((row["term"], row["material_code"]) for row in _rows("synonyms"))


def _rows(table: str) -> list[dict[str, str]]:
    source = files("brocante.materials") / "data" / f"{table}.csv"
    return list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))


def _decimal(cell: str) -> Decimal | None:
    """A blank cell is unknown, never zero."""
    return Decimal(cell) if cell else None


def _integer(cell: str) -> int | None:
    return int(cell) if cell else None


def _split(cell: str, separator: str) -> tuple[str, ...]:
    return tuple(cell.split(separator)) if cell else ()
