"""French is complete: every message of code and templates has its sentence, none is a guess."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tools.french_spaces import tie

ROOT = Path(__file__).parents[2]
FRENCH = ROOT / "brocante" / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    **dict.fromkeys(("_", "_l", "N_", "gettext", "lazy_gettext")),
    **dict.fromkeys(("ngettext", "lazy_ngettext"), (1, 2)),
}


def _used() -> set[str | tuple[str, ...]]:
    found: set[str | tuple[str, ...]] = set()
    for folder, mapping in (
        ("brocante", [("**.py", "python")]),
        ("templates", [("**.html", "jinja2"), ("**.txt", "jinja2")]),
    ):
        for _file, _line, message, *_rest in extract_from_dir(
            str(ROOT / folder), mapping, keywords=KEYWORDS
        ):
            found.add(tuple(message) if isinstance(message, (list, tuple)) else message)
    return found


def _catalogue() -> Catalog:
    with FRENCH.open("rb") as file:
        return read_po(file, locale="fr")


def test_every_message_is_translated() -> None:
    known = {
        tuple(m.id) if isinstance(m.id, (list, tuple)) else m.id
        for m in _catalogue()
        if m.id and (m.string if isinstance(m.string, str) else all(m.string or ("",)))
    }
    # A word that is also counted somewhere is found by its singular.
    known |= {message[0] for message in known if isinstance(message, tuple)}
    assert not sorted(str(message) for message in _used() - known)


def test_no_translation_is_a_guess_and_places_are_kept() -> None:
    catalogue = _catalogue()
    assert not [message.id for message in catalogue if message.fuzzy]
    wrong = [(message.id, error) for message, errors in catalogue.check() for error in errors]
    assert not wrong


def test_no_line_begins_with_a_mark_of_punctuation() -> None:
    """French writes « : » and « ? » apart from the word; the space may not break."""
    text = FRENCH.read_text(encoding="utf-8")
    assert text == tie(text), "run: python3 dev translate"
    loose = 'msgid "Why : so"\nmsgstr "Pourquoi : « oui » ?"\n'
    assert tie(loose) == 'msgid "Why : so"\nmsgstr "Pourquoi\xa0: «\xa0oui\xa0»\xa0?"\n'
