"""Communes of France, found by what people type: name, part of it, postcode, with mistakes.

The data (INSEE, La Poste, IGN, DILA: Licence Ouverte 2.0) is described in `core/data/README.md`. It
is read on first use and kept as two long texts, one line a commune, largest first: 4 MB in all,
where 35,000 objects would take 15. Lines become `Commune` objects only when they are answered.
"""

import lzma
import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from itertools import accumulate
from pathlib import Path

from brocante.core.geo import Point, distance_km
from brocante.core.likeness import most_alike

DATA = Path(__file__).parent / "data"

# Below that share of matching letters (rapidfuzz ratio, 0-100) a name is another name.
LIKENESS = 75
# A name alike in its first letters only ranks below one alike as a whole.
BEGINNING_ONLY = 5
# Answers that much less alike than the best one are left out.
NOISE = 12
LONGEST_QUERY = 80
SPELT_OUT = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", **dict.fromkeys("’‐‑–—", " ")}
)
INSEE_CODE = re.compile(r"[0-9][0-9AB][0-9]{3}")
ARTICLES = "(?:les? |la |l |aux? )"


@dataclass(frozen=True, slots=True)
class Commune:
    """A present-day commune: INSEE code, name, where its town hall stands (WGS 84 degrees)."""

    code: str
    name: str
    postcodes: tuple[str, ...]
    latitude: float
    longitude: float
    population: int
    department: str

    @property
    def point(self) -> Point:
        """Where the commune's town hall stands."""
        return Point(self.latitude, self.longitude)


@dataclass(frozen=True, slots=True)
class _Index:
    """Line n of `table` describes the commune whose searchable words are line n of `words`.

    A line of words reads " sarlat la caneda / 24200 24": each word has a blank before it, so that
    " " + beginning finds words by their beginning, and the slash closes the name.
    """

    table: bytes
    table_starts: Sequence[int]
    words: str
    word_starts: Sequence[int]

    def commune(self, row: int) -> Commune:
        line = self.table[self.table_starts[row] : self.table_starts[row + 1] - 1]
        code, name, postcodes, latitude, longitude, population = line.decode().split(";")
        return Commune(
            code=code,
            name=name,
            postcodes=tuple(postcodes.split()),
            latitude=float(latitude),
            longitude=float(longitude),
            population=int(population),
            department=department_of(code),
        )

    def line(self, row: int) -> str:
        return self.words[self.word_starts[row] : self.word_starts[row + 1] - 1]

    def department(self, row: int) -> str:
        start = self.table_starts[row]
        return department_of(self.table[start : start + 3].decode())

    def rows_with(self, needle: str) -> Iterator[int]:
        """Yield the rows whose words hold `needle`, largest commune first."""
        position = self.words.find(needle)
        while position >= 0:
            row = bisect_right(self.word_starts, position) - 1
            yield row
            position = self.words.find(needle, self.word_starts[row + 1])


def find_communes(
    text: str, limit: int = 8, near: Point | None = None, department: str | None = None
) -> list[Commune]:
    """Return at most `limit` communes for what a person typed, the likeliest first.

    Understands beginnings of words, postcodes or their beginning, both together, "st" for "saint";
    without accents, capitals or hyphens. Full names come first, then beginnings of names, then the
    rest; among equals the nearest to `near` when given, the most populated otherwise and for a
    postcode alone. Only when nothing matches are misspellings tried. `department` keeps one
    département's communes.
    """
    words, digits = _asked(text)
    if limit < 1 or not (words or digits):
        return []
    index = _index()
    # A wrong postcode must not hide a right name, and people write "Paris 12".
    rows = _matching(index, words + digits, department) or _matching(index, words, department)
    if not rows:
        rows = _resembling(index, " ".join(words), department, limit)
        return [index.commune(row) for row in rows]
    name = " ".join(words)
    full = re.compile(f" {ARTICLES}?{name} /")
    beginning = re.compile(f" {ARTICLES}?{name}")

    def rank(row: int) -> tuple[int, float]:
        line = index.line(row)
        kind = 0 if full.match(line) else 1 if beginning.match(line) else 2
        # Rows are numbered from the most populated commune down.
        return kind, distance_km(near, index.commune(row).point) if near and words else row

    return [index.commune(row) for row in nsmallest(limit, rows, key=rank)]


