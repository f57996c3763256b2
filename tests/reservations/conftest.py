"""What the tests of reservations share."""

import pytest
from flask import Flask

from brocante.catalogue.models import Listing
from brocante.companies.models import Site
from brocante.editions.models import Edition
from brocante.pickups.models import PickupSlot
from tests.factories import make_stall


@pytest.fixture
def stall(app: Flask) -> tuple[Edition, Site, Listing, PickupSlot]:
    """An edition with one company, one site, one listing and one slot."""
    return make_stall()
