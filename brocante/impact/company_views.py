"""What a company gave back to use: its figures, its certificate, what it says of the rest."""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from brocante.accounts.access import signed_in
from brocante.companies.access import current_company
from brocante.core.errors import DomainError
from brocante.core.units import NotANumber, Quantity, parse_decimal
from brocante.editions.access import current_edition
from brocante.impact import files, own_share, service
from brocante.impact.errors import SpaceOutOfBounds
from brocante.impact.headlines import mass_text
from brocante.impact.models import Outcome
from brocante.impact.report import FORMATS
from brocante.impact.rules import results_are_public
from brocante.impact.words import OUTCOMES
from brocante.web.blueprints import company_blueprint
from brocante.web.errors import sentence

blueprint = company_blueprint("company_impact", __name__, "/exposant/bilan")
blueprints = (blueprint,)


@blueprint.get("")
def index() -> Response:
    """Its own figures; its rank only if it asks for it."""
    return _page()


@blueprint.post("/place")
def space() -> Response:
    """Note the floor freed at one of its sites."""
    access = current_company()
    try:
        service.save_space(
            signed_in(),
            access,
            _whole("site"),
            _whole("pallets"),
            _whole("levels") or 1,
            _whole("other_m2", 100),
        )
    except (DomainError, NotANumber, ValueError) as error:
        refusal = error if isinstance(error, DomainError) else SpaceOutOfBounds(field="pallets")
        return _page(sentence(refusal), refusal.status)
    return files.back_to("company_impact.index", "place")


@blueprint.post("/reste")
def rest() -> Response:
    """Note what became of the rest."""
    said = {
        name.removeprefix("outcome_"): service.Rest(
            Outcome(value) if value in frozenset(Outcome) else None,
            request.form.get(f"outlet_{name.removeprefix('outcome_')}", "")[:120],
        )
        for name, value in request.form.items()
        if name.startswith("outcome_")
    }
    try:
        service.save_outcomes(signed_in(), current_company(), said)
    except DomainError as error:
        return _page(sentence(error), error.status)
    return files.back_to("company_impact.index", "reste")


@blueprint.get("/attestation.pdf")
def certificate() -> Response:
    """One page that says what was given back to use."""
    from brocante.impact.certificate import certificate_pdf  # noqa: PLC0415 - drawing weighs

    access, edition = current_company(), current_edition()
    share = own_share.own_share(edition, access.company_id)
    pdf = certificate_pdf(edition, access.company_name, share)
    return files.download(pdf, f"{edition.slug}-attestation.pdf", "application/pdf")


def _whole(name: str, scale: int = 1) -> int:
    text = request.form.get(name, "").strip()[:20]
    return int(parse_decimal(text) * scale) if text else 0


def _page(refusal: str = "", status: int = 200) -> Response:
    access, edition = current_company(), current_edition()
    wants_rank = request.args.get("rang") == "oui"
    rank = own_share.rank_of(edition, access.company_id) if wants_rank else None
    page = render_template(
        "impact/company/index.html",
        **FORMATS,
        share=own_share.own_share(edition, access.company_id),
        rank=rank,
        wants_rank=wants_rank,
        sites=own_share.own_sites(edition.id, access.company_id),
        leftovers=own_share.leftovers(edition.id, access.company_id),
        outcomes=OUTCOMES,
        mass_text=mass_text,
        square_metres_typed=lambda dm2: str(Quantity(dm2 * 10)).replace(".", ","),
        is_over=results_are_public(edition.state),
        refusal=refusal,
        typed=request.form,
    )
    return make_response(page, status)
