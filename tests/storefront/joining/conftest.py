"""Somebody who wants to sell, and officers of their province and of another."""

import pytest
from sqlalchemy import select

from marketplace.accounts.profiles import Profile
from tests import people, world
from tests.people import fill, signed_in

BUSINESS = {"kind": "household", "name": "Hộ Lò Thị Lan", "tax_code": "015099012345"}
PLACE = {"province": "15", "commune": world.VAN_CHAN, "street": "Bản Đêu 2", "action": "save"}
CONTACT = {"contact_name": "Lò Thị Lan", "phone": "0912 345 678", "email": "Lan@Vidu.vn"}


@pytest.fixture
def lan(session):
    return people.user(session, "lan@vidu.vn", "Lò Thị Lan")


@pytest.fixture
def applicant(app, lan):
    return signed_in(app, lan)


@pytest.fixture
def officer(app, session):
    return signed_in(app, people.officer(session))


def newest(session) -> Profile:
    session.expire_all()
    return session.scalars(select(Profile).order_by(Profile.id.desc()).limit(1)).one()


def write(client, session, *, hand_in: bool = True, **business) -> int:
    """Go through all steps; the number of the application."""
    answer = fill(client, "/producer/join/new", "/producer/join", **BUSINESS | business)
    assert answer.status_code == 303, answer.text
    id = newest(session).id
    for step, fields in (("place", PLACE), ("contact", CONTACT)):
        path = f"/producer/join/{id}/{step}"
        assert fill(client, path, **fields).status_code == 303
    if hand_in:
        path = f"/producer/join/{id}"
        assert fill(client, path, f"{path}/submission", agreed="y").status_code == 303
    return id


def decide(client, id: int, decision: str, reasons: str = "", **fields):
    path = f"/office/profiles/{id}"
    seen = hidden_seen(client.get(path).text)
    sent = {"decision": decision, "reasons": reasons, "seen": seen} | fields
    return fill(client, path, f"{path}/decision", **sent)


def hidden_seen(html: str) -> str:
    return html.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
