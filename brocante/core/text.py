"""Text that is translated later, and small operations on text."""

import re
import unicodedata


def N_(message: str) -> str:  # noqa: N802 - the name translators' tools look for
    """Mark an English message for translation; the edge translates it when it is shown."""
    return message


def slugify(text: str, *, limit: int = 60) -> str:
    """Return `text` as lower-case ASCII words joined by hyphens; empty when nothing is left."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    return "-".join(words)[:limit].strip("-")


# What people leave out of a name, or write in many ways: O'Neil, Jean-Pierre, de la Tour.
_JOINTS = re.compile(r"[\s'\u2019\u02bc\u2010.-]+")


def parts(folded: str) -> list[str]:
    """Return the pieces of a folded name between its blanks, hyphens, apostrophes and points."""
    return [piece for piece in _JOINTS.split(folded) if piece]


def fold(text: str) -> str:
    """Return `text` without accents, case and repeated blanks, for comparing what people type."""
    plain = text if text.isascii() else unaccented(text.replace("œ", "oe").replace("Œ", "oe"))
    return " ".join(plain.casefold().split())


def unaccented(text: str) -> str:
    """Return `text` decomposed, without the marks letters carry."""
    plain = unicodedata.normalize("NFKD", text)
    for mark in filter(unicodedata.combining, set(plain)):
        plain = plain.replace(mark, "")
    return plain
