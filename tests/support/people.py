"""Sign a browser in without going through the sign-in page."""

from flask.testing import FlaskClient

from brocante.accounts.queries import Identity
from tests.factories import make_session


def sign_in(client: FlaskClient, identity: Identity) -> None:
    """Give the browser a live session of that person."""
    token = make_session(identity.id)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
