"""The QR code of a shelf label: one address for everybody who scans it."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from brocante.accounts.access import current_identity
from brocante.companies.access import choose_company
from brocante.companies.queries import accesses_of
from brocante.core.errors import NotFound
from brocante.counter.access import known_phone
from brocante.counter.phones import is_working
from brocante.counter.queries import Label, find_goods, find_label
from brocante.web.blueprints import public_blueprint
from brocante.web.security import mark_personal

blueprint = public_blueprint("counter", __name__)
blueprints = (blueprint,)


# Capitals too: an address in capitals makes a smaller QR code, and some people type it so.
@blueprint.get("/A/<code>", endpoint="label_in_capitals")
@blueprint.get("/a/<code>", endpoint="label")
def label(code: str) -> Response:
    """Send visitors to the listing, and whoever stands at its counter to the sale on the spot."""
    found = find_label(code)
    if found is None:
        raise NotFound
    phone = known_phone()
    if phone is not None and is_working(phone) and find_goods(phone.counter, found.code):
        mark_personal()
        return redirect(url_for("counter_online.sale", code=found.code), 302)
    if _acts_for(found):
        mark_personal()
        return redirect(url_for("company_counter.sale", code=found.code), 302)
    return redirect(url_for("catalogue.listing", edition=found.edition, code=found.code), 302)


def _acts_for(found: Label) -> bool:
    """Tell whether the person works for the company of a label; from now on they act for it."""
    identity = current_identity()
    if identity is None:
        return False
    for access in accesses_of(identity.id):
        if (access.company_id, access.edition_id) == (found.company_id, found.edition_id):
            return choose_company(access.participation_id)
    return False
