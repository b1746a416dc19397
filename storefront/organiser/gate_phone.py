"""What the telephone of a gate asks for in the background: the roster, what becomes of its scans, and its worker.

It may be without a network for hours: it judges by the roster, and tells what it has seen when it can.
"""

import math
from datetime import datetime
from typing import Any

from flask import Response, current_app, jsonify, request

from catalog.records import Refused
from marketplace.accounts.tokens import Claim, Purpose, read, written
from marketplace.fairs.check_ins import MOST_SCANS, Guest, Seen, roster, take_scans
from marketplace.fairs.fairs import Fair
from marketplace.fairs.tickets import read_ticket

from .. import assets
from ..clock import now, today
from ..database import session
from ..locales import translated
from ..security import limiter
from ..shop.pages import link
from . import organiser
from .access import find_fair, me
from .gate import KEY, answer_of, hour_of

_LARGEST = 256 * 1024


@organiser.get("/fairs/<slug>/gate/roster.json")
@limiter.limit("120 per minute")
def gate_roster(slug: str) -> Response:
    """Names and codes of all who may come in; seconds and moments are the server's."""
    fair, at = find_fair(slug), now()
    return jsonify(
        token=_token(fair, at),
        given_at=int(at.timestamp() * 1000),
        day=f"{today():%Y-%m-%d}",
        entries={one.code: _entry(one) for one in roster(session(), fair, today())},
    )


def _entry(one: Guest) -> dict[str, Any]:
    """`unpaid` stands with those alone who have not paid."""
    entry = {"name": one.name, "heads": one.heads, "booth": one.booth, "came": hour_of(one)}
    return entry if one.is_good else entry | {"unpaid": True}


@organiser.post("/fairs/<slug>/gate/scans")
@limiter.limit("600 per minute")
def gate_scans(slug: str) -> Response:
    """What became of each scan, by its key; telling one again changes nothing."""
    request.max_content_length = _LARGEST
    fair = find_fair(slug)
    try:
        given_at, seen = _told(fair)
    except Refused as refusal:
        return _refused(translated(refusal))
    outcomes = take_scans(session(), fair, given_at, seen, me().id, now())
    guests = {one.code: one for one in roster(session(), fair, today(), {one.code for one in seen})}
    answers = [(one, answer_of(fair, one.code, outcome, guests.get(one.code))) for one, outcome in outcomes]
    return jsonify(results=[{"key": one.key, **answer._asdict()} for one, answer in answers])


@organiser.get("/fairs/<slug>/gate/worker.js")
def gate_worker(slug: str) -> Response:
    """The script that opens the page of the gate without a network; it reaches no other page."""
    fair = find_fair(slug)
    response = Response(assets.worker("gate"), mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = link(f"/organiser/fairs/{fair.slug}/gate")
    return response


def _token(fair: Fair, at: datetime) -> str:
    return written(_secret(), Purpose.ROSTER, Claim(fair.id, "", at.isoformat()), at)


def _secret() -> str:
    return current_app.config["SECRET_KEY"]


def _told(fair: Fair) -> tuple[datetime, list[Seen]]:
    """When the roster was given out, and what was seen since. Raises Refused for what we have not given out."""
    said = request.get_json(silent=True)
    said = said if isinstance(said, dict) else {}
    claim = read(_secret(), Purpose.ROSTER, str(said.get("roster", "")), now())
    if claim is None or claim.id != fair.id:
        raise Refused("This list of the gate is too old or not of this fair: these scans do not count.")
    scans = said.get("scans")
    if not isinstance(scans, list) or len(scans) > MOST_SCANS:
        raise Refused("At most %(most)d scans are taken at once.", most=MOST_SCANS)
    return datetime.fromisoformat(claim.mark), [_seen(one) for one in scans]


def _seen(one: Any) -> Seen:
    match one:
        case {"key": str(key), "code": str(code), "seconds": int() | float() as seconds}:
            if KEY.fullmatch(key) and -math.inf < seconds < math.inf:
                # More than a roster is good for would overflow a moment.
                return Seen(key, read_ticket(code), min(seconds, 86_400))
    raise Refused("This is not what a telephone at the gate sends.")


def _refused(sentence: str) -> Response:
    session().rollback()
    response = jsonify(problem=sentence)
    response.status_code = 422
    return response
