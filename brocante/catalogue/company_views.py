"""A company's own listings: the list, the form that saves as it is filled in, the photos."""

from dataclasses import dataclass
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from brocante.accounts.access import signed_in
from brocante.accounts.queries import Identity
from brocante.catalogue import album, service
from brocante.catalogue.company_list import (
    OwnListingPage,
    count_by_state,
    page_of_listings,
    read_filter,
)
from brocante.catalogue.company_photos import bp as photos_bp
from brocante.catalogue.company_photos import photo_store
from brocante.catalogue.company_queries import free_codes, offer_of, own_listing, own_sites
from brocante.catalogue.errors import NotReady
from brocante.catalogue.forms import ListingForm, typed_before
from brocante.catalogue.models import Listing, ListingState
from brocante.catalogue.reading import Reading, read_offer
from brocante.catalogue.rules import MAX_PHOTOS, Offer
from brocante.catalogue.weight_note import material_question, weight_note
from brocante.companies.access import current_company
from brocante.companies.queries import CompanyAccess
from brocante.core import clock
from brocante.core.codes import read_code, read_id
from brocante.core.errors import DomainError
from brocante.editions.access import current_edition
from brocante.web import formats
from brocante.web.blueprints import company_blueprint
from brocante.web.errors import sentence, show
from brocante.web.security import safe_path

bp = company_blueprint("company_catalogue", __name__, "/exposant/annonces")
blueprints = (bp, photos_bp)


@bp.get("")
def index() -> ResponseReturnValue:
    """The company's listings, newest first."""
    wanted = read_filter(request.args)
    page = page_of_listings(current_company(), wanted)
    return render_template(
        "catalogue/company/index.html",
        page=page,
        wanted=wanted,
        counts=count_by_state(current_company()),
        copy_codes=dict(
            zip((row.code for row in page.listings), free_codes(len(page.listings)), strict=True)
        ),
        links=_neighbours(page),
    )


@bp.get("/nouvelle")
def create() -> ResponseReturnValue:
    """An empty form under a fresh code; nothing exists until it is first saved."""
    form = ListingForm(Offer(), own_sites(current_company()), formdata=None)
    return _form_page(free_codes(1)[0], form, None, read_offer(Offer()))


@bp.get("/<code>")
def edit(code: str) -> ResponseReturnValue:
    """The form as it was left, also what was not understood yet."""
    return _stored_page(code)


@bp.post("/<code>")
def save(code: str) -> ResponseReturnValue:
    """Store what was typed and do what the pressed button says besides."""
    sent = _sent(code)
    refusals = _store(sent)
    if sent.action == "autosave":
        return _saved_as_json(sent, refusals)
    refusals += _add_photos(sent)
    if sent.action == "publish" and sent.understood and not refusals:
        refusals = _refusals_of_publishing(sent)
    for refusal in refusals:
        sent.form.add_error(refusal)
    if refusals or not sent.understood:
        listing = own_listing(sent.access, sent.code)
        reading = read_offer(sent.form.offer(sent.before))
        return _form_page(sent.code, sent.form, listing, reading), 409 if refusals else 422
    return _after_saving(sent)


@bp.post("/<code>/publier")
def publish(code: str) -> ResponseReturnValue:
    """Show a listing to visitors, or its form with everything that it lacks."""
    try:
        service.publish_listing(current_company(), code)
    except NotReady as refusal:
        return _stored_page(code, refusal.problems)
    flash(_("The listing is published."), "success")
    return _back()


@bp.post("/<code>/retirer")
def withdraw(code: str) -> ResponseReturnValue:
    """Take a listing away from visitors."""
    try:
        service.withdraw_listing(current_company(), code)
    except DomainError as refusal:
        return _stored_page(code, [refusal])
    flash(_("The listing is withdrawn: visitors no longer see it."), "success")
    return _back()


@bp.post("/<code>/dupliquer")
def duplicate(code: str) -> ResponseReturnValue:
    """Open a copy as a draft."""
    copy_code = read_code(request.form.get("copy", ""))
    service.duplicate_listing(current_company(), code, copy_code)
    flash(_("This is the copy. Change what differs, then publish it."), "success")
    return redirect(url_for(".edit", code=copy_code), 303)


@bp.post("/<code>/supprimer")
def delete(code: str) -> ResponseReturnValue:
    """Delete a draft."""
    try:
        service.delete_listing(current_company(), code, photo_store())
    except DomainError as refusal:
        show(refusal)
    else:
        flash(_("The draft is deleted."), "success")
    return redirect(url_for(".index"), 303)


@bp.post("/<code>/abandonner")
def discard(code: str) -> ResponseReturnValue:
    """Forget the changes of a published listing that were typed but not published."""
    service.keep_typed(current_company(), code, None)
    flash(_("The changes are discarded."), "success")
    return redirect(url_for(".edit", code=code), 303)


@dataclass(frozen=True, slots=True)
class _Sent:
    """A form that arrived, with what the listing was before."""

    actor: Identity
    access: CompanyAccess
    code: str
    action: str
    form: ListingForm
    before: Offer
    is_published: bool
    understood: bool


