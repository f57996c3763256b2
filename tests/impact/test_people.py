"""What people add to the figures: parameters with trace, texts, logos, space, signatures."""

from decimal import Decimal
from io import BytesIO

import pypdfium2
import pytest
from flask import Flask
from PIL import Image

from brocante.core.db import session
from brocante.core.transaction import end_reads, transactional
from brocante.editions.models import Edition, EditionState
from brocante.impact import extras
from brocante.impact.figures import figures_of
from brocante.impact.models import FreedSpace, PublishedReport, UnsoldOutcome
from brocante.impact.parameters import Parameter
from brocante.impact.service import ledger_hash
from tests.factories import make_edition, make_listing, make_participation, make_site
from tests.factories.ledger import make_handover
from tests.impact.conftest import Counted
from tests.support.pages import CheckedClient, words

BILAN = "/organisation/bilan"


@pytest.fixture(autouse=True)
def _open_forms(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False


def test_a_parameter_changes_with_its_trace(desk: CheckedClient, counted: Counted) -> None:
    before = figures_of(counted.edition).travel.grams
    url = f"{BILAN}/parametres/{Parameter.CAR}"
    answer = desk.post(url, data={"value": "0,2", "reason": "Véhicules plus lourds"})
    assert answer.status_code == 303
    end_reads()
    figures = figures_of(counted.edition)
    assert figures.travel.grams > before
    assert (figures.changes[-1].reason, figures.changes[-1].by) == (
        "Véhicules plus lourds",
        "Ann Roc",
    )
    trace = words(desk.page(f"{BILAN}/parametres"))
    assert "Véhicules plus lourds" in trace
    assert "0,2 au lieu de 0,167" in trace
    assert "120 au lieu de non compté" in trace
    desk.post(url, data={"value": "0,3", "reason": "Encore plus lourds"})
    for page in (f"{BILAN}/parametres", BILAN, f"/{counted.edition.slug}/bilan"):
        assert "0,3 au lieu de 0,2" in words(desk.page(page))


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"value": "0,2", "reason": " "}, 409),
        ({"value": "9", "reason": "Trop"}, 409),
        ({"value": "beaucoup", "reason": "Mot"}, 422),
        ({"value": "", "reason": "Rien"}, 409),
    ],
)
def test_a_refused_parameter_keeps_what_was_typed(
    desk: CheckedClient, counted: Counted, typed: dict[str, str], status: int
) -> None:
    answer = desk.post(f"{BILAN}/parametres/{Parameter.CAR}", data=typed)
    assert answer.status_code == status
    assert typed["value"] in answer.get_data(as_text=True)
    assert len(extras.changes(counted.edition.id)) == 2


@pytest.mark.parametrize("value", ["-1", "−0,5", "3", "99999999999", "1 000 000 000 000"])
def test_a_number_out_of_bounds_hears_what_is_allowed(
    desk: CheckedClient, counted: Counted, value: str
) -> None:
    typed = {"value": value, "reason": "Trop"}
    answer = desk.post(f"{BILAN}/parametres/{Parameter.CAR}", data=typed)
    assert answer.status_code == 409
    assert "Écrivez un nombre de 0 à 2." in answer.get_data(as_text=True)
    assert len(extras.changes(counted.edition.id)) == 2


def test_words_and_logos_are_shown_to_everybody(
    desk: CheckedClient, client: CheckedClient, counted: Counted
) -> None:
    desk.post(f"{BILAN}/textes", data={"introduction": "Deux jours & demi", "thanks": ""})
    picture = BytesIO()
    Image.new("RGBA", (900, 300), (200, 0, 0, 120)).save(picture, "PNG")
    picture.seek(0)
    logo = {"name": "Département", "picture": (picture, "logo.png")}
    assert desk.post(f"{BILAN}/logos", data=logo).status_code == 303
    bad = {"name": "Texte", "picture": (BytesIO(b"no picture"), "x.png")}
    assert desk.post(f"{BILAN}/logos", data=bad).status_code == 409
    page = client.page(f"/{counted.edition.slug}/bilan")
    assert "Deux jours & demi" in words(page)
    (image,) = [img for img in page.iter("img") if img.get("alt") == "Département"]
    assert client.get(image.get("src") or "").mimetype == "image/png"
    (kept,) = extras.logos(counted.edition.id)
    assert desk.post(f"{BILAN}/logos/{kept.id}").status_code == 303
    end_reads()
    assert extras.logos(counted.edition.id) == []
    assert client.get(image.get("src") or "").status_code == 404


