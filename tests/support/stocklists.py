"""Stock lists compared with what is certain about them, after section 7 of their contract."""

import json
import os
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from brocante.stocklists.options import Options
from brocante.stocklists.roles import Basis

ROOT = Path(__file__).parents[2]


def shared_lists() -> Path:
    """Return the folder of the example files: BROCANTE_SHARED, else beside the project."""
    given = os.environ.get("BROCANTE_SHARED")
    return (Path(given) if given else ROOT.parent / "shared") / "stocklists"


def options_of(expected: dict[str, Any]) -> Options:
    """Return what the arguments of an example say."""
    arguments = expected.get("args", [])
    said = dict(zip(arguments[::2], arguments[1::2], strict=True))
    return Options(
        sheet=said.get("--sheet"),
        vat_rate=Decimal(said.get("--vat-rate", "20")),
        prices=Basis(said["--prices"]) if "--prices" in said else None,
    )


def faults(found: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """List what contradicts the expectations; nothing when all is as expected."""
    return [
        *_file_faults(found["file"], expected.get("file", {})),
        *_line_faults(found, expected),
        *_dropped_faults(found, expected),
        *_never_faults(found, expected.get("never", [])),
        *_sum_faults(found["lines"], expected.get("aggregates", {})),
    ]


def _file_faults(found: dict[str, Any], expected: dict[str, Any]) -> Iterator[str]:
    for key, wanted in expected.items():
        if key == "issues":
            codes = {issue["code"] for issue in found["issues"]}
            yield from (f"file: issue {code} missing" for code in wanted if code not in codes)
        elif key == "sheets":
            by_name = {sheet["name"]: sheet for sheet in found["sheets"]}
            for sheet in wanted:
                yield from _differences(f"sheet {sheet['name']}", by_name[sheet["name"]], sheet)
        elif not is_like(found[key], wanted):
            yield f"file: {key} is {found[key]!r}, not {wanted!r}"


def _line_faults(found: dict[str, Any], expected: dict[str, Any]) -> Iterator[str]:
    lines = {(line["sheet"], line["row"]): line for line in found["lines"]}
    for wanted in expected.get("lines", []):
        place = (wanted.get("sheet"), wanted["row"])
        if place not in lines:
            yield f"{place}: no line"
            continue
        yield from _differences(f"{place}", lines[place], wanted)
    wanted_rows = {(line.get("sheet"), line["row"]) for line in expected.get("lines", [])}
    if "aggregates" not in expected:
        yield from (f"{place}: a line too many" for place in lines if place not in wanted_rows)


def _differences(where: str, found: dict[str, Any], wanted: dict[str, Any]) -> Iterator[str]:
    for key, value in wanted.items():
        if key == "issues":
            codes = {issue["code"] for issue in found["issues"]}
            missing = [code for code in value if code not in codes]
            yield from (f"{where}: issue {code} missing" for code in missing)
        elif key == "raw":
            text = " ".join(found["raw"].values())
            if not is_like(text, value):
                yield f"{where}: raw is {text!r}"
        elif key == "dims":
            yield from _differences(f"{where} dims", found["dims"], value)
        elif not is_like(found[key], value):
            yield f"{where}: {key} is {found[key]!r}, not {value!r}"


def _dropped_faults(found: dict[str, Any], expected: dict[str, Any]) -> Iterator[str]:
    dropped = {(row["sheet"], row["row"]): row for row in found["dropped"]}
    for wanted in expected.get("dropped", []):
        place = (wanted.get("sheet"), wanted["row"])
        row = dropped.pop(place, None)
        if row is None:
            yield f"{place}: not dropped"
        elif row["reason"] != wanted["reason"]:
            yield f"{place}: dropped as {row['reason']}, not {wanted['reason']}"
        elif row["row_end"] != wanted.get("row_end", row["row_end"]):
            yield f"{place}: ends at {row['row_end']}"
    if "aggregates" not in expected and "dropped" in expected:
        yield from (f"{place}: dropped though not expected" for place in dropped)


def _never_faults(found: dict[str, Any], never: list[str]) -> Iterator[str]:
    text = json.dumps([found["lines"], found["dropped"]], ensure_ascii=False)
    yield from (f"{secret!r} stands in the output" for secret in never if secret in text)


def _sum_faults(lines: list[dict[str, Any]], wanted: dict[str, Any]) -> Iterator[str]:
    if not wanted:
        return
    found = {
        "lines": len(lines),
        "ready": sum(line["status"] == "ready" for line in lines),
        "sum_price_cents": sum(line["price_cents"] or 0 for line in lines),
        "sum_quantity": sum(Decimal(line["quantity"] or 0) for line in lines),
    }
    rows = [n for first, last in wanted["line_rows"] for n in range(first, last + 1)]
    if [line["row"] for line in lines] != rows:
        yield "the rows of the lines differ"
    for key, value in found.items():
        if Decimal(value) != Decimal(wanted[key]):
            yield f"{key} is {value}, not {wanted[key]}"


def is_like(found: Any, wanted: Any) -> bool:
    """Compare texts without case and blanks, numbers by value, and the ways to accept several."""
    if isinstance(wanted, dict) and "any_of" in wanted:
        return any(is_like(found, one) for one in wanted["any_of"])
    if isinstance(wanted, dict) and "contains" in wanted:
        return _bare(wanted["contains"]) in _bare(str(found))
    if isinstance(wanted, dict):
        return found is not None and all(is_like(found[key], one) for key, one in wanted.items())
    if isinstance(wanted, str) and isinstance(found, str) and wanted.strip():
        return _bare(found) == _bare(wanted) or _is_same_number(found, wanted)
    return bool(found == wanted)


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def _is_same_number(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False
