"""What came of a fair: said by exhibitors and visitors in their browsers, read by the organiser in sums and words without names."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import add_member
from marketplace.fairs.interests import remember, say
from marketplace.fairs.meetings import Side, lay_out_slots, wish
from marketplace.fairs.outcomes import Outcome, give_feedback, say_outcome
from marketplace.fairs.registration import register
from marketplace.fairs.timetables import make_timetable
from marketplace.orders.collection import Stand
from storefront.collection import source_of
from tests import people, world
from tests.marketplace.fairs.exhibiting import exhibitor, somebody
from tests.marketplace.orders.making import place
from tests.markup import Page
from tests.people import browser, fill, signed_in
from tests.world import NOW, TODAY

SAID = {"sales": "15tr", "contracts": "2", "contract_value": "1.500.000.000", "samples": "30"}


@pytest.fixture
def organiser(session):
    return world.organiser(session)


@pytest.fixture
def fair(session, organiser):
    days = {"starts_on": TODAY - timedelta(days=1), "ends_on": TODAY + timedelta(days=1)}
    return world.fair(session, organiser, visitor_quota=9000, applications_until=TODAY, **days)


@pytest.fixture
def manager(app, session, organiser):
    user = people.user(session, "tochuc@vidu.vn")
    add_person(session, user, organiser, NOW)
    session.commit()
    return signed_in(app, user)


@pytest.fixture
def stand(session, fair):
    return exhibitor(session, fair, by=world.producer(session, "Hợp tác xã Chè"))


@pytest.fixture
def seller(app, session, stand):
    user = people.user(session, "ban@vidu.vn", "Bà Bán")
    add_member(session, user, session.get_one(world.Producer, stand.producer_id), NOW)
    session.commit()
    return signed_in(app, user)


@pytest.fixture
def visitor(session, fair):
    facts = {"name": "Ông Khách", "company": "", "user": None, "language": "vi"}
    made, _ = register(session, fair, contact="khach@vidu.vn", heads=3, now=NOW, **facts)
    session.commit()
    return made


def table(client, fair) -> dict[tuple[str, str], object]:
    answer = client.get(f"/en/organiser/fairs/{fair.slug}/report.xlsx")
    rows = list(load_workbook(BytesIO(answer.data)).active.values)
    assert rows[0] == ("Part", "What", "Number")
    return {row[:2]: row[2] for row in rows[1:]}


def test_what_an_exhibitor_says_is_in_the_sums(session, fair, stand, seller, manager):
    path = f"/en/producer/applications/{stand.code}/outcome"
    assert fill(seller, path, **SAID).status_code == 303
    said = session.get(Outcome, stand.id)
    assert (said.sales, said.contracts, said.contract_value) == (15_000_000, 2, 1_500_000_000)
    assert 'value="15000000"' in seller.get(path).text
    page = manager.get(f"/en/organiser/fairs/{fair.slug}/report").text
    assert "15,000,000" in page and "Hợp tác xã Chè" not in page
    numbers = table(manager, fair)
    assert numbers["What exhibitors say", "Value of contracts"] == 1_500_000_000
    assert numbers["Exhibitors", "Lào Cai"] == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"sales": "nhiều"}, "This is no amount"),
        ({"samples": ""}, "0 where there was nothing"),
        ({"contracts": "0"}, "how many contracts"),
    ],
)
def test_wrong_outcomes_are_said_and_what_was_typed_stays(session, stand, seller, changes, told):
    path = f"/en/producer/applications/{stand.code}/outcome"
    answer = fill(seller, path, **(SAID | changes))
    assert answer.status_code == 422 and told in answer.text and 'value="1.500.000.000"' in answer.text
    assert session.get(Outcome, stand.id) is None


def test_before_the_first_day_there_is_nothing_to_say(session, fair, stand, seller, visitor, app, clock):
    path = f"/en/producer/applications/{stand.code}/outcome"
    own = f"/en/fairs/{fair.slug}/tickets/{visitor.code}"
    assert f"{own}/feedback" in browser(app).get(own).text
    clock.go_to(fair.starts_on - timedelta(days=1))
    assert "From the first day" in seller.get(path).text
    assert browser(app).get(f"{own}/feedback").status_code == 404
    assert "feedback" not in browser(app).get(own).text


def test_opinions_reach_the_organiser_without_names(app, session, fair, stand, seller, visitor, manager):
    own = f"/en/fairs/{fair.slug}/tickets/{visitor.code}"
    answer = fill(browser(app), f"{own}/feedback", score="4", words="Bãi xe <b>nhỏ</b>")
    assert answer.location.endswith(own)
    page = f"/en/producer/applications/{stand.code}"
    fill(seller, f"{page}/outcome", f"{page}/feedback", score="2", words="Ít khách")
    text = manager.get(f"/en/organiser/fairs/{fair.slug}/report").text
    assert "Bãi xe &lt;b&gt;nhỏ" in text and "Ít khách" in text
    for secret in ("Ông Khách", "khach@vidu.vn", "Bà Bán", "Hợp tác xã Chè", visitor.code):
        assert secret not in text
    assert table(manager, fair)["Opinions of visitors", "Average, of 5"] == 4


def test_an_opinion_without_a_number_is_refused_and_its_words_stay(app, fair, stand, seller, visitor):
    own = f"/en/fairs/{fair.slug}/tickets/{visitor.code}/feedback"
    said = "Please choose one of the five answers."
    for score in ("", "6", "x", "4.5"):
        answer = fill(browser(app), own, score=score, words="Rất vui")
        assert answer.status_code == 422 and said in answer.text and "Rất vui" in answer.text
    page = f"/en/producer/applications/{stand.code}"
    answer = fill(seller, f"{page}/outcome", f"{page}/feedback", score="", words="Rất vui")
    assert answer.status_code == 422 and "Rất vui" in answer.text
    answer = fill(browser(app), own, score="4", words="a" * 2001)
    assert answer.status_code == 422 and "at most 2000" in answer.text


def test_heads_are_written_down_day_by_day(session, fair, manager):
    path = f"/en/organiser/fairs/{fair.slug}/report"
    assert fill(manager, path, f"{path}/heads", day=TODAY.isoformat(), heads="1.200").status_code == 303
    assert table(manager, fair)["Visitors", "Counted at the gate on 21 Nov 2026"] == 1200
    for wrong in (
        {"day": (TODAY + timedelta(days=2)).isoformat(), "heads": "1"},
        {"day": "today", "heads": "1"},
        {"day": TODAY.isoformat(), "heads": "many"},
        {"day": TODAY.isoformat(), "heads": ""},
    ):
        refused = fill(manager, path, f"{path}/heads", **wrong)
        assert refused.status_code == 422
        assert ('value="many"' in refused.text) == (wrong["heads"] == "many")
    assert manager.post(f"{path}/heads", data={"day": TODAY.isoformat(), "heads": "5"}).status_code == 422
    assert table(manager, fair)["Visitors", "Counted at the gate on 21 Nov 2026"] == 1200


def test_pre_orders_are_counted_when_they_are_handed_over_at_this_fair(session, fair, manager):
    def ordered(source: str | None, delivered: bool) -> None:
        part = place(session, world.product(session)).sub_orders[0]
        part.delivered_at = NOW if delivered else None
        if source:
            part.point_source, part.collect_until, part.collect_code = (
                source,
                fair.ends_on,
                f"CODE{part.id:04}",
            )
            part.point = dict.fromkeys(Stand._fields, "")

    line = "Pre-orders", "Collected at the booths"
    assert table(manager, fair)[line] == 0
    here, elsewhere = (source_of(one.id) for one in (fair, world.fair(session)))
    for source, delivered in ((here, True), (here, True), (here, False), (elsewhere, True), (None, True)):
        ordered(source, delivered)
    session.commit()
    assert table(manager, fair)[line] == 2
    page = Page(manager.get(f"/en/organiser/fairs/{fair.slug}/report").text).one("main").text
    assert re.search(r"Pre-orders\s*Collected at the booths\s*2\b", page), page


def test_no_organiser_reads_the_report_of_another(session, manager):
    other = world.fair(session)
    session.commit()
    for end in ("report", "report.xlsx"):
        assert manager.get(f"/organiser/fairs/{other.slug}/{end}").status_code == 404


def test_the_report_asks_as_often_however_many_came(session, fair, manager, statements):
    begin = NOW + timedelta(hours=2)
    slots = lay_out_slots(session, fair, begin, begin + timedelta(minutes=20), 20, 5)
    counts = []
    for size in (3, 597):
        visitors = []
        for number in range(max(2, size // 20)):
            facts = {"name": "An", "company": "Siêu thị", "user": None, "language": "vi"}
            contact = f"k{size}-{number}@vidu.vn"
            visitors.append(register(session, fair, contact=contact, heads=1, now=NOW, **facts)[0])
        for number in range(size):
            one = exhibitor(session, fair, f"C{size}-{number}")
            facts = {"sales": 1, "contracts": 0, "contract_value": 0, "samples": 0}
            say_outcome(session, fair, one, now=NOW, today=TODAY, **facts)
            give_feedback(session, fair, one, 3, "Được", now=NOW, today=TODAY)
            wish(session, Side.EXHIBITOR, one.id, [visitor.id for visitor in visitors[:20]])
        say(remember(session, somebody(session, f"q{size}@vidu.vn"), one, NOW), "", True, NOW)
        make_timetable(session, fair)
        session.commit()
        statements.clear()
        assert manager.get(f"/organiser/fairs/{fair.slug}/report").status_code == 200
        counts.append(len(statements))
    assert slots and counts[0] == counts[1] <= 30, counts
