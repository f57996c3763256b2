"""What a phone takes with it, and what it asks while there is network."""

from brocante.core.db import db, session
from brocante.counter.models import CounterPhone
from tests.factories import make_listing, make_participation, make_site, make_slot
from tests.factories.counter import Gate, make_arrival
from tests.support.notes import handed, send
from tests.support.pages import CheckedClient
from tests.support.queries import count_queries


def test_data_hold_the_day_and_nobodys_number(phone: CheckedClient, gate: Gate) -> None:
    visitor = make_arrival(gate, 4, phone="+33612345678", email="zoe@example.org")
    answer = phone.get("/comptoir/donnees")
    assert answer.json is not None
    (pickup,) = answer.json["pickups"]
    assert (pickup["code"], pickup["state"]) == (visitor.code, "booked")
    assert pickup["lines"][0]["reserved"] == 4000
    for secret in ("12345678", "zoe@", visitor.token):
        assert secret not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    again = phone.get("/comptoir/donnees", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    note = handed(visitor)
    send(phone, note)
    fresh = phone.get("/comptoir/donnees", headers={"If-None-Match": answer.headers["ETag"]})
    assert fresh.json is not None
    (pickup,) = fresh.json["pickups"]
    assert (pickup["state"], pickup["done_by"]) == ("done", "Portail nord")
    assert pickup["done_entry"] == note["id"]


def test_data_cost_the_same_for_many(phone: CheckedClient, gate: Gate) -> None:
    make_arrival(gate, 1)
    phone.get("/comptoir/donnees")
    with count_queries(db.engine) as few:
        phone.get("/comptoir/donnees")
    for _ in range(6):
        make_arrival(gate, 1)
        make_listing(gate.site)
    with count_queries(db.engine) as many:
        phone.get("/comptoir/donnees")
    assert len(many) == len(few)


def test_a_foreign_ticket_says_where_it_is_expected(phone: CheckedClient, gate: Gate) -> None:
    site = make_site(make_participation(gate.edition), name="Autre dépôt", commune="Ribérac")
    other = Gate(gate.staff, gate.access, gate.edition, site, make_listing(site), make_slot(site))
    visitor = make_arrival(other, name="Zoé Visiteuse")
    for asked in (visitor.code, visitor.token):
        answer = phone.get("/comptoir/ailleurs", query_string={"code": asked})
        assert answer.json is not None
        (found,) = answer.json["found"]
        assert (found["site"], found["commune"]) == ("Autre dépôt", "Ribérac")
        assert "Zoé" not in answer.text
    assert phone.get("/comptoir/ailleurs?code=zoe").json == {"found": []}


def test_the_contact_and_what_is_unsent_are_remembered(phone: CheckedClient, gate: Gate) -> None:
    send(phone, unsent=3)
    row = session.query(CounterPhone).one()
    assert row.unsent == 3
