"""Which line of a list is which listing of the company: sure, likely, or nobody knows.

Sure is what names the listing (our own export), has the same reference, batch and place, or the
very same words and sizes, and exists once on each side. What only resembles is proposed, never
decided.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from brocante.catalogue.rules import Offer
from brocante.stocklists.words import folded

LIKELY = 88
MARGIN = 3
SIZES = ("length_mm", "width_mm", "height_mm", "thickness_mm", "diameter_mm")
_FIGURES = re.compile(r"\d+")
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Goods:
    """What a line or a listing is recognised by; `key` is its place or its id."""

    key: int
    title: str
    reference: str
    batch: str
    location: str
    dims: tuple[int | None, ...]
    condition: str | None
    unit: str
    code: str = ""

    @property
    def name(self) -> tuple[Hashable, ...]:
        """The words, sizes and condition, as they must all be the same without a reference."""
        return (self.title, self.dims, self.condition, self.unit)


@dataclass(frozen=True, slots=True)
class Match:
    """A listing for a line; `is_sure` when nobody needs to be asked."""

    listing: int
    is_sure: bool


def goods_of(key: int, offer: Offer, code: str = "") -> Goods:
    """Return what an offer is recognised by; `code` is that of its listing, where it is told."""
    return Goods(
        key,
        _plain(offer.title),
        folded(offer.reference),
        folded(offer.batch),
        folded(offer.location),
        tuple(getattr(offer, name) for name in SIZES),
        offer.condition and offer.condition.value,
        offer.unit.value,
        code,
    )


def goods_of_line(
    key: int, parsed: Mapping[str, Any], edited: Mapping[str, Any] | None, condition: str | None
) -> Goods:
    """Return what a line is recognised by; `condition` is that of lines that say none."""
    said = {**parsed, **(edited or {})}
    dims = parsed.get("dims") or {}
    return Goods(
        key,
        _plain(said.get("title") or ""),
        folded(said.get("reference") or ""),
        folded(said.get("batch") or ""),
        folded(said.get("location") or ""),
        tuple(said.get(name, dims.get(name)) for name in SIZES),
        said.get("condition") or condition,
        _unit(said),
        parsed.get("listing_code") or "",
    )


def _unit(said: Mapping[str, Any]) -> str:
    """Return the unit a line is sold in: that of its content when it is priced so."""
    content, per = said.get("content"), said.get("price_per")
    opened = content is not None and per in {content["unit"], content["total_unit"]}
    return str(per if opened else said.get("unit") or "u")


def _plain(title: str) -> str:
    return " ".join(_WORD.findall(folded(title)))


def match(lines: Sequence[Goods], listings: Sequence[Goods]) -> dict[int, Match]:
    """Return the listing of each line that has one, each listing at most once."""
    found: dict[int, Match] = {}
    rest, free = list(lines), list(listings)
    for key in _KEYS:
        pairs = _pairs(rest, free, key)
        found |= {line: Match(listing, is_sure=True) for line, listing in pairs.items()}
        taken = set(pairs.values())
        rest = [goods for goods in rest if goods.key not in pairs]
        free = [goods for goods in free if goods.key not in taken]
    return found | _likely(rest, free)


def _by_code(goods: Goods) -> Hashable | None:
    return goods.code or None


def _by_all(goods: Goods) -> Hashable | None:
    return (goods.reference, goods.batch, goods.location) if goods.reference else None


def _by_all_and_name(goods: Goods) -> Hashable | None:
    return (goods.reference, goods.batch, goods.location, goods.name) if goods.reference else None


def _by_batch(goods: Goods) -> Hashable | None:
    return (goods.reference, goods.batch) if goods.reference else None


def _by_place(goods: Goods) -> Hashable | None:
    return None if goods.reference else (goods.name, goods.batch, goods.location)


def _by_name(goods: Goods) -> Hashable | None:
    return None if goods.reference else (goods.name, goods.batch)


_KEYS: tuple[Callable[[Goods], Hashable | None], ...] = (
    _by_code,
    _by_all_and_name,
    _by_all,
    _by_batch,
    _by_place,
    _by_name,
)


def _pairs(
    lines: Iterable[Goods], listings: Iterable[Goods], key: Callable[[Goods], Hashable | None]
) -> dict[int, int]:
    """Pair what has the same key, once on each side.

    Goods alike in everything, as many times on each side, are paired in their order.
    """
    ours, theirs = _grouped(lines, key), _grouped(listings, key)
    pairs: dict[int, int] = {}
    for value, ones in ours.items():
        others = theirs.get(value, [])
        is_whole = key in {_by_all_and_name, _by_place} and len(ones) == len(others)
        if is_whole or len(ones) == len(others) == 1:
            pairs |= {
                one.key: other.key
                for one, other in zip(
                    ones, sorted(others, key=lambda goods: goods.key), strict=True
                )
            }
    return pairs


def _grouped(
    goods: Iterable[Goods], key: Callable[[Goods], Hashable | None]
) -> dict[Hashable, list[Goods]]:
    groups: dict[Hashable, list[Goods]] = defaultdict(list)
    for one in goods:
        value = key(one)
        if value is not None:
            groups[value].append(one)
    return groups


def _likely(lines: list[Goods], listings: list[Goods]) -> dict[int, Match]:
    """Propose the listing whose words are most like those of a line, when no other comes near."""
    by_figures: dict[tuple[str, ...], list[Goods]] = defaultdict(list)
    for listing in listings:
        by_figures[_figures(listing)].append(listing)
    proposals: dict[int, tuple[float, int]] = {}
    for line in lines:
        candidates = [one for one in by_figures.get(_figures(line), ()) if _may_be(line, one)]
        scored = sorted(
            ((fuzz.token_sort_ratio(line.title, one.title), one.key) for one in candidates),
            reverse=True,
        )
        is_alone = len(scored) == 1 or (scored and scored[0][0] - scored[1][0] >= MARGIN)
        if scored and scored[0][0] >= LIKELY and is_alone:
            score, key = scored[0]
            held = proposals.get(key)
            if held is None or held[0] < score:
                proposals[key] = (score, line.key)
    return {line: Match(listing, is_sure=False) for listing, (_s, line) in proposals.items()}


def _figures(goods: Goods) -> tuple[str, ...]:
    """Other figures are other goods: model 122 is not model 124."""
    return tuple(sorted(_FIGURES.findall(goods.title)))


def _may_be(line: Goods, listing: Goods) -> bool:
    sizes = zip(line.dims, listing.dims, strict=True)
    return (
        not (line.reference and listing.reference and line.reference != listing.reference)
        and not (line.batch and listing.batch and line.batch != listing.batch)
        and not (line.condition and listing.condition and line.condition != listing.condition)
        and all(one is None or other is None or one == other for one, other in sizes)
    )
