"""The last pages of the report: method, parameters with their trace, sources, glossary."""

from flask_babel import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from brocante.impact import extras
from brocante.impact.credits import glossary, method_texts, sources_used
from brocante.impact.figures import Figures
from brocante.impact.paper import HAIR, INNER, Heading, paragraphs, table, words
from brocante.impact.parameters import SETTINGS
from brocante.impact.report import change_text, decimal_text
from brocante.web.formats import day_year


def method() -> list[Flowable]:
    """Return how it was counted."""
    found: list[Flowable] = [Heading(_("Method"))]
    for heading, text in method_texts():
        found += [KeepTogether([words(heading, "h2"), words(text)])]
    return found


def parameters(figures: Figures) -> list[Flowable]:
    """Return the parameters with their trace, and the sources."""
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
    found += [words(_change(change), "small") for change in figures.changes]
    found.append(words(_("Data sets"), "h2"))
    for source in sources_used():
        cells = (source.title, source.publisher, source.version, source.licence, source.url)
        found.append(words(", ".join(filter(None, cells)), "small"))
    credit = _(
        "Values were selected and combined. Boundaries and communes: IGN, INSEE, La Poste, "
        "DILA, DGCL, Licence Ouverte 2.0."
    )
    return [*found, Spacer(1, 4), words(credit, "small")]


def _change(change: extras.Change) -> str:
    known = {name.value: setting.label for name, setting in SETTINGS.items()}
    label = _(known[change.name]) if change.name in known else change.name
    signed = f"{day_year(change.at.date())}, {change.by}"
    return f"{label}{_(': ')}{change_text(change)}. {change.reason} ({signed})"


def last_words(thanks: str) -> list[Flowable]:
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
    if thanks:
        found += [Spacer(1, 14), words(_("Thanks"), "h2"), *paragraphs(thanks)]
    return found
