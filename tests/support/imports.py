"""Imports of small lists by the service, the worker's part included."""

from typing import Any

from sqlalchemy import select

from brocante.catalogue.models import Condition, Listing, ListingStock
from brocante.companies.queries import CompanyAccess
from brocante.core.db import session
from brocante.core.storage import Store
from brocante.core.transaction import end_reads
from brocante.stocklists import service, tasks
from brocante.stocklists.choices import Choices
from brocante.stocklists.models import StockListLine
from brocante.stocklists.service import Sent

HEAD = "Réf;Désignation;Qté;Unité;PV TTC;PA;Emplacement;Photo\n"
BRICK = "BR-1;Brique creuse 20x20x50;40;u;1,50;0,4711;Allée A;\n"
GLUE = "MC-25;Mortier-colle sac 25 kg;12;sac;8,00;3,4711;Allée B;colle.jpg\n"
TILE = "CA-1;Carrelage grès 60x60;20;m²;14,90;6,4711;Allée C;\n"
SURPLUS = Choices(condition=Condition.SURPLUS)


def work(store: Store) -> None:
    """Do what the worker would do."""
    end_reads()
    while tasks.work(store):
        pass
    end_reads()


def bring(access: CompanyAccess, store: Store, text: str, **sent: Any) -> int:
    """Send a list and have it read."""
    values: dict[str, Any] = {"name": "stock.csv", "choices": SURPLUS} | sent
    number = service.start_import(None, access, Sent(text.encode(), **values), store)
    work(store)
    return number


def publish(access: CompanyAccess, store: Store, number: int) -> None:
    service.create(access, number, is_publishing=True)
    work(store)


def listings() -> dict[str, Listing]:
    end_reads()
    return {row.reference: row for row in session.scalars(select(Listing))}


def lines(number: int) -> list[StockListLine]:
    end_reads()
    statement = select(StockListLine).where(StockListLine.import_id == number)
    return list(session.scalars(statement.order_by(StockListLine.place)))


def quantity(listing_id: int) -> str:
    end_reads()
    return str(session.get_one(ListingStock, listing_id, populate_existing=True).quantity)
