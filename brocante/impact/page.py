"""What the pages of the organiser and of the public share."""

from typing import Any

from brocante.editions.models import Edition
from brocante.impact import extras, headlines, pictures
from brocante.impact.credits import method_texts, sources_used
from brocante.impact.parameters import SETTINGS
from brocante.impact.report import FORMATS, Report, fill_by_hour, fill_by_site
from brocante.impact.rules import Dimension
from brocante.impact.words import OUTCOMES, VEHICLES, unmet_words


def page_values(edition: Edition, report: Report) -> dict[str, Any]:
    """Return what the templates of both pages need."""
    figures = report.figures
    texts = extras.report_text(edition.id)
    return {
        **FORMATS,
        "edition": edition,
        "report": report,
        "figures": figures,
        "mass_text": headlines.mass_text,
        "charts": _charts(report),
        "map": pictures.sites_map(edition, report) if report.has(Dimension.SITE) else None,
        "hours": pictures.hour_columns(figures),
        "day_of": pictures.day_of,
        "fill_by_hour": fill_by_hour(figures),
        "fill_by_site": fill_by_site(figures),
        "unmet_words": unmet_words,
        "method": method_texts(),
        "sources": sources_used(),
        "settings_of": SETTINGS,
        "outcomes": OUTCOMES,
        "vehicles": VEHICLES,
        "introduction": texts.introduction if texts else "",
        "thanks": texts.thanks if texts else "",
        "logos": extras.logos(edition.id),
        "versions": extras.published(edition.id),
    }


def _charts(report: Report) -> dict[str, Any]:
    """Return the charts by the dimension they show, and that of the carbon."""
    drawn: dict[str, Any] = {}
    if not report.figures.total.lines:
        return drawn
    for dimension in (Dimension.FAMILY, Dimension.COMPANY):
        if report.has(dimension) and report.figures.total.is_known:
            drawn[dimension.value] = pictures.mass_bars(report.part(dimension))
    if report.figures.total.is_known:
        drawn[Dimension.CONDITION.value] = pictures.mass_shares(report.part(Dimension.CONDITION))
    drawn[Dimension.ORIGIN.value] = pictures.line_shares(report.part(Dimension.ORIGIN))
    if report.figures.carbon.is_known:
        drawn["carbone"] = pictures.carbon_spans(report.figures)
    return drawn
