"""Editions side by side: counted by the method of today, what was published then kept beside."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from brocante.editions.models import Edition
from brocante.impact.extras import published
from brocante.impact.figures import Figures, figures_of
from brocante.impact.headlines import Headline, headlines
from brocante.impact.models import PublishedReport
from brocante.impact.report import co2_range, in_tonnes

MOST_EDITIONS = 6


@dataclass(frozen=True, slots=True)
class Column:
    """One edition: its figures of today, and of its latest signed version."""

    edition: Edition
    figures: Figures
    headlines: dict[str, Headline]
    version: PublishedReport | None
    then: dict[str, str]

    @property
    def has_moved(self) -> bool:
        """Tell whether the figures of today are not those that were published."""
        shown = {key: self.headlines[key].figure for key in self.then if key in self.headlines}
        return self.version is not None and shown != self.then


def compared(editions: Iterable[Edition]) -> list[Column]:
    """Return the latest editions, the latest first."""
    return [_column(edition) for edition in list(editions)[:MOST_EDITIONS]]


def _column(edition: Edition) -> Column:
    figures = figures_of(edition)
    versions = published(edition.id)
    version = versions[0] if versions else None
    return Column(
        edition,
        figures,
        {one.key: one for one in headlines(figures)},
        version,
        _then(version.figures) if version else {},
    )


def _then(figures: dict[str, Any]) -> dict[str, str]:
    mass = figures["total"]["mass_g"]
    exact = figures["carbon"]["exact"]
    found = {"mass": in_tonnes(mass)} if mass is not None else {}
    if figures["carbon"]["mass_with_factor_g"]:
        low, high = (
            Decimal(str(exact[name])).scaleb(6) for name in ("avoided_net_low", "avoided_net_high")
        )
        found["avoided"] = co2_range(low, high)
    return found
