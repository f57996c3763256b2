"""The photos of a .zip, made into pictures without metadata (R6) one after the other."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator

from brocante.catalogue.album import KEY_LENGTH, MEDIA_TYPE, SIZES, stored_name
from brocante.catalogue.photos import PreparedPhoto, prepare_photo
from brocante.core.errors import DomainError
from brocante.core.storage import Store
from brocante.stocklists.photo_names import file_name, is_photo

log = logging.getLogger(__name__)

MOST_PHOTOS = 400
MOST_BYTES = 20 * 1024 * 1024


def read_photos(data: bytes) -> Iterator[tuple[str, PreparedPhoto | None]]:
    """Yield the name of each photo of an archive and its pictures, None when it is refused."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        return
    with archive:
        members = [one for one in archive.infolist() if is_photo(one.filename)]
        for member in members[:MOST_PHOTOS]:
            yield file_name(member.filename), _photo(archive, member)
        for member in members[MOST_PHOTOS:]:
            yield file_name(member.filename), None


def _photo(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> PreparedPhoto | None:
    if member.file_size > MOST_BYTES or member.flag_bits & 1:
        return None
    try:
        with archive.open(member) as opened:
            return prepare_photo(opened.read(MOST_BYTES + 1))
    except (DomainError, zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as error:
        log.info("a photo of an archive is refused: %s", type(error).__name__)
        return None


def keep_pictures(store: Store, prepared: PreparedPhoto) -> str:
    """Keep the pictures of a photo; return their key."""
    key = prepared.digest[:KEY_LENGTH]
    for size, picture in zip(SIZES, (prepared.tiny, prepared.small, prepared.large), strict=True):
        if not store.exists(stored_name(key, size)):
            store.put(stored_name(key, size), picture.data, MEDIA_TYPE)
    return key
