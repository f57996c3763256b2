"""The words an edition uses: to correct what was typed, and to end what is being typed."""

from collections import Counter
from functools import lru_cache

from sqlalchemy import select

from brocante.catalogue.models import Listing, ListingState
from brocante.catalogue.words import analyse
from brocante.companies.models import Company
from brocante.core.db import session

# Those of the titles of that many of the newest listings.
MOST_TITLES = 5_000


# Few, as each is some thousand words.
@lru_cache(maxsize=4)
def used_words(_database: object, edition_id: int, _moment: object) -> list[str]:
    """Return the words of titles and companies, the most used first; read once for each moment."""
    rows = session.execute(
        select(Listing.title, Company.name)
        .join(Company, Company.id == Listing.company_id)
        .where(
            Listing.edition_id == edition_id,
            Listing.state == ListingState.PUBLISHED,
            Listing.available.is_(True),
        )
        .order_by(Listing.id.desc())
        .limit(MOST_TITLES)
    )
    counted = Counter(word for row in rows for word in analyse(f"{row[0]} {row[1]}"))
    return sorted(counted, key=lambda word: (-counted[word], word))
