"""What the form of labels chose, as what is printed."""

from collections.abc import Collection

from flask import request
from flask_babel import gettext as _

from brocante.core.codes import read_id
from brocante.core.errors import NotFound
from brocante.core.units import Quantity
from brocante.printing.forms import LabelForm, OneLabelForm
from brocante.printing.printers import offset_of, printers_of
from brocante.printing.queries import LabelFilter
from brocante.web.formats import number


def with_choices(form: LabelForm | OneLabelForm, account_id: int) -> None:
    """Offer the printers of a person."""
    form.printer.choices = [
        ("", _("Prints exactly, or not measured yet")),
        *((str(printer.id), printer.name) for printer in printers_of(account_id)),
    ]


def offset_chosen(form: LabelForm | OneLabelForm, account_id: int) -> tuple[float, float]:
    """Return the offset of the printer chosen; raises NoSuchPrinter for somebody else's."""
    word = form.printer.data or ""
    return offset_of(account_id, read_id(word)) if word else (0.0, 0.0)


def label_filter(form: LabelForm, edition_id: int, company_id: int | None) -> LabelFilter:
    """Return which listings a form means; ticks say it alone, else the filter does."""
    codes = tuple(request.form.getlist("code"))
    if codes:
        return LabelFilter(edition_id, company_id, codes=codes)
    return LabelFilter(
        edition_id,
        company_id,
        form.location.data or "",
        site_id=(read_id(form.site.data) or -1) if form.site.data else None,
        family=form.family.data or "",
        only_changed=bool(form.only_changed.data),
    )


def read_site(word: str, allowed: Collection[int]) -> int | None:
    """Return the site an address names; raises NotFound for one that is not allowed."""
    if not word:
        return None
    site_id = read_id(word)
    if site_id not in allowed:
        raise NotFound
    return site_id


def tenths(value: int) -> str:
    """Return tenths of a mm as people write them, "−1,5"."""
    sign = "−" if value < 0 else ""
    return f"{sign}{number(Quantity(abs(value) * 100))}"
