"""Returns from the question to the money: what may be asked, who decides what, and what goes back exactly once."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from catalog.picture_door import StoredPicture
from catalog.records import Refused
from marketplace.orders import life
from marketplace.orders.orders import Party, SubOrderState
from marketplace.orders.paybacks import paid_out
from marketplace.orders.paying import arrived, payment_of
from marketplace.orders.return_requests import ask, may_ask
from marketplace.orders.return_steps import (
    Terms,
    accept,
    decline,
    dispute,
    object_to,
    pass_time,
    settle,
    take_goods,
    withdraw,
)
from marketplace.orders.returns import (
    ANSWER_TERM,
    CHECKING_TERM,
    OBJECTION_TERM,
    SENDING_TERM,
    Return,
    ReturnReason,
    ReturnState,
    Wanted,
)
from marketplace.payments.payments import PaymentMethod
from marketplace.payments.refunds import Refund
from marketplace.stock import Movement, Reason, Stock
from tests import world
from tests.marketplace.orders.returned import ACCOUNT, asked, delivered, wish
from tests.world import NOW, TODAY

S = ReturnState
DAY = timedelta(days=1)
PICTURE = StoredPicture("ab" * 10, 800, 600, "#ffffff", [480], ["webp"])


@pytest.fixture
def products(session):
    producer = world.producer(session)
    return [world.product(session, by=producer, prices=(price,)) for price in (100_000, 30_000)]


@pytest.fixture
def part(session, products):
    """Two pieces of each for 260,000 ₫ and 20,000 ₫ of delivery, paid by transfer."""
    return delivered(session, *products)


def lines(part) -> list[int]:
    return [line.id for line in part.lines]


def yes(session, made, by=Party.PRODUCER, **terms) -> bool:
    return accept(session, made, by, NOW, TODAY, Terms(**terms))


def refunds(session) -> list[int]:
    return [refund.amount for refund in session.scalars(select(Refund).order_by(Refund.id))]


def bring_back(session, made) -> None:
    take_goods(session, made, {line.id: line.quantity for line in made.lines}, NOW)
    settle(session, made, NOW, TODAY)


# What may be asked


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"wanted": Wanted.PIECES}, "Please choose what it is about."),
        ({"wanted": Wanted.PIECES, "pieces": {10**9: 1}}, "more pieces than you have got"),
        ({"wanted": Wanted.AMOUNT, "pieces": {}, "amount": 1000}, "Please choose what it is about."),
        ({"reason": ReturnReason.OTHER, "text": " \u200b "}, "Please write what is wrong."),
        ({"text": "x" * 1001}, "at most 1000 characters"),
        ({"account": ("", "", "")}, "Please choose the bank."),
        ({"account": ("970436", "12", "A")}, "An account number has 4 to 19"),
        ({"account": ("970436", "123456", " ")}, "account holder's name"),
    ],
)
def test_what_can_not_be_asked(session, part, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        ask(session, part, wish(**facts), [], NOW)
    assert not session.scalars(select(Return)).all()


@pytest.mark.parametrize("quantity", [3, -1, 10**12])
def test_no_more_pieces_than_were_bought(session, part, quantity):
    with pytest.raises(Refused, match="more pieces"):
        ask(session, part, wish({lines(part)[0]: quantity}), [], NOW)


@pytest.mark.parametrize("amount", [None, 0, -1, 200_001])
def test_no_amount_beyond_what_was_paid_for_the_pieces(session, part, amount):
    one = wish({lines(part)[0]: 2}, wanted=Wanted.AMOUNT, amount=amount)
    with pytest.raises(Refused, match=r"at most 200\.000"):
        ask(session, part, one, [], NOW)


def test_six_pictures_are_too_many(session, part):
    with pytest.raises(Refused, match="At most 5 pictures"):
        ask(session, part, wish(), [PICTURE] * 6, NOW)
    made = ask(session, part, wish(), [PICTURE] * 5, NOW)
    assert [picture.position for picture in made.pictures] == [1, 2, 3, 4, 5]


def test_only_within_the_days_after_delivery(session, part):
    assert may_ask(part, NOW + life.RETURN_WINDOW)
    assert not may_ask(part, NOW + life.RETURN_WINDOW + timedelta(seconds=1))
    with pytest.raises(Refused, match="is over"):
        ask(session, part, wish(), [], NOW + life.RETURN_WINDOW + DAY)


def test_not_before_it_has_arrived(session, products):
    part = delivered(session, *products)
    part.state, part.delivered_at = SubOrderState.SHIPPED, None
    with pytest.raises(Refused, match="is over"):
        ask(session, part, wish(), [], NOW)


def test_a_parcel_has_one_open_return(session, part):
    first = asked(session, part, {lines(part)[0]: 1})
    with pytest.raises(Refused, match="open return"):
        ask(session, part, wish({lines(part)[1]: 1}), [], NOW)
    withdraw(session, first, NOW)
    asked(session, part, {lines(part)[1]: 1})


def test_the_database_says_so_too(session, part):
    asked(session, part)
    session.add(
        Return(
            sub_order_id=part.id,
            asked_at=NOW,
            moved_at=NOW,
            reason="damaged",
            wanted="everything",
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_card_gets_its_money_back_without_an_account(session, products):
    part = delivered(session, *products, method=PaymentMethod.CARD)
    made = asked(session, part, account=("", "", ""))
    assert (made.account_bin, made.account_number) == ("", "")


def test_the_account_is_kept_as_a_bank_has_it(session, part):
    made = asked(session, part)
    assert (made.account_bin, made.account_number, made.account_holder) == (
        ACCOUNT[0],
        "0123456789",
        "NGUYỄN THỬ",
    )


# What becomes of it


def test_everything_goes_back_with_the_delivery_and_on_the_shelf(session, part, products):
    made = asked(session, part)
    assert yes(session, made)
    assert (made.state, made.refund, made.delivery_refund) == (S.ACCEPTED, 280_000, 20_000)
    assert refunds(session) == []
    sellable = {made.lines[0].id: 2, made.lines[1].id: 1}
    assert take_goods(session, made, sellable, NOW)
    assert not take_goods(session, made, sellable, NOW)
    assert settle(session, made, NOW, TODAY)
    assert not settle(session, made, NOW, TODAY)
    assert refunds(session) == [280_000]
    session.refresh(part, ["state"])
    assert part.state == SubOrderState.RETURNED
    on_hand = [session.get(Stock, product.variants[0].id).on_hand for product in products]
    assert on_hand == [10, 9]
    back = select(Movement.source).where(Movement.reason == Reason.RETURNED)
    assert set(session.scalars(back)) == {line.source for line in made.lines}


def test_some_pieces_go_back_without_the_delivery_and_the_rest_later_with_it(session, part):
    first = asked(session, part, {lines(part)[0]: 1})
    yes(session, first)
    bring_back(session, first)
    assert (first.refund, first.delivery_refund) == (100_000, 0)
    session.refresh(part, ["state"])
    assert part.state == SubOrderState.DELIVERED
    second = asked(session, part)
    assert {line.quantity for line in second.lines} == {1, 2}
    yes(session, second)
    bring_back(session, second)
    assert (second.refund, second.delivery_refund) == (180_000, 20_000)
    assert sum(refunds(session)) == part.total
    session.refresh(part, ["state"])
    assert part.state == SubOrderState.RETURNED


def test_the_discount_of_the_parcel_is_shared_as_it_was_charged(session, products):
    part = delivered(session, *products, discount=1_001)
    made = asked(session, part, {lines(part)[0]: 2})
    yes(session, made)
    assert made.refund == 200_000 - 770


def test_goods_that_are_kept_are_paid_for_at_once(session, part):
    made = asked(session, part, {lines(part)[0]: 1}, wanted=Wanted.AMOUNT, amount=15_000)
    assert yes(session, made)
    assert (made.state, made.refund, made.keeps_goods) == (S.SETTLED, 15_000, True)
    assert refunds(session) == [15_000]
    assert not yes(session, made)
    assert refunds(session) == [15_000]


def test_a_producer_may_let_the_goods_stay_but_not_offer_less_than_was_asked(session, part):
    made = asked(session, part, {lines(part)[0]: 1})
    with pytest.raises(Refused, match="less than was asked"):
        yes(session, made, keeps_goods=True, amount=99_999)
    with pytest.raises(Refused, match=r"At most 100\.000"):
        yes(session, made, keeps_goods=True, amount=100_001)
    assert yes(session, made, keeps_goods=True)
    assert (made.state, refunds(session)) == (S.SETTLED, [100_000])
    session.refresh(part, ["state"])
    assert part.state == SubOrderState.DELIVERED


def test_what_was_taken_off_the_price_is_not_paid_once_more_with_the_goods(session, part):
    less = asked(session, part, {lines(part)[0]: 2}, wanted=Wanted.AMOUNT, amount=50_000)
    yes(session, less)
    rest = asked(session, part)
    yes(session, rest)
    assert rest.refund == 230_000


def test_a_no_may_be_objected_to_once_and_an_officer_decides(session, part):
    made = asked(session, part, {lines(part)[0]: 1})
    with pytest.raises(Refused, match="Please write why"):
        decline(session, made, Party.PRODUCER, " ", NOW)
    assert decline(session, made, Party.PRODUCER, "Hàng còn tốt", NOW)
    assert not decline(session, made, Party.PRODUCER, "Hàng còn tốt", NOW)
    with pytest.raises(Refused, match="can't be changed"):
        object_to(session, made, "Không đúng", NOW + OBJECTION_TERM + DAY)
    assert object_to(session, made, "Không đúng", NOW + DAY)
    with pytest.raises(Refused, match="An officer decides"):
        decline(session, made, Party.PRODUCER, "x", NOW)
    assert decline(session, made, Party.OPERATOR, "Ảnh không rõ", NOW)
    assert made.verdict == "Ảnh không rõ"
    with pytest.raises(Refused, match="can't be changed"):
        object_to(session, made, "Không đúng", NOW)
    assert refunds(session) == []


def test_an_officer_may_decide_on_less_and_on_the_delivery(session, part):
    made = asked(session, part, {lines(part)[0]: 1})
    with pytest.raises(Refused, match="not possible"):
        yes(session, made, Party.OPERATOR)
    pass_time(session, NOW + ANSWER_TERM, TODAY)
    assert made.state == S.MEDIATION
    assert yes(session, made, Party.OPERATOR, keeps_goods=True, amount=40_000, with_delivery=True)
    assert (made.refund, made.delivery_refund, made.state) == (60_000, 20_000, S.SETTLED)


def test_a_producer_may_give_in_while_an_officer_looks(session, part):
    made = asked(session, part)
    pass_time(session, NOW + ANSWER_TERM, TODAY)
    assert yes(session, made)


def test_what_came_back_wrong_goes_to_an_officer_who_decides_for_good(session, part):
    made = asked(session, part)
    yes(session, made)
    take_goods(session, made, {}, NOW)
    assert dispute(session, made, "Thiếu một gói", NOW)
    with pytest.raises(Refused, match="not possible"):
        withdraw(session, made, NOW)
    assert yes(session, made, Party.OPERATOR, amount=100_000)
    assert (made.state, refunds(session)) == (S.SETTLED, [100_000])


@pytest.mark.parametrize("step", ["withdraw", "take", "settle", "dispute", "accept", "decline", "object"])
def test_nothing_can_be_done_with_what_is_over(session, part, step):
    made = asked(session, part, {lines(part)[0]: 1}, wanted=Wanted.AMOUNT, amount=15_000)
    if step in ("accept", "decline", "object"):
        withdraw(session, made, NOW)
    else:
        yes(session, made)
    steps = {
        "withdraw": lambda: withdraw(session, made, NOW),
        "take": lambda: take_goods(session, made, {}, NOW),
        "settle": lambda: settle(session, made, NOW, TODAY) or refused(),
        "dispute": lambda: dispute(session, made, "x", NOW),
        "accept": lambda: yes(session, made),
        "decline": lambda: decline(session, made, Party.PRODUCER, "x", NOW),
        "object": lambda: object_to(session, made, "x", NOW),
    }
    with pytest.raises(Refused):
        steps[step]()


def refused():
    raise Refused("It was settled before.")


@pytest.mark.parametrize("sellable", [{0: 3}, {0: -1}, {7: 1}])
def test_no_more_pieces_are_sold_again_than_came(session, part, sellable):
    made = asked(session, part, {lines(part)[0]: 2})
    yes(session, made)
    ids = {0: made.lines[0].id, 7: 10**9}
    with pytest.raises(Refused, match="how many pieces"):
        take_goods(session, made, {ids[key]: count for key, count in sellable.items()}, NOW)


# What time does


def test_what_is_never_sent_ends_by_itself_and_what_is_never_complained_of_is_paid(session, products):
    parts = [delivered(session, *products, quantity=1) for _ in range(2)]
    never, lost = [asked(session, part) for part in parts]
    yes(session, never)
    yes(session, lost)
    take_goods(session, lost, {}, NOW)
    assert pass_time(session, NOW + CHECKING_TERM - DAY, TODAY) == 0
    assert pass_time(session, NOW + CHECKING_TERM, TODAY) == 1
    assert (lost.state, len(refunds(session))) == (S.SETTLED, 1)
    assert pass_time(session, NOW + SENDING_TERM, TODAY) == 1
    assert never.state == S.WITHDRAWN
    assert pass_time(session, NOW + 99 * DAY, TODAY) == 0


def test_a_parcel_is_not_completed_while_something_of_it_may_come_back(session, part):
    made = asked(session, part)
    later = NOW + life.RETURN_WINDOW
    assert life.complete_delivered(session, later) == 0
    withdraw(session, made, later)
    assert life.complete_delivered(session, later) == 1


# Money


def test_cash_goes_back_before_and_after_the_carrier_has_passed_it_on(session, products):
    part = delivered(session, *products, method=PaymentMethod.CASH_ON_DELIVERY)
    first = asked(session, part, {lines(part)[0]: 1}, wanted=Wanted.AMOUNT, amount=15_000)
    yes(session, first)
    payment = payment_of(session, part)
    refund = session.scalars(select(Refund)).one()
    assert paid_out(session, refund, payment, NOW)
    assert not paid_out(session, refund, payment, NOW)
    assert (payment.received, payment.given_back) == (0, 0)
    arrived(session, payment.id, payment.amount, "remittance:1", NOW)
    assert payment.given_back == 15_000
    rest = asked(session, part)
    yes(session, rest)
    bring_back(session, rest)
    assert sum(refunds(session)) == part.total
    paid_out(session, session.scalars(select(Refund).order_by(Refund.id.desc())).first(), payment, NOW)
    assert payment.given_back == part.total
