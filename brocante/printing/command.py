"""`brocante labels | posters | lists | catalogue`: the same files as on the page of printing.

What draws is imported by the command that draws: the worker, which is a command too, stays small.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING, BinaryIO

import click
from flask import current_app

from brocante.companies.errors import CompanyNotFound
from brocante.companies.queries import company_by_slug
from brocante.editions.errors import EditionNotFound
from brocante.editions.models import Edition
from brocante.editions.queries import find_edition
from brocante.editions.rules import days_of
from brocante.printing.errors import DayOutsideEdition
from brocante.printing.formats import FORMATS
from brocante.printing.jobs import own_site_ids
from brocante.printing.kinds import Paper, Scope
from brocante.printing.queries import LabelFilter
from brocante.web.formats import days

if TYPE_CHECKING:
    from brocante.core.storage import Store

# How the command enters the application, handed down by the program above.
Installation = Callable[[], AbstractContextManager[object]]

POSTERS = {
    "site": Paper.SITE_POSTER,
    "arrows": Paper.ARROWS,
    "counter": Paper.COUNTER,
    "a4": Paper.POSTER_A4,
    "a3": Paper.POSTER_A3,
    "flyer": Paper.FLYER,
}
of_company = click.option("--company", help="Only this one, as its address names it; else all.")
into = click.option(
    "--output", type=click.File("wb", lazy=True), default="-", help="Where to write; else stdout."
)


@click.command()
@click.argument("edition")
@of_company
@click.option(
    "--format",
    "format_code",
    type=click.Choice(list(FORMATS)),
    default="24",
    show_default=True,
    help="How many labels a sheet holds; a5, a6, or 62 for a roll of 62 mm.",
)
@click.option("--start", type=int, default=1, help="First free label of the first sheet.")
@click.option("--changed", is_flag=True, help="Only what changed since it was last printed.")
@click.option("--cut-marks", is_flag=True, help="For plain paper.")
@into
@click.pass_obj
def labels(
    installation: Installation, /, edition: str, output: BinaryIO, **options: object
) -> None:
    """Print the labels of every published listing of an edition as a PDF."""
    from brocante.printing.service import labels_pdf, remember_printed  # noqa: PLC0415

    with installation():
        found = _edition(edition)
        company_id = _company_id(found.id, options["company"])
        wanted = LabelFilter(found.id, company_id, only_changed=bool(options["changed"]))
        pdf = labels_pdf(
            wanted,
            str(options["format_code"]),
            start_at=int(str(options["start"])),
            cut_marks=bool(options["cut_marks"]),
        )
        output.write(pdf)
        remember_printed(wanted)


@click.command()
@click.argument("edition")
@click.option("--kind", type=click.Choice(list(POSTERS)), default="a3", show_default=True)
@of_company
@into
@click.pass_obj
def posters(
    installation: Installation, /, edition: str, kind: str, company: str | None, output: BinaryIO
) -> None:
    """Print a poster of the edition, or the sheets of each site, as a PDF."""
    with installation():
        # Made first: the file is emptied when it is opened, and a refusal must leave it.
        pdf = _made(POSTERS[kind], edition, company)
        output.write(pdf)


@click.command()
@click.argument("edition")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Only this one; else all.")
@of_company
@into
@click.pass_obj
def lists(
    installation: Installation,
    /,
    edition: str,
    day: datetime | None,
    company: str | None,
    output: BinaryIO,
) -> None:
    """Print the list of each site by slot, for the evening before, as a PDF."""
    with installation():
        pdf = _made(Paper.LIST, edition, company, day.date() if day else None)
        output.write(pdf)


@click.command()
@click.argument("edition")
@click.option(
    "--by", "order", type=click.Choice(["site", "family"]), default="site", show_default=True
)
@of_company
@into
@click.pass_obj
def catalogue(
    installation: Installation, /, edition: str, order: str, company: str | None, output: BinaryIO
) -> None:
    """Print the catalogue of an edition with photos and index as a PDF."""
    with installation():
        paper = Paper.BY_SITE if order == "site" else Paper.BY_FAMILY
        pdf = _made(paper, edition, company)
        output.write(pdf)


@click.command("make-papers")
@click.pass_obj
def make_papers(installation: Installation, /) -> None:
    """Make the papers somebody waits for, then end; the worker starts this."""
    from brocante.printing.tasks import make_waiting  # noqa: PLC0415

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with installation():
        make_waiting(_store())


def _made(paper: Paper, slug: str, company: str | None, day: date | None = None) -> bytes:
    from brocante.printing.papers import Press  # noqa: PLC0415

    edition = _edition(slug)
    if day is not None and day not in days_of(edition):
        raise DayOutsideEdition(days=days(edition.starts_on, edition.ends_on))
    company_id = _company_id(edition.id, company)
    own = own_site_ids(edition.id, company_id) if company_id else None
    return Press(edition, _store()).make(paper, Scope(edition, company_id, day=day), own)


def _store() -> Store:
    store: Store = current_app.extensions["brocante_store"]
    return store


def _edition(slug: str) -> Edition:
    found = find_edition(slug)
    if found is None:
        raise EditionNotFound
    return found


def _company_id(edition_id: int, slug: object) -> int | None:
    if slug is None:
        return None
    found = company_by_slug(edition_id, str(slug))
    if found is None:
        raise CompanyNotFound
    return found.id


COMMANDS = (labels, posters, lists, catalogue, make_papers)
