"""The organiser's pages about companies: what each lacks, decisions, invitations, reminders."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from brocante.accounts.access import signed_in
from brocante.companies import membership, people, places, queries, rules, service, succession
from brocante.companies.forms import CompanyInvitationForm
from brocante.companies.models import Participation, ParticipationState
from brocante.companies.words import DECLARATION_WORDS, STATE_TONES, STATE_WORDS
from brocante.core.codes import read_id
from brocante.core.errors import DomainError, NotFound
from brocante.editions.access import organiser_edition
from brocante.editions.queries import editions_of, own_edition
from brocante.web.blueprints import organiser_blueprint
from brocante.web.errors import show

blueprint = organiser_blueprint("organiser_companies", __name__, "/organisation/entreprises")
blueprints = (blueprint,)

PAGE = 40

Answer = str | Response | tuple[str, int]


@blueprint.get("")
def index() -> str:
    """List the companies of the edition with what each still lacks."""
    return _index_page(CompanyInvitationForm())


def _index_page(form: CompanyInvitationForm) -> str:
    edition = organiser_edition()
    every = queries.participations_with_lacks(edition.id)
    lacking = [status for status in every if status.lacks]
    only_lacking = request.args.get("incomplets") == "1"
    shown = lacking if only_lacking else every
    page = read_id(request.args.get("page")) or 1
    start = (page - 1) * PAGE
    told = {read_id(text) for text in request.args.getlist("deja")}
    return render_template(
        "companies/organiser/index.html",
        form=form,
        statuses=shown[start : start + PAGE],
        taking_part=[status for status in every if status.id in told],
        count=len(every),
        count_lacking=len(lacking),
        only_lacking=only_lacking,
        previous_page=page - 1 if page > 1 else None,
        next_page=page + 1 if start + PAGE < len(shown) else None,
        invitations=people.open_invitations(edition_id=edition.id),
        words=rules.LACK_WORDS,
        state_words=STATE_WORDS,
        state_tones=STATE_TONES,
    )


@blueprint.get("/<int:participation_id>")
def company(participation_id: int) -> str:
    """Show one company: people, sites, charter as it was signed."""
    participation = _participation(participation_id)
    return render_template(
        "companies/organiser/company.html",
        participation=participation,
        status=queries.status_of(participation_id),
        sites=places.own_sites(participation_id),
        words=rules.LACK_WORDS,
        declaration_words=DECLARATION_WORDS,
        format_siret=rules.format_siret,
        state_word=STATE_WORDS[participation.state],
        state_tone=STATE_TONES[participation.state],
    )


def _participation(participation_id: int) -> Participation:
    participation = queries.participation(participation_id)
    if participation.edition.organiser_id not in signed_in().organisers:
        raise NotFound
    return participation


@blueprint.post("/<int:participation_id>/decision")
def decide(participation_id: int) -> Response:
    """Approve, refuse or withdraw a company."""
    try:
        state = ParticipationState(request.form.get("state", ""))
    except ValueError:
        raise NotFound from None
    try:
        service.decide(signed_in(), participation_id, state)
    except NotFound:
        raise
    except DomainError as error:
        show(error)
    else:
        flash(_("Noted. The company is told by e-mail."), "success")
    return redirect(url_for(".company", participation_id=participation_id), 303)


@blueprint.post("/relancer")
def remind_all() -> Response:
    """Mail every company what it still lacks."""
    count = service.remind(signed_in(), organiser_edition().id)
    flash(
        ngettext("%(num)d company is reminded.", "%(num)d companies are reminded.", count),
        "success",
    )
    return redirect(url_for(".index", incomplets=1), 303)


@blueprint.post("/<int:participation_id>/relancer")
def remind(participation_id: int) -> Response:
    """Mail one company what it still lacks."""
    edition_id = _participation(participation_id).edition_id
    count = service.remind(signed_in(), edition_id, participation_id)
    if count:
        flash(_("The reminder is on its way; at most one a day leaves."), "success")
    else:
        flash(_("This company has nothing to do at the moment."), "info")
    return redirect(url_for(".company", participation_id=participation_id), 303)


@blueprint.post("/inviter")
def invite() -> Answer:
    """Invite the owners of some addresses to take part."""
    form = CompanyInvitationForm()
    edition_id = organiser_edition().id
    if not form.validate_on_submit():
        return _index_page(form), 422
    try:
        addresses = rules.read_addresses(form.addresses.data)
        invited = membership.invite_companies(signed_in(), edition_id, addresses)
    except DomainError as error:
        form.add_error(error)
        return _index_page(form), error.status
    if invited.sent:
        flash(
            ngettext(
                "%(num)d invitation is on its way.",
                "%(num)d invitations are on their way.",
                invited.sent,
            ),
            "success",
        )
    return redirect(url_for(".index", deja=invited.taking_part), 303)


@blueprint.post("/invitations/<int:invitation_id>/retirer")
def withdraw_invitation(invitation_id: int) -> Response:
    """End an invitation nobody accepted yet."""
    membership.withdraw_company_invitation(signed_in(), organiser_edition().id, invitation_id)
    flash(_("The invitation is withdrawn."), "success")
    return redirect(url_for(".index"), 303)


@blueprint.route("/reprendre", methods=["GET", "POST"])
def bring_over() -> Answer:
    """Choose companies of an earlier edition to put on the list of this one."""
    edition = organiser_edition()
    earlier = [e for e in editions_of(signed_in().organisers) if e.id != edition.id]
    chosen = read_id(request.values.get("source"))
    source = own_edition(signed_in(), chosen) if chosen else next(iter(earlier), None)
    if request.method == "POST" and source is not None:
        ids = [read_id(value) for value in request.form.getlist("company")]
        count = succession.bring_over(signed_in(), edition.id, source.id, ids)
        flash(
            ngettext(
                "%(num)d company is on the list and told by e-mail.",
                "%(num)d companies are on the list and told by e-mail.",
                count,
            ),
            "success",
        )
        return redirect(url_for(".index"), 303)
    return render_template(
        "companies/organiser/bring_over.html",
        earlier=earlier,
        source=source,
        companies=succession.companies_to_bring(edition.id, source.id) if source else [],
    )
