"""The company's home: what to do next, who comes next."""

from flask import g, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from brocante.cockpit import queries
from brocante.cockpit.rules import MOST_TASKS, Readiness, Task, ToDo, tasks_of
from brocante.companies.access import current_company
from brocante.companies.models import ParticipationState
from brocante.companies.queries import status_of
from brocante.core import clock
from brocante.core.text import N_
from brocante.editions.access import current_edition
from brocante.editions.models import EditionState
from brocante.editions.rules import may_list
from brocante.stocklists.queries import open_imports
from brocante.web.blueprints import company_blueprint

blueprint = company_blueprint("company_cockpit", __name__)
blueprints = (blueprint,)

_WORDS = {
    Task.CHARTER: N_("Read and sign the charter"),
    Task.NEW_CHARTER: N_("The charter changed: sign it again"),
    Task.SITE: N_("Describe the place where you sell"),
    Task.PIN: N_("Confirm your place on the map"),
    Task.HOURS: N_("Give your opening hours"),
    Task.FIRST_LISTING: N_("Write your first listing"),
    Task.DECLARATION_LATE: N_("Declare the sale at the town hall: it is overdue"),
    Task.DECLARATION_UNKNOWN_LATE: N_(
        "Check whether the sale must be declared at the town hall: the deadline has passed"
    ),
    Task.DECLARATION: N_("Check whether the sale must be declared at the town hall"),
    Task.SIRET: N_("Give your SIRET number"),
}
_PLACES = {
    Task.CHARTER: "company_companies.charter",
    Task.NEW_CHARTER: "company_companies.charter",
    Task.FIRST_LISTING: "company_catalogue.create",
    Task.SLOTS: "company_pickups.slots",
    Task.SIRET: "company_companies.profile",
}


@blueprint.get("/")
def home() -> str:
    """Three tasks at most, the next pickups, and the one action that counts now."""
    access, edition, now = current_company(), current_edition(), clock.now()
    status = status_of(access.participation_id)
    counts = queries.listing_counts(access)
    to_do = tasks_of(
        Readiness(
            lacks=status.lacks,
            listings=counts.total,
            drafts=counts.drafts,
            without_photo=counts.without_photo,
            sites_without_slots=queries.sites_without_slots(access),
            may_list=may_list(edition, now),
        )
    )
    return render_template(
        "cockpit/company.html",
        access=access,
        tasks=[(_task_words(one), _task_place(one)) for one in to_do[:MOST_TASKS]],
        later=max(len(to_do) - MOST_TASKS, 0),
        waits_for_approval=status.state is ParticipationState.REGISTERED,
        takes_no_part=status.state in {ParticipationState.REFUSED, ParticipationState.WITHDRAWN},
        counts=counts,
        imports=open_imports(access),
        slots=queries.next_pickups(access, edition),
        may_list=may_list(edition, now),
        is_running=edition.state is EditionState.RUNNING,
        choices=[one for one in g.companies if one != access],
    )


def _task_words(one: ToDo) -> str:
    if one.task is Task.DRAFTS:
        return ngettext("Finish %(num)d draft", "Finish %(num)d drafts", one.count)
    if one.task is Task.PHOTOS:
        return ngettext(
            "Add a photo to %(num)d listing", "Add a photo to %(num)d listings", one.count
        )
    if one.task is Task.SLOTS:
        return ngettext(
            "Make the pickup hours of your site",
            "Make the pickup hours of %(num)d sites",
            one.count,
        )
    return _(_WORDS[one.task])


def _task_place(one: ToDo) -> str:
    if one.task is Task.DRAFTS:
        return url_for("company_catalogue.index", etat="draft")
    if one.task is Task.PHOTOS:
        return url_for("company_catalogue.index", manque="photo")
    return url_for(_PLACES.get(one.task, "company_companies.sites"))
