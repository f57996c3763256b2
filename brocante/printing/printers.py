"""The printers of a person, and how far each prints beside."""

from sqlalchemy import delete, func, select

from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.printing.errors import NoSuchPrinter, PrinterWithoutName, TooManyPrinters
from brocante.printing.models import Printer
from brocante.printing.rules import check_offset

MOST = 20


def printers_of(account_id: int) -> list[Printer]:
    """Return the printers of a person, by name."""
    statement = select(Printer).where(Printer.account_id == account_id).order_by(Printer.name)
    return list(session.scalars(statement))


def offset_of(account_id: int, printer_id: int) -> tuple[float, float]:
    """Return how far to move everything, to the right and downwards, in mm.

    Raises NoSuchPrinter for somebody else's.
    """
    found = session.scalars(
        select(Printer).where(Printer.id == printer_id, Printer.account_id == account_id)
    ).one_or_none()
    if found is None:
        raise NoSuchPrinter
    return found.right_tenths / 10, found.down_tenths / 10


@transactional
def keep_printer(account_id: int, name: str, offset_mm: tuple[float, float]) -> int:
    """Keep the offset of a printer; one of the same name is written over. Returns its id."""
    name = " ".join(name.split())[:60]
    if not name:
        raise PrinterWithoutName
    check_offset(offset_mm)
    found = session.scalars(
        select(Printer).where(Printer.account_id == account_id, Printer.name == name)
    ).one_or_none()
    if found is None:
        own = select(func.count()).select_from(Printer).where(Printer.account_id == account_id)
        if (session.scalar(own) or 0) >= MOST:
            raise TooManyPrinters(limit=MOST)
        found = Printer(account_id=account_id, name=name)
        session.add(found)
    found.right_tenths, found.down_tenths = (round(value * 10) for value in offset_mm)
    session.flush()
    return found.id


@transactional
def forget_printer(account_id: int, printer_id: int) -> None:
    """Forget a printer; nothing happens when it is already gone, or not one's own."""
    session.execute(
        delete(Printer).where(Printer.id == printer_id, Printer.account_id == account_id)
    )
