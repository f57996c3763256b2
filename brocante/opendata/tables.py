"""The open data as plain rows, with the figures that pages show."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import fields
from decimal import Decimal
from io import StringIO
from typing import Any

from flask_babel import gettext

from brocante.core.gazetteer import commune
from brocante.editions.errors import EditionNotFound
from brocante.editions.models import Edition
from brocante.editions.queries import find_edition, public_editions
from brocante.impact.places import authority_of
from brocante.impact.plain import PUBLIC, report_data
from brocante.impact.report import Report, report_of
from brocante.impact.rules import Dimension, results_are_public
from brocante.materials.queries import materials
from brocante.materials.rules import Material
from brocante.opendata.dictionary import LICENCE, LICENCE_URL, TABLES

_MATERIAL_FIELDS = ("code", "label_fr", "label_en", *(f.name for f in fields(Material)))
_EDITION = ("slug", "name", "territory", "departments", "starts_on", "ends_on", "state")


def editions() -> list[dict[str, Any]]:
    """Return the editions visitors may see, with whether their figures are out."""
    return [
        {
            **{name: _plain(getattr(edition, name)) for name in _EDITION},
            "has_results": results_are_public(edition.state),
        }
        for edition in public_editions()
    ]


def past_edition(slug: str) -> Edition:
    """Return an edition whose figures are public. Raises EditionNotFound."""
    edition = find_edition(slug)
    if edition is None or not results_are_public(edition.state):
        raise EditionNotFound
    return edition


def public_report(edition: Edition) -> Report:
    """Return the figures that name no company."""
    return report_of(edition, PUBLIC)


def results(edition: Edition) -> dict[str, Any]:
    """Return the figures of an edition, with the licence they come under."""
    data = report_data(edition, public_report(edition), with_amounts=False)
    return {"licence": LICENCE, "licence_url": LICENCE_URL, "source": edition.name, **data}


def communes(edition: Edition) -> dict[str, Any]:
    """Return the tonnes by commune as GeoJSON points."""
    found = []
    for row in public_report(edition).part(Dimension.COMMUNE).rows:
        place = commune(row.value)
        point = [round(place.longitude, 5), round(place.latitude, 5)] if place else None
        found.append(
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": point} if point else None,
                "properties": {
                    "code": row.value,
                    "name": row.name,
                    "epci": authority_of(row.value),
                    "lines": row.total.lines,
                    "known_lines": row.total.known_lines,
                    "mass_g": row.total.mass_g if row.total.is_known else None,
                },
            }
        )
    return {"type": "FeatureCollection", "licence": LICENCE, "features": found}


def material_rows() -> list[dict[str, Any]]:
    """Return the reference materials."""
    names = dict.fromkeys(_MATERIAL_FIELDS)
    return [{name: _plain(getattr(one, name)) for name in names} for one in materials()]


def dictionary() -> list[dict[str, Any]]:
    """Return what each field means."""
    return [
        {
            "table": table,
            "field": field.name,
            "type": field.type,
            "unit": gettext(field.unit) if field.unit else "",
            "meaning": gettext(field.meaning),
        }
        for table, listed in TABLES.items()
        for field in listed
    ]


def as_csv(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield rows as CSV for programs: commas, points, names of fields first."""
    header: list[str] = []
    for row in rows:
        if not header:
            header = list(row)
            yield _line(header)
        yield _line(["" if row[name] is None else row[name] for name in header])


def _line(cells: list[Any]) -> str:
    buffer = StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, tuple):
        return "+".join(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
