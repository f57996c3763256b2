"""Text as old and new machines write it: UTF-8, UTF-16, Windows 1252 or Mac Roman."""

from __future__ import annotations

import codecs
import re

from brocante.stocklists.errors import NotASpreadsheet

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}|\xc2[\xa0-\xbf]")
_HIGH = re.compile(rb"[\x80-\xff]")
# Written in French lists: letters whose case must fit, and signs that fit anywhere.
_LETTERS = frozenset("éèêëàâäçîïôöûùüœæñÿÉÈÊËÀÂÄÇÎÏÔÖÛÙÜŒÆÑ")
_SIGNS = frozenset("€²³°ØøφΦ×«»’‘“”–—…•±µ½¼¾§\u00a0·®™º")
_FEW_CONTROLS = 4
_SAMPLE = 400_000


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding; raises NotASpreadsheet."""
    if data.startswith(codecs.BOM_UTF8):
        return _by_line(data[3:]), "utf-8-sig"
    wide = _wide(data)
    if wide is not None:
        return data.decode(wide, errors="replace").removeprefix("\ufeff"), "utf-16"
    # Some old programs end their files with a control-Z.
    data = data.rstrip(b"\x1a\x00")
    if len(_CONTROLS.findall(data)) > _FEW_CONTROLS + len(data) / 500:
        raise NotASpreadsheet
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if _is_mostly_utf8(data):
        return _by_line(data), "utf-8"
    as_mac, as_windows = data.decode("mac-roman"), windows(data)
    if _likeness(as_mac) > _likeness(as_windows):
        return as_mac, "mac-roman"
    return as_windows, "cp1252"


def windows(data: bytes) -> str:
    """Decode as Windows 1252; its five holes become what Latin 1 has there."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(_one(bytes([byte])) for byte in data)


def _one(byte: bytes) -> str:
    try:
        return byte.decode("cp1252")
    except UnicodeDecodeError:
        return byte.decode("latin-1")


def _wide(data: bytes) -> str | None:
    """Return the kind of UTF-16, said by its mark or seen by its zeros."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) * 0.35 and even == 0:
        return "utf-16-le"
    if even > len(sample) * 0.35 and odd == 0:
        return "utf-16-be"
    return None


def _is_mostly_utf8(data: bytes) -> bool:
    """Tell whether some damage stands in a text that is otherwise UTF-8."""
    sequences = _MULTIBYTE.findall(data)
    strays = len(_HIGH.findall(data)) - sum(map(len, sequences))
    return len(sequences) > 3 * strays


def _by_line(data: bytes) -> str:
    """Decode each line on its own: one damaged line leaves the others as they are."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "\n".join(_line(line) for line in data.split(b"\n"))


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return windows(line)


def _likeness(text: str) -> int:
    """Tell how French the accents of a text are: known ones, in words of one case."""
    sample = text[:_SAMPLE]
    total = 0
    for place, character in enumerate(sample):
        if character < "\x80":
            continue
        if character in _LETTERS:
            total += 1 if _fits(sample, place) else -2
        else:
            total += 1 if character in _SIGNS else -2
    return total


def _fits(text: str, place: int) -> bool:
    """Tell whether the case of a letter is that of the letter before it, or begins a word."""
    character, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if not before.isalpha():
        return True if character.isupper() else not after.isupper()
    return before.islower() == character.islower() or (
        len(before) == 1 and before.isupper() and character.islower() and not after.isupper()
    )
