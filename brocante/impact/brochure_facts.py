"""The parts of the report on carbon, the two days, space and money, on paper."""

from flask_babel import gettext as _
from flask_babel import ngettext
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from brocante.impact import pictures
from brocante.impact.paper import INNER, Heading, Picture, beside, table, words
from brocante.impact.paper_tables import covered, fills, masses
from brocante.impact.parameters import Parameter, number_of
from brocante.impact.report import (
    Breakdown,
    Report,
    co2_range,
    decimal_text,
    fill_by_hour,
    fill_by_site,
    floor_rule,
    in_co2,
    in_tonnes,
    kilometres,
    square_metres,
)
from brocante.impact.rules import Dimension
from brocante.impact.words import OUTCOMES, unmet_words
from brocante.web.formats import day, money, number

_GAP = 8 * mm
_HALF = (INNER - _GAP) / 2


class Facts:
    """What is told of one edition besides its tonnes."""

    def __init__(self, report: Report) -> None:
        self.report, self.figures = report, report.figures

    def carbon(self) -> list[Flowable]:
        """Return the carbon between its bounds."""
        figures, carbon, travel = self.figures, self.figures.carbon, self.figures.travel
        found: list[Flowable] = [Heading(_("Carbon"))]
        if not carbon.is_known:
            text = _("None of these goods has a sourced factor, so nothing is said of carbon.")
            return [*found, words(text)]
        lead = _(
            "The goods hold %(contained)s of CO2e. Reusing them avoided %(range)s, according to "
            "whether they would have been wasted or sold new.",
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
            "%(trips)s trips, %(distance)s; the length of %(known)s is known, the others are "
            "assumed",
            trips=number(travel.trips),
            distance=kilometres(travel.metres),
            known=number(travel.known_trips),
        )
        share = _("Share of the tonnes with a sourced factor: %(share)s %%.", share=carbon.coverage)
        apart = _(
            "Not to be added to figures that sellers or platforms publish for the same goods."
        )
        of_families = self._carbon_table(self.report.part(Dimension.FAMILY))
        return [
            *found,
            words(lead, "lead"),
            Picture(pictures.carbon_spans(figures), 120 * mm),
            Spacer(1, 8),
            table(["", _("t CO2e, two significant figures")], rows, [95 * mm, 50 * mm]),
            Spacer(1, 6),
            words(f"{_('Visitors’ travel')}{_(': ')}{travelled}.", "small"),
            words(f"{share} {apart}", "small"),
            *([words(self._alarm())] if carbon.is_alarming else []),
            Spacer(1, 8),
            of_families,
        ]

    def _alarm(self) -> str:
        held = self.figures.carbon.intensity
        return _(
            "One tonne of these goods would hold %(held)s t of CO2e, outside 0.05 to 2: something "
            "is wrong in the lines.",
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
            share = covered(carbon.coverage) if carbon is not None else "–"
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
            (_("Pickup places booked"), covered(slots.fill)),
            (
                _("Slots that were full"),
                _("%(full)s of %(slots)s", full=number(slots.full), slots=number(slots.slots)),
            ),
            (_("Searches without an answer"), number(self.figures.missed.searches)),
        ]
        found: list[Flowable] = [
            Heading(_("The event")),
            table(["", ""], rows, [95 * mm, 40 * mm]),
            Spacer(1, 6),
            words(
                " ".join(unmet_words(self.figures.missed)),
                "small",
            ),
        ]
        columns = [
            [
                words(f"{chart.title}, {day(pictures.day_of(key).date())}", "h2"),
                Picture(chart, _HALF),
            ]
            for key, chart in pictures.hour_columns(self.figures)
        ]
        found += [
            beside(
                columns[n], columns[n + 1] if n + 1 < len(columns) else "", (_HALF + _GAP, _HALF)
            )
            for n in range(0, len(columns), 2)
        ]
        if columns:
            found.append(words(_("Dark: with a reservation; light: sold on the spot."), "small"))
        of_days = self.report.part(Dimension.DAY)
        return [*found, *self._filled(), Spacer(1, 8), masses(of_days, self.figures.total)]

    def _filled(self) -> list[Flowable]:
        figures, chart = self.figures, pictures.fill_columns(self.figures)
        if not chart.bars:
            return []
        by_hour = fills(_("Hour"), fill_by_hour(figures), figures.slots, _HALF)
        pair = beside(Picture(chart, _HALF), by_hour, (_HALF + _GAP, _HALF))
        return [
            KeepTogether([words(chart.title, "h2"), pair]),
            words(_("Pickup places booked, by site"), "h2"),
            fills(_("Site"), fill_by_site(figures), figures.slots),
        ]

    def space_and_money(self) -> list[Flowable]:
        """Return floor, money, and what stayed."""
        figures = self.figures
        pallet = number_of(figures.parameters, Parameter.PALLET_M2)
        floor = []
        for one in figures.spaces:
            place = figures.places.get(str(one.site_id))
            name = f"{place.company}, {place.name}" if place else str(one.site_id)
            other, area = (
                square_metres(value) for value in (one.other_m2, one.square_metres(pallet))
            )
            floor.append((name, number(one.pallets), str(one.levels), other, area))
        typed = ngettext(
            "Total, typed by %(num)d company of %(companies)s",
            "Total, typed by %(num)d companies of %(companies)s",
            figures.space.typed,
            companies=figures.space.companies,
        )
        floor.append((typed, "", "", "", square_metres(figures.space.square_metres)))
        return [
            Heading(_("Space, money, and what stayed")),
            words(_("Storage freed, as the companies typed it"), "h2"),
            table(
                [_("Site"), _("Pallets"), _("Levels"), _("Other floor"), _("Floor")],
                floor,
                [INNER - 98 * mm, 20 * mm, 20 * mm, 28 * mm, 30 * mm],
                total=True,
            ),
            Spacer(1, 4),
            words(floor_rule(pallet), "small"),
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
                covered(left.coverage),
            )
            for outcome, left in self.figures.unsold
        ]
        head = ["", _("Listings"), _("Known weight"), _("Listings of known weight")]
        return table(head, rows, [INNER - 85 * mm, 25 * mm, 30 * mm, 30 * mm])
