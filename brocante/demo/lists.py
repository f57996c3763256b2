"""The stock lists of the demonstration, sent and read as the import screen does it."""

from collections.abc import Callable

from sqlalchemy import select

from brocante.accounts.queries import Identity
from brocante.companies.queries import CompanyAccess
from brocante.core.db import session
from brocante.core.storage import Store
from brocante.core.transaction import transactional
from brocante.demo import tables
from brocante.stocklists import queries, service
from brocante.stocklists.apart import Job, Readers, Refused, Understood, understand_job
from brocante.stocklists.correcting import set_out
from brocante.stocklists.models import Group, Origin, StockListLine
from brocante.stocklists.tasks import read_import

# As the import screen names what was pasted.
MESSAGE = "Message collé"


@transactional
def send(
    who: Identity, access: CompanyAccess, slug: str, wanted: int, store: Store
) -> tuple[int, int]:
    """Import a company's list; return the import and how many lines of it become listings.

    Lines beyond those wanted are left out, as a company does with what it keeps.
    """
    name, data = tables.stock_list(slug)
    import_id = service.start_import(who.id, access, service.Sent(data, name), store)
    read_import(import_id, store, understand=_understand)
    ready = list(
        session.scalars(
            select(StockListLine.id)
            .where(*queries.in_group(import_id, Group.READY))
            .order_by(StockListLine.place)
        )
    )
    if ready[wanted:]:
        set_out(access, import_id, ready[wanted:], is_out=True)
    service.create(access, import_id, is_publishing=False)
    return import_id, min(wanted, len(ready))


@transactional
def send_message(who: Identity, access: CompanyAccess, store: Store) -> None:
    """Import a message whose lines wait for somebody to check them."""
    sent = service.Sent(tables.message().encode(), MESSAGE, Origin.TEXT)
    import_id = service.start_import(who.id, access, sent, store)
    read_import(import_id, store, understand=_understand)


def _understand(
    job: Job, _beat: Callable[[], object], _readers: Readers | None
) -> Understood | Refused:
    """Read in this process: these files are short, and twenty processes take long to start."""
    return understand_job(job)
