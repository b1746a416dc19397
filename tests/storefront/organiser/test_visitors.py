"""The organiser's list of visitors, and registering by hand."""

import pytest
from sqlalchemy import select

from marketplace.accounts.company_people import add_person
from marketplace.accounts.organisers import Organiser
from marketplace.fairs.check_ins import Seen, take_scans
from marketplace.fairs.visitors import Visitor, VisitorState
from tests import people, world
from tests.letters import letters_to
from tests.people import fill, signed_in
from tests.storefront.organiser.test_gate import ticket
from tests.world import NOW


@pytest.fixture
def fair(session):
    return world.fair(session, visitor_quota=60)


@pytest.fixture
def manager(app, session, fair):
    user = people.user(session, "quan-ly@vidu.vn", "Quản Lý")
    add_person(session, user, session.get_one(Organiser, fair.organiser_id), NOW)
    session.commit()
    return signed_in(app, user)


def path(fair) -> str:
    return f"/en/organiser/fairs/{fair.slug}/visitors"


def by_hand(manager, fair, **fields):
    return fill(
        manager, path(fair), **({"name": "Bà Lan", "heads": "3", "contact": "", "company": ""} | fields)
    )


def newest(session) -> Visitor:
    session.expire_all()
    return session.scalars(select(Visitor).order_by(Visitor.id.desc())).first()


def test_visitors_are_listed_found_and_counted(session, fair, manager):
    an, binh = ticket(session, fair), ticket(session, fair, "0912 345 678", "Trần Bình", 4)
    ticket(session, world.fair(session, visitor_quota=5), "la@vidu.vn", "Người Lạ")
    user = people.user(session)
    take_scans(session, fair, NOW, [Seen("scan-0001", binh.code, 0)], user.id, NOW)
    session.commit()
    page = manager.get(path(fair)).text
    assert "Nguyễn An" in page and "0912 345 678" in page and "Người Lạ" not in page
    assert "<strong>6 people</strong> of 60 places" in page and "<strong>4 people</strong>" in page
    found = manager.get(f"{path(fair)}?q=tran+binh").text
    assert "Trần Bình" in found and "Nguyễn An" not in found
    assert an.code[:4] not in manager.get(f"{path(fair)}?q=khongco").text


def test_a_long_list_has_pages(session, fair, manager):
    for number in range(52):
        ticket(session, fair, f"khach-{number}@vidu.vn", f"Khách {number:02}", 1)
    first, second = manager.get(path(fair)).text, manager.get(f"{path(fair)}?page=2").text
    assert "Khách 51" in first and "Khách 01" not in first
    assert "Khách 01" in second and "Khách 51" not in second


def test_somebody_at_the_gate_needs_no_contact(session, fair, manager):
    assert by_hand(manager, fair).status_code == 303
    made = newest(session)
    assert (made.name, made.heads, made.state) == ("Bà Lan", 3, VisitorState.REGISTERED)
    page = manager.get(path(fair)).text
    assert "Registered: Bà Lan." in page and page.count(made.code) == 2


def test_a_contact_gets_the_ticket_and_one_that_has_one_gets_no_second(app, session, fair, manager):
    by_hand(manager, fair, contact="lan@vidu.vn")
    assert len(letters_to(app, "lan@vidu.vn")) == 1
    first = newest(session)
    answer = by_hand(manager, fair, contact="lan@vidu.vn", heads="5")
    assert "This contact has a ticket already: Bà Lan." in manager.get(answer.location).text
    assert newest(session).id == first.id and first.heads == 3


def test_a_ticket_with_a_price_is_paid_at_the_gate(session, manager, fair):
    fair.ticket_price = 20_000
    session.commit()
    assert "Take the money first: 20,000" in manager.get(path(fair)).text
    by_hand(manager, fair)
    made = newest(session)
    assert (made.state, made.amount) == (VisitorState.REGISTERED, 60_000)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "Please write the name."),
        ({"heads": ""}, "Please write how many people come."),
        ({"heads": "21"}, "A ticket is for 1 to 20 people."),
        ({"contact": "ai đó"}, "Please write an e-mail address like"),
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(session, fair, manager, fields, said):
    answer = by_hand(manager, fair, **({"company": "Chợ Mẫu"} | fields))
    assert answer.status_code == 422 and said in answer.text and "Chợ Mẫu" in answer.text
    assert newest(session) is None


def test_a_ticket_is_cancelled_unless_it_was_used(session, fair, manager):
    made, used = ticket(session, fair), ticket(session, fair, "binh@vidu.vn", "Bình")
    take_scans(session, fair, NOW, [Seen("scan-0001", used.code, 0)], people.user(session).id, NOW)
    session.commit()
    assert fill(manager, path(fair), f"{path(fair)}/{made.code}/cancellation").status_code == 303
    session.refresh(made)
    assert made.state == VisitorState.CANCELLED
    answer = fill(manager, path(fair), f"{path(fair)}/{used.code}/cancellation")
    assert answer.status_code == 422 and "has come in with this ticket" in answer.text


def test_pages_ask_the_database_as_often_for_many_as_for_few(session, fair, manager, statements):
    gate = f"/organiser/fairs/{fair.slug}/gate"
    paths = (f"/organiser/fairs/{fair.slug}/visitors", gate, f"{gate}/roster.json")

    def asked() -> list[int]:
        counts = []
        for path in paths:
            statements.clear()
            assert manager.get(path).status_code == 200
            counts.append(len(statements))
        return counts

    ticket(session, fair)
    few = asked()
    for number in range(40):
        ticket(session, fair, f"khach-{number}@vidu.vn", f"Khách {number:02}", 1)
    assert asked() == few
    assert max(few) <= 9
