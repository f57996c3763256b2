"""What titles and footers say of all prices: HT, TTC, or no VAT at all."""

from __future__ import annotations

import re
from collections.abc import Iterable

from brocante.stocklists.options import Options
from brocante.stocklists.pricing import Terms
from brocante.stocklists.roles import Basis
from brocante.stocklists.words import any_of, folded

_HT = any_of([r"h\.?\s?t\.?", r"hors taxes?", r"hors tva", "htva"])
_TTC = any_of([r"t\.?t\.?c\.?", r"toutes taxes comprises", r"taxes comprises", r"tva comprise"])
# Amounts that are no prices of articles.
_AMOUNTS = any_of(
    [r"valeurs?", r"valoris\w*", r"achats?", r"totaux|total", r"montants?", r"couts?", r"marges?"]
)
_FRANCHISE = re.compile(
    r"tva\s+non\s+applicable|293\s?b(?![a-z0-9])|franchise (?:de |en base de )?tva"
)


def find_terms(remarks: Iterable[str], options: Options) -> Terms:
    """Gather what the titles and footers of a sheet say; two bases said are none."""
    texts = [folded(text) for text in remarks]
    bases = set()
    for text in texts:
        if not _AMOUNTS.search(text):
            bases |= {basis for basis, word in _WORDS if word.search(text)}
    return Terms(
        basis=bases.pop() if len(bases) == 1 else None,
        is_franchise=any(_FRANCHISE.search(text) for text in texts),
        asked_basis=options.prices,
        rate=options.vat_rate,
    )


_WORDS = ((Basis.HT, _HT), (Basis.TTC, _TTC))
