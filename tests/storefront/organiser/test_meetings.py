"""Meetings in an organiser's browser: times, wishes, the timetable, and who is told of it."""

from datetime import timedelta

import pytest

from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import OrganiserRole, add_member
from marketplace.fairs.meetings import Side, lay_out_slots, slots_of, wish
from marketplace.fairs.registration import register
from tests import people, world
from tests.letters import letters_to
from tests.marketplace.fairs.exhibiting import exhibitor
from tests.people import fill, signed_in
from tests.world import NOW

BEGIN = NOW + timedelta(days=29)
TIMES = {"day": "2026-12-20", "begin": "9:00", "end": "10h30", "minutes": "20", "tables": "2"}


@pytest.fixture
def organiser(session):
    return world.organiser(session)


@pytest.fixture
def fair(session, organiser):
    return world.fair(session, organiser, visitor_quota=5000)


@pytest.fixture
def manager(app, session, organiser):
    user = people.user(session, "tochuc@vidu.vn")
    add_person(session, user, organiser, NOW, OrganiserRole.MANAGER)
    session.commit()
    return signed_in(app, user)


@pytest.fixture
def path(fair):
    return f"/en/organiser/fairs/{fair.slug}/meetings"


def buyer(session, fair, number: int = 1, **facts):
    said = {"name": "Ông Mua", "company": f"Siêu thị {number}", "user": None, "language": "en"} | facts
    contact = said.pop("contact", f"mua-{number}@vidu.vn")
    return register(session, fair, contact=contact, heads=1, now=NOW, **said)[0]


def stand(session, fair, number: str = "A1", email: str = ""):
    by = world.producer(session, f"Hợp tác xã {number}")
    if email:
        add_member(session, people.user(session, email, language="en"), by, NOW)
    return exhibitor(session, fair, number, by=by)


def slots(session, fair, count: int = 2):
    return lay_out_slots(session, fair, BEGIN, BEGIN + count * timedelta(minutes=20), 20, 5)


def told(app, to: str):
    """The letters about meetings."""
    return [one for one in letters_to(app, to) if "meetings at" in one.subject + one.text]


def test_times_are_laid_out_and_taken_away(session, fair, manager, path):
    answer = fill(manager, path, f"{path}/slots", **TIMES)
    assert answer.status_code == 303
    page = manager.get(path).text
    assert "20 Dec 2026: 4 times, 09:00–10:20" in page and "4 times are laid out." in page
    fill(manager, path, f"{path}/slots/removal", day="2026-12-20")
    assert slots_of(session, fair.id) == []
    assert manager.post(f"{path}/slots/removal", data={"day": "2026-12-20"}).status_code == 422


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day": "2026-12-19"}, "Please choose one of the fair&#39;s days."),
        ({"begin": "nine"}, "This is no time of day."),
        ({"begin": "25:00"}, "This is no time of day."),
        ({"end": ""}, "Please fill this in."),
        ({"end": "8:00"}, "at least one must fit in"),
        ({"minutes": "5"}, "at least one must fit in"),
        ({"tables": "0"}, "1 to 200 tables"),
    ],
)
def test_wrong_times_are_said_and_what_was_typed_stays(session, fair, manager, path, changes, said):
    answer = fill(manager, path, f"{path}/slots", **(TIMES | changes))
    assert answer.status_code == 422 and said in answer.text
    assert 'value="10h30"' in answer.text or "end" in changes
    assert slots_of(session, fair.id) == []


def test_a_day_that_is_none_is_refused(session, fair, manager, path):
    slots(session, fair)
    session.commit()
    assert fill(manager, path, f"{path}/slots/removal", day="today").status_code == 422
    assert len(slots_of(session, fair.id)) == 2


