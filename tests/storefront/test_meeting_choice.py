"""Trade visitors on their ticket and exhibitors on their page: wishes, busy times, one's own timetable."""

from datetime import timedelta

import icalendar
import pytest

from marketplace.accounts.memberships import add_member
from marketplace.fairs.meetings import Side, lay_out_slots, wish
from marketplace.fairs.registration import register
from marketplace.fairs.timetables import busy_of, make_timetable, wishes_of
from storefront.meeting_choice import moved
from tests import people, world
from tests.marketplace.fairs.exhibiting import exhibitor
from tests.people import browser, fill, signed_in
from tests.world import NOW

BEGIN = NOW + timedelta(days=29)


@pytest.fixture
def fair(session):
    return world.fair(session, visitor_quota=5000)


@pytest.fixture
def client(app):
    return browser(app)


def buyer(session, fair, number: int = 1, company: str = "Siêu thị Mẫu"):
    facts = {"name": "Ông Bí Mật", "company": company, "user": None, "language": "en"}
    return register(session, fair, contact=f"mua-{number}@vidu.vn", heads=1, now=NOW, **facts)[0]


def stand(session, fair, name: str = "Hợp tác xã Chè", number: str = "A1", member=None):
    by = world.producer(session, name)
    if member:
        add_member(session, member, by, NOW)
    return exhibitor(session, fair, number, by=by)


def slots(session, fair, count: int = 2):
    return lay_out_slots(session, fair, BEGIN, BEGIN + count * timedelta(minutes=20), 20, 5)


def page_of(fair, visitor) -> str:
    return f"/en/fairs/{fair.slug}/tickets/{visitor.code}/meetings"


def test_a_press_moves_a_wish():
    assert moved([1, 2], "add", 3) == [1, 2, 3] and moved([1, 2], "add", 2) == [1, 2]
    assert moved([1, 2, 3], "up", 3) == [1, 3, 2] and moved([1, 2], "up", 1) == [1, 2]
    assert moved([1, 2], "drop", 1) == [2] and moved([1, 2], "drop", 9) == [1, 2]
    assert moved([1], "swallow", 1) == [1] and moved([1], "up", 9) == [1]


def test_a_buyer_ranks_exhibitors_and_says_when_not(session, fair, client):
    one, other = stand(session, fair), stand(session, fair, "Hợp tác xã Mật ong", "A2")
    made, visitor = slots(session, fair), buyer(session, fair)
    session.commit()
    path = page_of(fair, visitor)
    for do in (f"add:{one.id}", f"add:{other.id}", f"up:{other.id}"):
        assert fill(client, path, do=do).status_code == 303
    assert wishes_of(session, Side.BUYER, visitor.id) == [other.id, one.id]
    fill(client, path, do=f"drop:{one.id}")
    assert wishes_of(session, Side.BUYER, visitor.id) == [other.id]
    fill(client, path, do="busy", busy=[str(made[1].id), "x", "999999"])
    assert busy_of(session, Side.BUYER, visitor.id) == {made[1].id}
    found = client.get(f"{path}?q=che").text
    assert "Hợp tác xã Chè" in found and f'value="add:{one.id}"' in found
    assert "Nobody of that name." in client.get(f"{path}?q=khong").text


def test_an_exhibitor_sees_companies_and_no_persons(app, session, fair):
    member = people.user(session, "ban@vidu.vn", language="en")
    mine, visitor = stand(session, fair, member=member), buyer(session, fair)
    buyer(session, fair, 2, company="")
    wish(session, Side.BUYER, visitor.id, [mine.id])
    slots(session, fair)
    make_timetable(session, fair)
    session.commit()
    client, path = signed_in(app, member), f"/en/producer/applications/{mine.code}/meetings"
    text = client.get(path).text
    assert "Siêu thị Mẫu" in text and "Bí Mật" not in text and "mua-1@vidu.vn" not in text
    assert text.count('value="add:') == 1
    fill(client, path, do=f"add:{visitor.id}")
    assert wishes_of(session, Side.EXHIBITOR, mine.id) == [visitor.id]
    assert client.get(f"{path}.pdf").data.startswith(b"%PDF")


