"""Finished files joined to one archive while it is sent: never all of them in memory."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import RawIOBase

from brocante.core.storage import MissingObjectError, Store


class _Outlet(RawIOBase):
    """Where the archive is written: what arrived is taken away after each file."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        """Tell that it can be written to; it cannot go back."""
        return True

    def write(self, data: object) -> int:
        """Keep what is written."""
        part = bytes(data)  # type: ignore[call-overload]
        self.parts.append(part)
        return len(part)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        part = b"".join(self.parts)
        self.parts.clear()
        return part


def zip_of(files: Iterable[tuple[str, str]], store: Store, made_at: datetime) -> Iterator[bytes]:
    """Yield an archive of files given by name and key. PDFs are packed already: stored as is."""
    outlet = _Outlet()
    stamp = made_at.timetuple()[:6]
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for name, key in files:
            try:
                data = store.get(key)
            except MissingObjectError:
                continue
            archive.writestr(zipfile.ZipInfo(name, stamp), data)
            yield outlet.taken()
    yield outlet.taken()
