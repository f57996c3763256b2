"""How alike two spellings are."""

from collections.abc import Sequence


def most_alike(
    word: str, candidates: Sequence[str], *, least: float, limit: int
) -> list[tuple[str, float, int]]:
    """Return the candidates most like `word`, with their likeness (0-100) and their place.

    Likeness is the share of letters in common, in order (rapidfuzz ratio); below `least` a
    candidate is another word.
    """
    # Here, not above: a web process that never corrects a word is 4 MB lighter.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    return process.extract(word, candidates, scorer=fuzz.ratio, score_cutoff=least, limit=limit)
