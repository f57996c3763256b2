"""Papers by the command: what a refusal says, and that it leaves what was there."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask_babel import force_locale

from brocante import cli as command
from brocante.config import Settings
from brocante.web.formats import days
from tests.factories import make_edition, make_stall

Run = Callable[..., Result]


@pytest.fixture
def brocante(settings: Settings, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command on the installation of the test."""
    monkeypatch.setenv("BROCANTE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("BROCANTE_STORAGE_URL", str(settings.storage_url))
    monkeypatch.setenv("BROCANTE_SECRET_KEY", settings.secret_key)
    monkeypatch.setenv("BROCANTE_PUBLIC_URL", "https://brocante.example.org")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(command.cli, arguments, catch_exceptions=False)

    return run


@pytest.mark.parametrize("name", ["labels", "posters", "lists", "catalogue"])
@pytest.mark.parametrize("edition", ["empty", "nowhere"])
def test_a_refused_command_leaves_the_file_there_was(
    brocante: Run, tmp_path: Path, name: str, edition: str
) -> None:
    target = tmp_path / "papers.pdf"
    target.write_bytes(b"%PDF a good one")
    slug = make_edition().slug if edition == "empty" else edition
    options = ["--kind", "arrows"] if name == "posters" else []
    assert brocante(name, slug, *options, "--output", str(target)).exit_code == 1
    assert target.read_bytes() == b"%PDF a good one"


@pytest.mark.parametrize("name", ["labels", "posters", "lists", "catalogue"])
def test_what_is_made_is_written_into_the_file_named(
    brocante: Run, tmp_path: Path, name: str
) -> None:
    target = tmp_path / "papers.pdf"
    edition, *_rest = make_stall()
    assert brocante(name, edition.slug, "--output", str(target)).exit_code == 0
    assert target.read_bytes().startswith(b"%PDF")


def test_a_day_outside_the_edition_is_refused_naming_its_days(brocante: Run) -> None:
    edition, *_rest = make_stall()
    after = edition.ends_on + timedelta(days=1)
    refused = brocante("lists", edition.slug, "--day", after.isoformat())
    assert refused.exit_code == 1
    with force_locale("fr"):
        assert days(edition.starts_on, edition.ends_on) in refused.output
    last = edition.ends_on.isoformat()
    assert brocante("lists", edition.slug, "--day", last).exit_code == 0
