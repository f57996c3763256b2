"""What the application of a counter asks and tells: data, its journal, where a ticket belongs."""

import hashlib
import json

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from brocante.core import clock
from brocante.core.units import Unit
from brocante.core.vehicles import LABELS as VEHICLES
from brocante.core.vehicles import Vehicle
from brocante.counter import journal
from brocante.counter.access import also_when_ended, current_phone
from brocante.counter.models import EntryState
from brocante.counter.note_words import flag_sentences, refusal_sentence
from brocante.counter.notes import PROTOCOL, read_batch, read_json
from brocante.counter.phone_data import data_of, iso
from brocante.counter.refusals import BatchRefused
from brocante.editions.access import current_edition
from brocante.reservations.handing import find_elsewhere
from brocante.web.blueprints import counter_blueprint
from brocante.web.errors import sentence
from brocante.web.formats import unit_name
from brocante.web.security import csrf, require_same_origin

bp = counter_blueprint("counter_data", __name__)
blueprints = (bp,)


@bp.get("/donnees")
def data() -> Response:
    """Everything of the site; 304 when the phone holds it already."""
    found = data_of(current_phone(), current_edition(), _vehicle)
    found["units"] = {
        unit: {
            "one": unit_name(unit),
            "many": unit_name(unit, plural=True),
            "measured": unit.is_measured,
        }
        for unit in Unit
    }
    tag = hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()[:32]
    found["server_time"] = iso(clock.now())
    answer = make_response(found)
    answer.set_etag(tag)
    if request.if_none_match.contains(tag):
        answer = Response(status=304)
        answer.set_etag(tag)
    return answer


@bp.post("/journal")
@csrf.exempt
@also_when_ended
def journal_() -> ResponseReturnValue:
    """Apply what the phone noted, also when its counter is over: the goods are gone."""
    require_same_origin()
    try:
        batch = read_batch(read_json(request.get_data()))
    except BatchRefused as refusal:
        return {"error": sentence(refusal)}, refusal.status
    phone = current_phone()
    outcomes = journal.receive(phone, batch)
    return {
        "protocol": PROTOCOL,
        "server_time": iso(clock.now()),
        "access": phone.standing(clock.now()),
        "entries": [_told(outcome) for outcome in outcomes],
    }


@bp.get("/ailleurs")
def elsewhere() -> ResponseReturnValue:
    """Where a ticket is expected that is none of this site."""
    counter = current_phone().counter
    found = find_elsewhere(counter.edition_id, request.args.get("code", ""), counter.site_ids)
    return {
        "found": [
            {
                "site": stop.site_name,
                "commune": stop.commune,
                "starts_at": iso(stop.starts_at),
                "state": stop.state,
            }
            for stop in found
        ]
    }


def _told(outcome: journal.Outcome) -> dict[str, object]:
    told: dict[str, object] = {
        "id": outcome.sent_id,
        "state": outcome.state,
        "flags": list(outcome.flags),
    }
    if outcome.state is EntryState.REFUSED:
        told["sentence"] = refusal_sentence(outcome.reason)
    elif outcome.flags:
        told["sentence"] = " ".join(flag_sentences(outcome.flags))
    return told


def _vehicle(vehicle: Vehicle) -> str:
    return "" if vehicle is Vehicle.UNDECIDED else _(VEHICLES[vehicle])
