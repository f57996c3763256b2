"""The floor: the smallest Flask + SQLAlchemy pages and transaction of the same shape as ours.

No accounts, no languages, no rules, no styles: 24 rows read and written as HTML, and a booking in
four requests that takes stock and a place by conditional UPDATE and stores four rows.
"""

import os
import secrets
from typing import Any

from flask import Flask, redirect, request, session
from sqlalchemy import Engine, create_engine, event, text
from werkzeug.wrappers import Response

LISTING_ROWS = 2_000
PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Floor</title></head>
<body><h1>Floor</h1><form><input name="q"></form>{% for row in rows %}
<article><a href="/materiaux/{{ row.id }}"><h2>{{ row.title }}</h2></a>
<img src="/static/{{ row.id }}.webp" alt="" width="400" height="300">
<p>{{ row.price }} €</p><p>{{ row.quantity - row.reserved }} {{ row.unit }}</p>
<p>{{ row.condition }}</p><p>{{ row.company }}</p><p>{{ row.commune }}</p></article>
{% endfor %}<a href="?page=2">2</a></body></html>"""
FORM = """<!doctype html><html lang="fr"><head><title>Floor</title></head><body>
<h1>{{ row.title }}</h1>
<form method="post">{{ row.price }} <input name="quantity" value="1"><button>OK</button></form>
</body></html>"""
TABLES = (
    "CREATE TABLE IF NOT EXISTS listing (id INTEGER PRIMARY KEY, title TEXT, price INTEGER,"
    " unit TEXT, condition TEXT, company TEXT, commune TEXT)",
    "CREATE TABLE IF NOT EXISTS stock (listing_id INTEGER PRIMARY KEY, quantity INTEGER,"
    " reserved INTEGER, CHECK (reserved <= quantity))",
    "CREATE TABLE IF NOT EXISTS slot (id INTEGER PRIMARY KEY, capacity INTEGER, booked INTEGER,"
    " CHECK (booked <= capacity))",
    "CREATE TABLE IF NOT EXISTS reservation (token TEXT PRIMARY KEY, name TEXT, phone TEXT)",
    "CREATE TABLE IF NOT EXISTS pickup (token TEXT, slot_id INTEGER)",
    "CREATE TABLE IF NOT EXISTS line (token TEXT, listing_id INTEGER, quantity INTEGER)",
    "CREATE TABLE IF NOT EXISTS message (token TEXT, body TEXT)",
)


def make_engine(url: str) -> Engine:
    """Return an engine with the same durability as ours."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _prepare(connection: Any, _record: object) -> None:
            connection.isolation_level = None
            for pragma in ("busy_timeout = 20000", "journal_mode = WAL", "synchronous = FULL"):
                connection.execute(f"PRAGMA {pragma}")

        @event.listens_for(engine, "begin")
        def _begin(connection: Any) -> None:
            writes = connection.get_execution_options().get("writes")
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def seed(url: str, pieces: int) -> None:
    """Make the floor's tables: listings with `pieces` each, one slot with room for all."""
    engine = make_engine(url)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        for table in TABLES:
            connection.execute(text(table))
        for table in ("listing", "stock", "slot", "reservation", "pickup", "line", "message"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - own names
        connection.execute(
            text(
                "INSERT INTO listing VALUES (:i, :t, 500, 'm²', 'surplus', 'Entreprise', 'Sarlat')"
            ),
            [{"i": i, "t": f"Brique creuse numéro {i}"} for i in range(1, LISTING_ROWS + 1)],
        )
        connection.execute(
            text("INSERT INTO stock VALUES (:i, :p, 0)"),
            [{"i": i, "p": pieces} for i in range(1, LISTING_ROWS + 1)],
        )
        connection.execute(text("INSERT INTO slot VALUES (1, 1000000, 0)"))
    engine.dispose()


def create_floor() -> Flask:
    """Return the floor's application on BROCANTE_FLOOR_URL."""
    app = Flask("floor")
    app.secret_key = (
        secrets.token_hex(16) if "FLOOR_KEY" not in os.environ else os.environ["FLOOR_KEY"]
    )
    engine = make_engine(os.environ["BROCANTE_FLOOR_URL"])
    # Compiled once, as templates in files are: render_template_string would compile at each call.
    page, form = (app.jinja_env.from_string(source) for source in (PAGE, FORM))

    @app.get("/healthz")
    def health() -> str:
        return "ok"

    @app.get("/materiaux")
    def index() -> str:
        with engine.connect() as connection:
            rows = connection.execute(
                text(
                    "SELECT * FROM listing JOIN stock ON listing_id = id ORDER BY id DESC LIMIT 24"
                )
            ).all()
        return page.render(rows=rows)

    @app.route("/materiaux/<int:listing_id>", methods=["GET", "POST"])
    def listing(listing_id: int) -> str | Response:
        if request.method == "POST":
            session["basket"] = {str(listing_id): int(request.form["quantity"])}
            return redirect("/reserver", 303)
        with engine.connect() as connection:
            row = connection.execute(
                text("SELECT * FROM listing WHERE id = :i"), {"i": listing_id}
            ).one()
        return form.render(row=row)

    @app.route("/reserver", methods=["GET", "POST"])
    def reserve() -> str | Response:
        listing_id, wanted = next(iter(session["basket"].items()))
        if request.method == "GET":
            with engine.connect() as connection:
                row = connection.execute(
                    text("SELECT * FROM listing WHERE id = :i"), {"i": int(listing_id)}
                ).one()
            return form.render(row=row)
        token = _book(engine, int(listing_id), int(wanted))
        return redirect(f"/r/{token}", 303) if token else Response("full", 409)

    @app.get("/r/<token>")
    def ticket(token: str) -> str:
        with engine.connect() as connection:
            row = connection.execute(
                text(
                    "SELECT listing.*, reservation.name FROM line JOIN listing ON id = listing_id"
                    " JOIN reservation USING (token) WHERE token = :t"
                ),
                {"t": token},
            ).one()
        return form.render(row=row)

    return app


def _book(engine: Engine, listing_id: int, wanted: int) -> str | None:
    token = secrets.token_urlsafe(20)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        taken = connection.execute(
            text(
                "UPDATE stock SET reserved = reserved + :n"
                " WHERE listing_id = :i AND reserved + :n <= quantity"
            ),
            {"n": wanted, "i": listing_id},
        ).rowcount
        placed = connection.execute(
            text("UPDATE slot SET booked = booked + 1 WHERE id = 1 AND booked < capacity")
        ).rowcount
        if not (taken and placed):
            connection.get_transaction().rollback()  # type: ignore[union-attr]
            return None
        values = {"t": token, "i": listing_id, "n": wanted}
        connection.execute(text("INSERT INTO reservation VALUES (:t, 'A', '06')"), values)
        connection.execute(text("INSERT INTO pickup VALUES (:t, 1)"), values)
        connection.execute(text("INSERT INTO line VALUES (:t, :i, :n)"), values)
        connection.execute(text("INSERT INTO message VALUES (:t, 'mail')"), values)
    return token


def main() -> Flask:
    """The WSGI factory granian calls."""
    return create_floor()