def test_figures_are_signed_in_versions(desk: CheckedClient, counted: Counted) -> None:
    assert desk.post(f"{BILAN}/publier", data={}).status_code == 303
    desk.post(f"{BILAN}/publier", data={"reason": ""})  # refused: what changed?
    end_reads()
    (first,) = extras.published(counted.edition.id)
    assert first.signed_by == "Ann Roc"
    assert first.ledger_sha256 == ledger_hash(counted.edition.id)
    assert first.figures["total"]["mass_g"] == 1_488_797
    listing = make_listing(counted.site)
    make_handover(listing, counted.site, 10, mass_g=1_000_000)
    assert ledger_hash(counted.edition.id) != first.ledger_sha256
    side = words(desk.page(f"{BILAN}/editions")).replace("\u00a0", " ")
    assert "2,489 t" in side
    assert "signé : 1,489 t (version 1)" in side
    desk.post(f"{BILAN}/publier", data={"reason": "Une remise oubliée"})
    end_reads()
    versions = extras.published(counted.edition.id)
    assert [(one.version, one.figures["total"]["mass_g"]) for one in versions] == [
        (2, 2_488_797),
        (1, 1_488_797),
    ]


def test_nothing_is_signed_before_the_end(desk: CheckedClient, counted: Counted) -> None:
    _put(counted.edition.id, EditionState.RUNNING)
    desk.post(f"{BILAN}/publier", data={})
    assert session.query(PublishedReport).count() == 0


@transactional
def _put(edition_id: int, state: EditionState) -> None:
    session.get_one(Edition, edition_id).state = state


def test_a_company_sees_its_own_and_its_rank_only_if_it_asks(
    yard: CheckedClient, counted: Counted
) -> None:
    text = words(yard.page("/exposant/bilan")).replace("\u00a0", " ")
    assert "0,567 t" in text
    assert "Tuiles Dupont" not in text
    assert "numéro 2 sur 2" not in text
    assert "numéro 2 sur 2" in words(yard.page("/exposant/bilan?rang=oui"))
    certificate = yard.get("/exposant/bilan/attestation.pdf")
    assert certificate.mimetype == "application/pdf"
    assert "a remis en usage, les" in paper(certificate.data)
    assert "provisoire" not in paper(certificate.data).lower()


def test_nothing_is_certified_before_the_sale_is_over(
    yard: CheckedClient, counted: Counted
) -> None:
    _put(counted.edition.id, EditionState.RUNNING)
    end_reads()
    assert "Attestation provisoire" in words(yard.page("/exposant/bilan"))
    text = paper(yard.get("/exposant/bilan/attestation.pdf").data)
    assert text.startswith("Attestation provisoire de réemploi")
    assert "n’est pas terminée" in text
    assert "atteste" not in text


def paper(pdf: bytes) -> str:
    """The words of the first page of a file, blanks made alike."""
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(document[0].get_textpage().get_text_range().split())
    document.close()
    return text


def test_a_company_types_space_and_what_became_of_the_rest(
    yard: CheckedClient, counted: Counted
) -> None:
    site = str(counted.site.id)
    typed = {"site": site, "pallets": "20", "levels": "2", "other_m2": "1,5"}
    assert yard.post("/exposant/bilan/place", data=typed).status_code == 303
    end_reads()
    # 20 × 0.96 / 2 = 9.6, and 1.5 beside.
    assert figures_of(counted.edition).space.square_metres == Decimal("11.10")
    for wrong in ("many", "-3", "999999999"):
        answer = yard.post("/exposant/bilan/place", data={**typed, "pallets": wrong})
        assert answer.status_code == 409
        assert wrong in answer.get_data(as_text=True)
    yard.post("/exposant/bilan/place", data={"site": site})
    end_reads()
    assert session.query(FreedSpace).count() == 0


def test_a_company_says_only_what_is_its_own(yard: CheckedClient, counted: Counted) -> None:
    other = make_site(make_participation(make_edition()))
    foreign = make_listing(other)
    own = make_listing(counted.site, 4)
    said = {f"outcome_{own.code}": "give", f"outcome_{foreign.code}": "keep"}
    assert yard.post("/exposant/bilan/reste", data=said).status_code == 409  # to whom?
    said[f"outlet_{own.code}"] = "Ressourcerie"
    assert yard.post("/exposant/bilan/reste", data=said).status_code == 303
    end_reads()
    assert session.get(UnsoldOutcome, foreign.id) is None
    found = session.get_one(UnsoldOutcome, own.id)
    assert (found.outcome, found.outlet) == ("give", "Ressourcerie")
    moved = yard.post("/exposant/bilan/place", data={"site": str(other.id), "pallets": "1"})
    assert moved.status_code == 404
