"""A bucket that keeps bytes under keys, or memory that behaves like one (tests); by obstore."""

from dataclasses import dataclass
from datetime import datetime

import obstore
from obstore.exceptions import BaseError
from obstore.store import MemoryStore, S3Store, from_url


@dataclass(frozen=True)
class Bucket:
    """The verbs of the store on a bucket; what is missing raises `FileNotFoundError`."""

    objects: MemoryStore | S3Store

    def put(self, key: str, data: bytes, content_type: str) -> None:
        """Keep `data` with its media type: a bucket may serve it by itself."""
        try:
            obstore.put(self.objects, key, data, attributes={"Content-Type": content_type})
        except BaseError as error:
            raise OSError(str(error)) from error

    def get(self, key: str) -> bytes:
        """Return the bytes of an object."""
        return bytes(obstore.get(self.objects, key).bytes())

    def stat(self, key: str) -> tuple[int, datetime]:
        """Return the bytes of an object, counted, and when it was written."""
        meta = obstore.head(self.objects, key)
        return meta["size"], meta["last_modified"]

    def delete(self, key: str) -> None:
        """Remove an object."""
        obstore.delete(self.objects, key)


def open_bucket(url: str) -> Bucket:
    """Open the bucket, or new empty memory, at `url`."""
    objects = from_url(url)
    if not isinstance(objects, MemoryStore | S3Store):
        raise TypeError(url)
    return Bucket(objects)
