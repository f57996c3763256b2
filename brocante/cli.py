"""The `brocante` command: parse, call a service, print."""

import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from signal import SIGINT, SIGTERM, signal
from typing import BinaryIO

import click
from flask import current_app
from flask_babel import force_locale
from sqlalchemy.exc import OperationalError

from brocante import backup as safe
from brocante.accounts import service as accounts
from brocante.accounts import signing_in
from brocante.app import ROOT, create_app
from brocante.catalogue.search_index import renew_outdated
from brocante.catalogue.tallies import recount_large
from brocante.config import Settings, UnsafeSettings, load_settings
from brocante.core import clock
from brocante.core.db import db as database
from brocante.core.errors import DomainError
from brocante.counter import checks as counter_checks
from brocante.counter import retention as counters
from brocante.demo import edition as demonstration
from brocante.demo import multitude
from brocante.editions.errors import EditionNotFound
from brocante.editions.models import Edition
from brocante.editions.queries import find_edition
from brocante.impact import tasks as workbook_tasks
from brocante.impact.brochure import brochure_pdf
from brocante.impact.command import make_workbooks
from brocante.impact.export import ledger_csv, totals_csv
from brocante.impact.plain import ledger_data, report_data
from brocante.impact.report import report_of
from brocante.impact.workbook import report_workbook
from brocante.impact.workbook_jobs import forget_workbooks
from brocante.outbox import service as outbox
from brocante.outbox import tasks
from brocante.printing import tasks as paper_tasks
from brocante.printing.command import COMMANDS as PAPERS
from brocante.printing.jobs import forget_papers
from brocante.reservations import checks as reservation_checks
from brocante.reservations import service as reservations
from brocante.server import become_server
from brocante.stocklists import tasks as stocklist_tasks
from brocante.stocklists.command import stocklist
from brocante.stocklists.forgetting import forget_imports
from brocante.upkeep import check_port, compress_static_files, upgrade_database
from brocante.web.errors import sentence
from brocante.web.links import public_link

