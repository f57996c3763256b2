"""An import from its arrival to its listings in one go, for a list that came by mail."""

from __future__ import annotations

import time
from typing import Any

from flask import current_app

from brocante.companies.errors import CompanyNotFound
from brocante.core.storage import Store
from brocante.core.transaction import end_reads
from brocante.editions.errors import EditionNotFound
from brocante.editions.queries import find_edition
from brocante.stocklists import queries, service
from brocante.stocklists.creating import create_part
from brocante.stocklists.errors import UnreadableFile
from brocante.stocklists.models import Group, ImportState
from brocante.stocklists.sentences import refusal_of
from brocante.stocklists.service import Sent
from brocante.stocklists.tasks import read_import

TURN_SECONDS = 0.2


def import_now(
    edition_slug: str, company_slug: str, sent: Sent, *, is_publishing: bool
) -> dict[str, Any]:
    """Read a list and make listings of what is ready; return the import and its lines by group.

    A worker that runs beside may do parts of it: each is done once. Raises the error of the list.
    """
    found = find_edition(edition_slug)
    if found is None:
        raise EditionNotFound
    participation = queries.participation_of(found.id, company_slug)
    if participation is None:
        raise CompanyNotFound
    store: Store = current_app.extensions["brocante_store"]
    access = queries.access_for(participation)
    import_id = service.start_import(None, access, sent, store)
    while queries.own_import(access, import_id).state is ImportState.READING:
        read_import(import_id, store)
        if queries.own_import(access, import_id).state is ImportState.READING:
            time.sleep(TURN_SECONDS)  # a worker beside reads it
    row = queries.own_import(access, import_id)
    if row.state is ImportState.REFUSED:
        refusal: UnreadableFile = refusal_of(row.refusal or {})
        raise refusal
    if queries.counts_by_group(import_id).get(Group.READY):
        service.create(access, import_id, is_publishing=is_publishing)
        while create_part(import_id):
            end_reads()
    counts = queries.counts_by_group(import_id)
    return {
        "import": import_id,
        "state": queries.own_import(access, import_id).state.value,
        "lines": {group.value: counts.get(group, 0) for group in Group},
    }