def test_nobody_reads_or_changes_the_wishes_of_another(app, session, fair):
    member = people.user(session, "ban@vidu.vn")
    stand(session, fair, member=member)
    theirs, visitor = stand(session, fair, number="A2"), buyer(session, fair)
    session.commit()
    client = signed_in(app, member)
    for end in ("", ".pdf"):
        assert client.get(f"/producer/applications/{theirs.code}/meetings{end}").status_code == 404
    mine = page_of(fair, visitor)
    assert client.get(mine.replace(visitor.code, visitor.code[:-1] + "0")).status_code == 404
    assert client.get(page_of(world.fair(session), visitor)).status_code == 404


def test_an_applicant_without_a_booth_and_the_public_have_no_meetings(app, session, fair, client):
    member = people.user(session, "ban@vidu.vn")
    waits = stand(session, fair, member=member)
    waits.state = "accepted"
    public = buyer(session, fair, company="")
    session.commit()
    assert signed_in(app, member).get(f"/producer/applications/{waits.code}/meetings").status_code == 404
    assert client.get(page_of(fair, public)).status_code == 404
    assert "meetings" not in client.get(page_of(fair, public).removesuffix("/meetings")).text


def test_presses_that_cannot_be_are_said(session, fair, client, clock):
    visitor, gone = buyer(session, fair), stand(session, world.fair(session))
    session.commit()
    path = page_of(fair, visitor)
    answer = fill(client, path, do=f"add:{gone.id}")
    assert answer.status_code == 422 and "be met here any more" in answer.text
    assert client.post(path, data={"do": "busy"}).status_code == 422
    many = [stand(session, fair, number=f"B{n}") for n in range(21)]
    wish(session, Side.BUYER, visitor.id, [one.id for one in many[:20]])
    session.commit()
    answer = fill(client, path, do=f"add:{many[20].id}")
    assert answer.status_code == 422 and "at most 20" in answer.text
    clock.go_to(fair.ends_on + timedelta(days=1))
    ticket_page = client.get(path).text
    assert 'name="do"' not in ticket_page


def test_a_wish_after_the_fair_is_refused(session, fair, client, clock):
    visitor, one = buyer(session, fair), stand(session, fair)
    session.commit()
    clock.go_to(fair.ends_on + timedelta(days=1))
    token_page = f"/en/fairs/{fair.slug}/tickets/{visitor.code}/meetings"
    clock.go_to(fair.ends_on)
    text = client.get(token_page).text
    token = text.partition('name="csrf_token" type="hidden" value="')[2].partition('"')[0]
    clock.go_to(fair.ends_on + timedelta(days=1))
    answer = client.post(token_page, data={"csrf_token": token, "do": f"add:{one.id}"})
    assert answer.status_code == 422 and wishes_of(session, Side.BUYER, visitor.id) == []


def test_ones_own_timetable_on_page_paper_and_calendar(session, fair, client):
    one, visitor = stand(session, fair), buyer(session, fair)
    wish(session, Side.BUYER, visitor.id, [one.id])
    slots(session, fair)
    make_timetable(session, fair)
    session.commit()
    path = page_of(fair, visitor)
    answer = client.get(path)
    assert "10:00–10:20" in answer.text and answer.headers["Referrer-Policy"] == "no-referrer"
    assert client.get(f"{path}.pdf").data.startswith(b"%PDF")
    (event,) = icalendar.Calendar.from_ical(client.get(f"{path}.ics").data).walk("VEVENT")
    assert event.decoded("dtstart") == BEGIN and event.decoded("dtend") == BEGIN + timedelta(minutes=20)
    assert event["summary"] == "Meeting with Hợp tác xã Chè" and event["transp"] == "OPAQUE"
    assert event["location"].endswith("table 1")


def test_a_page_of_six_hundred_asks_as_often_as_one_of_three(session, fair, client, statements):
    visitor = buyer(session, fair)
    slots(session, fair)
    counts = []
    for size in (3, 597):
        for number in range(size):
            last = stand(session, fair, number=f"C{size}-{number}")
        wish(session, Side.BUYER, visitor.id, [last.id])
        session.commit()
        statements.clear()
        assert client.get(page_of(fair, visitor)).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 10, counts
