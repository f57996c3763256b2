"""What a share picture says, and the mark by which a picture is known to say it. No Pillow here."""

import hashlib
import json
from dataclasses import astuple, dataclass

# One more whenever the drawing changes: pictures kept are drawn anew.
VERSION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """The words of a share picture and the keys of its photos."""

    title: str
    price: str
    price_unit: str
    facts: tuple[str, ...]
    brand: str
    event: str
    photos: tuple[str, ...]

    @property
    def mark(self) -> str:
        """Sixteen characters that are the same for the same picture."""
        content = json.dumps([VERSION, *astuple(self)], ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:16]
