"""A folder that keeps bytes under keys: each file is there whole or not at all."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Folder:
    """The verbs of the store on files; what fails raises `OSError`, or `FileNotFoundError`."""

    root: Path

    def put(self, key: str, data: bytes, _content_type: str) -> None:
        """Keep `data`; whoever serves a file says its type from the key."""
        path = self.root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        # No key has a dot first, so nobody can ask for a file that is not finished.
        draft = path.with_name(f".{token_hex(8)}")
        try:
            draft.write_bytes(data)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)

    def get(self, key: str) -> bytes:
        """Return the bytes of a file."""
        return (self.root / key).read_bytes()

    def stat(self, key: str) -> tuple[int, datetime]:
        """Return the bytes of a file, counted, and when it was written."""
        found = (self.root / key).stat()
        return found.st_size, datetime.fromtimestamp(found.st_mtime, UTC)

    def delete(self, key: str) -> None:
        """Remove a file."""
        (self.root / key).unlink()


def folder_of(url: str) -> Path | None:
    """Return the folder at `url`, None when it is not the address of one on this machine."""
    parts = urlsplit(url)
    is_here = parts.scheme == "file" and parts.netloc in {"", "localhost"} and parts.path != ""
    return Path(unquote(parts.path)) if is_here else None
