"""The parts of the report on paper, each a list of what stands on its pages."""

from typing import Any

from flask_babel import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from brocante.editions.models import Edition
from brocante.impact import extras, pictures
from brocante.impact.headlines import Headline, headlines, mass_text
from brocante.impact.paper import (
    INNER,
    PAPER,
    Heading,
    Picture,
    beside,
    paragraphs,
    table,
    words,
)
from brocante.impact.paper_tables import charted, covered, masses
from brocante.impact.report import (
    Report,
)
from brocante.impact.rules import Dimension
from brocante.impact.site_map import commune_rings
from brocante.web.formats import day_year

_MAP = 88 * mm
_GAP = 6 * mm
_PER_ROW = 2


class Parts:
    """The parts of one edition's report."""

    def __init__(self, edition: Edition, report: Report) -> None:
        self.edition, self.report, self.figures = edition, report, report.figures
        texts = extras.report_text(edition.id)
        self.introduction = texts.introduction if texts else ""
        self.thanks = texts.thanks if texts else ""

    def summary(self) -> list[Flowable]:
        """Return the page that says it all."""
        cards: list[Any] = [_card(one) for one in headlines(self.figures)]
        rows = [cards[n : n + _PER_ROW] for n in range(0, len(cards), _PER_ROW)]
        rows[-1] += [""] * (_PER_ROW - len(rows[-1]))
        grid = Table(rows, colWidths=[INNER / _PER_ROW] * _PER_ROW)
        grid.setStyle(
            TableStyle(
                [
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("BACKGROUND", (0, 0), (-1, -1), PAPER),
                    ("INNERGRID", (0, 0), (-1, -1), 3, "#ffffff"),
                    ("LEFTPADDING", (0, 0), (-1, -1), 9),
                    ("TOPPADDING", (0, 0), (-1, -1), 7),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
                ]
            )
        )
        note = _(
            "Goods whose weight nobody knows are counted as lines, never as tonnes: the real "
            "weight is at least this one. A hand-over that was undone counts for nothing."
        )
        return [
            Heading(_("On one page")),
            *paragraphs(self.introduction, "lead")[:6],
            grid,
            Spacer(1, 8),
            words(note, "small"),
            words(self._signed(), "small"),
        ]

    def _signed(self) -> str:
        versions = extras.published(self.edition.id)
        if not versions:
            return _("These figures have not been signed yet: they may still change.")
        last = versions[0]
        return _(
            "Figures signed by %(who)s on %(day)s as version %(version)s, SHA-256 of the lines "
            "%(hash)s.",
            who=last.signed_by,
            day=day_year(last.at.date()),
            version=last.version,
            hash=last.ledger_sha256,
        )

    def places(self) -> list[Flowable]:
        """Return the map of the sites with their tonnes."""
        codes = [code.strip() for code in self.edition.departments.split(",") if code.strip()]
        drawn = pictures.sites_map(self.edition, self.report, commune_rings(codes))
        part = self.report.part(Dimension.SITE)
        rows = [
            (f"{place}. {row.name}", mass_text(row.total), covered(row.total.coverage))
            for place, row in enumerate(part.rows, start=1)
        ]
        width = INNER - _MAP - _GAP if drawn else INNER
        listed = table(
            [part.label, _("Known weight"), _("Lines of known weight")],
            rows,
            [width - 42 * mm, 22 * mm, 20 * mm],
        )
        both: list[Flowable] = (
            [beside(Picture(drawn, _MAP), listed, (_MAP + _GAP, width))] if drawn else [listed]
        )
        where = self.report.part(Dimension.EPCI)
        return [
            Heading(_("Where it left from")),
            *both,
            Spacer(1, 12),
            masses(where, self.figures.total),
        ]

    def goods(self) -> list[Flowable]:
        """Return the families."""
        return [
            Heading(_("What went back into use")),
            *charted(self.report.part(Dimension.FAMILY), self.figures.total, pictures.mass_bars),
        ]

    def kinds(self) -> list[Flowable]:
        """Return conditions, how well the weights are known, families of the REP scheme."""
        return [
            Heading(_("In which condition, and how well it is known")),
            *charted(
                self.report.part(Dimension.CONDITION), self.figures.total, pictures.mass_shares
            ),
            Spacer(1, 14),
            *charted(self.report.part(Dimension.ORIGIN), self.figures.total, pictures.line_shares),
            Spacer(1, 14),
            masses(self.report.part(Dimension.KIND), self.figures.total),
            Spacer(1, 14),
            masses(self.report.part(Dimension.PMCB), self.figures.total),
        ]

    def companies(self) -> list[Flowable]:
        """Return who gave back how much."""
        return [
            Heading(_("The companies")),
            *charted(self.report.part(Dimension.COMPANY), self.figures.total, pictures.mass_bars),
        ]


def _card(one: Headline) -> list[Flowable]:
    note = [words(one.note, "small")] if one.note else []
    return [words(one.figure, "figure"), words(one.label, "label"), *note]
