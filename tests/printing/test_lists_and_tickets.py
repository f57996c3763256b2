"""The list of the eve, keyed back in as printed, and the ticket that folds into four."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from brocante.companies.models import Company
from brocante.core.codes import new_code
from brocante.core.db import session
from brocante.core.qr import short_address
from brocante.printing.documents import A4, About
from brocante.printing.expecting import pages_of as lists_of
from brocante.printing.gathering import edition_sheet
from brocante.printing.slot_list import ListLine, ListTicket, SlotPage, slot_list
from brocante.printing.ticket_sheet import TicketPaper, TicketStop, ticket_sheet
from brocante.reservations import changes
from tests.counter.test_views import stock
from tests.factories import make_company_member, make_reservation, make_slot, make_stall
from tests.factories.counter import Gate, make_arrival
from tests.printing.reading import Box, codes_at, pages_of, sizes_of, text_of, texts_of
from tests.printing.test_service import use
from tests.support.notes import another
from tests.support.pages import CheckedClient
from tests.support.people import sign_in

ABOUT = About("Liste", "fr")


def test_each_slot_has_its_page_sorted_by_name_with_free_lines(app: Flask) -> None:
    use(app, demo=True)
    edition, site, listing, slot = make_stall(quantity=20)
    later = make_slot(site, hour=14)
    names = ["Zoé", "élodie", "Damien"]
    for name in names:
        make_reservation(slot, listing, 2, name=name, phone="+33612345678")
    make_reservation(later, listing, 1, name="Tardif")
    gone = make_reservation(later, listing, 1, name="Partie")
    changes.cancel_all(gone.token)
    found = edition_sheet(edition)
    pdf = slot_list(lists_of(edition, found.sites, None), ABOUT, "Imprimée le soir", found.stamp)
    first, second = pages_of(pdf)
    places = [first.index(name) for name in ("Damien", "élodie", "Zoé")]
    assert places == sorted(places)
    assert "06 12 34 56 78" in first
    assert "10 €" in first
    assert "Tardif" in second
    assert "Partie" not in second
    assert all("DÉMONSTRATION" in text for text in (first, second))
    for page, text in enumerate((first, second)):
        assert "Ventes directes" in text or "Sales on the spot" in text
        paper = Box(4, 0, A4[0] - 4, A4[1] - 4)
        assert all(box.within(paper) for box in texts_of(pdf, page))


def test_a_site_where_nobody_is_expected_gets_a_sheet_for_sales(app: Flask) -> None:
    use(app, demo=True)
    edition, *_rest = make_stall()
    found = edition_sheet(edition)
    (page,) = pages_of(slot_list(lists_of(edition, found.sites, edition.starts_on), ABOUT, ""))
    assert found.sites[0].company in page


def test_a_crowded_slot_goes_on_over_pages_and_loses_nobody() -> None:
    lines = tuple(ListLine("2 m²", "m²", f"Carrelage {n}", "Rack B", new_code()) for n in range(3))
    tickets = tuple(ListTicket(new_code(), f"Nom {n}", "", "12 €", lines) for n in range(40))
    endless = ListTicket(new_code(), "Sans fin", "", "99 €", lines * 30)
    pdf = slot_list([SlotPage("Négoce", "", "samedi", "9 h", (*tickets, endless))], ABOUT, "")
    text = text_of(pdf)
    assert [ticket.name for ticket in tickets if ticket.code not in text] == []
    assert text.count("Carrelage 2") == 40 + 30
    for page in range(len(pages_of(pdf))):
        assert all(box.within(Box(4, 0, 206, 293)) for box in texts_of(pdf, page))


def test_the_counter_keys_in_exactly_what_the_sheet_says(app: Flask, gate: Gate) -> None:
    """The code and the quantity are read off the paper, and typed on the counter's screen."""
    use(app, demo=True)
    arrival = make_arrival(gate, 4, name="Zoé Visiteuse")
    found = edition_sheet(gate.edition)
    text = text_of(slot_list(lists_of(gate.edition, found.sites, None), ABOUT, ""))
    codes = re.findall(r"\b[34679CDFGHJKMNPQRTVWX]{6}\b", text)
    assert set(codes) == {arrival.code, gate.listing.code}
    client = another(app)
    sign_in(client, gate.staff)
    keyed = client.submit("/exposant/comptoir/papier", {"code": codes[0]}, form="keying")
    quantity = re.search(r"\b(4)\s", text)
    assert quantity
    values = {f"taken_{arrival.line_id}": quantity[1], "time": "09:40"}
    assert client.submit(keyed.location or "", values, form="sheet").status_code == 303
    assert stock(gate) == ("10", "0", "4")


