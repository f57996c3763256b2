"""Printers measured once, and one label again from the phone."""

from typing import TYPE_CHECKING

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from brocante.accounts.access import signed_in
from brocante.core.codes import read_code
from brocante.core.errors import DomainError, NotFound
from brocante.printing.choosing import offset_chosen, tenths, with_choices
from brocante.printing.forms import OneLabelForm, PrinterForm
from brocante.printing.printers import forget_printer, keep_printer, printers_of
from brocante.printing.queries import LabelFilter, Labelled, labelled
from brocante.web.languages import current_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from brocante.printing.standings import Standing


class PrinterPages:
    """The pages of printers, and of one label."""

    template: str
    standing: "Callable[[], Standing]"

    def printers(self) -> Response:
        """One's printers, and how to measure one."""
        return self._printers_page(PrinterForm())

    def keep(self) -> Response:
        """Keep what was read on the ruler sheet."""
        form = PrinterForm()
        if not form.validate():
            return self._printers_page(form, 422)
        offset = (float(form.right.data or 0), float(form.down.data or 0))
        try:
            keep_printer(signed_in().id, form.name.data, offset)
        except DomainError as error:
            form.add_error(error)
            return self._printers_page(form, error.status)
        flash(_("Kept. Choose this printer when you print labels."), "success")
        return redirect(url_for(".printers"), 303)

    def forget(self, printer_id: int) -> Response:
        """Forget a printer."""
        forget_printer(signed_in().id, printer_id)
        flash(_("Forgotten."), "success")
        return redirect(url_for(".printers"), 303)

    def ruler(self) -> Response:
        """The sheet to print, fold and read."""
        from brocante.printing.calibration import calibration_sheet  # noqa: PLC0415
        from brocante.printing.documents import About  # noqa: PLC0415

        pdf = calibration_sheet(About(_("Ruler sheet"), current_language()))
        answer = Response(pdf, mimetype="application/pdf")
        answer.headers["Content-Disposition"] = 'attachment; filename="reglet.pdf"'
        return answer

    def one_label(self, code: str) -> Response:
        """One label, to print it again."""
        return self._label_page(self._listing(code), OneLabelForm())

    def print_one(self, code: str) -> Response:
        """Print one label again."""
        listing, form = self._listing(code), OneLabelForm()
        with_choices(form, signed_in().id)
        if not form.validate():
            return self._label_page(listing, form, 422)
        from brocante.printing.service import labels_pdf, remember_printed  # noqa: PLC0415

        standing = self.standing()
        wanted = LabelFilter(standing.edition.id, standing.company_id, codes=(listing.code,))
        try:
            offset = offset_chosen(form, signed_in().id)
            pdf = labels_pdf(
                wanted, form.format.data, start_at=form.start_at.data, offset_mm=offset
            )
        except DomainError as error:
            form.add_error(error)
            return self._label_page(listing, form, error.status)
        remember_printed(wanted)
        answer = Response(pdf, mimetype="application/pdf")
        # Shown, not kept: a phone prints what it shows.
        answer.headers["Content-Disposition"] = f'inline; filename="{listing.code}.pdf"'
        return answer

    def _listing(self, code: str) -> Labelled:
        standing = self.standing()
        wanted = LabelFilter(standing.edition.id, standing.company_id, codes=(read_code(code),))
        found = labelled(wanted, 1)
        if not found:
            raise NotFound
        return found[0]

    def _label_page(self, listing: Labelled, form: OneLabelForm, status: int = 200) -> Response:
        with_choices(form, signed_in().id)
        page = render_template(self.template.replace("index", "label"), listing=listing, form=form)
        return make_response(page, status)

    def _printers_page(self, form: PrinterForm, status: int = 200) -> Response:
        page = render_template(
            self.template.replace("index", "printers"),
            form=form,
            printers=printers_of(signed_in().id),
            tenths=tenths,
        )
        return make_response(page, status)
