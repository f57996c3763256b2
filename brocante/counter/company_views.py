"""The counter of a company, at all of its sites: what a phone at one gate can do, and more."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from brocante.core.errors import DomainError
from brocante.counter import desk_pages, paper_pages, sale_pages, service, sheet_pages
from brocante.counter.access import current_counter
from brocante.counter.board_pages import BoardPages
from brocante.counter.corrections import endangered_promises
from brocante.counter.link_pages import LinkPages
from brocante.web.blueprints import company_blueprint
from brocante.web.errors import show

bp = company_blueprint("company_counter", __name__, "/exposant/comptoir")
for pages in (desk_pages, sheet_pages, sale_pages, paper_pages):
    pages.add_to(bp)
LinkPages(is_organiser=False).add_to(bp)
BoardPages(is_organiser=False).add_to(bp, "/tableau")
blueprints = (bp,)


@bp.get("/promesses")
def promises() -> str:
    """Reservations whose goods left with somebody else: whom to call."""
    counter = current_counter()
    return render_template(
        "counter/promises.html",
        promises=endangered_promises(counter.edition_id, counter.company_id),
    )


@bp.post("/promesses/<code>")
def settle(code: str) -> ResponseReturnValue:
    """Somebody looked: all promised goods of a listing are there."""
    try:
        service.settle_promises(current_counter(), code)
    except DomainError as refusal:
        show(refusal)
    return redirect(url_for(".promises"), 303)
