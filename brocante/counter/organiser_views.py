"""The organiser's pages about the counters of all sites of an edition."""

from brocante.counter.board_pages import BoardPages
from brocante.counter.link_pages import LinkPages
from brocante.web.blueprints import organiser_blueprint

bp = organiser_blueprint("organiser_counter", __name__, "/organisation/comptoirs")
BoardPages(is_organiser=True).add_to(bp, "")
LinkPages(is_organiser=True).add_to(bp)
blueprints = (bp,)
