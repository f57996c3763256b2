"""The report as a PDF to hand to a prefect: cover, summary, map, goods, carbon, event, method."""

from io import BytesIO
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
)

from brocante.accounts.queries import organiser
from brocante.core import clock
from brocante.core.storage import Store
from brocante.editions.models import Edition
from brocante.impact import brochure_words, extras
from brocante.impact.brochure_facts import Facts
from brocante.impact.brochure_parts import Parts
from brocante.impact.headlines import headlines
from brocante.impact.logos import read_logo
from brocante.impact.paper import (
    HAIR,
    INK,
    INNER,
    MAIN,
    MARGIN,
    PAGE,
    PAPER,
    SECOND,
    styles,
)
from brocante.impact.report import Report, report_of
from brocante.printing.typesetting import BOLD, DISPLAY, REGULAR, clean, shrunk, wrap
from brocante.web.formats import day_year, days
from brocante.web.languages import current_language
from brocante.web.links import settings

_FOOT = 12 * mm


class _Document(BaseDocTemplate):
    """A4 with a cover of its own and a foot on every other page."""

    def __init__(self, out: BytesIO, edition: Edition, report: Report, organiser: str) -> None:
        title = f"{_('Results')} – {edition.name}"
        super().__init__(out, pagesize=PAGE, title=title, author=organiser, lang=current_language())
        self.edition, self.report, self.organiser = edition, report, organiser
        self.stamp = "*** DÉMONSTRATION ***" if settings().demo else ""
        frame = Frame(MARGIN, 22 * mm, INNER, PAGE[1] - 42 * mm, 0, 0, 0, 0, id="text")
        self.addPageTemplates(
            [
                PageTemplate("cover", [frame], onPage=self._cover),
                PageTemplate("inner", [frame], onPage=self._foot),
            ]
        )

    def _foot(self, canvas: Canvas, _document: BaseDocTemplate) -> None:
        styles()
        canvas.setStrokeColor(HAIR)
        canvas.line(MARGIN, _FOOT + 12, PAGE[0] - MARGIN, _FOOT + 12)
        canvas.setFont(REGULAR, 8.5)
        canvas.setFillColor(SECOND)
        canvas.drawString(MARGIN, _FOOT, clean(f"{self.edition.name} {self.stamp}"))
        canvas.drawRightString(PAGE[0] - MARGIN, _FOOT, str(canvas.getPageNumber()))

    def _cover(self, canvas: Canvas, _document: BaseDocTemplate) -> None:
        styles()
        canvas.setFillColor(PAPER)
        canvas.rect(0, 0, PAGE[0], PAGE[1], stroke=0, fill=1)
        canvas.setFillColor(MAIN)
        canvas.rect(0, PAGE[1] - 118 * mm, PAGE[0], 118 * mm, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.setFont(BOLD, 13)
        canvas.drawString(MARGIN, PAGE[1] - 32 * mm, clean(self.organiser))
        y = PAGE[1] - 52 * mm
        for line in wrap(clean(self.edition.name), DISPLAY, 34, INNER, 3)[0]:
            canvas.setFont(DISPLAY, 34)
            canvas.drawString(MARGIN, y, line)
            y -= 39
        canvas.setFont(REGULAR, 15)
        canvas.drawString(
            MARGIN,
            y - 4,
            clean(
                f"{self.edition.territory}, {days(self.edition.starts_on, self.edition.ends_on)}"
            ),
        )
        self._cover_figures(canvas)
        self._cover_foot(canvas)

    def _cover_figures(self, canvas: Canvas) -> None:
        first = headlines(self.report.figures)[:3]
        y = PAGE[1] - 146 * mm
        for one in first:
            size = shrunk(clean(one.figure), DISPLAY, 34, INNER)
            canvas.setFillColor(MAIN)
            canvas.setFont(DISPLAY, size)
            canvas.drawString(MARGIN, y, clean(one.figure))
            canvas.setFillColor(INK)
            canvas.setFont(BOLD, 12)
            canvas.drawString(MARGIN, y - 18, clean(one.label))
            canvas.setFillColor(SECOND)
            canvas.setFont(REGULAR, 10.5)
            canvas.drawString(MARGIN, y - 32, clean(one.note))
            y -= 30 * mm

    def _cover_foot(self, canvas: Canvas) -> None:
        x = MARGIN
        for png in self.logos():
            picture = ImageReader(BytesIO(png))
            width, height = picture.getSize()
            scale = min(38 * mm / width, 18 * mm / height)
            if x + width * scale > PAGE[0] - MARGIN:
                break
            canvas.drawImage(picture, x, 26 * mm, width * scale, height * scale, mask="auto")
            x += width * scale + 7 * mm
        canvas.setFillColor(SECOND)
        canvas.setFont(REGULAR, 9.5)
        today = day_year(clock.today(self.edition.time_zone))
        text = _("Report of %(day)s. Method, sources and parameters at the end.", day=today)
        canvas.drawString(MARGIN, 16 * mm, clean(f"{text} {self.stamp}"))

    def logos(self) -> list[bytes]:
        """Return the pictures of the funders that are there."""
        store: Store = current_app.extensions["brocante_store"]
        found = (read_logo(logo, store) for logo in extras.logos(self.edition.id))
        return [png for png in found if png]


def brochure_pdf(edition: Edition) -> bytes:
    """Return the report of an edition."""
    out = BytesIO()
    report = report_of(edition)
    document = _Document(out, edition, report, organiser_name(edition))
    parts = Parts(edition, report)
    story: list[Any] = [NextPageTemplate("inner"), PageBreak()]
    facts = Facts(report)
    sections = [
        parts.places(),
        parts.goods(),
        parts.kinds(),
        parts.companies(),
        facts.carbon(),
        facts.event(),
        facts.space_and_money(),
        brochure_words.method(),
        brochure_words.parameters(report.figures),
        brochure_words.last_words(parts.thanks),
    ]
    story += parts.summary()
    for section in sections:
        # One after the other: few pages are left half empty. A heading stays with what follows.
        story += [KeepTogether(section[:2]), *section[2:]]
    document.build(story)
    return out.getvalue()


def organiser_name(edition: Edition) -> str:
    """Return who runs an edition."""
    found = organiser(edition.organiser_id)
    return found.name if found else ""