def commune(code: str) -> Commune | None:
    """Return the commune of that INSEE code, None when there is none today."""
    if not INSEE_CODE.fullmatch(code):
        return None
    index = _index()
    position = index.table.find(f"\n{code};".encode())
    if position >= 0:
        return index.commune(bisect_right(index.table_starts, position + 1) - 1)
    # The first line has no line end before it.
    first = index.commune(0)
    return first if first.code == code else None


@lru_cache(maxsize=1)
def departments() -> dict[str, str]:
    """Return the name of each département that has communes here, by its code, in order."""
    lines = (DATA / "departments.csv").read_text(encoding="utf-8").splitlines()
    return dict(line.split(";") for line in lines)


def department_of(code: str) -> str:
    """Return the département of an INSEE code: three characters overseas, two elsewhere."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def _asked(text: str) -> tuple[list[str], list[str]]:
    """Split what was typed into words of a name and digits of a postcode."""
    asked = [word for word in _searchable(text[:LONGEST_QUERY]).split() if word != "cedex"]
    return [w for w in asked if not w.isdigit()], [w for w in asked if w.isdigit()]


def _matching(index: _Index, asked: list[str], department: str | None) -> list[int]:
    """Return the rows in which every word asked begins a word, largest commune first."""
    if not asked:
        return []
    rarest = max(asked, key=len)
    others = [f" {word}" for word in asked if word != rarest]
    return [
        row
        for row in index.rows_with(f" {rarest}")
        if all(other in index.line(row) for other in others)
        and (department is None or index.department(row) == department)
    ]


def _resembling(index: _Index, name: str, department: str | None, limit: int) -> list[int]:
    """Return the rows whose name, or its beginning, is nearly `name`; the most alike first."""
    name = re.sub(f"^{ARTICLES}", "", name)
    if len(name) < 3:
        return []
    # Blank rather than drop the other départements' names, so that positions stay row numbers.
    every = re.findall(rf"^ {ARTICLES}?(.*?) /", index.words, re.MULTILINE)
    names = [
        "" if department and index.department(row) != department else candidate
        for row, candidate in enumerate(every)
    ]
    whole = most_alike(name, names, least=LIKENESS, limit=limit)
    starts = [candidate[: len(name)] for candidate in names]
    begun = most_alike(name, starts, least=LIKENESS, limit=limit)
    likeness: dict[int, float] = {row: score - BEGINNING_ONLY for _, score, row in begun}
    likeness |= {row: max(score, likeness.get(row, 0)) for _, score, row in whole}
    least = max(likeness.values(), default=0.0) - NOISE
    alike = [row for row, score in likeness.items() if score >= least]
    return nsmallest(limit, alike, key=lambda row: (-likeness[row], row))


def _searchable(text: str) -> str:
    """Return `text` as blank-separated words of a-z and digits; line ends stay."""
    # Encoding drops what is not ASCII: what separates or spells letters is replaced before.
    plain = unicodedata.normalize("NFKD", text.translate(SPELT_OUT)).encode("ascii", "ignore")
    words = re.sub(r"[^a-z0-9\n]+", " ", plain.decode().lower())
    return re.sub(r"\bst(e?)\b", r"saint\1", words)


@lru_cache(maxsize=1)
def _index() -> _Index:
    """Read the shipped file once (about 0.15 s)."""
    lines = lzma.decompress((DATA / "communes.csv.xz").read_bytes()).splitlines()
    lines.sort(key=lambda line: -int(line.rpartition(b";")[2]))
    fields = [line.split(b";", 3) for line in lines]
    names = _searchable(b"\n".join(name for _, name, *_ in fields).decode()).split("\n")
    words = [
        f" {name.strip()} / {row[2].decode()}" for name, row in zip(names, fields, strict=True)
    ]
    return _Index(
        table=b"\n".join([*lines, b""]),
        table_starts=_starts(map(len, lines)),
        words="\n".join([*words, ""]),
        word_starts=_starts(map(len, words)),
    )


def _starts(lengths: Iterable[int]) -> Sequence[int]:
    """Return where each line begins, its line end counted, and where the text stops."""
    return array("I", accumulate((length + 1 for length in lengths), initial=0))
