"""For whom one prints."""

from dataclasses import dataclass

from brocante.companies.models import Company
from brocante.editions.models import Edition


@dataclass(frozen=True, slots=True)
class Standing:
    """For whom one prints: an edition, and a company unless it is for everybody.

    `is_seller`: the company itself prints, and nothing of others.
    """

    edition: Edition
    company_id: int | None
    is_seller: bool
    companies: tuple[Company, ...] = ()
