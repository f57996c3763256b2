"""Where photos and documents are kept: a folder, memory (tests) or an S3-compatible bucket.

A thin face over obstore, so that the rest of the code knows four verbs and one kind of key.
Keys are made by us ("photos/3f/3f09….webp"), never by people: anything else is a mistake in the
code and raises ``InvalidKeyError``, which nobody is meant to read on a page.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, MemoryStore, S3Store, from_url

from brocante.core.errors import DomainError
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


@dataclass(frozen=True)
class Store:
    """A place for bytes under keys; safe to share between threads."""

    backend: LocalStore | MemoryStore | S3Store

    def put(self, key: str, data: bytes, content_type: str) -> None:
        """Keep ``data`` under ``key``, replacing what was there, all of it or nothing.

        Raises ``StoreUnavailable`` when it cannot be kept.

        The media type is kept where the store can (S3, memory); a folder cannot, so whoever
        serves a file says its type from the key.
        """
        keeps_types = not isinstance(self.backend, LocalStore)
        attributes = {"Content-Type": content_type} if keeps_types else None
        try:
            obstore.put(self.backend, _checked(key), data, attributes=attributes)
        except BaseError as error:
            log.exception("a photo cannot be kept")
            raise StoreUnavailable from error

    def get(self, key: str) -> bytes:
        """Return the bytes kept under ``key``; raise ``MissingObjectError`` when there are none."""
        try:
            return bytes(obstore.get(self.backend, _checked(key)).bytes())
        except FileNotFoundError as error:
            raise MissingObjectError(key) from error

    def stat(self, key: str) -> ObjectInfo:
        """Return size and date of ``key``; raise ``MissingObjectError`` when there is nothing."""
        try:
            meta = obstore.head(self.backend, _checked(key))
        except FileNotFoundError as error:
            raise MissingObjectError(key) from error
        return ObjectInfo(size=meta["size"], modified_at=meta["last_modified"])

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
            obstore.delete(self.backend, _checked(key))
        except FileNotFoundError:
            return


def open_store(url: str) -> Store:
    """Open the store at ``url``: ``file:///path``, ``memory://`` or ``s3://bucket/prefix``.

    A missing folder is made. S3 reads region, keys and endpoint from the usual ``AWS_*``
    variables of the environment. Each ``memory://`` store is new and empty.
    """
    scheme = url.partition("://")[0]
    if scheme == "file":
        backend = from_url(url, mkdir=True)
    elif scheme in {"memory", "s3"}:
        backend = from_url(url)
    else:
        msg = f"storage address must start with file://, memory:// or s3://, not {scheme!r}"
        raise UnknownStoreError(msg)
    if not isinstance(backend, LocalStore | MemoryStore | S3Store):
        raise UnknownStoreError(scheme)
    return Store(backend)


def _checked(key: str) -> str:
    """Return ``key`` when it is one of ours, raise ``InvalidKeyError`` otherwise."""
    if len(key) > MAX_KEY_LENGTH or not _KEY.fullmatch(key):
        raise InvalidKeyError(key)
    return key
