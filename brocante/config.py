"""Settings: read once from BROCANTE_* variables, typed, frozen, refused when unsafe."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

MAX_UPLOAD_BYTES = 32 * 1024 * 1024
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class UnsafeSettings(ValueError):
    """A setting is missing, malformed or unsafe; the message says which and what to write."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between installations. One line of the README's table each."""

    instance: Path
    database_url: str
    secret_key: str
    public_url: str | None
    smtp_url: str | None
    mail_from: str
    storage_url: str
    redis_url: str | None
    tiles_url: str | None
    tiles_attribution: str
    geocoder_url: str | None
    router_url: str | None
    host: str
    port: int
    workers: int
    proxies: int
    metrics_token: str | None
    demo: bool

    @property
    def base_url(self) -> str:
        """The address links in mails and on paper start with; loopback when none is set."""
        return self.public_url or f"http://127.0.0.1:{self.port}"

    @property
    def is_https(self) -> bool:
        """Tell whether visitors reach the installation over https."""
        return self.base_url.startswith("https://")

    @property
    def trusted_hosts(self) -> list[str] | None:
        """The only Host headers answered; None when a demonstration listens to a local network."""
        if self.public_url is None and self.demo and self.host not in LOOPBACK:
            return None
        public = urlsplit(self.base_url).hostname or "127.0.0.1"
        return [public, *LOOPBACK]


def load_settings(environment: Mapping[str, str], instance: Path) -> Settings:
    """Return the settings of an installation whose files live in `instance` (created).

    Raises UnsafeSettings rather than start an installation that would leak or lose something.
    """
    instance.mkdir(parents=True, exist_ok=True)

    def read(name: str, default: str | None = None) -> str | None:
        return environment.get(f"BROCANTE_{name}", "").strip() or default

    demo = _flag(read("DEMO", "0") or "0", "DEMO")
    public_url = _checked_public_url(read("PUBLIC_URL"))
    return Settings(
        instance=instance,
        database_url=read("DATABASE_URL") or f"sqlite:///{instance / 'brocante.sqlite3'}",
        secret_key=_checked_secret(read("SECRET_KEY"), instance),
        public_url=public_url,
        smtp_url=read("SMTP_URL"),
        mail_from=read("MAIL_FROM")
        or f"brocante@{urlsplit(public_url or '').hostname or 'localhost'}",
        storage_url=read("STORAGE_URL") or f"file://{instance / 'files'}",
        redis_url=read("REDIS_URL"),
        tiles_url=read("TILES_URL"),
        tiles_attribution=read("TILES_ATTRIBUTION") or "",
        geocoder_url=read("GEOCODER_URL"),
        router_url=read("ROUTER_URL"),
        host=read("HOST") or "127.0.0.1",
        port=_number(read("PORT") or "8000", "PORT", 1, 65535),
        workers=_number(read("WORKERS") or "2", "WORKERS", 1, 64),
        proxies=_number(read("PROXIES") or "0", "PROXIES", 0, 5),
        metrics_token=read("METRICS_TOKEN"),
        demo=demo,
    )


def _flag(text: str, name: str) -> bool:
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"0", "false", "no", "off"}:
        return False
    raise UnsafeSettings(f"BROCANTE_{name} is {text!r}: write 1 or 0.")


def _number(text: str, name: str, low: int, high: int) -> int:
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise UnsafeSettings(f"BROCANTE_{name} is {text!r}: write a number from {low} to {high}.")
    return int(text)


def _checked_public_url(url: str | None) -> str | None:
    """Only https, or http on loopback: codes printed on paper must lead there for years."""
    if url is None:
        return None
    parts = urlsplit(url.rstrip("/"))
    plain = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}
    if not parts.hostname or parts.path or parts.query or not (parts.scheme == "https" or plain):
        raise UnsafeSettings(
            f"BROCANTE_PUBLIC_URL is {url!r}: write https:// and the host name, nothing behind it."
        )
    return url.rstrip("/")


def _checked_secret(secret: str | None, instance: Path) -> str:
    """Return the key that signs cookies: the one set, else one made once and kept."""
    if secret is not None:
        if len(secret) < 32:
            raise UnsafeSettings("BROCANTE_SECRET_KEY is short: write at least 32 characters.")
        return secret
    path = instance / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii").strip()
