"""Registering as a visitor of a fair, and the ticket that comes of it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import OrganiserRole
from marketplace.fairs.check_ins import Seen, take_scans
from marketplace.fairs.fairs import FairState
from marketplace.fairs.visitors import Visitor, VisitorKind, VisitorState
from tests import people, world
from tests.letters import letters_to
from tests.people import browser, fill, signed_in
from tests.world import NOW

FORM = {"name": "Nguyễn An", "contact": "An@vidu.vn", "heads": "3", "company": ""}


@pytest.fixture
def fair(session):
    made = world.fair(session, visitor_quota=10)
    session.commit()
    return made


@pytest.fixture
def guest(app):
    return browser(app)


def come(client, fair, **changes):
    path = f"/en/fairs/{fair.slug}/visit"
    return fill(client, path, **(FORM | changes))


def tickets(session) -> list[Visitor]:
    session.expire_all()
    return list(session.scalars(select(Visitor).order_by(Visitor.id)))


def test_somebody_without_an_account_gets_a_ticket_and_a_letter_with_it(app, session, guest, fair):
    assert "10 places are left" in guest.get(f"/en/fairs/{fair.slug}/visit").text
    answer = come(guest, fair)
    (made,) = tickets(session)
    assert answer.status_code == 303 and answer.location == f"/en/fairs/{fair.slug}/tickets/{made.code}"
    assert (made.contact, made.heads, made.kind) == ("an@vidu.vn", 3, VisitorKind.PUBLIC)
    page = guest.get(answer.location)
    assert f"/en/fairs/{fair.slug}.ics" in page.text
    assert "Nguyễn An" in page.text and "3 people" in page.text and "<svg" in page.text
    (letter,) = letters_to(app, "an@vidu.vn")
    assert (
        letter.subject == f"Your ticket for {fair.name}"
        and f"/en/fairs/{fair.slug}/tickets/{made.code}" in letter.text
    )


def test_a_ticket_is_nobody_elses_business(session, guest, fair):
    answer = guest.get(come(guest, fair).location)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex" and answer.headers["Referrer-Policy"] == "no-referrer"
    code = tickets(session)[0].code
    other = world.fair(session, visitor_quota=5)
    session.commit()
    assert guest.get(f"/fairs/{other.slug}/tickets/{code}").status_code == 404
    assert guest.get(f"/fairs/{fair.slug}/tickets/V0000000000A").status_code == 404


def test_a_contact_that_has_a_ticket_gets_it_by_letter_and_is_shown_nothing(app, session, guest, fair):
    come(guest, fair)
    (made,) = tickets(session)
    for _ in range(3):
        answer = come(guest, fair, name="Ai Khác", contact="an@vidu.vn", heads="1")
        assert answer.status_code == 200 and "sent it there once more" in answer.text
        assert made.code not in answer.text and "Nguyễn An" not in answer.text
    # The second and third time within an hour nothing more is sent.
    assert len(letters_to(app, "an@vidu.vn")) == 2
    assert len(tickets(session)) == 1


def test_a_telephone_gets_a_text_message(app, session, guest, fair):
    come(guest, fair, contact="0912 345 678")
    (letter,) = letters_to(app, "+84912345678")
    assert tickets(session)[0].code in letter.text and letter.subject == ""


def test_a_vietnamese_visitor_gets_vietnamese_words(app, guest, fair):
    fill(guest, f"/fairs/{fair.slug}/visit", **FORM)
    assert letters_to(app, "an@vidu.vn")[0].subject == f"Vé tham quan {fair.name}"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, "Please write your name."),
        ({"contact": ""}, "the ticket goes there"),
        ({"contact": "ai đó"}, "Please write an e-mail address like"),
        ({"heads": "0"}, "A ticket is for 1 to 20 people."),
        ({"heads": "21"}, "A ticket is for 1 to 20 people."),
        ({"heads": "hai"}, "This is no whole number."),
        ({"heads": "11"}, "Only 10 places are left."),
        ({"csrf_token": "x"}, "The form had expired."),
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(session, guest, fair, changes, said):
    answer = come(guest, fair, **({"company": "Siêu thị Mẫu"} | changes))
    assert answer.status_code == 422 and said in answer.text and "Siêu thị Mẫu" in answer.text
    assert tickets(session) == []


def test_a_person_with_an_account_finds_the_form_filled_in(app, session, fair):
    user = people.user(session)
    client = signed_in(app, user)
    page = client.get(f"/fairs/{fair.slug}/visit").text
    assert "Trần Bình" in page and "binh@vidu.vn" in page
    come(client, fair, contact="binh@vidu.vn", company="Siêu thị Mẫu")
    (made,) = tickets(session)
    assert (made.user_id, made.kind, made.company) == (user.id, VisitorKind.TRADE, "Siêu thị Mẫu")


def test_a_ticket_is_given_back_once_and_its_places_are_free(session, guest, fair):
    path = come(guest, fair).location
    answer = fill(guest, path, f"{path}/cancellation")
    assert answer.status_code == 303 and "Cancelled" in guest.get(path).text
    (made,) = tickets(session)
    assert made.state == VisitorState.CANCELLED
    assert "10 places are left" in guest.get(f"/en/fairs/{fair.slug}/visit").text
    assert fill(guest, f"/en/fairs/{fair.slug}/visit", f"{path}/cancellation").status_code == 422


def test_a_used_ticket_says_when_and_is_not_given_back(session, guest, fair):
    path = come(guest, fair).location
    user = people.user(session)
    take_scans(session, fair, NOW, [Seen("scan-0001", tickets(session)[0].code, 0)], user.id, NOW)
    session.commit()
    assert "came in at" in guest.get(path).text
    answer = fill(guest, path, f"{path}/cancellation")
    assert answer.status_code == 422 and "has come in with this ticket" in answer.text


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"visitor_quota": None}, "takes no registrations"),
        ({"visitor_quota": 5, "state": FairState.CANCELLED}, "takes no registrations"),
        ({"visitor_quota": 5, "ticket_price": 20_000}, "sold at its gate, 20,000"),
    ],
)
def test_some_fairs_take_nobody_here(session, guest, fair, facts, said):
    other = world.fair(session, **facts)
    session.commit()
    page = guest.get(f"/en/fairs/{other.slug}/visit").text
    assert said in page and 'name="heads"' not in page
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', guest.get(f"/fairs/{fair.slug}/visit").text)[
        1
    ]
    answer = guest.post(f"/en/fairs/{other.slug}/visit", data=FORM | {"csrf_token": token})
    assert answer.status_code == 422 and tickets(session) == []


def test_the_page_of_the_fair_leads_here_while_it_takes_visitors(session, guest, fair, clock):
    visit = f"/en/fairs/{fair.slug}/visit"
    assert visit in guest.get(f"/en/fairs/{fair.slug}").text
    other = world.fair(session)
    session.commit()
    assert f"/fairs/{other.slug}/visit" not in guest.get(f"/fairs/{other.slug}").text
    clock.go_to((NOW + timedelta(days=60)).date())
    assert visit not in guest.get(f"/en/fairs/{fair.slug}").text


def test_a_draft_is_not_there(session, guest):
    draft = world.fair(session, visitor_quota=5, state=FairState.DRAFT)
    session.commit()
    assert guest.get(f"/fairs/{draft.slug}/visit").status_code == 404


def test_only_who_stands_at_its_gate_is_offered_to_let_in(app, session, guest, fair):
    path = come(guest, fair).location
    own, other = fair.organiser_id, world.organiser(session)
    steward, stranger = people.user(session), people.user(session, "la@vidu.vn")
    organiser = session.get_one(type(other), own)
    for user, of in ((steward, organiser), (stranger, other)):
        add_person(session, user, of, NOW, OrganiserRole.STEWARD)
    session.commit()
    gate = f"/en/organiser/fairs/{fair.slug}/gate"
    assert gate in signed_in(app, steward).get(path).text
    assert gate not in signed_in(app, stranger).get(path).text
    assert gate not in guest.get(path).text


def test_whoever_looks_writes_nothing(session, guest, fair, clock):
    come(guest, fair)
    clock.go_to((NOW + timedelta(days=60)).date())
    page = guest.get(f"/en/fairs/{fair.slug}/tickets/{tickets(session)[0].code}").text
    assert "cancellation" not in page
    assert session.scalar(select(func.count()).select_from(Visitor)) == 1