def _sent(code: str) -> _Sent:
    access, code = current_company(), read_code(code)
    if request.form.get("new"):
        service.start_listing(access, code)
    listing = own_listing(access, code)
    before = offer_of(listing, listing.stock.quantity)
    form = ListingForm(before, own_sites(access))
    return _Sent(
        actor=signed_in(),
        access=access,
        code=code,
        action=request.form.get("action", "save"),
        form=form,
        before=before,
        is_published=listing.state is ListingState.PUBLISHED,
        understood=bool(form.validate()),
    )


def _store(sent: _Sent) -> list[DomainError]:
    """Store what was understood and keep the rest as typed; return what stands against it.

    What visitors see changes only by a complete form that somebody sent on purpose.
    """
    typed = sent.form.as_typed(request.form)
    only_kept = sent.is_published and (sent.action == "autosave" or not sent.understood)
    try:
        if not only_kept:
            offer = sent.form.offer(sent.before)
            rest = None if sent.understood else typed
            service.save_listing(sent.actor, sent.access, sent.code, offer, typed=rest)
            return []
    except NotReady as refusal:
        refusals = refusal.problems
    except DomainError as refusal:
        refusals = [refusal]
    else:
        refusals = []
    service.keep_typed(sent.access, sent.code, typed)
    return refusals


def _add_photos(sent: _Sent) -> list[DomainError]:
    """Take the photos sent with the form (no script), and move or remove one by its button."""
    refusals: list[DomainError] = []
    for file in request.files.getlist("photos"):
        if file.filename:
            try:
                album.add_photo(sent.access, sent.code, album.Upload(file.read()), photo_store())
            except DomainError as refusal:
                refusals.append(refusal)
    verb, _colon, photo = sent.action.partition(":")
    if verb == "remove":
        album.remove_photo(sent.access, sent.code, read_id(photo), photo_store())
    elif verb in {"earlier", "later"}:
        album.move_photo(sent.access, sent.code, read_id(photo), earlier=verb == "earlier")
    return refusals


def _refusals_of_publishing(sent: _Sent) -> list[DomainError]:
    try:
        service.publish_listing(sent.access, sent.code)
    except NotReady as refusal:
        return refusal.problems
    return []


def _after_saving(sent: _Sent) -> ResponseReturnValue:
    if sent.action == "publish":
        flash(_("The listing is published."), "success")
        return redirect(url_for(".index"), 303)
    if sent.action == "save":
        flash(_("Saved."), "success")
    anchor = "photos" if ":" in sent.action else None
    return redirect(url_for(".edit", code=sent.code, _anchor=anchor), 303)


def _saved_as_json(sent: _Sent, refusals: list[DomainError]) -> ResponseReturnValue:
    """Tell the script what was kept, what is not understood, and what the title says."""
    for refusal in refusals:
        sent.form.add_error(refusal)
    reading = read_offer(sent.form.offer(sent.before))
    return jsonify(
        at=formats.clock(clock.now(), current_edition()),
        url=url_for(".edit", code=sent.code),
        pending=sent.is_published,
        errors={name: str(errors[0]) for name, errors in sent.form.errors.items() if name},
        weight=weight_note(reading),
        question=material_question(reading),
        material=reading.offer.material or "",
        family=reading.offer.family or "",
    )


def _stored_page(code: str, refusals: list[DomainError] | None = None) -> ResponseReturnValue:
    access = current_company()
    listing = own_listing(access, code)
    offer = offer_of(listing, listing.stock.quantity)
    form = ListingForm(offer, own_sites(access), formdata=typed_before(listing.typed))
    if listing.typed is not None:
        form.validate()
    for refusal in refusals or []:
        form.add_error(refusal)
    page = _form_page(listing.code, form, listing, read_offer(offer))
    return (page, 409) if refusals else page


def _form_page(code: str, form: ListingForm, listing: Listing | None, reading: Reading) -> str:
    missing: list[DomainError] = []
    if listing is not None and listing.state is not ListingState.PUBLISHED and not form.errors:
        missing = service.publishing_problems(current_company(), reading.offer)
    return render_template(
        "catalogue/company/form.html",
        code=code,
        form=form,
        listing=listing,
        reading=reading,
        question=material_question(reading),
        weight=weight_note(reading),
        missing=[sentence(problem) for problem in missing],
        max_photos=MAX_PHOTOS,
        copy_code=free_codes(1)[0],
    )


def _neighbours(page: OwnListingPage) -> dict[str, str | None]:
    """Return the addresses of the newer and the older page, with the same filters."""
    kept: dict[str, Any] = {
        name: request.args[name] for name in ("q", "etat", "manque") if name in request.args
    }
    newer, older = page.newer_than, page.older_than
    return {
        "newer": url_for(".index", **kept, apres=newer) if newer else None,
        "older": url_for(".index", **kept, avant=older) if older else None,
    }


def _back() -> ResponseReturnValue:
    return redirect(safe_path(request.form.get("next"), url_for(".index")), 303)
