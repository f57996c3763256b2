"""Which counter the present request acts for."""

from flask import g

from brocante.accounts.access import signed_in
from brocante.companies.access import current_company
from brocante.counter.counters import Counter, company_counter


def current_counter() -> Counter:
    """Return the counter acted for; only behind the gatekeeper of companies or of counters."""
    if "counter" not in g:
        g.counter = company_counter(signed_in(), current_company())
    counter: Counter = g.counter
    return counter
