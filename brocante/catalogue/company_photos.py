"""Where the form's script sends photos one by one, and says which to remove or to move."""

from flask import current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from brocante.catalogue import album, service
from brocante.catalogue.rules import MAX_PHOTOS
from brocante.companies.access import current_company
from brocante.core.codes import read_code, read_id
from brocante.core.errors import DomainError
from brocante.core.storage import Store
from brocante.web.blueprints import company_blueprint
from brocante.web.errors import sentence

bp = company_blueprint("company_photos", __name__, "/exposant/annonces")


@bp.post("/<code>/photos")
def send(code: str) -> ResponseReturnValue:
    """Take one photo sent by the page's script; its answer says which photo it became."""
    access, file = current_company(), request.files.get("photo")
    try:
        if request.args.get("new"):
            service.start_listing(access, read_code(code))
        data = file.read() if file else b""
        upload = album.Upload(data, request.form.get("upload_id", ""))
        photo = album.add_photo(access, code, upload, photo_store())
    except DomainError as refusal:
        return jsonify(error=sentence(refusal)), refusal.status
    url = url_for("catalogue.photo", key=photo.key, size=400)
    return jsonify(id=photo.id, url=url, width=photo.width, height=photo.height)


@bp.post("/<code>/photos/enlever")
def remove(code: str) -> ResponseReturnValue:
    """Take a photo off, at the script's request."""
    album.remove_photo(current_company(), code, read_id(request.form.get("photo")), photo_store())
    return jsonify(removed=True)


@bp.post("/<code>/photos/ordre")
def order(code: str) -> ResponseReturnValue:
    """Put the photos in the order the script names."""
    wanted = [read_id(part) for part in request.form.get("order", "").split(",")[:MAX_PHOTOS]]
    album.order_photos(current_company(), code, wanted)
    return jsonify(ordered=True)


def photo_store() -> Store:
    """Return where the present application keeps its files."""
    store: Store = current_app.extensions["brocante_store"]
    return store
