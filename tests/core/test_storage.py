"""Photos and documents are kept, found again and never written outside their store."""

from __future__ import annotations

import errno
import pathlib
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import obstore
import pytest
from obstore.exceptions import GenericError
from obstore.store import S3Store

from brocante.core.bucket import Bucket
from brocante.core.folder import folder_of
from brocante.core.storage import (
    InvalidKeyError,
    MissingObjectError,
    Store,
    StoreUnavailable,
    UnknownStoreError,
    open_store,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """One store of each kind that needs no network."""
    if request.param == "file":
        return open_store((tmp_path / "photos").as_uri())
    return open_store("memory://")


def test_what_is_put_is_got_back(store: Store) -> None:
    """The bytes of a photo come back unchanged."""
    data = bytes(range(256)) * 40
    store.put("photos/3f/3f09.webp", data, "image/webp")

    assert store.get("photos/3f/3f09.webp") == data
    assert store.stat("photos/3f/3f09.webp").size == len(data)
    assert store.stat("photos/3f/3f09.webp").modified_at.utcoffset() == timedelta(0)
    assert store.stat("photos/3f/3f09.webp").modified_at.astimezone(UTC).year >= 2026


def test_putting_again_replaces(store: Store) -> None:
    """A retried upload leaves one object, the last one."""
    store.put("a.webp", b"first, longer", "image/webp")
    store.put("a.webp", b"second", "image/webp")

    assert store.get("a.webp") == b"second"


def test_missing_object_is_named(store: Store) -> None:
    """A photo that is gone is told apart from a store that is broken."""
    assert not store.exists("photos/none.webp")
    with pytest.raises(MissingObjectError, match=r"photos/none\.webp"):
        store.get("photos/none.webp")
    with pytest.raises(MissingObjectError):
        store.stat("photos/none.webp")


def test_delete_can_be_repeated(store: Store) -> None:
    """A deletion interrupted half-way can be run again."""
    store.put("a.webp", b"x", "image/webp")
    assert store.exists("a.webp")

    store.delete("a.webp")
    store.delete("a.webp")

    assert not store.exists("a.webp")


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/etc/passwd",
        "../outside",
        "a/../../outside",
        "a//b",
        "a/",
        ".hidden",
        "a/.hidden",
        "a/%2e%2e/b",
        "a\\..\\b",
        "a\x00b",
        "a\n",
        "C:/x",
        "Photo.webp",
        "é.webp",
        "a" * 256,
    ],
)
def test_strange_keys_are_refused_by_every_verb(store: Store, key: str, tmp_path: Path) -> None:
    """No key, whoever made it, can leave the store."""
    with pytest.raises(InvalidKeyError):
        store.put(key, b"x", "image/webp")
    with pytest.raises(InvalidKeyError):
        store.get(key)
    with pytest.raises(InvalidKeyError):
        store.exists(key)
    with pytest.raises(InvalidKeyError):
        store.delete(key)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_folder_is_made_and_used(tmp_path: Path) -> None:
    """A first start on an empty disk needs no preparation, even with spaces in the path."""
    folder = tmp_path / "dépôt de photos"
    open_store(folder.as_uri()).put("photos/a.webp", b"x", "image/webp")

    assert (folder / "photos" / "a.webp").read_bytes() == b"x"


def test_what_cannot_be_written_whole_leaves_the_earlier_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk costs the new photo, neither the old one nor a half file beside it."""
    store = open_store(tmp_path.as_uri())
    store.put("photos/a.webp", b"first", "image/webp")

    def half(path: Path, data: bytes) -> int:
        with path.open("wb") as file:
            file.write(data[:3])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pathlib.Path, "write_bytes", half)
    with pytest.raises(StoreUnavailable):
        store.put("photos/a.webp", b"second", "image/webp")

    assert store.get("photos/a.webp") == b"first"
    assert [path.name for path in tmp_path.rglob("*.*")] == ["a.webp"]


def test_a_bucket_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends a photo reads that it can be sent again, whatever keeps the photos."""
    store = open_store("memory://")

    def refuse(*_arguments: object, **_options: object) -> None:
        raise GenericError("503 Slow Down")

    monkeypatch.setattr(obstore, "put", refuse)
    with pytest.raises(StoreUnavailable):
        store.put("a.webp", b"x", "image/webp")


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("file:///srv/a%20b", "/srv/a b"),
        ("file:///srv/a b", "/srv/a b"),
        ("file://localhost/srv", "/srv"),
    ],
)
def test_the_address_of_a_folder(url: str, path: str) -> None:
    """The backup finds the photos where the store keeps them, however the setting is written."""
    assert str(folder_of(url)) == path


def test_media_type_is_kept_where_it_can_be() -> None:
    """A bucket that serves its objects itself must know their type."""
    store = open_store("memory://")
    store.put("a.webp", b"x", "image/webp")

    assert isinstance(store.backend, Bucket)
    assert obstore.get(store.backend.objects, "a.webp").attributes["Content-Type"] == "image/webp"


def test_memory_stores_are_separate() -> None:
    """Two tests, or two applications side by side, never see each other's photos."""
    open_store("memory://").put("a.webp", b"x", "image/webp")

    assert not open_store("memory://").exists("a.webp")


@pytest.mark.parametrize(
    "url", ["", "photos", "file://photos/x", "https://example.org/x", "ftp://x"]
)
def test_other_addresses_are_refused(url: str) -> None:
    """A mistyped setting is found at start-up, not at the first photo."""
    with pytest.raises(UnknownStoreError, match="storage address"):
        open_store(url)


def test_bucket_with_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    """The path of an S3 address is a prefix, so that one bucket can serve several uses."""
    monkeypatch.setenv("AWS_REGION", "eu-west-3")
    backend = open_store("s3://materials/brocante/photos").backend

    assert isinstance(backend, Bucket)
    assert isinstance(backend.objects, S3Store)
    assert backend.objects.prefix == "brocante/photos"
