"""The `brocante` command: parse, call a service, print."""

import os
import sys
import threading
from importlib import import_module, util
from signal import SIGINT, SIGTERM, signal
from typing import Any

import click

from brocante.accounts import service, signing_in
from brocante.app import ROOT, create_app
from brocante.config import Settings, UnsafeSettings, load_settings
from brocante.core.errors import DomainError
from brocante.outbox import tasks
from brocante.server import serve as run_server
from brocante.server import upgrade_database
from brocante.web.links import public_link


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Run a Brocante aux matériaux. Settings come from BROCANTE_* variables (see the README)."""


def main() -> None:
    """Run the command; what goes wrong answers a person, in one sentence."""
    try:
        cli()
    except (DomainError, UnsafeSettings) as error:
        sys.exit(f"brocante: {error}")


def settings() -> Settings:
    """Return the settings of this installation."""
    return load_settings(os.environ, ROOT / "instance")


def _feature(name: str) -> Any:
    return import_module(name) if util.find_spec(name) else None


@cli.command()
@click.option("--demo", is_flag=True, help="With the demonstration edition, made when absent.")
@click.option("--host", help="Where to listen (BROCANTE_HOST, 127.0.0.1).")
@click.option("--port", help="Where to listen (BROCANTE_PORT, 8000).")
def serve(demo: bool, host: str | None, port: str | None) -> None:
    """Bring the database up to date and serve until stopped, the worker beside."""
    # The web processes and the worker read the same variables.
    given = {"DEMO": "1" if demo else None, "HOST": host, "PORT": port}
    os.environ.update({f"BROCANTE_{name}": text for name, text in given.items() if text})
    found = settings()
    upgrade_database(found)
    if found.demo:
        _build_demo(found)
    click.echo(f"Brocante: {found.base_url}/  (Ctrl-C stops)")
    run_server(found)


@cli.command()
def demo() -> None:
    """Make the demonstration edition /dordogne-2026/ when it is absent; say how to sign in."""
    os.environ["BROCANTE_DEMO"] = "1"
    found = settings()
    upgrade_database(found)
    _build_demo(found)


def _build_demo(found: Settings) -> None:
    module = _feature("brocante.demo")
    if module is None:
        return
    with create_app(found).app_context():
        click.echo(module.build(click.echo))


@cli.command()
def worker() -> None:
    """Send messages and do what is due, until stopped."""
    stop = threading.Event()
    for number in (SIGTERM, SIGINT):
        signal(number, lambda *_: stop.set())
    tasks.run(create_app(settings()), stop, daily=[service.purge])


@cli.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to the present schema."""
    upgrade_database(settings())
    click.echo("The database is up to date.")


@cli.command("create-organiser")
@click.argument("email")
@click.option("--organiser-name", required=True, help="Name of the association or PTCE.")
def create_organiser(email: str, organiser_name: str) -> None:
    """Make an organiser and its first owner; print a link to sign in."""
    found = settings()
    upgrade_database(found)
    with create_app(found).app_context():
        made = service.create_organiser(email, organiser_name)
        link = public_link("accounts.link", token=signing_in.new_link(made.account_id))
    click.echo(f"{organiser_name}: open this address within ten minutes to sign in:\n{link}")
    click.echo("Later, ask for a new link on the sign-in page, or set a password.")
