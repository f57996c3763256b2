"""The counter of a phone whose browser runs no scripts: the company's pages, for one site."""

from brocante.counter import desk_pages, paper_pages, sale_pages, sheet_pages
from brocante.web.blueprints import counter_blueprint

bp = counter_blueprint("counter_online", __name__, "/comptoir/en-ligne")
for pages in (desk_pages, sheet_pages, sale_pages):
    pages.add_to(bp)
on_paper = counter_blueprint("counter_paper", __name__)
paper_pages.add_to(on_paper)
blueprints = (bp, on_paper)