def test_the_timetable_says_what_could_be_met_and_what_not(session, fair, manager, path):
    slots(session, fair, 1)
    asks, other = buyer(session, fair), buyer(session, fair, 2)
    wanted = stand(session, fair)
    wish(session, Side.BUYER, asks.id, [wanted.id])
    wish(session, Side.BUYER, other.id, [wanted.id])
    wish(session, Side.EXHIBITOR, wanted.id, [asks.id])
    session.commit()
    assert "It is not made yet." in manager.get(path).text
    fill(manager, path, f"{path}/timetable")
    page = manager.get(path).text
    assert "1 of 2 wishes are met" in page
    assert "2 of 2 have said whom" in page and "1 of 1 have said whom" in page
    unmet = page.partition("1 wish is not met")[2].partition("</details>")[0]
    assert "Siêu thị 2" in unmet and "Siêu thị 1" not in unmet
    printed = manager.get(f"{path}/timetable").text
    assert "Siêu thị 1" in printed and "Hợp tác xã A1" in printed and "10:00–10:20" in printed
    paper = manager.get(f"{path}/timetable.pdf")
    assert paper.mimetype == "application/pdf" and paper.data.startswith(b"%PDF")


def test_the_paper_of_a_fair_without_meetings_says_so(manager, path):
    assert manager.get(f"{path}/timetable.pdf").data.startswith(b"%PDF")
    assert "No meetings so far." in manager.get(f"{path}/timetable").text


def test_both_sides_are_told_and_of_a_new_timetable_only_whom_it_concerns(app, session, fair, manager, path):
    slots(session, fair)
    first, second = buyer(session, fair), buyer(session, fair, 2)
    one, other = stand(session, fair, "A1", "mot@vidu.vn"), stand(session, fair, "A2", "hai@vidu.vn")
    wish(session, Side.BUYER, first.id, [one.id])
    session.commit()
    fill(manager, path, f"{path}/timetable")
    (letter,) = told(app, "mua-1@vidu.vn")
    assert "20 Dec 2026, 10:00–10:20, table 1: Hợp tác xã A1" in letter.text
    assert f"/fairs/{fair.slug}/tickets/{first.code}/meetings" in letter.text
    (letter,) = told(app, "mot@vidu.vn")
    assert "table 1: Siêu thị 1" in letter.text and "mua-1@vidu.vn" not in letter.text
    assert told(app, "mua-2@vidu.vn") == told(app, "hai@vidu.vn") == []
    wish(session, Side.BUYER, second.id, [other.id])
    session.commit()
    fill(manager, path, f"{path}/timetable")
    assert [len(told(app, f"mua-{n}@vidu.vn")) for n in (1, 2)] == [1, 1]
    assert [len(told(app, f"{name}@vidu.vn")) for name in ("mot", "hai")] == [1, 1]
    fill(manager, path, f"{path}/slots/removal", day="2026-12-20")
    assert "You have no meetings" in told(app, "mua-1@vidu.vn")[-1].text


def test_a_buyer_with_a_telephone_gets_a_sentence(app, session, fair, manager, path):
    slots(session, fair)
    wish(session, Side.BUYER, buyer(session, fair, contact="0912345678").id, [stand(session, fair).id])
    session.commit()
    fill(manager, path, f"{path}/timetable")
    (letter,) = told(app, "+84912345678")
    assert letter.html == "" and letter.text.startswith(f"Your meetings at {fair.name}.")


def test_a_steward_makes_no_timetables(app, session, organiser, path):
    steward = people.user(session, "soatve@vidu.vn")
    add_person(session, steward, organiser, NOW, OrganiserRole.STEWARD)
    session.commit()
    client = signed_in(app, steward)
    assert [client.get(f"{path}{end}").status_code for end in ("", "/timetable", "/timetable.pdf")] == [
        403
    ] * 3


def test_pages_ask_as_often_however_many_meet(session, fair, manager, path, statements):
    """Six hundred exhibitors and as many wishes, as against three."""
    slots(session, fair, 2)
    counts = []
    for size in (3, 597):
        stands = [stand(session, fair, f"B{fair.id}{size}{n}") for n in range(size)]
        for number in range(max(1, size // 20)):
            visitor = buyer(session, fair, 1000 * size + number)
            wish(session, Side.BUYER, visitor.id, [one.id for one in stands[20 * number : 20 * number + 20]])
        session.commit()
        fill(manager, path, f"{path}/timetable")
        for end in ("", "/timetable"):
            statements.clear()
            assert manager.get(f"{path}{end}").status_code == 200
            counts.append(len(statements))
    assert counts[:2] == counts[2:] and max(counts) <= 14, counts
