"""Reports of misuse in the office: the queue, taking one up, the decision, and that of two officers the second is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.records import Refused
from marketplace.accounts.memberships import add_member
from marketplace.audit import Entry
from marketplace.misuse import (
    KEPT,
    About,
    MisuseReport,
    ReportKind,
    ReportState,
    Told,
    forget_reporters,
    report_misuse,
)
from marketplace.orders.personal_data import erase, export
from tests import people as making
from tests import world
from tests.letters import letters_to
from tests.people import fill, signed_in
from tests.world import NOW

S = ReportState


@pytest.fixture
def tea(session):
    made = world.product(session, "Chè Báo Cáo")
    session.commit()
    return made


@pytest.fixture
def report(session, tea) -> MisuseReport:
    return made(session, tea)


def made(session, tea, text: str = "Túi ghi 5 sao", at=NOW, user_id=None, **told) -> MisuseReport:
    about = About(tea, producer=session.get_one(world.Producer, tea.producer_id))
    facts = {"contact": "mai@vidu.vn", "language": "en"} | told
    found = report_misuse(session, about, Told(ReportKind.STARS, text, **facts), user_id, at)
    session.commit()
    return found


def at(report) -> str:
    return f"/en/office/reports/{report.number}"


def step(client, report, name: str, seen: int):
    return fill(client, at(report), f"{at(report)}/{name}", seen=str(seen), decision="approve")


def decide(client, report, decision: str = "approve", reasons: str = "Đã kiểm tra", seen: int = 2):
    fields = {"seen": str(seen), "decision": decision, "reasons": reasons}
    # Any form of the visit has its token; that of the report is gone once it is decided.
    return fill(client, "/en/reports/new", f"{at(report)}/decision", **fields)


def test_the_queue_shows_the_oldest_first_with_its_clock(officer, session, tea):
    other = world.product(session, "Chè Mới Hơn")
    made(session, other, at=NOW - timedelta(hours=2))
    made(session, tea, at=NOW - timedelta(days=30))
    page = officer.get("/en/office/reports").text
    assert page.index("Chè Báo Cáo") < page.index("Chè Mới Hơn")
    assert "waits for 30 days" in page
    assert page.count('<span class="tag tag--bad">late</span>') == 1
    assert "1 to decide" not in officer.get("/en/office").text
    assert "2 to decide" in officer.get("/en/office").text


def test_one_is_taken_up_then_upheld_and_whoever_reported_it_reads_why(app, officer, session, report, client):
    assert step(officer, report, "examination", 1).status_code == 303
    assert "Taken up by Nguyễn Thị An." in officer.get(at(report)).text
    assert decide(officer, report, reasons="Bao bì ghi sai").status_code == 303
    session.expire_all()
    assert (report.state, report.reasons, report.decided_at) == (S.UPHELD, "Bao bì ghi sai", NOW)
    actions = session.scalars(
        select(Entry.action).where(Entry.subject == "misuse_reports").order_by(Entry.id)
    )
    assert actions.all() == ["misuse.received", "misuse.taken", "misuse.upheld"]
    [letter] = letters_to(app, "mai@vidu.vn")
    assert "An officer has upheld your report." in letter.text
    assert "Bao bì ghi sai" in letter.text
    assert "Bao bì ghi sai" in client.get(f"/reports/{report.number}").text


def test_who_leaves_no_address_gets_no_letter(app, officer, session, tea):
    report = made(session, tea, contact="")
    step(officer, report, "examination", 1)
    decide(officer, report, "reject")
    session.expire_all()
    assert report.state == S.NOT_UPHELD
    assert letters_to(app, "mai@vidu.vn") == []


def test_a_decision_needs_reasons_either_way(officer, session, report):
    step(officer, report, "examination", 1)
    for decision in ("approve", "reject"):
        answer = decide(officer, report, decision, " ")
        assert answer.status_code == 422
        assert "Please write the reasons" in answer.text
    session.expire_all()
    assert report.state == S.EXAMINED


def test_of_two_officers_the_second_is_told_and_keeps_what_they_typed(app, officer, session, report):
    other = signed_in(app, making.officer(session, "hai@vidu.vn", "Lê Hai"))
    step(officer, report, "examination", 1)
    assert step(other, report, "examination", 1).status_code == 422
    assert decide(officer, report, "approve", "Của người thứ nhất").status_code == 303
    late = decide(other, report, "reject", "Của người thứ hai")
    assert late.status_code == 422
    assert "This was decided or changed meanwhile." in late.text
    assert "Của người thứ hai" in late.text
    session.expire_all()
    assert (report.state, report.reasons) == (S.UPHELD, "Của người thứ nhất")


def test_what_was_taken_up_can_be_put_back(officer, session, report):
    step(officer, report, "examination", 1)
    assert step(officer, report, "return", 2).status_code == 303
    session.expire_all()
    assert (report.state, report.revision) == (S.RECEIVED, 3)
    assert "Being looked at" not in officer.get("/en/office/reports").text


def test_the_table_of_states_allows_only_its_own_moves(session, report):
    allowed = {
        (S.RECEIVED, S.EXAMINED),
        (S.EXAMINED, S.RECEIVED),
        (S.EXAMINED, S.UPHELD),
        (S.EXAMINED, S.NOT_UPHELD),
    }
    for before in S:
        for after in S:
            report.state = before
            if (before, after) in allowed:
                report.move(after)
                assert report.state == after
            else:
                with pytest.raises(Refused):
                    report.move(after)


def test_nobody_decides_for_their_own_producer_or_about_their_own_report(app, officer, an, session, tea):
    own = made(session, tea, user_id=an.id)
    answer = step(officer, own, "examination", 1)
    assert "You have reported this yourself" in answer.text
    theirs = made(session, tea, "Của người khác")
    add_member(session, an, session.get_one(world.Producer, tea.producer_id), NOW)
    session.commit()
    answer = step(officer, theirs, "examination", 1)
    assert answer.status_code == 422
    assert "You act for this producer yourself" in answer.text


def test_a_province_sees_its_own_and_the_central_office_all(app, session, report):
    elsewhere = report_misuse(session, About(), Told(ReportKind.OTHER, "Sao lạ", "Chợ X"), None, NOW)
    session.commit()
    people = {
        "15": making.officer(session, "a@vidu.vn", province="15"),
        "91": making.officer(session, "b@vidu.vn", province="91"),
        None: making.officer(session, "c@vidu.vn", province=None),
    }
    seen = {}
    for province, user in people.items():
        client = signed_in(app, user)
        seen[province] = [client.get(at(one)).status_code for one in (report, elsewhere)]
    assert seen == {"15": [200, 404], "91": [404, 404], None: [200, 200]}


def test_the_page_leads_to_the_acts_that_may_follow(officer, session, tea, report):
    other = made(session, tea, "Một báo cáo khác")
    page = officer.get(at(report)).text
    producer = session.get_one(world.Producer, tea.producer_id)
    for path in (f"/listings/{tea.id}", f"/producers/{producer.slug}", "/register/revocations"):
        assert f'href="/en/office{path}"' in page
        assert officer.get(f"/en/office{path}").status_code == 200
    assert f'href="/en/office/reports/{other.number}"' in page


def test_what_was_written_stands_on_the_page_as_text(officer, session, tea):
    report = made(session, tea, "<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in officer.get(at(report)).text


def test_nothing_leads_to_the_reporter_half_a_year_after_the_decision(officer, session, report, binh):
    report.user_id, report.picture = binh.id, "ab/abcd-960.webp"
    step(officer, report, "examination", 1)
    decide(officer, report)
    assert forget_reporters(session, NOW + KEPT) == 0
    assert forget_reporters(session, NOW + KEPT + timedelta(seconds=1)) == 1
    assert forget_reporters(session, NOW + KEPT + timedelta(seconds=1)) == 0
    session.expire_all()
    assert (report.contact, report.user_id, report.picture) == ("", None, "")
    assert report.text == "Túi ghi 5 sao"


def test_what_is_open_keeps_its_contact(session, report):
    assert forget_reporters(session, NOW + 10 * KEPT) == 0
    assert report.contact == "mai@vidu.vn"


def test_a_report_is_in_the_export_and_loses_its_person_with_the_account(app, officer, session, tea, binh):
    own = made(session, tea, user_id=binh.id, contact="")
    as_guest = made(session, tea, "Không đăng nhập", contact=binh.email)
    assert [row["number"] for row in export(session, binh.id)["misuse_reports"]] == [own.number]
    erase(session, binh, NOW)
    session.commit()
    session.expire_all()
    assert (own.user_id, as_guest.contact) == (None, "")
    step(officer, as_guest, "examination", 1)
    decide(officer, as_guest)
    assert [one.subject for one in letters_to(app, "binh@vidu.vn") if "misuse" in one.subject] == []
