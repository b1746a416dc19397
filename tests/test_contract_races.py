"""Contracts at the same moment, on both databases: two who sign, one who takes it back meanwhile, a price and a call-off."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import NamedTuple

import pytest
from sqlalchemy import func, select

from marketplace.accounts.retailers import Retailer
from marketplace.audit import Entry
from marketplace.sourcing.approving import hand_in
from marketplace.sourcing.contract_lists import lock_contract
from marketplace.sourcing.contract_steps import decline, give_back, sign, take_back, write_harvests
from marketplace.sourcing.contracts import Contract
from marketplace.sourcing.drafting import OrderFacts, draft
from marketplace.sourcing.order_sources import of_contract
from marketplace.sourcing.price_changes import propose_price
from marketplace.sourcing.purchase_orders import PurchaseOrder
from marketplace.sourcing.quotes import Side
from storefront.database import Database
from tests import contract_world, world
from tests.crowds import at_once
from tests.databases import own_database
from tests.world import NOW, TODAY

ROUNDS = 6


class Case(NamedTuple):
    """Ids of a contract and of who acts; `seen` is the revision that both have read."""

    contract: int
    retailer: int
    producer: int
    user: int
    line: int
    store: int
    seen: int


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request, tmp_path_factory) -> Iterator[Database]:
    with own_database(request.param, tmp_path_factory.mktemp("contracts"), "contract_races") as made:
        yield made


def case(database: Database, make) -> Case:
    with database.writing(expire_on_commit=False) as session:
        made = make(session)
        if made.state == "proposed":
            months = contract_world.months_of(made)
            expected = {(line.id, month): 100 for line in made.lines for month in months}
            write_harvests(session, made, made.revision, expected, TODAY)
        store = world.store(session, made.retailer)
        user = contract_world.somebody(session)
        session.commit()
        ids = made.id, made.retailer_id, made.producer_id
        return Case(*ids, user.id, made.lines[0].id, store.id, made.revision)


def stepped(database: Database, of: Case, name: str, step) -> str:
    with database.transaction() as session:
        step(session, lock_contract(session, of.contract))
    return name


def signing(database: Database, of: Case):
    return partial(
        stepped, database, of, "signed", lambda session, one: sign(session, one, of.seen, TODAY, NOW)
    )


OTHERS = {
    "taken back": lambda of, session, one: take_back(one, of.seen),
    "returned": lambda of, session, one: give_back(one, of.seen, "Giá thấp"),
    "declined": lambda of, session, one: decline(one, of.seen, Side.PRODUCER, "Không đủ hàng"),
}


def entries(database: Database, of: Case, action: str) -> int:
    with database.reading() as session:
        mine = Entry.subject == Contract.__tablename__, Entry.subject_id == of.contract
        return session.scalar(select(func.count()).where(*mine, Entry.action == action)) or 0


def state_of(database: Database, of: Case) -> str:
    with database.reading() as session:
        return session.get_one(Contract, of.contract).state


def test_of_eight_who_sign_at_once_one_does(database):
    of = case(database, contract_world.proposed)
    assert at_once([signing(database, of)] * 8) == {"signed": 1, "refused": 7}
    assert state_of(database, of) == "signed"
    assert entries(database, of, "contract.signed") == 1


@pytest.mark.parametrize("other", OTHERS)
def test_who_signs_and_who_does_otherwise_do_not_both(database, other):
    for _ in range(ROUNDS):
        of = case(database, contract_world.proposed)
        step = partial(OTHERS[other], of)
        came = at_once([signing(database, of), partial(stepped, database, of, other, step)])
        assert came["refused"] == 1
        assert state_of(database, of) == (
            "signed" if came["signed"] else {"taken back": "draft"}.get(other, other)
        )


def test_a_signature_and_a_suspension_leave_nothing_signed_after_it(database):
    for _ in range(ROUNDS):
        of = case(database, contract_world.proposed)

        def suspend(of=of) -> str:
            with database.transaction() as session:
                held = session.get_one(Retailer, of.retailer, with_for_update=True, populate_existing=True)
                held.suspend("Nợ", NOW)
                # Nobody signs between this and the commit.
                return "suspended"

        came = at_once([suspend, signing(database, of)])
        assert came["suspended"] == 1
        assert (state_of(database, of) == "signed") == bool(came["signed"])


def drafted(database: Database, of: Case, number: str) -> tuple[int, int]:
    """A call-off that nobody has sent yet: its id and revision."""
    with database.writing(expire_on_commit=False) as session:
        source = of_contract(session, lock_contract(session, of.contract))
        days = {"deliver_from": TODAY + timedelta(days=6), "deliver_until": TODAY + timedelta(days=12)}
        facts = OrderFacts(number=number, store_id=of.store, **days)
        made = draft(session, of.retailer, of.user, facts, source, {of.line: 50}, NOW)
        session.commit()
        return made.id, made.revision


def test_call_offs_and_prices_never_wait_for_one_another_in_a_circle(database):
    """A call-off holds its retailer, then its contract; so must whoever changes a price of the same contract."""
    of = case(database, contract_world.signed)
    orders = [drafted(database, of, f"PO-{n}") for n in range(ROUNDS)]

    def call_off(id: int, seen: int) -> str:
        with database.transaction() as session:
            hand_in(session, session.get_one(PurchaseOrder, id), seen, of.user, NOW)
        return "called off"

    def price(dong: int) -> str:
        with database.transaction() as session:
            held = lock_contract(session, of.contract)
            day = TODAY + timedelta(days=30)
            propose_price(
                session, held, of.line, Side.PRODUCER, of.user, dong, day, "Giá vật tư tăng", TODAY, NOW
            )
        return "proposed"

    actions = [partial(call_off, *order) for order in orders]
    came = at_once(actions + [partial(price, 81_000 + n) for n in range(ROUNDS)])
    assert came == {"called off": ROUNDS, "proposed": 1, "refused": ROUNDS - 1}
