"""The bank account of an organiser: with the password, a day's wait for another one, and letters."""

import pytest

from marketplace.accounts.memberships import OrganiserRole
from marketplace.accounts.organisers import Organiser
from marketplace.payments.bank_accounts import WAITS, add_account, present_account, waiting_account
from tests import people, world
from tests.letters import letters_to
from tests.people import PASSWORD, fill

PATH = "/en/organiser/bank-accounts"
FORM = {"bin": "970436", "number": "0123 456 789", "holder": "Trung tâm", "password": PASSWORD}


def write(desk, **changes):
    return fill(desk.client, PATH, **({"organiser": desk.own.slug} | FORM | changes))


def test_the_first_account_is_in_use_at_once_and_everybody_is_told(app, session, desk, member, clock):
    member(OrganiserRole.STEWARD, desk.own, people.user(session, "soat@vidu.vn"))
    assert write(desk).status_code == 303
    assert present_account(session, desk.own.id, clock.now(), Organiser).number == "0123456789"
    assert "0123456789" in desk.client.get(PATH).text
    for contact in ("manager@vidu.vn", "soat@vidu.vn"):
        (letter,) = letters_to(app, contact)
        assert desk.own.name in letter.subject and "/organiser/bank-accounts" in letter.text


def test_another_one_waits_a_day_and_can_be_stopped(app, session, desk, clock):
    write(desk)
    assert write(desk, number="99998888").status_code == 303
    assert present_account(session, desk.own.id, clock.now(), Organiser).number == "0123456789"
    assert waiting_account(session, desk.own.id, clock.now(), Organiser).number == "99998888"
    stop = f"{PATH}/{desk.own.slug}/stop"
    assert fill(desk.client, PATH, stop).status_code == 303
    assert fill(desk.client, PATH, stop).status_code == 422
    clock.moment += WAITS
    assert present_account(session, desk.own.id, clock.now(), Organiser).number == "0123456789"
    assert len(letters_to(app, "manager@vidu.vn")) == 3


@pytest.mark.parametrize(
    "changes", [{"password": "wrong"}, {"number": "số lạ"}, {"bin": "000000"}, {"holder": ""}]
)
def test_what_is_wrong_is_said_and_nothing_is_kept(session, desk, clock, changes):
    answer = write(desk, **changes)
    assert (answer.status_code == 422 and "field__error" in answer.text) or "notice--wrong" in answer.text
    assert present_account(session, desk.own.id, clock.now(), Organiser) is None


def test_accounts_of_producers_and_organisers_are_kept_apart(session, clock):
    now, producer, organiser = clock.now(), world.producer(session), world.organiser(session)
    add_account(session, producer, "970436", "1111", "HTX", now)
    add_account(session, organiser, "970436", "2222", "TT", now)
    assert present_account(session, producer.id, now).number == "1111"
    assert present_account(session, organiser.id, now, Organiser).number == "2222"
    assert present_account(session, 10**6, now, Organiser) is None


def test_another_organisers_account_is_not_written(session, desk):
    other = world.organiser(session)
    session.commit()
    assert write(desk, organiser=other.slug).status_code == 404
