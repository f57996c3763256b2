"""Where photos and documents are kept: a folder, memory (tests) or an S3-compatible bucket.

A thin face over both, so that the rest of the code knows four verbs and one kind of key.
Keys are made by us ("photos/3f/3f09….webp"), never by people: anything else is a mistake in the
code and raises ``InvalidKeyError``, which nobody is meant to read on a page.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from brocante.core.errors import DomainError
from brocante.core.folder import Folder, folder_of
from brocante.core.text import N_

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger(__name__)

MAX_KEY_LENGTH = 255
# Each segment starts with a letter or a digit, so neither "..", nor ".hidden", nor "-option",
# nor an empty segment can be written; lower case only, because some file systems fold the case.
_KEY = re.compile(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*")


class InvalidKeyError(ValueError):
    """A key that could leave the store, or that two stores would not treat alike."""


class MissingObjectError(LookupError):
    """Nothing is kept under this key."""


class StoreUnavailable(DomainError):
    """The disk is full, or the bucket does not answer; nothing was kept."""

    message = N_("Photos cannot be kept just now. Try again in a minute.")
    status = 503


class UnknownStoreError(ValueError):
    """An address of a kind of store that is not supported."""


@dataclass(frozen=True)
class ObjectInfo:
    """What is known of a kept object without reading it."""

    size: int
    """Bytes."""
    modified_at: datetime
    """UTC."""


class Backend(Protocol):
    """What keeps the bytes, a folder or a bucket; what is missing raises `FileNotFoundError`."""

    def put(self, key: str, data: bytes, content_type: str, /) -> None:
        """Keep all of `data` or nothing; raise `OSError` when it cannot be kept."""

    def get(self, key: str) -> bytes:
        """Return what is kept."""

    def stat(self, key: str) -> tuple[int, datetime]:
        """Return its size and its date."""

    def delete(self, key: str) -> None:
        """Forget it."""


@dataclass(frozen=True)
class Store:
    """A place for bytes under keys; safe to share between threads."""

    backend: Backend

    def put(self, key: str, data: bytes, content_type: str) -> None:
        """Keep ``data`` under ``key``, replacing what was there, all of it or nothing.

        Raises ``StoreUnavailable`` when it cannot be kept.
        """
        key = _checked(key)
        try:
            self.backend.put(key, data, content_type)
        except OSError as error:
            log.exception("a photo cannot be kept")
            raise StoreUnavailable from error

    def get(self, key: str) -> bytes:
        """Return the bytes kept under ``key``; raise ``MissingObjectError`` when there are none."""
        try:
            return self.backend.get(_checked(key))
        except FileNotFoundError as error:
            raise MissingObjectError(key) from error

    def stat(self, key: str) -> ObjectInfo:
        """Return size and date of ``key``; raise ``MissingObjectError`` when there is nothing."""
        try:
            return ObjectInfo(*self.backend.stat(_checked(key)))
        except FileNotFoundError as error:
            raise MissingObjectError(key) from error

    def exists(self, key: str) -> bool:
        """Say whether something is kept under ``key``."""
        try:
            self.stat(key)
        except MissingObjectError:
            return False
        return True

    def delete(self, key: str) -> None:
        """Forget ``key``; no error when it is already gone, so that a deletion can be retried."""
        try:
            self.backend.delete(_checked(key))
        except FileNotFoundError:
            return


def open_store(url: str) -> Store:
    """Open the store at ``url``: ``file:///path``, ``memory://`` or ``s3://bucket/prefix``.

    A missing folder is made. S3 reads region, keys and endpoint from the usual ``AWS_*``
    variables of the environment. Each ``memory://`` store is new and empty.
    """
    folder = folder_of(url)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        return Store(Folder(folder))
    if url.startswith(("memory://", "s3://")):
        from brocante.core.bucket import open_bucket  # noqa: PLC0415 - 5 MB a folder does without

        return Store(open_bucket(url))
    msg = f"storage address must start with file:///, memory:// or s3://, not {url!r}"
    raise UnknownStoreError(msg)


def _checked(key: str) -> str:
    """Return ``key`` when it is one of ours, raise ``InvalidKeyError`` otherwise."""
    if len(key) > MAX_KEY_LENGTH or not _KEY.fullmatch(key):
        raise InvalidKeyError(key)
    return key
