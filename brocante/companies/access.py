"""Which company, in which edition, the signed-in person acts for."""

from flask import Flask, abort, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from brocante.accounts.access import require_account, signed_in
from brocante.companies.queries import CompanyAccess, accesses_of
from brocante.editions.queries import edition as edition_by_id

_CHOSEN = "participation_id"


def init_access(app: Flask) -> None:
    """Name the company acted for, and the others one may switch to, in every template."""
    app.context_processor(
        lambda: {"company_access": g.get("company"), "company_choices": g.get("companies", [])}
    )


def require_company() -> Response | None:
    """Gatekeeper: a member of a company that takes part in an edition."""
    answer = require_account()
    if answer is not None:
        return answer
    accesses = accesses_of(signed_in().id)
    if not accesses:
        if request.method == "GET":
            return redirect(url_for("companies.register_choice"), 303)
        abort(403)
    chosen = [a for a in accesses if a.participation_id == session.get(_CHOSEN)]
    g.companies = accesses
    g.company = (chosen or accesses)[0]
    g.edition = edition_by_id(g.company.edition_id)
    return None


def choose_company(participation_id: int) -> bool:
    """Remember which participation to act for; False when it is not one of the person's own."""
    if participation_id not in {a.participation_id for a in accesses_of(signed_in().id)}:
        return False
    session[_CHOSEN] = participation_id
    return True


def current_company() -> CompanyAccess:
    """Return the company and edition acted for; only behind the company gatekeeper."""
    company: CompanyAccess | None = g.get("company")
    if company is None:
        abort(403)
    return company
