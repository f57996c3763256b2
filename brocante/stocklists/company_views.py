"""A company's imports: send a list, see it read, answer, create, undo."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from brocante.accounts.access import signed_in
from brocante.catalogue.company_photos import photo_store
from brocante.catalogue.errors import NotReady
from brocante.companies.access import current_company
from brocante.core.errors import DomainError
from brocante.stocklists import queries, service
from brocante.stocklists.company_answers import bp as answers_bp
from brocante.stocklists.company_lines import bp as lines_bp
from brocante.stocklists.company_page import import_page, progress_of
from brocante.stocklists.forms import FileForm, SpokenForm, TextForm
from brocante.stocklists.models import Origin
from brocante.stocklists.rules import MOVING, ImportState
from brocante.stocklists.sentences import STATES
from brocante.stocklists.service import Sent
from brocante.web.blueprints import company_blueprint
from brocante.web.errors import show
from brocante.web.security import limiter, mark_personal

bp = company_blueprint("company_stocklists", __name__, "/exposant/import")
blueprints = (bp, lines_bp, answers_bp)
bp.before_request(mark_personal)


@bp.get("")
def index() -> str:
    """The ways to send a list, the imports that wait, the earlier ones."""
    return _index_page(FileForm(), TextForm(), SpokenForm())


@bp.post("")
@limiter.limit("60 per hour")
def start() -> ResponseReturnValue:
    """Take a list in; its page shows how far it is read."""
    forms = FileForm(), TextForm(), SpokenForm()
    sent = _sent()
    try:
        import_id = service.start_import(signed_in().id, current_company(), sent, photo_store())
    except DomainError as refusal:
        form = forms[list(Origin).index(sent.origin)]
        form.add_error(refusal if sent.origin is Origin.FILE else _beside(refusal, sent.origin))
        return _index_page(*forms), refusal.status
    return redirect(url_for(".detail", import_id=import_id), 303)


@bp.get("/<int:import_id>")
def detail(import_id: int) -> ResponseReturnValue:
    """An import as far as it has come."""
    return import_page(import_id, request.args)


@bp.get("/<int:import_id>/avancement")
def progress(import_id: int) -> ResponseReturnValue:
    """How far an import is, in few words: a waiting page asks several times a second."""
    return progress_of(import_id)


@bp.post("/<int:import_id>/creer")
def create(import_id: int) -> ResponseReturnValue:
    """Have listings made of the lines that are ready: drafts, or shown at once."""
    is_publishing = request.form.get("action") == "publish"
    try:
        service.create(current_company(), import_id, is_publishing=is_publishing)
    except NotReady as refusal:
        for problem in refusal.problems:
            show(problem)
    except DomainError as refusal:
        show(refusal)
    return redirect(url_for(".detail", import_id=import_id), 303)


@bp.post("/<int:import_id>/annuler")
def undo(import_id: int) -> ResponseReturnValue:
    """Take a whole import back."""
    try:
        service.undo(current_company(), import_id)
    except DomainError as refusal:
        show(refusal)
    return redirect(url_for(".detail", import_id=import_id), 303)


@bp.post("/<int:import_id>/oublier")
def discard(import_id: int) -> ResponseReturnValue:
    """Forget an import of which no listing came."""
    try:
        service.discard(current_company(), import_id, photo_store())
    except DomainError as refusal:
        show(refusal)
        return redirect(url_for(".detail", import_id=import_id), 303)
    flash(_("The import is forgotten. Your listings are as they were."), "success")
    return redirect(url_for(".index"), 303)


def _sent() -> Sent:
    """Return what arrived: a file, else spoken lines, else a message."""
    file, photos = request.files.get("file"), request.files.get("photos")
    if "spoken" in request.form:
        text = request.form["spoken"]
        return Sent(text.encode(), _("Dictated list"), Origin.SPOKEN)
    if "text" in request.form:
        return Sent(request.form["text"].encode(), _("Pasted message"), Origin.TEXT)
    return Sent(
        file.read() if file else b"",
        (file.filename or "") if file else "",
        photos=photos.read() if photos else b"",
    )


def _beside(refusal: DomainError, origin: Origin) -> DomainError:
    refusal.field = {Origin.TEXT: "text", Origin.SPOKEN: "spoken"}.get(origin, "file")
    return refusal


def _index_page(file: FileForm, text: TextForm, spoken: SpokenForm) -> str:
    rows = queries.imports_of(current_company())
    waiting = {*MOVING, ImportState.CHECKING}
    return render_template(
        "stocklists/company/index.html",
        file=file,
        text=text,
        spoken=spoken,
        waiting=[row for row in rows if row.state in waiting],
        past=[row for row in rows if row.state not in waiting],
        states=STATES,
    )
