"""The parts of the report on paper, each a list of what stands on its pages."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from brocante.editions.models import Edition
from brocante.impact import extras, pictures
from brocante.impact.credits import glossary, method_texts, sources_used
from brocante.impact.headlines import Headline, headlines, mass_text
from brocante.impact.paper import (
    HAIR,
    INNER,
    PAPER,
    Heading,
    Picture,
    beside,
    paragraphs,
    table,
    words,
)
from brocante.impact.parameters import SETTINGS, Parameter, number_of
from brocante.impact.report import (
    Breakdown,
    Report,
    co2_range,
    decimal_text,
    in_co2,
    in_tonnes,
    kilometres,
    square_metres,
)
from brocante.impact.rules import Dimension
from brocante.impact.site_map import commune_rings
from brocante.impact.words import OUTCOMES
from brocante.web.formats import day, day_year, money, number

_CHART = 72 * mm
_GAP = 8 * mm
_BESIDE = INNER - _CHART - _GAP
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
        cards = [_card(one) for one in headlines(self.figures)]
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
            "Goods whose weight nobody knows are counted as lines, never as tonnes: the real weight is at least this one. A hand-over that was undone counts for nothing."
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
            "Figures signed by %(who)s on %(day)s as version %(version)s, SHA-256 of the lines %(hash)s.",
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
            (f"{place}. {row.name}", mass_text(row.total), _covered(row.total.coverage))
            for place, row in enumerate(part.rows, start=1)
        ]
        listed = table(
            [part.label, _("Known weight"), _("Lines of known weight")],
            rows,
            [INNER - 55 * mm, 28 * mm, 27 * mm],
        )
        where = self.report.part(Dimension.EPCI)
        picture = [Picture(drawn, 118 * mm), Spacer(1, 6)] if drawn else []
        return [
            Heading(_("Where it left from")),
            *picture,
            listed,
            Spacer(1, 10),
            self._table(where),
        ]

    def goods(self) -> list[Flowable]:
        """Return the families and where they belong in the building REP scheme."""
        return [
            Heading(_("What went back into use")),
            *self._charted(self.report.part(Dimension.FAMILY), pictures.mass_bars),
            Spacer(1, 12),
            self._table(self.report.part(Dimension.PMCB)),
        ]

    def kinds(self) -> list[Flowable]:
        """Return conditions and how well the weights are known."""
        return [
            Heading(_("In which condition, and how well it is known")),
            *self._charted(self.report.part(Dimension.CONDITION), pictures.mass_shares),
            Spacer(1, 14),
            *self._charted(self.report.part(Dimension.ORIGIN), pictures.line_shares),
            Spacer(1, 14),
            self._table(self.report.part(Dimension.KIND)),
        ]

    def companies(self) -> list[Flowable]:
        """Return who gave back how much."""
        return [
            Heading(_("The companies")),
            *self._charted(self.report.part(Dimension.COMPANY), pictures.mass_bars),
        ]

    def carbon(self) -> list[Flowable]:
        """Return the carbon between its bounds."""
        figures, carbon, travel = self.figures, self.figures.carbon, self.figures.travel
        found: list[Flowable] = [Heading(_("Carbon"))]
        if not carbon.is_known:
            text = _("None of these goods has a sourced factor, so nothing is said of carbon.")
            return [*found, words(text)]
        lead = _(
            "The goods hold %(contained)s of CO2e. Reusing them avoided %(range)s, according to whether they would have been wasted or sold new.",
            contained=in_co2(carbon.typical),
            range=co2_range(figures.net_low, figures.net_high),
        )
        rows = [
            (_("Contained, low"), in_co2(carbon.low)),
            (_("Contained, typical value"), in_co2(carbon.typical)),
            (_("Contained, high"), in_co2(carbon.high)),
            (_("Avoided before travel, low"), in_co2(carbon.avoided_low)),
            (_("Avoided before travel, high"), in_co2(carbon.avoided_high)),
            (_("Visitors’ travel"), in_co2(travel.grams)),
            (_("Avoided, travel taken off, low"), in_co2(figures.net_low)),
            (_("Avoided, travel taken off, high"), in_co2(figures.net_high)),
        ]
        travelled = _(
            "%(trips)s trips, %(distance)s; the length of %(known)s is known, the others are assumed",
            trips=number(travel.trips),
            distance=kilometres(travel.metres),
            known=number(travel.known_trips),
        )
        share = _("Share of the tonnes with a sourced factor: %(share)s %%.", share=carbon.coverage)
        of_families = self._carbon_table(self.report.part(Dimension.FAMILY))
        return [
            *found,
            words(lead, "lead"),
            Picture(pictures.carbon_spans(figures), 120 * mm),
            Spacer(1, 8),
            table(["", _("t CO2e, two significant figures")], rows, [95 * mm, 50 * mm]),
            Spacer(1, 6),
            words(f"{_('Visitors’ travel')} : {travelled}.", "small"),
            words(
                f"{share} {_('Not to be added to figures that sellers or platforms publish for the same goods.')}",
                "small",
            ),
            *([words(self._alarm())] if carbon.is_alarming else []),
            Spacer(1, 8),
            of_families,
        ]

    def _alarm(self) -> str:
        held = self.figures.carbon.intensity
        return _(
            "One tonne of these goods would hold %(held)s t of CO2e, outside 0.05 to 2: something is wrong in the lines.",
            held=decimal_text(round(held, 3)) if held is not None else "",
        )

    def _carbon_table(self, part: Breakdown) -> Table:
        rows = []
        for row in part.rows:
            carbon = row.carbon
            known = carbon is not None and carbon.is_known
            cells = (
                (in_co2(carbon.low), in_co2(carbon.typical), in_co2(carbon.high))
                if carbon is not None and known
                else ("–", "–", "–")
            )
            share = _covered(carbon.coverage) if carbon is not None else "–"
            rows.append((row.name, *cells, share))
        head = [part.label, _("low"), _("typical"), _("high"), _("Tonnes with a factor")]
        return table(head, rows, [INNER - 100 * mm, 24 * mm, 24 * mm, 24 * mm, 28 * mm])

    def event(self) -> list[Flowable]:
        """Return who came and when."""
        present, slots = self.figures.attendance, self.figures.slots
        rows = [
            (_("Reservations"), number(present.reservations)),
            (_("Cancelled reservations"), number(present.cancelled)),
            (_("Visitors with a ticket who came"), number(present.visitors)),
            (_("Collections planned"), number(present.pickups)),
            (_("Collections made"), number(present.done)),
            (_("Did not come"), number(present.no_shows)),
            (_("Sales on the spot"), number(self.figures.walk_ins.lines)),
            (_("Pickup places booked"), _covered(slots.fill)),
            (
                _("Slots that were full"),
                _("%(full)s of %(slots)s", full=number(slots.full), slots=number(slots.slots)),
            ),
        ]
        found: list[Flowable] = [
            Heading(_("The event")),
            table(["", ""], rows, [95 * mm, 40 * mm]),
            Spacer(1, 6),
            words(
                _(
                    "Demand that was not met: full slots above, and goods that were sold out. Searches without an answer and waiting lists are not counted."
                ),
                "small",
            ),
        ]
        for key, chart in pictures.hour_columns(self.figures):
            title = f"{chart.title}, {day(pictures.day_of(key).date())}"
            found.append(KeepTogether([words(title, "h2"), Picture(chart, 125 * mm)]))
        if self.figures.parts[Dimension.HOUR]:
            found.append(words(_("Dark: with a reservation; light: sold on the spot."), "small"))
        fill = pictures.fill_columns(self.figures)
        if fill.bars:
            found.append(KeepTogether([words(fill.title, "h2"), Picture(fill, 125 * mm)]))
        return [*found, Spacer(1, 8), self._table(self.report.part(Dimension.DAY))]

    def space_and_money(self) -> list[Flowable]:
        """Return floor, money, and what stayed."""
        figures = self.figures
        pallet = number_of(figures.parameters, Parameter.PALLET_M2)
        floor = []
        for one in figures.spaces:
            place = figures.places.get(str(one.site_id))
            name = f"{place.company}, {place.name}" if place else str(one.site_id)
            area = square_metres(one.square_metres(pallet))
            floor.append((name, number(one.pallets), str(one.levels), area))
        typed = _(
            "Total, typed by %(typed)s of %(companies)s companies",
            typed=figures.space.typed,
            companies=figures.space.companies,
        )
        floor.append((typed, "", "", square_metres(figures.space.square_metres)))
        return [
            Heading(_("Space, money, and what stayed")),
            words(_("Storage freed, as the companies typed it"), "h2"),
            table(
                [_("Site"), _("Pallets"), _("Levels"), _("Floor")],
                floor,
                [INNER - 80 * mm, 24 * mm, 24 * mm, 32 * mm],
                total=True,
            ),
            words(_("Money"), "h2"),
            table(["", ""], self._money(), [120 * mm, 40 * mm]),
            words(_("Listings not sold out, by what became of the rest"), "h2"),
            self._left_over(),
        ]

    def _money(self) -> list[tuple[str, str]]:
        books, disposal = self.figures.money, self.figures.disposal_cents
        saved = books.saved_cents
        share = _(
            "%(lines)s lines, %(share)s %% of all",
            lines=number(books.attested_lines),
            share=books.coverage or 0,
        )
        return [
            (_("Value put back into use, at the prices asked"), money(books.value_cents)),
            (_("Lines given away"), number(books.free_lines)),
            (
                f"{_('Saved by buyers on lines with an attested earlier price')} ({share})",
                _("unknown") if saved is None else money(saved),
            ),
            (
                _("Disposal avoided, an option"),
                _("not counted") if disposal is None else money(disposal),
            ),
        ]

    def _left_over(self) -> Flowable:
        if not self.figures.unsold:
            return words(_("Everything that was shown has left."))
        rows = [
            (
                _(OUTCOMES[outcome]),
                number(left.listings),
                in_tonnes(left.mass_g) if left.known else _("unknown"),
                _covered(left.coverage),
            )
            for outcome, left in self.figures.unsold
        ]
        head = ["", _("Listings"), _("Known weight"), _("Listings of known weight")]
        return table(head, rows, [INNER - 85 * mm, 25 * mm, 30 * mm, 30 * mm])

    def method(self) -> list[Flowable]:
        """Return how it was counted."""
        found: list[Flowable] = [Heading(_("Method"))]
        for heading, text in method_texts():
            found += [KeepTogether([words(heading, "h2"), words(text)])]
        return found

    def parameters(self) -> list[Flowable]:
        """Return the parameters with their trace, and the sources."""
        figures = self.figures
        rows = [
            (
                f"{_(SETTINGS[name].label)} – {_(SETTINGS[name].basis)}",
                _("not counted")
                if value is None
                else f"{decimal_text(value)} {SETTINGS[name].unit}".strip(),
            )
            for name, value in figures.parameters.items()
        ]
        found: list[Flowable] = [
            Heading(_("Parameters and sources")),
            table([_("Parameter"), _("Value")], rows, [INNER - 40 * mm, 40 * mm]),
        ]
        if figures.changes:
            found.append(words(_("Changed from the values of the method:"), "h2"))
        found += [words(self._change(change), "small") for change in figures.changes]
        found.append(words(_("Data sets"), "h2"))
        for source in sources_used():
            cells = (source.title, source.publisher, source.version, source.licence, source.url)
            found.append(words(", ".join(filter(None, cells)), "small"))
        credit = _(
            "Values were selected and combined. Boundaries and communes: IGN, INSEE, La Poste, DILA, DGCL, Licence Ouverte 2.0."
        )
        return [*found, Spacer(1, 4), words(credit, "small")]

    def _change(self, change: extras.Change) -> str:
        known = {name.value: setting.label for name, setting in SETTINGS.items()}
        value = _("not counted") if change.value is None else decimal_text(change.value)
        label = _(known[change.name]) if change.name in known else change.name
        return f"{label} : {value}. {change.reason} ({day_year(change.at.date())}, {change.by})"

    def words(self) -> list[Flowable]:
        """Return the glossary and the thanks."""
        rows = [(term, meaning) for term, meaning in glossary()]
        listed = Table(
            [[words(term, "label"), words(meaning, "cell")] for term, meaning in rows],
            colWidths=[38 * mm, INNER - 38 * mm],
        )
        listed.setStyle(
            TableStyle(
                [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.5, HAIR)]
            )
        )
        found: list[Flowable] = [Heading(_("Glossary")), listed]
        if self.thanks:
            found += [Spacer(1, 14), words(_("Thanks"), "h2"), *paragraphs(self.thanks)]
        return found

    def _charted(self, part: Breakdown, draw: Any) -> Sequence[Flowable]:
        if not part.rows:
            return [words(_("Nothing was handed over"))]
        chart = draw(part)
        made = self._table(part, _BESIDE)
        return [beside(Picture(chart, _CHART), made, (_CHART + _GAP, _BESIDE))]

    def _table(self, part: Breakdown, width: float = INNER) -> Table:
        rows = [
            (row.name, mass_text(row.total), _covered(row.total.coverage), number(row.total.lines))
            for row in part.rows
        ]
        total = self.figures.total
        rows.append(
            (_("Total"), mass_text(total), _covered(total.coverage), number(total.lines))
        )
        head = [part.label, _("Known weight"), _("Lines of known weight"), _("Lines")]
        rest = width - 62 * mm
        return table(head, rows, [rest, 24 * mm, 22 * mm, 16 * mm], total=True)


def _card(one: Headline) -> list[Flowable]:
    note = [words(one.note, "small")] if one.note else []
    return [words(one.figure, "figure"), words(one.label, "label"), *note]


def _covered(share: int | None) -> str:
    return "–" if share is None else f"{share}\u00a0%"

