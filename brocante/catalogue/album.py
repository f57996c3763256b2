"""The photos of a listing: kept as files first, then as rows; refused ones leave the others.

Files are named by the hash of their content, so the same picture is kept once for all listings
and its address may be cached for ever.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from brocante.catalogue.company_queries import (
    find_upload,
    own_listing_id,
    photo_is_used,
    photos_of,
)
from brocante.catalogue.errors import TooManyPhotos
from brocante.catalogue.models import Photo
from brocante.catalogue.rules import MAX_PHOTOS
from brocante.catalogue.stock import lock_stock
from brocante.companies.queries import CompanyAccess
from brocante.core import clock
from brocante.core.db import session
from brocante.core.storage import Store
from brocante.core.transaction import after_commit, transactional

if TYPE_CHECKING:
    from brocante.catalogue.photos import PreparedPhoto

MEDIA_TYPE = "image/webp"
SIZES = (200, 400, 1200)
KEY_LENGTH = 40
_UPLOAD_ID = re.compile(r"[A-Za-z0-9_-]{8,40}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A photo as it was sent; `upload_id` is made by the sender and may be missing."""

    data: bytes
    upload_id: str = ""

    @property
    def key(self) -> str:
        """What makes a repeated photo the same photo: the sender's word, else its content."""
        if _UPLOAD_ID.fullmatch(self.upload_id):
            return self.upload_id
        return sha256(self.data).hexdigest()[:KEY_LENGTH]


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo of a listing; sizes in pixels of the large rendition."""

    id: int
    key: str
    width: int
    height: int


def stored_name(key: str, size: int) -> str:
    """Return where the store keeps a rendition; `size` is one of SIZES."""
    return f"photos/{key[:2]}/{key}-{size}.webp"


def add_photo(access: CompanyAccess, code: str, upload: Upload, store: Store) -> KeptPhoto:
    """Keep a photo as the last one of an own listing; sent again, it is the same photo.

    Raises PhotoRefused, TooManyPhotos or ListingNotFound, each with nothing kept.
    """
    listing_id = own_listing_id(access, code)
    known = find_upload(listing_id, upload.key)
    if known is not None:
        return _kept(known)
    _check_room(listing_id)
    # Here, not above: decoders weigh some 10 MB, and most web processes never get a photo.
    from brocante.catalogue.photos import prepare_photo  # noqa: PLC0415

    prepared = prepare_photo(upload.data)
    _keep_files(store, prepared)
    photo = _record(access, code, upload.key, prepared)
    # A picture that another listing gave up meanwhile took its files along.
    _keep_files(store, prepared)
    return photo


@transactional
def remove_photo(access: CompanyAccess, code: str, photo_id: int, store: Store) -> None:
    """Take a photo off an own listing; unknown ones are already gone."""
    listing_id = own_listing_id(access, code)
    lock_stock(listing_id)
    for photo in photos_of(listing_id):
        if photo.id == photo_id:
            session.delete(photo)
            forget_files([photo.key], store)


@transactional
def order_photos(access: CompanyAccess, code: str, photo_ids: list[int]) -> None:
    """Put the photos of an own listing in this order; those left out follow as they were."""
    listing_id = own_listing_id(access, code)
    lock_stock(listing_id)
    places = {photo_id: place for place, photo_id in enumerate(photo_ids)}
    photos = sorted(
        photos_of(listing_id), key=lambda p: (places.get(p.id, len(places)), p.position)
    )
    for position, photo in enumerate(photos):
        session.execute(
            update(Photo)
            .where(Photo.id == photo.id, Photo.position != position)
            .values(position=position)
        )


@transactional
def move_photo(access: CompanyAccess, code: str, photo_id: int, *, earlier: bool) -> None:
    """Exchange a photo of an own listing with its neighbour."""
    ids = [photo.id for photo in photos_of(own_listing_id(access, code))]
    if photo_id not in ids:
        return
    place = ids.index(photo_id)
    other = place - 1 if earlier else place + 1
    if 0 <= other < len(ids):
        ids[place], ids[other] = ids[other], ids[place]
        order_photos(access, code, ids)


def copy_photos(from_listing: int, to_listing: int) -> None:
    """Show the photos of a listing on another one too; only inside a unit."""
    session.add_all(
        Photo(
            listing_id=to_listing,
            upload_id=photo.upload_id,
            key=photo.key,
            position=position,
            width=photo.width,
            height=photo.height,
            colour=photo.colour,
            created_at=clock.now(),
        )
        for position, photo in enumerate(photos_of(from_listing))
    )


def drop_photos(listing_id: int, store: Store) -> None:
    """Take every photo off a listing that goes away; only inside a unit."""
    keys = [photo.key for photo in photos_of(listing_id)]
    session.execute(delete(Photo).where(Photo.listing_id == listing_id))
    forget_files(keys, store)


def forget_files(keys: list[str], store: Store) -> None:
    """Once the unit is stored, delete the files that no listing shows any more."""

    def forget() -> None:
        for key in keys:
            if not photo_is_used(key):
                for size in SIZES:
                    store.delete(stored_name(key, size))

    after_commit(forget)


@transactional
def _record(access: CompanyAccess, code: str, upload_id: str, prepared: PreparedPhoto) -> KeptPhoto:
    listing_id = own_listing_id(access, code)
    lock_stock(listing_id)  # two photos arriving at once are counted one after the other
    known = find_upload(listing_id, upload_id)
    if known is not None:
        return _kept(known)
    _check_room(listing_id)
    photo = Photo(
        listing_id=listing_id,
        upload_id=upload_id,
        key=_key(prepared),
        position=1
        + (
            session.scalar(select(func.max(Photo.position)).where(Photo.listing_id == listing_id))
            or 0
        ),
        width=prepared.large.width,
        height=prepared.large.height,
        colour=prepared.colour,
        created_at=clock.now(),
    )
    session.add(photo)
    session.flush()
    return _kept(photo)


def _check_room(listing_id: int) -> None:
    count = session.scalar(
        select(func.count()).select_from(Photo).where(Photo.listing_id == listing_id)
    )
    if (count or 0) >= MAX_PHOTOS:
        raise TooManyPhotos(limit=MAX_PHOTOS)


def _keep_files(store: Store, prepared: PreparedPhoto) -> None:
    key = _key(prepared)
    for size, rendition in zip(SIZES, (prepared.tiny, prepared.small, prepared.large), strict=True):
        if not store.exists(stored_name(key, size)):
            store.put(stored_name(key, size), rendition.data, MEDIA_TYPE)


def _key(prepared: PreparedPhoto) -> str:
    return prepared.digest[:KEY_LENGTH]


def _kept(photo: Photo) -> KeptPhoto:
    return KeptPhoto(photo.id, photo.key, photo.width, photo.height)
