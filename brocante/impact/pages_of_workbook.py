"""The workbook: at once for a short ledger, made in the worker for a long one."""

from typing import Any

from flask import Blueprint, current_app
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from brocante.accounts.access import signed_in
from brocante.core.errors import DomainError
from brocante.editions.access import organiser_edition
from brocante.editions.models import Edition
from brocante.impact import files, workbook_jobs
from brocante.printing.rules import JobState
from brocante.web.errors import show
from brocante.web.languages import current_language


def add_to(blueprint: Blueprint) -> None:
    """Put the workbook under the organiser's results."""
    blueprint.add_url_rule("/classeur.xlsx", "workbook", workbook)
    blueprint.add_url_rule("/classeur", "ask_workbook", ask, methods=["POST"])
    blueprint.add_url_rule("/classeur/etat", "workbook_progress", progress)


def workbook_values(edition: Edition) -> dict[str, Any]:
    """Return what the page of results needs to offer the workbook."""
    is_long = workbook_jobs.is_long(edition.id)
    job = workbook_jobs.latest_job(edition.id) if is_long else None
    return {"is_long": is_long, "job": job, "workbook_words": _waiting_words()}


def workbook() -> Response:
    """Lines, totals by formula, parameters and dictionary in one workbook."""
    edition = organiser_edition()
    if not workbook_jobs.is_long(edition.id):
        return files.workbook_file(edition)
    try:
        data = workbook_jobs.read_workbook(edition.id, current_app.extensions["brocante_store"])
    except DomainError as error:
        show(error)
        return files.back_to("organiser_impact.index", "classeur")
    return files.workbook_answer(edition, data)


def ask() -> Response:
    """Have the workbook of a long ledger made."""
    edition = organiser_edition()
    if workbook_jobs.is_long(edition.id):
        workbook_jobs.ask_for_workbook(signed_in(), edition.id, current_language())
    return files.back_to("organiser_impact.index", "classeur")


def progress() -> dict[str, Any]:
    """Whether it is still being made, for the script of the page."""
    job = workbook_jobs.latest_job(organiser_edition().id)
    return {"moving": job is not None and job.state is JobState.WAITING, "words": _waiting_words()}


def _waiting_words() -> str:
    return _("The workbook is being made.")