as_json = click.option("--json", "is_json", is_flag=True, help="Answer as JSON.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def cli(context: click.Context) -> None:
    """Run a Brocante aux matériaux. Settings come from BROCANTE_* variables (see the README)."""
    context.obj = installation  # how a command of a feature enters the application


def main() -> None:
    """Run the command; what goes wrong answers a person, in one sentence."""
    try:
        cli()
    except (DomainError, UnsafeSettings) as error:
        sys.exit(f"brocante: {error}")
    except OperationalError as error:
        sys.exit(f"brocante: the database cannot be used: {error.orig}")
    except OSError as error:
        sys.exit(f"brocante: {error.filename or 'a file'}: {error.strerror or error}")


def settings() -> Settings:
    """Return the settings of this installation."""
    return load_settings(os.environ, ROOT / "instance")


@contextmanager
def installation() -> Iterator[Settings]:
    """Enter the application with its database up to date, speaking French as its pages do.

    A refusal ends the command with the sentence its page would show.
    """
    found = settings()
    upgrade_database(found)
    with create_app(found).app_context(), force_locale("fr"):
        try:
            yield found
        except DomainError as error:
            sys.exit(f"brocante: {sentence(error)}")
        finally:
            database.session.remove()
            database.engine.dispose()


def _edition(slug: str) -> Edition:
    found = find_edition(slug)
    if found is None:
        raise EditionNotFound
    return found


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
    check_port(found)
    if demo:
        _show_demonstration()
    else:
        upgrade_database(found)
    compress_static_files()
    click.echo(f"Brocante: {found.base_url}/  (Ctrl-C stops)")
    sys.stdout.flush()
    become_server()


@cli.command()
@click.option(
    "--listings",
    type=click.IntRange(1, 5_000_000),
    help="Beside it an edition /multitude/ of so many made-up listings.",
)
def demo(listings: int | None) -> None:
    """Make the demonstration edition /dordogne-2026/; say how to sign in.

    It is left as it is until its days have passed, then made anew.
    """
    os.environ["BROCANTE_DEMO"] = "1"
    _show_demonstration()
    if listings:
        with installation() as found:
            click.echo(f"Making {listings:,} listings...")
            demonstration.build_multitude(listings)
            click.echo(f"  Many       {found.base_url}/{multitude.SLUG}/materiaux")


def _show_demonstration() -> None:
    with installation() as found:
        is_past = demonstration.is_over()
        if is_past and not demonstration.is_alone():
            click.echo("The days of this demonstration have passed; others use its database.")
        elif is_past or not demonstration.is_built():
            click.echo("Building the demonstration edition, which takes half a minute...")
            make = demonstration.rebuild if is_past else demonstration.build
            make(found, current_app.extensions["brocante_store"])
        click.echo(_ways_in(found.base_url))


def _ways_in(base: str) -> str:
    """Say how to try each part of the demonstration."""
    sample = demonstration.samples()
    password = f"password {demonstration.PASSWORD}"
    return f"""
  Visitor    {base}/{demonstration.SLUG}/
             with a ticket: {base}/r/{sample.ticket}
  Organiser  {base}/connexion  {demonstration.ORGANISER}  {password}
  Company    {base}/connexion  {demonstration.COMPANY}  {password}
  Counter    {base}/comptoir/acces/{sample.counter}  on any phone, also without network
             or {base}/exposant/comptoir  signed in as the company
             with a shelf label: {base}/a/{sample.label}
"""


@cli.command()
def worker() -> None:
    """Send messages, read stock lists, make papers and erase what is due, until stopped."""
    stop, app = threading.Event(), create_app(settings())
    for number in (SIGTERM, SIGINT):
        signal(number, lambda *_: stop.set())
    with app.app_context():
        renew_outdated()
    others = [
        threading.Thread(target=run, args=(app, stop))
        for run in (stocklist_tasks.run, paper_tasks.run, workbook_tasks.run)
    ]
    for other in others:
        other.start()
    store = app.extensions["brocante_store"]
    forget = [partial(one, store) for one in (forget_imports, forget_papers, forget_workbooks)]
    tasks.run(
        app,
        stop,
        daily=[accounts.purge, reservations.purge, counters.purge, *forget],
        every_minute=[recount_large],
    )
    for other in others:
        other.join()


for command in (stocklist, make_workbooks, *PAPERS):
    cli.add_command(command)


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
    """Make an organiser and its first owner; print a link to sign in, a new one when repeated.

    Without a public address only its path is known: where the site is served, another command says.
    """
    if not organiser_name.strip():
        raise click.BadParameter("It cannot be empty.", param_hint="--organiser-name")
    with installation() as found:
        made = accounts.create_organiser(email, organiser_name)
        link = public_link("accounts.link", token=signing_in.new_link(made.account_id))
    if found.public_url:
        click.echo(f"{organiser_name}: open this address within ten minutes to sign in:\n{link}")
    else:
        path = link.removeprefix(found.base_url)
        click.echo(
            f"{organiser_name}: open this page within ten minutes to sign in, behind the address "
            f"that `brocante serve` prints:\n{path}"
        )
    click.echo("Later, ask for a new link on the sign-in page, or set a password.")


@cli.command()
@as_json
def check(is_json: bool) -> None:
    """Prove that every counter equals the lines it sums; exit with 1 when one does not."""
    with installation():
        found = [*reservation_checks.discrepancies(), *counter_checks.discrepancies()]
    if is_json:
        click.echo(json.dumps({"discrepancies": found}))
    else:
        click.echo("\n".join(found) or "Every counter equals the lines it sums.")
    sys.exit(1 if found else 0)


@cli.command()
@as_json
def purge(is_json: bool) -> None:
    """Erase personal data whose time is over. The worker does the same once a day."""
    with installation():
        erased = {
            "reservations": reservations.purge(),
            "counters": counters.purge(),
            "letters": outbox.purge_bodies(),
            "sessions and links": accounts.purge(),
            "stock lists": forget_imports(current_app.extensions["brocante_store"]),
            "papers": forget_papers(current_app.extensions["brocante_store"]),
            "workbooks": forget_workbooks(current_app.extensions["brocante_store"]),
        }
    for name, count in erased.items() if not is_json else ():
        click.echo(f"{name}: {count}")
    if is_json:
        click.echo(json.dumps(erased))


@cli.command()
@click.argument("edition")
@click.option("--ledger", is_flag=True, help="Every line of the ledger instead of the totals.")
@click.option("--pdf", type=click.File("wb", lazy=True), help="Write the report as a PDF there.")
@click.option("--xlsx", type=click.File("wb", lazy=True), help="Write the workbook there.")
@as_json
def report(
    edition: str, ledger: bool, pdf: BinaryIO | None, xlsx: BinaryIO | None, is_json: bool
) -> None:
    """Print the results of an edition as CSV: totals, or the ledger they sum."""
    with installation():
        found = _edition(edition)
        if pdf is not None or xlsx is not None:
            for content, target in ((brochure_pdf, pdf), (report_workbook, xlsx)):
                if target is not None:
                    target.write(content(found))
            return
        if is_json:
            data = ledger_data(found) if ledger else report_data(found, report_of(found))
            click.echo(json.dumps(data))
            return
        rows = ledger_csv(found) if ledger else totals_csv(report_of(found))
        for line in rows:
            click.echo(line, nl=False)


@cli.command()
@click.argument("target", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="In the place of the file that is there.")
def backup(target: Path | None, replace: bool) -> None:
    """Write database and photos into one tar, also while the installation runs."""
    target = target or Path(f"brocante-{clock.now():%Y%m%d-%H%M%S}.tar")
    if safe.back_up(settings(), target, replace=replace):
        click.echo(f"{target}: database and photos.")
    else:
        click.echo(
            f"{target}: database only; the photos lie in a bucket, copy it by its own means."
        )


@cli.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="In the place of the data that is there.")
def restore(source: Path, replace: bool) -> None:
    """Put a backup in the place of this installation, which must be stopped."""
    safe.restore(settings(), source, replace=replace)
    click.echo("Restored. Start it, then run: brocante check")
