"""A company's certificate of reuse: one page, with how well each figure is known."""

from io import BytesIO

from flask_babel import gettext as _
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, Spacer

from brocante.core import clock
from brocante.editions.models import Edition
from brocante.impact import extras
from brocante.impact.brochure import organiser_name
from brocante.impact.credits import data_version
from brocante.impact.headlines import coverage_text, mass_text
from brocante.impact.own_share import OwnShare
from brocante.impact.paper import INNER, MAIN, MARGIN, PAGE, SECOND, styles, table, words
from brocante.impact.report import co2_range, in_co2, square_metres
from brocante.impact.rules import Dimension, results_are_public
from brocante.printing.gathering import stamp
from brocante.printing.typesetting import BOLD, DISPLAY, REGULAR, clean, shrunk, wrap
from brocante.web.formats import day_year, days, number
from brocante.web.languages import current_language

_MOST_ROWS = 12


def certificate_pdf(edition: Edition, company: str, share: OwnShare) -> bytes:
    """Return the certificate of a company."""
    out = BytesIO()
    styles()
    canvas = Canvas(out, pagesize=PAGE, pageCompression=1, lang=current_language())
    title = (
        _("Certificate of reuse") if _is_over(edition) else _("Provisional certificate of reuse")
    )
    canvas.setTitle(f"{title} – {company}")
    canvas.setFillColor(MAIN)
    canvas.rect(0, PAGE[1] - 12 * mm, PAGE[0], 12 * mm, stroke=0, fill=1)
    _stamp(canvas)
    y = PAGE[1] - 34 * mm
    canvas.setFillColor(MAIN)
    canvas.setFont(DISPLAY, shrunk(clean(title), DISPLAY, 28, INNER))
    canvas.drawString(MARGIN, y, clean(title))
    canvas.setFillColor(SECOND)
    canvas.setFont(REGULAR, 12)
    where = f"{edition.name}, {days(edition.starts_on, edition.ends_on)}"
    canvas.drawString(MARGIN, y - 20, clean(where))
    canvas.setFillColorRGB(0, 0, 0)
    y -= 48
    for line in wrap(clean(company), BOLD, 20, INNER, 2)[0]:
        canvas.setFont(BOLD, 20)
        canvas.drawString(MARGIN, y, line)
        y -= 25
    frame = Frame(MARGIN, 30 * mm, INNER, y - 30 * mm, 0, 0, 0, 0)
    frame.addFromList(_story(edition, company, share), canvas)
    _foot(canvas, edition)
    canvas.save()
    return out.getvalue()


def _story(edition: Edition, company: str, share: OwnShare) -> list[Flowable]:
    figures = [
        (_("Building materials"), f"{mass_text(share.total)} ({coverage_text(share.total)})")
    ]
    if share.carbon.is_known:
        carbon = share.carbon
        text = f"{in_co2(carbon.typical)} ({co2_range(carbon.low, carbon.high)})"
        figures.append((_("CO2e contained in the goods"), text))
        covered = _("sourced factor for %(share)s %% of the tonnes", share=carbon.coverage)
        figures.append((_("Share of carbon that is known"), covered))
    if share.space.typed:
        figures.append((_("Storage freed, as typed"), square_metres(share.space.square_metres)))
    part = next(one for one in share.breakdowns if one.dimension is Dimension.FAMILY)
    rows = [
        (row.name, mass_text(row.total), number(row.total.lines)) for row in part.rows[:_MOST_ROWS]
    ]
    return [
        words(_lead(edition, company), "lead"),
        table(["", ""], figures, [70 * mm, INNER - 70 * mm]),
        Spacer(1, 14),
        table(
            [part.label, _("Known weight"), _("Lines")], rows, [INNER - 60 * mm, 36 * mm, 24 * mm]
        ),
        Spacer(1, 12),
        words(
            _(
                "Weights are those of the hand-overs as the counters wrote them down. Carbon is "
                "that of making the goods (A1 to A3); it is no claim that as much was avoided."
            ),
            "small",
        ),
        words(_signed(edition), "small"),
    ]


def _is_over(edition: Edition) -> bool:
    """Tell whether the days are behind: before, nothing can be certified of them."""
    return results_are_public(edition.state)


def _lead(edition: Edition, company: str) -> str:
    told = {
        "organiser": organiser_name(edition),
        "company": company,
        "days": days(edition.starts_on, edition.ends_on),
    }
    if _is_over(edition):
        return _("%(organiser)s certifies that %(company)s put back into use, on %(days)s:", **told)
    return _(
        "Provisional: the sale of %(days)s is not over, and these figures will still change. "
        "Up to %(today)s, %(organiser)s has counted for %(company)s:",
        today=day_year(clock.today(edition.time_zone)),
        **told,
    )


def _stamp(canvas: Canvas) -> None:
    """Say at the top that these goods are made up, where they are."""
    canvas.setFillColorRGB(1, 1, 1)
    canvas.setFont(BOLD, 12)
    canvas.drawRightString(PAGE[0] - MARGIN, PAGE[1] - 8 * mm, clean(stamp()))


def _signed(edition: Edition) -> str:
    versions = extras.published(edition.id)
    if not versions:
        return _("These figures have not been signed yet: they may still change.")
    return _(
        "Figures signed by %(who)s on %(day)s as version %(version)s, SHA-256 of the lines "
        "%(hash)s.",
        who=versions[0].signed_by,
        day=day_year(versions[0].at.date()),
        version=versions[0].version,
        hash=versions[0].ledger_sha256,
    )


def _foot(canvas: Canvas, edition: Edition) -> None:
    today = day_year(clock.today(edition.time_zone))
    canvas.setFont(REGULAR, 9)
    canvas.setFillColor(SECOND)
    canvas.drawString(
        MARGIN, 16 * mm, clean(f"{organiser_name(edition)}, {today}. {data_version()}")
    )
