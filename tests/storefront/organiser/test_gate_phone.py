"""Telephones at the gate: they work by their list without a network, and are believed within its time alone."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.accounts.organisers import Organiser
from marketplace.fairs.check_ins import MOST_SCANS, Scan
from marketplace.fairs.ticket_life import cancel
from tests import world
from tests.marketplace.fairs.exhibiting import exhibitor
from tests.people import browser
from tests.storefront.organiser.test_gate import stand_at, ticket
from tests.world import NOW, TODAY


@pytest.fixture
def fair(session):
    return world.fair(session, visitor_quota=50)


@pytest.fixture
def phone(app, session, fair):
    return stand_at(app, session, fair)


def gate(fair) -> str:
    return f"/en/organiser/fairs/{fair.slug}/gate"


def roster(phone, fair) -> dict:
    answer = phone.get(f"{gate(fair)}/roster.json")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "private, no-store"
    return answer.json


def scan(key: str, code: str, seconds: float = 0) -> dict:
    return {"key": f"scan-{key}", "code": code, "seconds": seconds}


def tell(phone, fair, token: str, *scans: dict):
    return phone.post(f"{gate(fair)}/scans", json={"roster": token, "scans": list(scans)})


def outcomes(answer) -> list[str]:
    assert answer.status_code == 200
    return [one["outcome"] for one in answer.json["results"]]


def count(session) -> int:
    return session.scalar(select(func.count()).select_from(Scan))


def test_the_roster_holds_what_a_gate_needs_and_no_contact(session, fair, phone):
    made = ticket(session, fair)
    booth = exhibitor(session, fair, "A1")
    session.commit()
    answer = phone.get(f"{gate(fair)}/roster.json")
    assert answer.json["entries"][made.code] == {"name": "Nguyễn An", "heads": 2, "booth": "", "came": ""}
    assert answer.json["entries"][booth.code]["booth"] == "A1"
    assert answer.json["given_at"] == NOW.timestamp() * 1000 and answer.json["day"] == f"{TODAY}"
    assert "an@vidu.vn" not in answer.text


def test_scans_of_hours_without_a_network_count_at_the_moment_they_were_made(session, fair, phone, clock):
    made = ticket(session, fair)
    token = roster(phone, fair)["token"]
    clock.go_to(TODAY, 20)
    answer = tell(phone, fair, token, scan("0001", made.code, 600), scan("0002", "VKHONGCO", 700))
    assert outcomes(answer) == ["come", "unknown"]
    assert answer.json["results"][0] == {
        "key": "scan-0001",
        "outcome": "come",
        "words": "Please come in",
        "name": "Nguyễn An",
        "more": "2 people",
        "url": "",
    }
    assert roster(phone, fair)["entries"][made.code]["came"] == "10:10"


def test_what_is_sent_again_counts_once(session, fair, phone):
    made = ticket(session, fair)
    token = roster(phone, fair)["token"]
    for _ in range(3):
        assert outcomes(tell(phone, fair, token, scan("0001", made.code))) == ["come"]
    assert count(session) == 1


def test_two_telephones_settle_who_let_in(app, session, fair, phone, clock):
    made = ticket(session, fair)
    other = stand_at(app, session, fair, "soat-ve-2")
    first, second = roster(phone, fair)["token"], roster(other, fair)["token"]
    clock.go_to(TODAY, 20)
    assert outcomes(tell(phone, fair, first, scan("0001", made.code, 300))) == ["come"]
    answer = tell(other, fair, second, scan("0002", made.code, 60))
    assert outcomes(answer) == ["before"]
    # The earlier of the two moments is the arrival, whoever could send first.
    assert answer.json["results"][0]["words"] == "Came in at 10:01 already"
    assert outcomes(tell(phone, fair, first, scan("0001", made.code, 300))) == ["come"]
    assert roster(phone, fair)["entries"][made.code]["came"] == "10:01"


def test_a_ticket_that_was_cancelled_since_the_roster_is_told(session, fair, phone):
    made = ticket(session, fair)
    known = roster(phone, fair)
    cancel(session, made, NOW)
    session.commit()
    assert made.code in known["entries"] and made.code not in roster(phone, fair)["entries"]
    assert outcomes(tell(phone, fair, known["token"], scan("0001", made.code))) == ["not_good"]


def refused(answer) -> str:
    assert answer.status_code == 422
    return answer.json["problem"]


def test_a_roster_that_we_did_not_give_out_is_refused(session, fair, phone):
    made = ticket(session, fair)
    token = roster(phone, fair)["token"]
    other = world.fair(session, session.get_one(Organiser, fair.organiser_id), visitor_quota=5)
    session.commit()
    of_other = roster(phone, other)["token"]
    # The last sign holds bits that nobody reads.
    turned = token[:-9] + ("A" if token[-9] != "A" else "B") + token[-8:]
    for wrong in (turned, of_other, "", None, 7, {"id": fair.id}):
        assert "not of this fair" in refused(tell(phone, fair, wrong, scan("0001", made.code)))
    assert count(session) == 0


def test_a_roster_is_good_for_a_day(session, fair, phone, clock):
    made = ticket(session, fair)
    token = roster(phone, fair)["token"]
    until = NOW + timedelta(hours=24)
    clock.go_to(until.date(), 9, 59)
    assert outcomes(tell(phone, fair, token, scan("0001", made.code))) == ["come"]
    clock.go_to(until.date(), 10)
    assert "too old" in refused(tell(phone, fair, token, scan("0002", made.code)))
    assert count(session) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "x", "code": "V1", "seconds": 0},
        {"key": "<script>!", "code": "V1", "seconds": 0},
        {"key": "scan-0001", "code": None, "seconds": 0},
        {"key": "scan-0001", "code": "V1", "seconds": "0"},
        {"key": "scan-0001", "code": "V1", "seconds": float("nan")},
        {"key": "scan-0001", "code": "V1", "seconds": float("inf")},
        {"key": "scan-0001", "code": "V1"},
        "scan",
        None,
    ],
)
def test_what_no_telephone_sends_is_refused_as_a_whole(session, fair, phone, wrong):
    made = ticket(session, fair)
    token = roster(phone, fair)["token"]
    answer = tell(phone, fair, token, scan("0002", made.code), wrong)
    assert "not what a telephone at the gate sends" in refused(answer)
    assert count(session) == 0


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b"null"])
def test_what_is_no_json_is_refused(session, fair, phone, body):
    answer = phone.post(f"{gate(fair)}/scans", data=body, content_type="application/json")
    assert "not of this fair" in refused(answer)


def test_too_many_at_once_are_refused(session, fair, phone):
    token = roster(phone, fair)["token"]
    scans = [scan(f"{n:04}", "V1") for n in range(MOST_SCANS + 1)]
    assert "At most 500" in refused(tell(phone, fair, token, *scans))
    assert outcomes(tell(phone, fair, token, *scans[1:])) == ["unknown"] * MOST_SCANS


@pytest.mark.parametrize(
    "seconds", [-(10**6), -(10**400), 10**300, 10**400], ids=("back", "far back", "far", "farther")
)
def test_a_clock_that_is_far_off_moves_nobody_out_of_the_day(session, fair, phone, clock, seconds):
    made = ticket(session, fair)
    token = roster(phone, fair)["token"]
    clock.go_to(TODAY, 20)
    assert outcomes(tell(phone, fair, token, scan("0001", made.code, seconds))) == ["come"]
    assert roster(phone, fair)["entries"][made.code]["came"] in ("10:00", "20:00")


def test_another_site_sends_nothing(app, session, fair, phone):
    token = roster(phone, fair)["token"]
    headers = {"Sec-Fetch-Site": "cross-site"}
    answer = phone.post(f"{gate(fair)}/scans", json={"roster": token, "scans": []}, headers=headers)
    assert answer.status_code == 403


def test_who_is_signed_out_is_led_to_the_sign_in(app, fair):
    guest = browser(app)
    for answer in (guest.get(f"{gate(fair)}/roster.json"), guest.post(f"{gate(fair)}/scans", json={})):
        assert answer.status_code == 303 and "/sign-in" in answer.location


def test_the_worker_reaches_the_page_of_the_gate_alone(fair, phone):
    answer = phone.get(f"{gate(fair)}/worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == gate(fair)
    page = phone.get(gate(fair))
    assert f'data-page="{gate(fair)}"' in page.text
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
