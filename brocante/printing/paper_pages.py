"""The pages of printing that companies and organisers share: everything by one page.

Drawing weighs several MB that a web process need not carry before anybody prints: what draws is
imported where it is needed.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from brocante.accounts.access import signed_in
from brocante.core.errors import DomainError, NotFound
from brocante.core.storage import Store
from brocante.core.text import slugify
from brocante.editions.models import Edition
from brocante.editions.rules import days_of
from brocante.materials.queries import families
from brocante.printing import jobs
from brocante.printing.archives import zip_of
from brocante.printing.choosing import label_filter, offset_chosen, read_site, with_choices
from brocante.printing.errors import PapersNotReady
from brocante.printing.formats import FORMATS
from brocante.printing.forms import LabelForm
from brocante.printing.kinds import OF_SITES, TITLES, Paper, Scope
from brocante.printing.models import PaperJob
from brocante.printing.printer_pages import PrinterPages
from brocante.printing.queries import LabelFilter, labelled, shown_sites
from brocante.printing.readiness import readiness
from brocante.printing.rules import JobState
from brocante.printing.standings import Standing
from brocante.web.errors import sentence, show
from brocante.web.languages import current_language
from brocante.web.links import settings
from brocante.web.public_address import check_public_address
from brocante.web.security import mark_personal

SHOWN = 300
PDF = "application/pdf"


class PaperPages(PrinterPages):
    """The pages of one audience; `standing` says for whom the present request prints."""

    def __init__(self, template: str, standing: Callable[[], Standing]) -> None:
        self.template = template
        self.standing = standing

    def add_to(self, blueprint: Blueprint) -> None:
        """Give a blueprint its pages."""
        rules: tuple[tuple[str, Callable[..., Any], str], ...] = (
            ("", self.index, "GET"),
            ("", self.labels, "POST"),
            ("/<paper>.pdf", self.paper, "GET"),
            ("/<paper>.png", self.preview, "GET"),
            ("/etiquette/<code>", self.one_label, "GET"),
            ("/etiquette/<code>", self.print_one, "POST"),
            ("/dossiers", self.ask, "POST"),
            ("/dossiers/<int:job_id>", self.progress, "GET"),
            ("/dossiers/<int:job_id>.zip", self.archive, "GET"),
            ("/imprimantes", self.printers, "GET"),
            ("/imprimantes", self.keep, "POST"),
            ("/imprimantes/<int:printer_id>/supprimer", self.forget, "POST"),
            ("/reglet.pdf", self.ruler, "GET"),
        )
        for rule, view, method in rules:
            blueprint.add_url_rule(f"/impression{rule}", view_func=view, methods=[method])

    def index(self) -> Response:
        """Everything that can be printed, what is missing first."""
        return self._page(self.standing(), LabelForm())

    def labels(self) -> Response:
        """Labels as chosen; a refusal keeps the form as it was."""
        standing, form = self.standing(), LabelForm()
        with_choices(form, signed_in().id)
        if not form.validate():
            return self._page(standing, form, 422)
        from brocante.printing.service import labels_pdf, remember_printed  # noqa: PLC0415

        wanted = label_filter(form, standing.edition.id, standing.company_id)
        try:
            pdf = labels_pdf(
                wanted,
                form.format.data,
                start_at=form.start_at.data,
                offset_mm=offset_chosen(form, signed_in().id),
                cut_marks=form.cut_marks.data,
            )
        except DomainError as error:
            form.add_error(error)
            return self._page(standing, form, error.status)
        remember_printed(wanted)
        return file_answer(pdf, _("labels"))

    def paper(self, paper: str) -> Response:
        """One paper as a PDF."""
        kind, scope = self._asked(paper)
        try:
            pdf = self._made(kind, scope)
        except DomainError as error:
            show(error)
            return redirect(url_for(".index"), 303)
        return file_answer(pdf, _(TITLES[kind]))

    def preview(self, paper: str) -> Response:
        """The first page of a paper as a picture; none when it cannot be made yet."""
        kind, scope = self._asked(paper)
        from brocante.printing.previews import picture_of  # noqa: PLC0415

        try:
            picture = picture_of(self._made(kind, replace(scope, is_preview=True)))
        except DomainError:
            raise NotFound from None
        return Response(picture, mimetype="image/png")

    def ask(self) -> Response:
        """Have all papers made in one go."""
        standing = self.standing()
        asked = request.form.get("format", "")
        label_format = asked if asked in FORMATS else "24"
        try:
            jobs.ask_for_papers(signed_in().id, standing.edition, standing.company_id, label_format)
        except DomainError as error:
            show(error)
        return redirect(url_for(".index", **_same(standing), _anchor="dossier"), 303)

    def progress(self, job_id: int) -> dict[str, Any]:
        """How far a job is, for the script of the page."""
        job = self._job(job_id)
        if job.state is not JobState.WAITING:
            return {"moving": False}
        words = progress_words(job)
        return {"moving": True, "words": words, "done": job.done, "total": len(job.plan)}

    def archive(self, job_id: int) -> Response:
        """The papers of a job that is done, as one archive."""
        job = self._job(job_id)
        if job.state is not JobState.DONE:
            raise PapersNotReady
        files = [(file.name, file.key) for file in jobs.files_of(job)]
        parts = zip_of(files, store(), job.created_at)
        answer = Response(parts, mimetype="application/zip")
        name = f"{slugify(self.standing().edition.name)}-papiers.zip"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def _job(self, job_id: int) -> PaperJob:
        mark_personal()
        standing = self.standing()
        own = standing.company_id if standing.is_seller else None
        return jobs.own_job(standing.edition.id, own, job_id, any_company=not standing.is_seller)

    def _asked(self, word: str) -> tuple[Paper, Scope]:
        """Return the paper an address names, and of what it is made; 404 for what there is not."""
        mark_personal()
        standing = self.standing()
        if word not in set(Paper):
            raise NotFound
        kind = Paper(word)
        allowed = [site.id for site in shown_sites(standing.edition.id, standing.company_id)]
        site_id = read_site(request.args.get("site", ""), allowed)
        return kind, Scope(
            standing.edition, standing.company_id, site_id, self._day(standing.edition)
        )

    def _day(self, edition: Edition) -> date | None:
        """Return the day asked for; None means all days."""
        word = request.args.get("jour", "")
        return next((day for day in days_of(edition) if day.isoformat() == word), None)

    def _made(self, kind: Paper, scope: Scope) -> bytes:
        from brocante.printing.papers import Press  # noqa: PLC0415

        own = None
        if scope.company_id is not None:
            own = [site.id for site in shown_sites(scope.edition.id, scope.company_id)]
        return Press(scope.edition, store()).make(kind, scope, own)

    def _page(self, standing: Standing, form: LabelForm, status: int = 200) -> Response:
        edition, company_id = standing.edition, standing.company_id
        sites = shown_sites(edition.id, company_id)
        with_choices(form, signed_in().id)
        form.site.choices = [("", _("All sites")), *((str(s.id), s.label) for s in sites)]
        names = ((family.code, family.label(current_language())) for family in families())
        form.family.choices = [("", _("All families")), *names]
        listings = labelled(LabelFilter(edition.id, company_id), SHOWN + 1)
        job = jobs.latest_job(edition.id, company_id)
        page = render_template(
            self.template,
            form=form,
            listings=listings[:SHOWN],
            more=len(listings) > SHOWN,
            chosen=request.form.getlist("code"),
            ready=readiness(edition.id, company_id),
            address_problem=address_problem(),
            sites=sites,
            days=days_of(edition),
            Paper=Paper,
            titles=TITLES,
            of_sites=OF_SITES,
            job=job,
            job_words=progress_words(job) if job else "",
            same=_same(standing),
            companies=standing.companies,
            company_id=None if standing.is_seller else company_id,
        )
        return make_response(page, status)


def _same(standing: Standing) -> dict[str, Any]:
    """Return what keeps the organiser's choice of a company in addresses."""
    chosen = None if standing.is_seller else standing.company_id
    return {} if chosen is None else {"entreprise": chosen}


def store() -> Store:
    """Return where photos and papers are kept."""
    kept: Store = current_app.extensions["brocante_store"]
    return kept


def address_problem() -> str:
    """Return why no QR code can be printed yet; nothing when it can."""
    installation = settings()
    try:
        check_public_address(installation.public_url, installation.demo)
    except DomainError as error:
        return sentence(error)
    return ""


def progress_words(job: PaperJob) -> str:
    """Return how far a job is."""
    return ngettext(
        "%(done)s of %(num)d paper is made.",
        "%(done)s of %(num)d papers are made.",
        len(job.plan),
        done=job.done,
    )


def file_answer(pdf: bytes, title: str) -> Response:
    """Return a PDF to keep or to print."""
    answer = Response(pdf, mimetype=PDF)
    answer.headers["Content-Disposition"] = f'attachment; filename="{slugify(title)}.pdf"'
    return answer
