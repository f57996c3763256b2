"""What tests of imports begin with."""

import pytest
from flask import Flask

from brocante.companies.queries import CompanyAccess
from brocante.core.storage import Store
from brocante.stocklists import queries, tasks
from brocante.stocklists.apart import understand_job
from tests.factories import make_edition, make_participation, make_site


@pytest.fixture
def store(app: Flask) -> Store:
    """Where the application keeps files."""
    kept: Store = app.extensions["brocante_store"]
    return kept


@pytest.fixture
def access(app: Flask) -> CompanyAccess:
    """What a member of a company with one site may act for."""
    participation = make_participation(make_edition())
    make_site(participation)
    return queries.access_for(participation.id)


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in the process of the test: starting one takes longer than reading so little."""
    monkeypatch.setattr(tasks, "understand_apart", lambda job, *_rest: understand_job(job))
