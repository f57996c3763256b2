"""Ties French punctuation and counts to their word: no line of a page begins with « : » or « ? ».

Part of `python3 dev translate`, so that translators type plain spaces and need not think of it.
"""

import re
import sys
from pathlib import Path

CATALOGUE = Path(__file__).parents[1] / "brocante/translations/fr/LC_MESSAGES/messages.po"
TIED = "\N{NO-BREAK SPACE}"
TRANSLATION = re.compile(r'^msgstr(?:\[\d\])? ".*"\n(?:".*"\n)*', re.MULTILINE)
BEFORE_A_MARK = re.compile(r"(?<=[^\s\"]) (?=[:;?!»]|%%)")
AFTER_QUOTE_OR_COUNT = re.compile(r"(?<=«) |(?<=%\(num\)d) ")


def tie(catalogue: str) -> str:
    """Return the text of a catalogue with its translations, and nothing else, tied."""
    return TRANSLATION.sub(lambda found: _tie(found[0]), catalogue)


def _tie(text: str) -> str:
    return AFTER_QUOTE_OR_COUNT.sub(TIED, BEFORE_A_MARK.sub(TIED, text))


def main() -> int:
    """Rewrite the catalogue when something is loose; return 0."""
    before = CATALOGUE.read_text(encoding="utf-8")
    after = tie(before)
    if after != before:
        CATALOGUE.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
