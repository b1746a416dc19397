"""The audit: found by who, what, whose and when; a province sees its own; the file runs nothing."""

import csv
import io

import pytest

from marketplace.accounts.producer_suspensions import suspend
from tests import people as making
from tests import world
from tests.markup import Page
from tests.people import signed_in
from tests.world import NOW


@pytest.fixture
def happened(session, an):
    """Something in Lào Cai by an officer, something in An Giang, and something that is nobody's business."""
    session.info["user_id"] = an.id
    near = world.producer(session, "Hợp tác xã Gần")
    suspend(session, near, "=HYPERLINK(1)", NOW)
    session.commit()
    session.info.pop("user_id")
    far = world.producer(session, "Hợp tác xã Xa", commune_code=world.PHU_QUOC)
    suspend(session, far, "Vì thế", NOW)
    session.commit()
    return near, far


def actions(client, query: str = "") -> list[str]:
    return [code.text for code in Page(client.get(f"/office/audit?{query}").text).find("code")]


def whole(client, query: str) -> str:
    return client.get(f"/office/audit?{query}").text.partition("<table")[2]


def test_a_province_sees_its_producers_and_its_own_acts_and_the_central_office_all(
    app, session, officer, happened
):
    central = signed_in(app, making.officer(session, "tw@vidu.vn", province=None))
    far = signed_in(app, making.officer(session, "xa@vidu.vn", province="91"))
    asked = "action=producer"
    assert "Hợp tác xã Gần" in whole(officer, asked) and "Hợp tác xã Xa" not in whole(officer, asked)
    assert "Hợp tác xã Xa" in whole(far, asked) and "Hợp tác xã Gần" not in whole(far, asked)
    assert "Hợp tác xã Gần" in whole(central, asked) and "Hợp tác xã Xa" in whole(central, asked)


def test_what_one_did_oneself_is_there_whatever_province_it_is_in(app, session, officer, an, happened):
    session.info["user_id"] = an.id
    happened[1].note("producer.looked_at")
    session.commit()
    assert "producer.looked_at" in actions(officer, "action=producer.looked")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("who=Nguyễn+Thị+An", True),
        ("who=an%40vidu.vn", True),
        ("who=thị", True),
        ("who=%25", False),
        ("action=producer.susp", True),
        ("action=dinh+chi+chu", True),
        ("action=phiếu+bốc+thăm", False),
        ("action=%25", False),
        ("producer=gan", True),
        ("producer=khac", False),
        ("subject=producers", True),
        ("subject=users", False),
        ("first_day=2026-11-21&last_day=21/11/2026", True),
        ("first_day=2026-11-22", False),
        ("last_day=2026-11-20", False),
    ],
)
def test_entries_are_found_by_each_of_these(session, officer, happened, query, found):
    extra = "" if "action" in query else "&action=producer.suspended"
    assert ("producer.suspended" in actions(officer, query + extra)) is found


def test_a_record_is_found_by_its_number(session, officer, happened):
    id = happened[0].id
    assert actions(officer, f"subject=producers&subject_id={id}")
    assert actions(officer, f"subject=producers&subject_id={id + 1}") == []


@pytest.mark.parametrize("query", ["first_day=hôm+qua", "subject_id=x", "subject_id=99999999999999"])
def test_what_can_not_be_read_is_said_and_stays_typed(officer, happened, query):
    answer = officer.get(f"/office/audit?{query}")
    assert answer.status_code == 422
    assert "notice--wrong" in answer.text


def test_a_day_is_a_day_in_vietnam(session, officer, happened):
    near = happened[0]
    session.info["now"] = NOW.replace(hour=17, minute=30)  # half past midnight of the next day there
    near.note("producer.looked_at")
    session.commit()
    assert actions(officer, "action=producer.looked&last_day=2026-11-21") == []
    assert actions(officer, "action=producer.looked&first_day=2026-11-22") == ["producer.looked_at"]


def test_pages_and_constant_work(session, officer, happened, statements):
    def asked() -> int:
        officer.get("/office/audit")
        statements.clear()
        officer.get("/office/audit")
        return len(statements)

    few = asked()
    for i in range(120):
        happened[0].note("producer.looked_at", i=i)
    session.commit()
    assert asked() == few <= 5
    assert len(actions(officer)) == 50
    assert "page=3" in officer.get("/office/audit").text
    assert len(actions(officer, "page=3")) < 50


def test_the_file_has_what_the_page_finds_and_runs_nothing(session, officer, happened):
    answer = officer.get("/office/audit.csv?action=producer.suspended")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert len(rows) == 2 and rows[1][2:4] == ["Đình chỉ chủ thể", "producer.suspended"]
    assert not any(cell.startswith(("=", "+", "@")) for row in rows[1:] for cell in row)


def test_an_action_is_said_in_words_with_its_code(officer, happened):
    for prefix, words in (("", "Đình chỉ chủ thể"), ("/en", "A producer was suspended")):
        page = officer.get(f"{prefix}/office/audit?action=producer.suspended").text
        assert words in page and "<code>producer.suspended</code>" in page


def test_the_audit_can_only_be_read(officer, happened):
    assert officer.post("/office/audit").status_code == 405
