"""Letters: one text template each, and its HTML twin where there is one."""

import re

from flask import render_template
from jinja2 import TemplateNotFound

_SUBJECT = "Subject:"


def render(template: str, **values: object) -> tuple[str, str, str | None]:
    """Return subject, text and HTML of `templates/<template>.txt` and `.html`.

    `template` is a path without ending, such as "accounts/emails/link". The first line of the text
    reads "Subject: ...", the rest is the letter. The HTML gets it as `subject` and is None when
    there is no such template. Raises ValueError for a text that does not begin with its subject.
    """
    first, _, rest = render_template(f"{template}.txt", **values).lstrip().partition("\n")
    subject = " ".join(first.removeprefix(_SUBJECT).split())
    if not first.startswith(_SUBJECT) or not subject:
        raise ValueError(f"{template}.txt does not begin with its subject")
    text = re.sub(r"\n{3,}", "\n\n", rest).strip() + "\n"
    return subject, text, _html(f"{template}.html", {**values, "subject": subject})


def _html(name: str, values: dict[str, object]) -> str | None:
    """Return the HTML form of a letter, or None when it has none."""
    try:
        return render_template(name, **values)
    except TemplateNotFound as missing:
        if missing.name != name:  # one it extends or includes: a mistake, not a choice
            raise
        return None