def stop(number: int, lines: int = 2) -> TicketStop:
    rows = tuple((f"{n} m²", f"Carrelage {number}-{n}", "12 €") for n in range(lines))
    return TicketStop(f"jour {number}", f"Dépôt {number}", ("12 rue du Pont",), rows, "36 €")


def paper(*stops: TicketStop, url: str = "https://brocante.example.org/r/jeton") -> TicketPaper:
    return TicketPaper("K7F9MX", "Zoé", "06 12", "Brocante", "10 avril", url, stops, ("Note",))


@pytest.mark.parametrize("count", [1, 3, 8, 15])
def test_all_sites_of_a_visitor_stand_on_one_sheet_clear_of_its_folds(count: int) -> None:
    pdf = ticket_sheet(paper(*(stop(n) for n in range(count))), ABOUT)
    assert sizes_of(pdf) == [(210, 297)]
    text = text_of(pdf)
    assert [n for n in range(count) if f"Dépôt {n}" not in text or f"{n}-1" not in text] == []
    quarters = [Box(x, y, x + 105, y + 148.5) for x in (0, 105) for y in (0, 148.5)]
    for box in texts_of(pdf):
        assert any(box.within(quarter, -2) for quarter in quarters)
    assert codes_at(pdf, 150) == [short_address("https://brocante.example.org/r/jeton")]
    assert codes_at(pdf, 200, blur=1.2) == codes_at(pdf, 150)


def test_more_than_a_sheet_goes_on_over_the_next() -> None:
    pdf = ticket_sheet(paper(*(stop(n, 40) for n in range(6))), ABOUT)
    text = text_of(pdf)
    assert len(sizes_of(pdf)) > 1
    assert [n for n in range(6) if f"Carrelage {n}-39" not in text] == []


def test_a_ticket_is_printed_at_its_own_address(app: Flask, client: CheckedClient) -> None:
    edition, _site, listing, slot = make_stall()
    ticket = make_reservation(slot, listing, 3, name="Zoé Visiteuse")
    use(app, public_url="https://brocante.example.org")
    base = {"base_url": "http://localhost"}
    answer = client.get(f"/r/{ticket.token}.pdf", **base)
    assert answer.mimetype == "application/pdf"
    assert answer.cache_control.no_store
    text = text_of(answer.data)
    for words in (ticket.code, "Zoé Visiteuse", listing.title, "15", edition.name):
        assert words in text
    assert codes_at(answer.data, 150) == [
        short_address(f"https://brocante.example.org/r/{ticket.token}")
    ]
    assert client.get("/r/nobody.pdf", **base).status_code == 404


def test_without_a_public_address_the_ticket_has_its_letters_but_no_code(
    client: CheckedClient,
) -> None:
    _edition, _site, listing, slot = make_stall()
    ticket = make_reservation(slot, listing)
    pdf = client.get(f"/r/{ticket.token}.pdf").data
    assert codes_at(pdf, 150) == []
    assert ticket.code in text_of(pdf)


def test_a_company_prints_the_lists_of_its_own_sites_only(app: Flask) -> None:
    use(app, demo=True)
    edition, site, listing, slot = make_stall()
    make_reservation(slot, listing, name="Chez Nous")
    _theirs, other_site, other_listing, other_slot = make_stall()
    make_reservation(other_slot, other_listing, name="Chez Eux")
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    sign_in(client, make_company_member(session.get_one(Company, site.company_id)))
    text = text_of(client.get("/exposant/impression/liste.pdf").data)
    assert "Chez Nous" in text
    assert "Chez Eux" not in text
    assert client.get(f"/exposant/impression/liste.pdf?site={other_site.id}").status_code == 404
    tomorrow = (edition.starts_on + timedelta(days=1)).isoformat()
    day = text_of(client.get(f"/exposant/impression/liste.pdf?jour={tomorrow}").data)
    assert "Chez Nous" not in day
