"""The OpenAPI 3.1 document of `/api/v1/`, made from the dictionary so that they cannot differ."""

from typing import Any

from flask_babel import gettext

from brocante.opendata.dictionary import LICENCE, LICENCE_URL, TABLES, Field

_SLUG = {"name": "slug", "in": "path", "required": True, "schema": {"type": "string"}}


def document(base_url: str) -> dict[str, Any]:
    """Return the document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": gettext("Open data of the Brocante aux matériaux"),
            "version": "1.0.0",
            "description": gettext(
                "Figures of editions that are over, and the table of materials. Read only, no key. "
                "Masses are grams, carbon tonnes of CO2e; null means unknown, never zero."
            ),
            "license": {"name": LICENCE, "url": LICENCE_URL},
        },
        "servers": [{"url": f"{base_url}/api/v1"}],
        "paths": {
            "/editions": _path(gettext("Editions that may be seen"), ["application/json"]),
            "/editions.csv": _path(gettext("The same as CSV"), ["text/csv"]),
            "/editions/{slug}/bilan": _path(
                gettext("Figures of an edition"), ["application/json"], "Bilan", slug=True
            ),
            "/editions/{slug}/bilan.csv": _path(
                gettext("The same as CSV"), ["text/csv"], slug=True
            ),
            "/editions/{slug}/communes.geojson": _path(
                gettext("Tonnes by commune, as points"),
                ["application/geo+json"],
                "Communes",
                slug=True,
            ),
            "/materiaux": _path(
                gettext("Reference materials with weights, factors and sources"),
                ["application/json"],
                "Materiaux",
            ),
            "/materiaux.csv": _path(gettext("The same as CSV"), ["text/csv"]),
            "/dictionnaire": _path(gettext("What each field means"), ["application/json"]),
            "/dictionnaire.csv": _path(gettext("The same as CSV"), ["text/csv"]),
        },
        "components": {
            "schemas": {name.capitalize(): _schema(fields) for name, fields in TABLES.items()}
        },
    }


def _path(
    summary: str, types: list[str], schema: str | None = None, *, slug: bool = False
) -> dict[str, Any]:
    content: dict[str, Any] = {
        kind: {"schema": {"$ref": f"#/components/schemas/{schema}"}} if schema else {}
        for kind in types
    }
    answers: dict[str, Any] = {"200": {"description": summary, "content": content}}
    if slug:
        answers["404"] = {"description": gettext("No such edition, or not over yet")}
    return {
        "get": {"summary": summary, "responses": answers},
        **({"parameters": [_SLUG]} if slug else {}),
    }


def _schema(fields: tuple[Field, ...]) -> dict[str, Any]:
    """Return the first level of a table as a schema; deeper fields are described in words."""
    properties: dict[str, Any] = {}
    for field in fields:
        top, _, rest = field.name.partition(".")
        top = top.removesuffix("[]")
        about = gettext(field.meaning) + (f" ({field.unit})" if field.unit else "")
        if not rest:
            properties[top] = {"type": [field.type, "null"], "description": about}
        else:
            inner = properties.setdefault(top, {"type": "object", "description": ""})
            inner["description"] = f"{inner['description']}{rest}: {about}. "
    return {"type": "object", "properties": properties}
