"""Letters: one text template each, and its HTML twin where there is one."""

from flask import current_app, render_template


def render(template: str, **values: object) -> tuple[str, str, str | None]:
    """Return subject, text and HTML of `templates/<template>.txt` and `.html`.

    The first line of the text template is "Subject: ..."; the rest is the letter.
    """
    text = render_template(f"{template}.txt", **values)
    head, _, body = text.lstrip().partition("\n")
    subject = " ".join(head.removeprefix("Subject:").split())
    has_html = f"{template}.html" in current_app.jinja_env.list_templates(["html"])
    html = render_template(f"{template}.html", **values) if has_html else None
    return subject, body.strip() + "\n", html
