"""Purchase costs in running text: the figure after such a word is taken out."""

from __future__ import annotations

import re

_WORDS = (
    r"(?:p(?:ri)?x\s+d(?:e\s+revient|['’]achat)|prix\s+achat|P\.?A\.?(?:\s?HT)?|PRMP|PMP|PUMP|CUMP|DPA"
    r"|co[ûu]ts?(?:\s+d['’]achat)?|marges?|achet[ée]e?s?|valoris[ée]e?s?|valorisation|val\.?\s+stock"
    r"|valeur(?:\s+(?:du|de|en|totale)(?:\s+(?:du\s+)?stock)?)?)"
)
_COST = re.compile(
    rf"(?<!\w)({_WORDS})(?!\w)([^\d\n]{{0,25}}?)\d[\d   .,]*\d?\s?(?:€|k€|%|euros?)?",
    re.IGNORECASE,
)


def without_costs(text: str) -> str:
    """Return a text in which figures of purchase, margin and stock value are dots."""
    return _COST.sub(r"\1\2…", text)
