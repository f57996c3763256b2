"""The organiser's pages about editions: list, form, lifecycle, which one is worked on."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from brocante.accounts.access import signed_in
from brocante.core import clock
from brocante.core.codes import read_id
from brocante.core.errors import DomainError, NotFound
from brocante.editions import queries, rules, service
from brocante.editions.access import choose_edition, current_organiser_id
from brocante.editions.forms import EditionForm
from brocante.editions.models import Edition, EditionState
from brocante.editions.words import STATE_NOTES, STATE_WORDS, STEP_WORDS
from brocante.web.blueprints import organiser_blueprint
from brocante.web.errors import show

blueprint = organiser_blueprint("organiser_editions", __name__, "/organisation/editions")
blueprints = (blueprint,)

Answer = str | Response | tuple[str, int]


@blueprint.get("")
def index() -> str:
    """List the editions of one's organisers, the latest first."""
    editions = queries.editions_of(signed_in().organisers)
    return render_template(
        "editions/organiser/index.html", editions=editions, state_words=STATE_WORDS
    )


@blueprint.route("/nouvelle", methods=["GET", "POST"])
def create() -> Answer:
    """Make an edition, with the settings of an earlier one when `modele` names it."""
    model = _model()
    form = EditionForm()
    if not form.is_submitted():
        if model is not None:
            form.show(model, as_model=True)
        return _create_page(form, model)
    if not form.validate():
        return _create_page(form, model), 422
    try:
        edition_id = service.create(signed_in(), current_organiser_id(), form.details())
    except DomainError as error:
        form.add_error(error)
        return _create_page(form, _model()), error.status
    choose_edition(queries.own_edition(signed_in(), edition_id))
    flash(_("The edition is created. Only you see it until you open it to companies."), "success")
    if model is not None:
        return redirect(
            url_for("organiser_companies.bring_over", source=request.args["modele"]), 303
        )
    return redirect(url_for(".edit", edition_id=edition_id), 303)


def _model() -> Edition | None:
    chosen = read_id(request.args.get("modele"))
    return queries.own_edition(signed_in(), chosen) if chosen else None


def _create_page(form: EditionForm, model: Edition | None) -> str:
    earlier = queries.editions_of(signed_in().organisers)
    return render_template(
        "editions/organiser/create.html", form=form, model=model, earlier=earlier
    )


@blueprint.route("/<int:edition_id>", methods=["GET", "POST"])
def edit(edition_id: int) -> Answer:
    """Show the lifecycle and the form of an edition; change it."""
    edition = queries.own_edition(signed_in(), edition_id)
    form = EditionForm()
    if not form.is_submitted():
        form.show(edition)
        return _edit_page(edition, form)
    if not form.validate():
        return _edit_page(edition, form), 422
    try:
        charter_changed = service.change(signed_in(), edition_id, form.details())
    except DomainError as error:
        form.add_error(error)
        return _edit_page(queries.own_edition(signed_in(), edition_id), form), error.status
    flash(_("The edition is saved."), "success")
    if charter_changed:
        flash(_("The charter changed: companies that signed are asked to sign again."), "info")
    return redirect(url_for(".edit", edition_id=edition_id), 303)


def _edit_page(edition: Edition, form: EditionForm) -> str:
    now = clock.now()
    return render_template(
        "editions/organiser/edit.html",
        form=form,
        shown=edition,
        lifecycle=lifecycle_steps(edition),
        state_note=STATE_NOTES[edition.state],
        missing=[rules.MISSING_WORDS[m] for m in rules.missing_for_next_step(edition, now)],
        step_words=STEP_WORDS.get(edition.state),
        may_go_back=_may_go_back(edition),
        previous=rules.previous_state(edition.state),
        state_words=STATE_WORDS,
    )


def lifecycle_steps(edition: Edition) -> list[dict[str, str]]:
    """Return the states as the macro `steps` takes them."""
    here = rules.ORDER.index(edition.state)
    return [
        {
            "label": _(STATE_WORDS[state]),
            "state": "done" if n < here else "current" if n == here else "todo",
        }
        for n, state in enumerate(rules.ORDER)
    ]


def _may_go_back(edition: Edition) -> bool:
    try:
        rules.check_step_back(edition, clock.now())
    except DomainError:
        return False
    return True


@blueprint.post("/<int:edition_id>/etape")
def step(edition_id: int) -> Response:
    """Move one step forward or back; the form says which state its reader saw."""
    try:
        seen = EditionState(request.form.get("seen", ""))
    except ValueError:
        raise NotFound from None
    move = service.step_back if request.form.get("direction") == "back" else service.advance
    try:
        state = move(signed_in(), edition_id, seen)
    except NotFound:
        raise
    except DomainError as error:
        show(error)
    else:
        flash(_(STATE_NOTES[state]), "success")
    return redirect(url_for(".edit", edition_id=edition_id), 303)


@blueprint.post("/<int:edition_id>/choisir")
def choose(edition_id: int) -> Response:
    """Work on this edition from now on, in this browser."""
    edition = queries.own_edition(signed_in(), edition_id)
    choose_edition(edition)
    flash(_("You now work on %(name)s.", name=edition.name), "success")
    return redirect(url_for("organiser_cockpit.home"), 303)
