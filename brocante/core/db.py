"""The database: one declarative base, one session, the types of R4 and R5, SQLite made safe."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, TypeVarTuple, cast, overload

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Executable,
    Integer,
    MetaData,
    Select,
    String,
    bindparam,
    event,
    inspect,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute
from sqlalchemy.orm.attributes import instance_dict
from sqlalchemy.sql.selectable import TypedReturnsRows
from sqlalchemy.types import TypeDecorator

from brocante.core.units import Quantity

if TYPE_CHECKING:
    import sqlite3

E = TypeVar("E", bound=StrEnum)
M = TypeVar("M", bound="Base")
Ts = TypeVarTuple("Ts")
Values = dict[str, Any] | list[dict[str, Any]]

BUSY_TIMEOUT_MS = 20_000
WRITES = "brocante_writes"
UNIT = "brocante_unit"  # the connection of a unit of work, in the info of its session


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant; stored naive in UTC on SQLite and as timestamptz on PostgreSQL."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("only aware instants are stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class QuantityType(TypeDecorator[Quantity]):
    """A Quantity stored as integer thousandths, usable in arithmetic inside SQL."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Quantity | int | None, dialect: Dialect) -> int | None:
        return value.thousandths if isinstance(value, Quantity) else value

    def process_result_value(self, value: int | None, dialect: Dialect) -> Quantity | None:
        return None if value is None else Quantity(int(value))

    def coerce_compared_value(self, op: Any, value: Any) -> "QuantityType":
        return self


class Choice(TypeDecorator[E], Generic[E]):
    """A StrEnum stored as its text, readable in every tool."""

    impl = String(32)
    cache_ok = True

    def __init__(self, enum: type[E]) -> None:
        super().__init__()
        self.enum = enum
        self.members = {member.value: member for member in enum}

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        return None if value is None else self.enum(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        # Asking the class itself takes five times as long, and lists hold hundreds.
        return None if value is None else self.members[value]


Identifier = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """The base of every model; names of constraints are fixed for migrations."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime,
        Quantity: QuantityType,
    }


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})
session = db.session


def reading(url: str) -> dict[str, str]:
    """Return the options of an engine whose connections read unless a unit of work has them.

    On PostgreSQL each statement reads by itself, as in READ COMMITTED anyway: a ROLLBACK at the
    end would make psycopg forget the statements it has prepared, and planning them anew takes
    ten times as long as running them.
    """
    return {"isolation_level": "AUTOCOMMIT"} if url.startswith("postgresql") else {}


def writing() -> dict[str, Any]:
    """Return the options of the connection of a unit of work."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    return {WRITES: True, **({"isolation_level": "READ COMMITTED"} if on_postgresql else {})}


def configure_engine(engine: Engine) -> None:
    """Make a SQLite engine safe: WAL, foreign keys, durable commits, write lock taken first.

    A read transaction that later writes ignores the busy timeout on SQLite, therefore units that
    write begin with BEGIN IMMEDIATE (see core/transaction.py). synchronous=FULL because an
    answered reservation must survive a power cut (R2).
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _prepare(connection: "sqlite3.Connection", _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy's own BEGIN below is the only one
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA cache_size = -16000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        # By the driver itself: SQLAlchemy's way round takes longer than the statement.
        driver = connection.connection.driver_connection
        cast("sqlite3.Connection", driver).execute("BEGIN IMMEDIATE" if writes else "BEGIN")


@overload
def run(statement: TypedReturnsRows[*Ts], values: Values) -> CursorResult[*Ts]: ...


@overload
def run(statement: Executable, values: Values) -> CursorResult[*tuple[Any, ...]]: ...


def run(statement: Executable, values: Values) -> Any:
    """Run a statement built once in the session's transaction, after what the session holds back.

    Spares the session's own work on each statement, which takes longer than the database does;
    for rows and numbers, not for objects.
    """
    current = session()
    if current.new or current.dirty or current.deleted:
        current.flush()
    connection = current.info.get(UNIT) or current.connection()
    return connection.execute(statement, values)


class Lookup(Generic[*Ts]):
    """Rows by key, ready for one key and for several.

    SQLAlchemy writes a list of keys into the statement anew each time, which takes longer than all
    the rest; most baskets have one site.
    """

    def __init__(
        self, statement: Select[*Ts], column: ColumnElement[Any] | InstrumentedAttribute[Any]
    ) -> None:
        self._one = statement.where(column == bindparam("lookup_key"))
        self._several = statement.where(column.in_(bindparam("lookup_keys", expanding=True)))

    def rows(self, keys: Collection[Any], **values: Any) -> CursorResult[*Ts]:
        """Run it for some keys, at least one, in the session's transaction."""
        if len(keys) == 1:
            return run(self._one, {**values, "lookup_key": next(iter(keys))})
        return run(self._several, {**values, "lookup_keys": list(keys)})


def from_row(model: type[M], values: Sequence[Any], **related: object) -> M:
    """Return a row as an object of no session, to be read only.

    `values` are those of the columns of the model's table, in order; what a page shows of its
    relationships is given beside, and nothing else may be asked of it. The session takes five
    times as long to read an object.
    """
    made = cast("M", inspect(model).class_manager.new_instance())
    columns = zip(model.__table__.columns.keys(), values, strict=True)
    instance_dict(made).update(columns, **related)
    return made


def dialect_insert(name: str) -> Any:
    """Return the `insert` of a database that knows `on_conflict_do_nothing`.

    Only that of the database at hand is loaded: the other one weighs 3 MB in each process.
    """
    return import_module(f"sqlalchemy.dialects.{name}").insert


def insert_new(model: type[Base], unique: str, **values: object) -> bool:
    """Insert a row unless its `unique` column already holds the value; tell whether it was added.

    Two transactions that insert the same at once end with one row and no error.
    """
    insert = dialect_insert(session.connection().dialect.name)
    statement = insert(model).values(**values).on_conflict_do_nothing(index_elements=[unique])
    added = session.execute(statement.returning(getattr(model, unique)))
    return added.first() is not None
