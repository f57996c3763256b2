"""Labels of listings as a PDF, and which of them were printed with which words."""

from collections.abc import Iterable

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import delete, insert

from brocante.config import Settings
from brocante.core import clock
from brocante.core.db import session
from brocante.core.transaction import transactional
from brocante.printing.errors import NothingChanged, NothingToPrint
from brocante.printing.formats import FORMATS
from brocante.printing.gathering import stamp
from brocante.printing.labelling import fingerprint, label_texts
from brocante.printing.labels import LabelData, SheetOptions, label_sheet
from brocante.printing.models import LabelPrint
from brocante.printing.queries import LabelFilter, Labelled, labelled, printed_before
from brocante.web.links import settings
from brocante.web.public_address import check_public_address

_AT_ONCE = 500


def labels_pdf(
    wanted: LabelFilter,
    format_code: str,
    *,
    start_at: int = 1,
    offset_mm: tuple[float, float] = (0.0, 0.0),
    cut_marks: bool = False,
    limit: int | None = None,
) -> bytes:
    """Return the labels of the listings wanted, in French as all that visitors read on paper.

    Raises what `check_public_address` raises, a PrintingError when a label could not be honoured,
    NothingToPrint when no listing is meant, NothingChanged when none of them changed.
    """
    check_address()
    with force_locale("fr"):
        found = chosen(wanted, limit)
        if not found:
            raise NothingChanged if wanted.only_changed and labelled(wanted, 1) else NothingToPrint
        options = SheetOptions(
            title=_("Labels"),
            lang="fr",
            start_at=start_at,
            offset_mm=offset_mm,
            cut_marks=cut_marks,
            stamp=stamp(),
        )
        return label_sheet(label_texts(found), FORMATS[format_code], options)


def check_address() -> None:
    """Refuse QR codes that would lead nowhere."""
    installation: Settings = settings()
    check_public_address(installation.public_url, installation.demo)


def chosen(wanted: LabelFilter, limit: int | None = None) -> list[Labelled]:
    """Return the listings wanted; with `only_changed`, those whose label is not as last printed."""
    found = labelled(wanted) if limit is None else labelled(wanted, limit)
    if not wanted.only_changed:
        return found
    before = printed_before([listing.id for listing in found])
    with force_locale("fr"):
        return [
            listing
            for listing, label in zip(found, label_texts(found), strict=True)
            if before.get(listing.id) != fingerprint(label)
        ]


def remember_printed(wanted: LabelFilter) -> None:
    """Note what the labels of these listings say, once they are on paper."""
    found = chosen(wanted)
    with force_locale("fr"):
        labels = list(label_texts(found))
    _remember([listing.id for listing in found], labels)


@transactional
def _remember(ids: list[int], labels: Iterable[LabelData]) -> None:
    now = clock.now()
    rows = [
        {"listing_id": listing_id, "fingerprint": fingerprint(label), "printed_at": now}
        for listing_id, label in sorted(zip(ids, labels, strict=True), key=lambda pair: pair[0])
    ]
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        session.execute(
            delete(LabelPrint)
            .where(LabelPrint.listing_id.in_([row["listing_id"] for row in part]))
            .execution_options(synchronize_session=False)
        )
        session.execute(insert(LabelPrint), part)
