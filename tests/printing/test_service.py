"""What gets onto labels: the listing's own words, a stamp in a demonstration, no empty claim."""

from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from flask import Flask

from brocante.catalogue.models import ComparisonKind, ListingState
from brocante.config import Settings
from brocante.core import clock
from brocante.printing.errors import NothingChanged, NothingToPrint
from brocante.printing.queries import LabelFilter
from brocante.printing.service import chosen, labels_pdf, remember_printed
from brocante.web.public_address import PublicAddressNotSecure
from tests.factories import make_edition, make_listing, make_participation, make_site


def use(app: Flask, **changes: Any) -> None:
    """Run on an installation with other settings."""
    present: Settings = app.extensions["brocante_settings"]
    app.extensions["brocante_settings"] = replace(present, **changes)


def text_of(pdf: bytes) -> str:
    """Everything written in a PDF, blanks collapsed."""
    pages = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in pages]
    return " ".join(" ".join(texts).split())


@pytest.mark.parametrize("attested", [True, False])
def test_a_percentage_needs_the_attested_price_of_thirty_days(app: Flask, attested: bool) -> None:
    use(app, demo=True)
    site = make_site(make_participation(make_edition()))
    make_listing(
        site,
        comparison=ComparisonKind.LOWEST_30_DAYS,
        comparison_cents=1000,
        comparison_attested_at=clock.now() if attested else None,
    )
    assert ("50 %" in text_of(labels_pdf(LabelFilter(site.edition_id), "24"))) is attested


def test_all_published_labels_of_an_edition_and_no_other(app: Flask) -> None:
    use(app, public_url="https://brocante.example.org")
    site = make_site(make_participation(make_edition()))
    other = make_site(make_participation(make_edition()))
    shown = make_listing(site, location="Rack B3")
    hidden = [make_listing(site, state=ListingState.DRAFT), make_listing(other)]
    text = text_of(labels_pdf(LabelFilter(site.edition_id), "24"))
    assert shown.code in text
    assert "Rack B3" in text
    assert "DÉMONSTRATION" not in text
    assert not [listing.code for listing in hidden if listing.code in text]


def test_a_demonstration_stamps_every_label(app: Flask) -> None:
    use(app, demo=True)
    site = make_site(make_participation(make_edition()))
    make_listing(site)
    make_listing(site)
    assert text_of(labels_pdf(LabelFilter(site.edition_id), "24")).count("DÉMONSTRATION") == 2


def test_nothing_is_printed_without_an_address_for_its_codes(app: Flask) -> None:
    site = make_site(make_participation(make_edition()))
    make_listing(site)
    with pytest.raises(PublicAddressNotSecure):
        labels_pdf(LabelFilter(site.edition_id), "24")


def test_no_listing_makes_no_sheet(app: Flask) -> None:
    use(app, demo=True)
    with pytest.raises(NothingToPrint):
        labels_pdf(LabelFilter(make_edition().id), "24")


def test_labels_whose_code_leads_to_an_older_address_count_as_changed(app: Flask) -> None:
    site = make_site(make_participation(make_edition()))
    make_listing(site)
    wanted = LabelFilter(site.edition_id, only_changed=True)
    for address in ("https://old.example.org", "https://new.example.org"):
        use(app, public_url=address)
        assert len(chosen(wanted)) == 1
        remember_printed(wanted)
        assert chosen(wanted) == []


def test_nothing_changed_is_told_apart_from_nothing_chosen(app: Flask) -> None:
    use(app, demo=True)
    site = make_site(make_participation(make_edition()))
    make_listing(site)
    wanted = LabelFilter(site.edition_id, only_changed=True)
    remember_printed(wanted)
    with pytest.raises(NothingChanged):
        labels_pdf(wanted, "24")
    with pytest.raises(NothingToPrint):
        labels_pdf(replace(wanted, location="Nowhere"), "24")
