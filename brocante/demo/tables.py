"""The invented companies of the demonstration and their stock lists, to be read and edited."""

import csv
from dataclasses import dataclass
from importlib.resources import files

MESSAGE = "materiaux-du-pont-vert-message.txt"


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
class Addition:
    """What a stock list cannot say of some goods: `kg` of one unit, `smallest` quantity sold.

    `lowest_price` is that of the last 30 days in euros.
    """

    description: str
    kg: str
    is_weighed: bool
    smallest: str
    lowest_price: str


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
        for row in rows_of("companies.csv")
    ]


def stock_list(company: str) -> tuple[str, bytes]:
    """Return the name and the content of a company's stock list, by the slug of the company."""
    folder = files("brocante.demo") / "data" / "stocklists"
    for file in folder.iterdir():
        if file.name.rpartition(".")[0] == company:
            return file.name, file.read_bytes()
    raise LookupError(company)


def message() -> str:
    """Return what the first company wrote besides."""
    return text(f"stocklists/{MESSAGE}")


def additions(company: str) -> dict[str, Addition]:
    """Return what a company adds to its list, by the titles as `plain` writes them."""
    return {
        plain(row["title"]): Addition(
            row["description"],
            row["kg"],
            row["weighed"] == "yes",
            row["smallest"],
            row["lowest_price"],
        )
        for row in rows_of("additions.csv")
        if row["company"] == company
    }


def plain(title: str) -> str:
    """Return a title with `x` for the sign that an old Mac does not have."""
    return title.replace("×", "x")


def text(name: str) -> str:
    """Return a text of the demonstration."""
    return _read(name).strip()


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of the demonstration."""
    return list(csv.DictReader(_read(name).splitlines(), delimiter=";"))


def _read(name: str) -> str:
    return (files("brocante.demo") / "data" / name).read_text(encoding="utf-8")
