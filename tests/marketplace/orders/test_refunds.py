"""What goes back adds up: by pieces, by amount, in any number of returns, with the ledger and against others at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from catalog.categories import load_categories
from catalog.place_data import load_places
from catalog.records import Refused
from marketplace import migrations
from marketplace.orders.ledger_check import check_ledger
from marketplace.orders.orders import OrderLine, Party, SubOrder
from marketplace.orders.paybacks import paid_out
from marketplace.orders.paying import payment_of
from marketplace.orders.refunds import Left, PartLeft, amount_of, paid_by_line, refundable
from marketplace.orders.return_requests import ask
from marketplace.orders.return_steps import Terms, accept, decline, settle, take_goods, withdraw
from marketplace.orders.returns import AGREED, Return, ReturnLine, ReturnState, Wanted
from marketplace.payments.ledger import moves_for
from marketplace.payments.payments import PaymentMethod
from marketplace.payments.refunds import Refund
from marketplace.stock import Movement, Reason
from storefront.database import Database
from tests import world
from tests.conftest import postgres_url
from tests.marketplace.orders.returned import asked, delivered, wish
from tests.world import NOW, TODAY

ROUNDS = 8
prices = st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 9)), min_size=1, max_size=5)


@given(prices, st.data())
def test_what_is_paid_for_the_lines_adds_up_to_what_was_paid(bought, data):
    lines = [OrderLine(id=i, price=price, quantity=count) for i, (price, count) in enumerate(bought)]
    subtotal = sum(line.total for line in lines)
    discount = data.draw(st.integers(0, subtotal))
    paid = paid_by_line(SubOrder(subtotal=subtotal, discount=discount), lines)
    assert sum(paid.values()) == subtotal - discount
    assert all(0 <= paid[line.id] <= line.total for line in lines)


@given(prices, st.integers(0, 10**5), st.data())
def test_in_any_number_of_returns_exactly_everything_goes_back_and_never_more(bought, delivery, data):
    """Pieces and amounts by turns: each is worth at most what is left, and all together is all that was paid."""
    paid = sum(price * count for price, count in bought) + delivery
    left = PartLeft({i: Left(count, price * count) for i, (price, count) in enumerate(bought)}, delivery)
    gone = 0
    while any(line.pieces for line in left.lines.values()):
        pieces = {
            id: data.draw(st.integers(0, line.pieces)) for id, line in left.lines.items() if line.pieces
        }
        pieces = {id: count for id, count in pieces.items() if count} or {
            id: line.pieces for id, line in left.lines.items() if line.pieces
        }
        by_amount = data.draw(st.booleans())
        if by_amount:
            most = sum(left.worth(pieces).values())
            back = amount_of(left, pieces, data.draw(st.integers(0, most)), with_delivery=False)
            with pytest.raises(Refused):
                amount_of(left, pieces, most + 1, with_delivery=False)
        else:
            back = refundable(left, pieces, data.draw(st.booleans()))
        gone += back.total
        assert gone <= paid
        lines = {
            id: Left(line.pieces - (0 if by_amount else pieces.get(id, 0)), line.dong - back.lines.get(id, 0))
            for id, line in left.lines.items()
        }
        assert all(line.dong >= 0 for line in lines.values())
        left = PartLeft(lines, left.delivery - back.delivery)
        if by_amount and data.draw(st.booleans()):
            break
    else:
        assert gone == paid


@pytest.mark.parametrize("method", ["vietqr", "cash_on_delivery"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_ledger_follows_every_return(session, method, data):
    producer = world.producer(session)
    products = [world.product(session, by=producer, prices=(price,)) for price in (99_999, 7)]
    charges = {"commission": 3_333, "withholding": 1_501}
    part = delivered(session, *products, method=PaymentMethod(method), **charges)
    for _ in range(3):
        pieces = {line.id: data.draw(st.integers(0, 2)) for line in part.lines}
        try:
            made = asked(session, part, pieces if any(pieces.values()) else None)
        except Refused:
            continue
        accept(session, made, Party.PRODUCER, NOW, TODAY, Terms(keeps_goods=data.draw(st.booleans())))
        if made.state == ReturnState.ACCEPTED:
            take_goods(session, made, {}, NOW)
            settle(session, made, NOW, TODAY)
    payment = payment_of(session, part)
    mine = Refund.payment_id == payment.id
    for refund in session.scalars(select(Refund).where(mine).order_by(Refund.id)).all():
        paid_out(session, refund, payment, NOW)
    session.commit()
    agreed = Return.sub_order_id == part.id, Return.state.in_(AGREED)
    back = sum(session.scalars(select(Refund.amount).where(mine)))
    assert back == sum(session.scalars(select(Return.refund).where(*agreed))) <= part.total
    assert sum(move.amount for move in moves_for(session, f"sub-order:{part.id}", "buyer")) == 0
    assert check_ledger(session) == []


# Two at once


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared(request, tmp_path_factory) -> Iterator[Database]:
    """A database that many connections write to at once."""
    folder = tmp_path_factory.mktemp("returns")
    url = f"sqlite:///{folder / 'returns.db'}" if request.param == "sqlite" else postgres_url("returns")
    made = Database(url)
    migrations.upgrade(made.engine)
    with made.transaction() as session:
        load_places(session)
        load_categories(session)
    yield made
    made.engine.dispose()


def made_part(database: Database) -> int:
    with database.writing() as session:
        product = world.product(session)
        return delivered(session, product, quantity=1).id


def made_return(database: Database, **facts) -> tuple[int, int]:
    id = made_part(database)
    with database.writing() as session:
        return id, asked(session, session.get_one(SubOrder, id), **facts).id


def at_once(database: Database, *steps: Callable) -> list[str]:
    """What came of each: "done", "known" (it was so already) or "refused"."""
    barrier = Barrier(len(steps))

    def take(step: Callable) -> str:
        barrier.wait(timeout=30)
        try:
            with database.transaction() as session:
                return "done" if step(session) else "known"
        except Refused:
            return "refused"

    with ThreadPoolExecutor(len(steps)) as threads:
        return list(threads.map(take, steps))


def state(database: Database, id: int) -> tuple[str, int]:
    """Of the return, and how many refunds there are for it."""
    with database.reading() as session:
        made = session.get_one(Return, id)
        refunds = session.scalar(select(func.count()).where(Refund.reason == made.source))
        return made.state, refunds


def test_the_last_piece_is_asked_back_once(shared):
    for _ in range(ROUNDS):
        id = made_part(shared)
        steps = [lambda session, id=id: ask(session, session.get_one(SubOrder, id), wish(), [], NOW)] * 4
        assert sorted(at_once(shared, *steps)) == ["done"] + ["refused"] * 3


def test_the_money_goes_back_once(shared):
    for _ in range(ROUNDS):
        _part, id = made_return(shared)
        with shared.transaction() as session:
            made = session.get_one(Return, id)
            accept(session, made, Party.PRODUCER, NOW, TODAY)
            take_goods(session, made, {}, NOW)
        steps = [lambda session, id=id: settle(session, session.get_one(Return, id), NOW, TODAY)] * 6
        assert sorted(at_once(shared, *steps)) == ["done"] + ["known"] * 5
        assert state(shared, id) == ("settled", 1)


def test_accepting_at_once_with_others_promises_once(shared):
    for _ in range(ROUNDS):
        _part, id = made_return(shared)
        keep = Terms(keeps_goods=True)

        def yes(session, id=id, keep=keep):
            return accept(session, session.get_one(Return, id), Party.PRODUCER, NOW, TODAY, keep)

        assert sorted(at_once(shared, yes, yes, yes)) == ["done", "known", "known"]
        assert state(shared, id) == ("settled", 1)


def test_goods_go_on_the_shelf_once(shared):
    _part, id = made_return(shared)
    with shared.transaction() as session:
        accept(session, session.get_one(Return, id), Party.PRODUCER, NOW, TODAY)
    with shared.reading() as session:
        ids = session.scalars(select(ReturnLine.id).where(ReturnLine.return_id == id)).all()
    steps = [lambda session: take_goods(session, session.get_one(Return, id), {ids[0]: 1}, NOW)] * 6
    assert sorted(at_once(shared, *steps)) == ["done"] + ["known"] * 5
    with shared.reading() as session:
        source = Movement.source == f"return-line:{ids[0]}", Movement.reason == Reason.RETURNED
        assert session.scalar(select(func.count()).select_from(Movement).where(*source)) == 1


@pytest.mark.parametrize("answer", ["keep", "decline"])
def test_an_answer_against_a_withdrawal_ends_in_one_of_the_two(shared, answer):
    for _ in range(ROUNDS):
        _part, id = made_return(shared, wanted=Wanted.EVERYTHING)

        def take_back(session, id=id):
            return withdraw(session, session.get_one(Return, id), NOW)

        def reply(session, id=id):
            made = session.get_one(Return, id)
            if answer == "decline":
                return decline(session, made, Party.PRODUCER, "không", NOW)
            return accept(session, made, Party.PRODUCER, NOW, TODAY, Terms(keeps_goods=True))

        assert sorted(at_once(shared, take_back, reply)) == ["done", "refused"]
        ended, refunds = state(shared, id)
        assert (ended, refunds) in (
            [("withdrawn", 0), ("declined", 0)] if answer == "decline" else [("withdrawn", 0), ("settled", 1)]
        )
