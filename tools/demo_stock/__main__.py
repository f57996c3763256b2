"""Write the lists and what is added to them, but for the message, which is written by hand."""

import csv
import sys
from pathlib import Path

from brocante.core.text import slugify
from brocante.demo.tables import companies
from tools.demo_stock.goods import Article, articles
from tools.demo_stock.lists import LISTS

DATA = Path(__file__).parents[2] / "brocante" / "demo" / "data"
FOLDER = DATA / "stocklists"
# The company one signs in as has the most to show.
FIRST, OTHERS = 36, 20
HEADER = ("company", "title", "description", "kg", "weighed", "smallest", "lowest_price")


def main() -> int:
    """Write everything anew; return 0."""
    FOLDER.mkdir(exist_ok=True)
    rows: list[tuple[str, ...]] = []
    for number, (company, (ending, write)) in enumerate(zip(companies(), LISTS, strict=True)):
        name = slugify(company.name)
        stock = articles(company.trades, number, OTHERS if number else FIRST)
        (FOLDER / f"{name}.{ending}").write_bytes(write(stock))
        rows += [_addition(name, one) for one in stock]
    with (DATA / "additions.csv").open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, delimiter=";", lineterminator="\n").writerows([HEADER, *rows])
    return 0


def _addition(company: str, article: Article) -> tuple[str, ...]:
    goods = article.goods
    lowest = "" if article.lowest is None else f"{article.lowest // 100}"
    weighed = "yes" if article.is_weighed else ""
    return company, goods.title, article.note, goods.kg, weighed, goods.step, lowest


if __name__ == "__main__":
    sys.exit(main())
