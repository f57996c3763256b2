"""The invented companies and goods of the demonstration, as tables that can be read and edited."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import product

_CHOICE = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class DemoCompany:
    """An invented company in a real commune."""

    name: str
    trades: tuple[str, ...]
    activity: str
    commune: str
    address: str
    equipment: tuple[str, ...]
    opens_long: bool


@dataclass(frozen=True, slots=True)
class DemoGoods:
    """What such a company has on its racks. Price in euros, size in mm, `kg` of one unit.

    `quantity` is the least and the most there may be; `step` the smallest quantity sold.
    """

    trade: str
    title: str
    family: str
    unit: str
    quantity: tuple[float, float]
    step: str
    price: float
    size: tuple[int | None, int | None, int | None]
    kg: str
    note: str


def companies() -> list[DemoCompany]:
    """Return the companies in the order of the table."""
    return [
        DemoCompany(
            name=row["name"],
            trades=tuple(row["trades"].split(",")),
            activity=row["activity"],
            commune=row["commune"],
            address=row["address"],
            equipment=tuple(row["equipment"].split(",")),
            opens_long=row["hours"] == "long",
        )
        for row in _rows("companies.csv")
    ]


def goods_of(trades: Sequence[str]) -> list[DemoGoods]:
    """Return the goods of some trades, one for each variant written as {this|that}."""
    rows = [_goods(row) for row in _rows("goods.csv")]
    return [one for trade in trades for row in rows if row.trade == trade for one in _variants(row)]


def text(name: str) -> str:
    """Return a text of the demonstration."""
    return _read(name).strip()


def _variants(row: DemoGoods) -> list[DemoGoods]:
    pieces = _CHOICE.split(row.title)
    # Every second piece was between braces.
    options = [piece.split("|") if place % 2 else [piece] for place, piece in enumerate(pieces)]
    return [replace(row, title="".join(chosen).strip()) for chosen in product(*options)]


def _goods(row: dict[str, str]) -> DemoGoods:
    least, _, most = row["quantity"].partition("-")
    sides = [int(side) if side else None for side in f"{row['size']}xxx".split("x")[:3]]
    return DemoGoods(
        trade=row["trade"],
        title=row["title"],
        family=row["family"],
        unit=row["unit"],
        quantity=(float(least), float(most)),
        step=row["step"],
        price=float(row["price"]),
        size=(sides[0], sides[1], sides[2]),
        kg=row["kg"],
        note=row["note"],
    )


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_read(name).splitlines(), delimiter=";"))


def _read(name: str) -> str:
    return (files("brocante.demo") / "data" / name).read_text(encoding="utf-8")
