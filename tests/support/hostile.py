"""What robots, broken programs and attackers send: to every address, in every field."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient

from tests.support.pages import form_values, parse

NUL = "a\x00b"
HUGE = "9" * 20
WORDS = {
    "nul": NUL,
    "controls": "\x01\x08\x0b\x0c\x1b\x7f\x85\ufffe",
    "huge": HUGE,
    "endless": "9" * 5_000,
    "negative": "-9223372036854775809",
    "eastern digits": "٣",
    "float": "1e400",
    "not a number": "nan",
    "long": "é" * 10_000,
    "header": "a\r\nBcc: b@example.org",
    "markup": "\"'><script>{{ 7*7 }}%(x)s{0}%s</script>",
    "path": "../../etc/passwd",
    "sql": "' OR 1=1; --",
    "blank": "  ",
    "emoji": "\U0001f9f1\u202e\u200d",
    "date": "9999-12-31T23:59",
    "early date": "0001-01-01",
}
# Bytes that are no text at all, as they stand in an address or in a form.
BYTES = ("%ED%A0%80", "%FF%FE", "%C0%80", "%", "%00", "%E0%A4%A")
SOME = ("nul", "huge", "long", "controls")
# The server refuses longer addresses by itself (its limit is 64 kB).
LONGEST_QUERY = 60_000

TEXT = "text/plain"
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data"
BODIES = (
    (FORM, b"\x00\xff=\xed\xa0\x80&&=&%%%&csrf_token"),
    (FORM, b"a=1;" * 3_000),
    (f"{FORM}; charset=utf-16", "name=é".encode("utf-16")),
    (f"{FORM}; charset=nonsense", b"name=%E9"),
    (PARTS, b"--x\r\n\r\n--x--"),
    (f"{PARTS}; boundary=", b"--\r\n\r\n"),
    (f"{PARTS}; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nhello"),
    (f"{PARTS}; boundary=x", b'--x\r\nContent-Disposition: form-data; name="\xff\x00'),
    (
        f"{PARTS}; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="name"; filename="\x00/../a"\r\n'
        b"Content-Type: \xff\r\n\r\nhello\r\n--x--\r\n",
    ),
    ("application/json", b"[1]"),
    ("application/json", b'{"name": {"a": null}, "email": 5'),
    ("application/json", b'{"name": {"a": null}, "email": 5}'),
    (TEXT, b"\xff\xfe"),
    ("", b"name=a"),
    ("\x01; a=\xff", b"name=a"),
)

HEADERS = (
    {"Cookie": "brocante=.eJw; lang=\x01\xff; brocante=x.y.z; ;=; a"},
    {"Cookie": "brocante=" + "A" * 9_000},
    {"Accept-Language": "\xff, *;q=nan, fr;q=-1, " + "a-" * 400},
    {"Accept": "text/html;q=x, */*;q=, ;,"},
    {"Accept-Encoding": "br;q=x, gzip;q=1e400, \xff"},
    {"Range": "bytes=9999999999999999999-1,-,a", "If-Range": "\xff"},
    {"If-None-Match": '"\xff', "If-Modified-Since": "Thu, 99 Foo 99999 99:99:99"},
    {"User-Agent": "\xff" * 9_000, "Referer": "http://[::1", "Origin": "http://[::1"},
    {"X-Forwarded-For": "\xff, 1.2.3.4", "X-Forwarded-Host": "evil.example", "Forwarded": "for="},
    {"Authorization": "Basic \xff\xff", "X-Requested-With": "\xff", "HX-Request": "\xff"},
    {"Content-Type": "multipart/form-data", "Content-Length": "5"},
)


@dataclass(frozen=True)
class SentForm:
    """A form as a page holds it: where it goes, and what a browser would send of it."""

    action: str
    values: dict[str, Any] = field(hash=False)

    @property
    def kind(self) -> tuple[str, tuple[str, ...]]:
        """What two forms have in common that only differ in their rows."""
        path = "/".join("#" if part.isdigit() else part for part in self.action.split("/"))
        return path, tuple(sorted(self.values))


def forms_of(url: str, page: Element) -> Iterator[SentForm]:
    """Return the POST forms of a page."""
    for form in page.iter("form"):
        if (form.get("method") or "").lower() == "post":
            action = urlsplit(urljoin(url, form.get("action") or url)).path
            yield SentForm(action, form_values(form))


def links_of(url: str, page: Element) -> Iterator[str]:
    """Return the addresses of this site that a page leads to, without query."""
    for link in page.iter("a"):
        parts = urlsplit(urljoin(f"http://localhost{url}", link.get("href") or ""))
        if parts.netloc == "localhost":
            yield parts.path


def spoilt(form: SentForm, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Return the form with one field after the other spoilt, and with all of them."""
    for kind in names:
        for name in form.values:
            yield {**form.values, name: WORDS[kind]}
    for word in WORDS.values():
        yield dict.fromkeys(form.values, word)
    yield {name: [WORDS["nul"], WORDS["huge"]] for name in form.values}


def addresses(rule: str, names: list[str], values: dict[str, object]) -> Iterator[str]:
    """Return an address with one of its variables after the other spoilt."""
    plain = {name: quote(str(values.get(name, 1)), safe="") for name in names}
    for name in names:
        for word in [*(quote(word, safe="") for word in WORDS.values()), *BYTES]:
            yield rule.format(**{**plain, name: word})


def queries(names: frozenset[str]) -> Iterator[str]:
    """Return query strings that spoil every parameter at once, as long as a server hands on."""
    for word in WORDS.values():
        encoded = len(quote(word)) / max(len(word), 1)
        room = LONGEST_QUERY // len(names) - max(map(len, names)) - len("=&")
        yield urlencode(dict.fromkeys(sorted(names), word[: int(room / encoded)]))
    for word in BYTES:
        yield "&".join(f"{name}={word}&{name}" for name in sorted(names))


def crawl(client: FlaskClient, start: list[str], most: int = 120) -> dict[str, Element]:
    """Follow every link of this site from some pages; one page of each kind is enough.

    `most` addresses are asked; those that answered with a page are returned.
    """
    pages: dict[str, Element] = {}
    waiting = list(start)
    kinds: set[str] = set()
    while waiting and len(kinds) < most:
        url = waiting.pop(0)
        kind = "/".join("#" if part.isdigit() else part for part in url.split("/"))
        if kind in kinds or url.startswith("/static/"):
            continue
        kinds.add(kind)
        answer = client.get(url, follow_redirects=True, buffered=True)
        if answer.mimetype == "text/html":
            pages[url] = parse(answer.get_data(as_text=True))
            waiting += links_of(url, pages[url])
    return pages
