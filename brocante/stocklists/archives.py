"""Workbooks that are zip archives: their size is judged before anything is unzipped."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from brocante.stocklists.errors import CorruptFile, PasswordProtected, ZipBomb
from brocante.stocklists.markup import Attributes, Handler, attribute, read_markup

MOST_UNZIPPED = 300_000_000
SUSPECT_SIZE = 10_000_000
MOST_RATIO = 200
_ENCRYPTED = 0x1
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ArithmeticError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


class Archive:
    """A zip file that was found sound enough to be opened."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise CorruptFile from error
        entries = self._zip.infolist()
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise PasswordProtected
        if sum(entry.file_size for entry in entries) > MOST_UNZIPPED:
            raise ZipBomb
        if any(map(_is_suspect, entries)):
            raise ZipBomb
        self.names = frozenset(entry.filename for entry in entries)

    def read_part(self, name: str, handler: Handler) -> None:
        """Feed a part to a handler; a part that is missing or damaged is a corrupt file."""
        with guarded(), self._zip.open(name) as part:
            read_markup(part, handler)

    def read_start(self, name: str) -> bytes:
        """Return the first bytes of a part; nothing when it is missing."""
        if name not in self.names:
            return b""
        with guarded(), self._zip.open(name) as part:
            return part.read(4096)


def _is_suspect(entry: zipfile.ZipInfo) -> bool:
    return (
        entry.file_size > SUSPECT_SIZE
        and entry.file_size > max(entry.compress_size, 1) * MOST_RATIO
    )


@contextmanager
def guarded() -> Iterator[None]:
    """Turn what zip files raise when they are damaged into CorruptFile."""
    try:
        yield
    except _DAMAGE as error:
        raise CorruptFile from error


class Relations(Handler):
    """The parts a part points to: identifier to (kind, path)."""

    def __init__(self, archive: Archive, part: str) -> None:
        super().__init__()
        self._folder = posixpath.dirname(part)
        self.targets: dict[str, tuple[str, str]] = {}
        path = f"{self._folder}/_rels/{posixpath.basename(part)}.rels".lstrip("/")
        if path in archive.names:
            archive.read_part(path, self)

    def open_Relationship(self, attributes: Attributes) -> None:  # noqa: N802 - name of the element
        """Note one relation."""
        kind = (attribute(attributes, "Type") or "").rpartition("/")[2]
        target = attribute(attributes, "Target") or ""
        path = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
        self.targets[attribute(attributes, "Id") or ""] = (kind, path)

    def of_kind(self, *kinds: str) -> list[str]:
        """List the paths of the relations of some kinds."""
        return [path for kind, path in self.targets.values() if kind in kinds]
