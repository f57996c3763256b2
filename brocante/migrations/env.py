"""Alembic's entry: runs on the connection and in the transaction core/schema.py opened."""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from brocante.core.db import Base

# Made by hand in the migrations, differently on each database: see catalogue/search.py.
SEARCH = "listing_search"


def _is_ours(_object: object, name: str | None, kind: str, _reflected: bool, _to: object) -> bool:
    return not (kind == "table" and (name or "").startswith(SEARCH))


def _plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write the database's own type: a migration must not change when our types do."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    include_object=_is_ours,
    render_item=_plain_type,
)
context.run_migrations()
