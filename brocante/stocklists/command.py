"""`brocante stocklist`: `parse` reads only the file named and prints; `import` makes listings."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from brocante.catalogue.rules import Condition
from brocante.stocklists.choices import Choices
from brocante.stocklists.errors import FileMissing, TooLarge, UnreadableFile
from brocante.stocklists.importing import import_now
from brocante.stocklists.options import DEFAULT_RATE, Options
from brocante.stocklists.parsing import parse
from brocante.stocklists.reading import MOST_BYTES
from brocante.stocklists.results import StockList
from brocante.stocklists.roles import Basis
from brocante.stocklists.service import Sent

_UNREADABLE = 2
# How the command enters the application, handed down by the program above.
Installation = Callable[[], AbstractContextManager[object]]


@click.group()
def stocklist() -> None:
    """Read stock lists as companies have them, or make listings of them."""


@stocklist.command("parse")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sheet", help="This sheet only, even a hidden one.")
@click.option("--vat-rate", default=str(DEFAULT_RATE), help="Where the file says none.")
@click.option("--prices", type=click.Choice(["ht", "ttc"]), help="Where the file says none.")
@click.option("--json", "is_json", is_flag=True, help="Answer as JSON.")
def parse_command(
    file: Path, sheet: str | None, vat_rate: str, prices: str | None, is_json: bool
) -> None:
    """Print what a file was understood as; exit with 2 when it cannot be read."""
    options = Options(
        sheet=sheet, vat_rate=_rate(vat_rate), prices=Basis(prices) if prices else None
    )
    try:
        found = parse(_bytes(file), file.name, options)
    except UnreadableFile as error:
        message = in_french(error)
        if is_json:
            _print({"error": {"code": error.code, "message": message}})
        else:
            click.echo(f"brocante: {message}", err=True)
        sys.exit(_UNREADABLE)
    if is_json:
        _print(found.to_json())
    else:
        click.echo(_summary(found))


@stocklist.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--company", required=True, help="As its address names it.")
@click.option("--edition", "edition_slug", required=True, help="As its address names it.")
@click.option("--publish", is_flag=True, help="Show what passes the guard rails; else drafts.")
@click.option("--sheet", help="This sheet only, even a hidden one.")
@click.option("--vat-rate", default=str(DEFAULT_RATE), help="Where the file says none.")
@click.option("--prices", type=click.Choice(["ht", "ttc"]), help="Where the file says none.")
@click.option(
    "--condition",
    type=click.Choice([one.value for one in Condition]),
    help="Of lines that say none.",
)
@click.option("--json", "is_json", is_flag=True, help="Answer as JSON.")
@click.pass_obj
def import_command(
    installation: Installation, /, file: Path, company: str, edition_slug: str, **options: Any
) -> None:
    """Make listings of a file a company sent; what waits for the company shows on its page.

    The same as on the screen: only lines that are ready become listings.
    """
    choices = Choices(
        sheet=options["sheet"],
        vat_rate=_rate(options["vat_rate"]),
        prices=Basis(options["prices"]) if options["prices"] else None,
        condition=Condition(options["condition"]) if options["condition"] else None,
    )
    with installation():
        sent = Sent(_bytes(file), file.name, choices=choices)
        answer = import_now(edition_slug, company, sent, is_publishing=options["publish"])
    if options["is_json"]:
        _print(answer)
    else:
        counts = ", ".join(f"{name}: {count}" for name, count in answer["lines"].items())
        click.echo(f"{file.name}: import {answer['import']}, {counts}")


def in_french(error: UnreadableFile) -> str:
    """Return the sentence of an error in French, read from the catalogue itself.

    No application stands around this command, and a catalogue is compiled only beside one.
    """
    source = files("brocante") / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
    with source.open("rb") as catalogue:
        messages: Catalog = read_po(catalogue, locale="fr")
    message: Message | None = messages.get(error.message)
    text = str(message.string) if message and message.string else error.message
    return text % error.params if error.params else text


def _rate(text: str) -> Decimal:
    try:
        rate = Decimal(text.replace(",", ".").rstrip("% "))
    except ArithmeticError:
        raise click.BadParameter(text, param_hint="--vat-rate") from None
    if not 0 <= rate <= 100:
        raise click.BadParameter(text, param_hint="--vat-rate")
    return rate


def _bytes(file: Path) -> bytes:
    """Read a file, the size of which is judged first."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise TooLarge
        return file.read_bytes()
    except OSError as error:
        raise FileMissing from error


def _print(answer: dict[str, object]) -> None:
    # Bytes: the encoding of the terminal does not matter.
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8") + b"\n")


def _summary(found: StockList) -> str:
    ready = sum(line.is_ready for line in found.lines)
    lines = [
        f"{found.name}: {found.format}, {len(found.lines)} lines "
        f"({ready} ready, {len(found.lines) - ready} to review), {len(found.dropped)} dropped."
    ]
    lines += [f"  {issue.code}: {issue.field or ''}".rstrip() for issue in found.issues]
    return "\n".join(lines)
