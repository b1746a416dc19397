"""Letters about booths: to the producer at every step, to the organiser what waits for it, in the reader's language."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import ProducerRole, add_member
from marketplace.fairs.application_steps import withdraw
from marketplace.fairs.badge_watch import note_lapsing
from marketplace.fairs.decisions import FairDecision, assign_booth, cancel, decide
from marketplace.fairs.places import held_place, settle
from marketplace.fairs.room import read_room
from marketplace.jobs import Job
from marketplace.payments.card_events import take_event
from marketplace.payments.payments import PaymentMethod
from marketplace.payments.purposes import purpose_of
from marketplace.payments.refunds import Refund
from tests import booth_world, people, world
from tests.booth_world import accept, application, pay, payment, ready
from tests.letters import letters_to
from tests.marketplace.fairs.test_booth_money import dispute, paid_by_card
from tests.world import NOW, TODAY

SELLER, PACKER, MANAGER = "an@vidu.vn", "goi@vidu.vn", "quan-ly@vidu.vn"


@pytest.fixture
def fair(session):
    return world.fair(session, name="Hội chợ Tết")


@pytest.fixture
def one(session, fair, clock):
    """An application of a producer with an owner who reads English and a packer, at a fair with a manager."""
    clock.go_to(TODAY)
    type = booth_world.booth_type(session, fair)
    booth_world.booths(session, fair, type, 2)
    by = world.producer(session, "HTX Chè")
    seller, packer, manager = (people.user(session, email) for email in (SELLER, PACKER, MANAGER))
    seller.language = "en"
    add_member(session, seller, by, NOW)
    add_member(session, packer, by, NOW, ProducerRole.PACKER)
    add_person(session, manager, session.get_one(world.Organiser, fair.organiser_id), NOW)
    made = application(session, fair, type, by=by)
    session.commit()
    return made


def last(app, session, to=SELLER):
    session.commit()
    return letters_to(app, to)[-1]


def test_the_organiser_hears_of_an_application_and_packers_of_nothing(app, session, one):
    letter = last(app, session, MANAGER)
    assert letter.subject == "HTX Chè đăng ký gian hàng tại Hội chợ Tết"
    assert f"/applications/{one.code}" in letter.text
    assert letters_to(app, PACKER) == [] == letters_to(app, SELLER)


def test_every_decision_is_told_with_its_reasons(app, session, fair, one):
    decide(session, fair, ready(session, one), FairDecision.RETURN, "Thiếu giấy", one.revision, NOW)
    letter = last(app, session)
    assert letter.subject == "The organiser of Hội chợ Tết asks for more"
    assert "“Thiếu giấy”" in letter.text
    decide(session, fair, ready(session, one), FairDecision.DECLINE, "Hết chỗ", one.revision, NOW)
    assert "declined" in last(app, session).subject


def test_a_held_booth_says_which_until_when_and_for_what(app, session, fair, one):
    accept(session, fair, one)
    letter = last(app, session)
    assert letter.subject == "A booth is held for you at Hội chợ Tết"
    assert "Booth A1 is held for you until" in letter.text and "5,000,000" in letter.text.replace(".", ",")
    pay(session, payment(session, one))
    assert "Booth A1 is yours from" in last(app, session).text
    (_, other) = read_room(session, fair.id).booths
    assign_booth(session, fair, ready(session, one), other.id, NOW)
    assert "given you booth A2" in last(app, session).text


def test_the_waiting_list_and_a_hold_that_lapsed(app, session, fair, one):
    booth_world.wait(session, fair, one)
    assert "waiting list" in last(app, session).subject
    settle(session, fair, NOW)
    assert held_place(session, one.id)
    settle(session, fair, NOW + timedelta(hours=73))
    assert "not paid in time" in last(app, session).subject


def test_calling_off_tells_both_sides_of_the_money(app, session, fair, one):
    accept(session, fair, one)
    due = payment(session, one)
    pay(session, due)
    cancel(session, fair, ready(session, one), "Bão số 12", NOW)
    assert "“Bão số 12”" in last(app, session).text
    asked = last(app, session, MANAGER)
    assert asked.subject.startswith("Vui lòng hoàn") and "takings" not in asked.subject
    (refund,) = session.scalars(select(Refund))
    purpose_of(due.reference).paid_out(session, refund, due, NOW, None)
    assert last(app, session).subject == "Money back for Hội chợ Tết"


def test_a_withdrawal_a_lapsing_badge_and_a_dispute_reach_the_organiser(app, session, fair, one):
    accept(session, fair, one)
    paid_by_card(session, one)
    recognition = session.scalars(select(world.Recognition)).first()
    world.act(session, recognition, "revoke", fair.starts_on)
    assert note_lapsing(session, fair.id, TODAY, NOW)
    assert "huy hiệu" in last(app, session, MANAGER).subject
    assert "badge will not hold" in last(app, session).subject
    take_event(session, "stripe", dispute("needs_response", 2), NOW)
    assert "khiếu nại" in last(app, session, MANAGER).subject
    withdraw(session, fair, ready(session, one), NOW)
    assert "rút khỏi" in last(app, session, MANAGER).subject


def test_money_for_a_booth_makes_no_letter_about_an_order(app, session, fair, one):
    accept(session, fair, one)
    due = payment(session, one, PaymentMethod.CARD)
    pay(session, due, amount=due.amount + 5, source="card:ch_9")
    session.commit()
    # The worker would leave a job that failed to an officer.
    subjects = [letter.subject for to in (SELLER, MANAGER) for letter in letters_to(app, to)]
    assert not any("order" in subject for subject in subjects)
    assert session.scalars(select(Job.error).where(Job.error != "", Job.kind == "announce")).all() == []
