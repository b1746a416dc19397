"""Issuing, listing and withdrawing vouchers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from catalog.records import Refused
from marketplace.audit import Entry
from marketplace.orders.issuing import Terms, issue, vouchers_of, withdraw
from marketplace.orders.vouchers import Bearer, Voucher, VoucherKind, VoucherState
from tests import world
from tests.world import NOW, TODAY

DAY = timedelta(days=1)
TERMS = Terms("Tết 2026", VoucherKind.PERCENT, 1000, 50_000, 200_000, TODAY, TODAY + 30 * DAY, 100, 1)


def test_a_voucher_of_the_operator_says_what_was_asked(session):
    made = issue(session, None, TERMS, NOW, TODAY)
    session.commit()
    session.refresh(made)
    assert (made.code, made.bearer, made.producer_id) == ("TET2026", Bearer.OPERATOR, None)
    assert (made.kind, made.value, made.most, made.minimum) == ("percent", 1000, 50_000, 200_000)
    assert (made.uses, made.uses_allowed, made.per_buyer_allowed) == (0, 100, 1)
    assert session.scalar(select(Entry.facts).where(Entry.action == "voucher.issued")) == {"code": "TET2026"}


def test_a_producer_bears_its_own(session):
    producer = world.producer(session)
    made = issue(session, producer.id, TERMS, NOW, TODAY)
    assert (made.bearer, made.producer_id) == (Bearer.PRODUCER, producer.id)


def test_an_amount_has_no_cap(session):
    terms = replace(TERMS, kind=VoucherKind.FIXED, value=50_000)
    assert issue(session, None, terms, NOW, TODAY).most is None


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"code": "ab"}, "from 3 to 24"),
        ({"code": "!!!"}, "from 3 to 24"),
        ({"code": "x" * 25}, "from 3 to 24"),
        ({"value": 0}, "more than nothing"),
        ({"value": 10_001}, "never more than everything"),
        ({"last_day": TODAY - DAY}, "last day"),
        ({"first_day": TODAY + 2 * DAY, "last_day": TODAY + DAY}, "last day"),
        ({"last_day": TODAY + 367 * DAY}, "366 days"),
        ({"uses_allowed": 0}, "from 1 to"),
        ({"uses_allowed": 10**9}, "from 1 to"),
    ],
)
def test_terms_that_cannot_stand_are_refused_in_a_sentence(session, changed, sentence):
    with pytest.raises(Refused, match=sentence):
        issue(session, None, replace(TERMS, **changed), NOW, TODAY)
    assert session.scalar(select(func.count()).select_from(Voucher)) == 0


@pytest.mark.parametrize("code", ["TET2026", "tết-2026"])
def test_a_code_is_given_once_and_the_session_lives_on(session, code):
    issue(session, None, TERMS, NOW, TODAY)
    with pytest.raises(Refused, match="already"):
        issue(session, world.producer(session).id, replace(TERMS, code=code), NOW, TODAY)
    session.commit()
    assert session.scalar(select(func.count()).select_from(Voucher)) == 1


def test_everybody_sees_and_withdraws_their_own_only(session):
    one, other = world.producer(session), world.producer(session)
    codes = {None: "CHO", one.id: "MOT", other.id: "HAI"}
    for owner, code in codes.items():
        issue(session, owner, replace(TERMS, code=code), NOW, TODAY)
    for owner, code in codes.items():
        assert [voucher.code for voucher in vouchers_of(session, owner)] == [code]
        assert all(withdraw(session, owner, foreign) is None for foreign in codes.values() if foreign != code)
    assert withdraw(session, one.id, "mốt").state == VoucherState.WITHDRAWN
    session.commit()
    assert session.scalars(select(Voucher.code).where(Voucher.state == VoucherState.WITHDRAWN)).all() == [
        "MOT"
    ]


def test_withdrawing_twice_is_noted_once(session):
    issue(session, None, TERMS, NOW, TODAY)
    for _ in range(2):
        withdraw(session, None, "TET2026")
        session.commit()
    noted = select(func.count()).select_from(Entry).where(Entry.action == "voucher.withdrawn")
    assert session.scalar(noted) == 1
