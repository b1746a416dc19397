"""Placing an order: what is frozen in it, and refusals that write nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog.marks import MarkKind
from catalog.places import Place
from catalog.producers import Producer, ProducerState
from catalog.products import Product, ProductState, Variant
from catalog.records import Refused
from marketplace.audit import Entry
from marketplace.orders.baskets import Basket, BasketLine
from marketplace.orders.checkout import Buyer, lock_basket, order_for_key, place_order
from marketplace.orders.offers import offer_for
from marketplace.orders.orders import Order, OrderLine, SubOrder, find_order
from marketplace.stock import Movement, Reason, Stock, reserve
from tests import world
from tests.world import NOW, TODAY

DAY = timedelta(days=1)


def buyer(session: Session) -> Buyer:
    commune = session.get(Place, world.BA_DINH)
    return Buyer("Nguyễn Thử", "+84912345678", "thu@vidu.vn", "12 phố Thử", commune, "Gọi trước")


def basket_of(session: Session, *lines: tuple[Product, int]) -> Basket:
    made = Basket(changed_at=NOW)
    made.lines = [
        BasketLine(variant_id=p.variants[0].id, quantity=quantity, seen_price=p.variants[0].price)
        for p, quantity in lines
    ]
    session.add(made)
    session.commit()
    return made


def pack_of(session: Session, product: Product) -> Variant:
    return session.scalars(select(Variant).where(Variant.product_id == product.id)).one()


def stock_of(session: Session, product: Product) -> Stock:
    return session.get(Stock, pack_of(session, product).id, populate_existing=True)


def total_of(session: Session, basket: Basket) -> int:
    return offer_for(session, basket, session.get(Place, world.BA_DINH), TODAY).total


def place(session: Session, basket: Basket, seen_total: int | None = None, day=TODAY) -> Order:
    """The order as the storefront places it: basket locked, everything in one transaction."""
    locked = lock_basket(session, basket.token, NOW)
    agreed = total_of(session, basket) if seen_total is None else seen_total
    order = place_order(session, locked, buyer(session), agreed, "vi", NOW, day)
    session.commit()
    return find_order(session, order.number)


def read_again(session: Session, order: Order) -> Order:
    session.expunge_all()
    return find_order(session, order.number)


def written(session: Session) -> dict[str, object]:
    """Everything a checkout writes to."""
    session.expire_all()
    counted = {
        table.__tablename__: session.scalar(select(func.count()).select_from(table))
        for table in (Order, SubOrder, OrderLine, Movement, Entry, BasketLine)
    }
    stock = select(Stock.variant_id, Stock.on_hand, Stock.reserved).order_by(Stock.variant_id)
    return counted | {
        "stock": [tuple(row) for row in session.execute(stock)],
        "keys": session.scalars(select(Basket.checkout_key).order_by(Basket.id)).all(),
        "available": session.scalars(select(Variant.available).order_by(Variant.id)).all(),
    }


def test_an_order_has_a_part_for_each_producer_with_its_lines(session):
    one, other = world.producer(session), world.producer(session)
    products = [world.product(session, by=by) for by in (one, other, one)]
    order = read_again(session, place(session, basket_of(session, *((p, 2) for p in products))))
    assert [(part.position, part.producer_id, part.state) for part in order.sub_orders] == [
        (1, one.id, "pending"),
        (2, other.id, "pending"),
    ]
    assert [[line.quantity for line in part.lines] for part in order.sub_orders] == [[2, 2], [2]]


def test_an_order_keeps_who_gets_it_and_how_it_is_paid(session):
    order = read_again(session, place(session, basket_of(session, (world.product(session), 1))))
    assert (order.name, order.phone, order.email) == ("Nguyễn Thử", "+84912345678", "thu@vidu.vn")
    assert (order.street, order.commune.name, order.note_to_producers) == (
        "12 phố Thử",
        "Ba Đình",
        "Gọi trước",
    )
    assert (order.payment_method, order.language, order.placed_at) == ("cash_on_delivery", "vi", NOW)


def test_the_order_costs_what_was_agreed_to(session):
    basket = basket_of(session, (world.product(session), 2), (world.product(session, prices=(7_001,)), 3))
    agreed = total_of(session, basket)
    order = read_again(session, place(session, basket))
    assert order.total == agreed == 221_003 + 32_000 + 37_000


def test_every_line_reserves_its_stock_and_says_so(session):
    product = world.product(session, stock=10)
    order = place(session, basket_of(session, (product, 4)))
    assert stock_of(session, product).reserved == 4
    moved = session.scalars(select(Movement).where(Movement.reason == Reason.RESERVED)).one()
    assert (moved.source, moved.quantity) == (f"order-line:{order.sub_orders[0].lines[0].id}", -4)


def test_the_basket_is_empty_afterwards_and_its_key_belongs_to_the_order(session):
    basket = basket_of(session, (world.product(session), 1))
    key = basket.checkout_key
    order = place(session, basket)
    session.refresh(basket, ["lines", "checkout_key"])
    assert basket.lines == []
    assert basket.checkout_key != key
    assert order_for_key(session, key).id == order.id
    assert order_for_key(session, basket.checkout_key) is None


def test_the_audit_tells_of_the_order(session):
    order = place(session, basket_of(session, (world.product(session), 1)))
    entry = session.scalars(select(Entry).where(Entry.action == "order.placed")).one()
    assert (entry.subject, entry.subject_id) == ("orders", order.id)
    assert entry.facts == {"total": order.total, "parts": 1}


def test_name_price_and_pack_stay_as_they_were_bought(session):
    product = world.product(session, "Chè Shan", prices=(120_000,), name_en="Shan tea")
    order = place(session, basket_of(session, (product, 1)))
    product.name, product.name_en = "Khác", "Other"
    pack = pack_of(session, product)
    pack.price, pack.pack = 1, "Túi"
    session.commit()
    line = read_again(session, order).sub_orders[0].lines[0]
    assert (line.product_name, line.product_name_en, line.pack, line.price) == (
        "Chè Shan",
        "Shan tea",
        "Gói 1",
        120_000,
    )


def test_the_badges_of_the_day_are_kept_with_number_issuer_and_last_day(session):
    product = world.product(session)
    recognition = world.recognition(session, product, stars=4, decision_no="123/QĐ-UBND")
    mark = world.mark(session, "Tà Xùa", MarkKind.CERTIFICATION)
    permit = world.authorisation(session, product, mark, granted_by="Sở Khoa học")
    world.authorisation(session, product, world.mark(session), valid_until=TODAY - DAY)
    line = place(session, basket_of(session, (product, 1))).sub_orders[0].lines[0]
    assert line.badges_on == TODAY
    assert line.badges == [
        {
            "kind": "stars",
            "stars": 4,
            "name": None,
            "until": recognition.expires_on.isoformat(),
            "code": recognition.code,
            "number": "123/QĐ-UBND",
            "issuer": "UBND tỉnh Lào Cai",
        },
        {
            "kind": "certification",
            "stars": None,
            "name": "Tà Xùa",
            "until": permit.valid_until.isoformat(),
            "code": permit.code,
            "number": "012/GP",
            "issuer": "Sở Khoa học",
        },
    ]


def test_a_badge_that_is_revoked_later_stays_in_the_order(session):
    product = world.product(session)
    recognition = world.recognition(session, product)
    order = place(session, basket_of(session, (product, 1)))
    world.act(session, recognition, "revoke", TODAY)
    session.commit()
    assert [badge["kind"] for badge in read_again(session, order).sub_orders[0].lines[0].badges] == ["stars"]


@pytest.mark.parametrize(("day", "kinds"), [(TODAY, ["stars"]), (TODAY + DAY, [])])
def test_a_badge_is_in_the_order_only_until_its_last_day(session, day, kinds):
    product = world.product(session)
    world.recognition(session, product, expires_on=TODAY)
    order = place(session, basket_of(session, (product, 1)), day=day)
    assert [badge["kind"] for badge in order.sub_orders[0].lines[0].badges] == kinds


def test_delivery_is_frozen_at_the_order(session):
    order = place(session, basket_of(session, (world.product(session, weight=1200), 1)))
    session.execute(update(Variant).values(weight=90_000))
    session.commit()
    part = read_again(session, order).sub_orders[0]
    assert (part.delivery, part.arrives_from, part.arrives_to) == (37_000, TODAY + 3 * DAY, TODAY + 6 * DAY)


@pytest.mark.parametrize("quantity", [1, 3])
def test_an_order_that_takes_the_last_piece_ends_the_sale(session, quantity):
    product = world.product(session, stock=3)
    place(session, basket_of(session, (product, quantity)))
    assert session.scalar(select(Variant.available)) is (quantity < 3)


def test_an_adult_who_said_so_may_buy_alcohol(session):
    basket = basket_of(session, (world.product(session, set_code="14"), 1))
    basket.adult_confirmed = True
    session.commit()
    assert place(session, basket).total == 132_000


# Each of these changes something between the review and the order: (name, sentence, change).
def empty(session, basket, product):
    session.delete(basket.lines[0])


def sell_out(session, basket, product):
    assert reserve(session, pack_of(session, product).id, 9, "somebody", NOW)


def hide(session, basket, product):
    product.move(ProductState.HIDDEN)


def suspend(session, basket, product):
    session.get(Producer, product.producer_id).move(ProducerState.SUSPENDED)


def reprice(session, basket, product):
    pack_of(session, product).price += 1


def make_heavy(session, basket, product):
    pack_of(session, product).weight = 5000


def make_alcohol(session, basket, product):
    product.set_code = "15"
    world.document(session, product, "alcohol_licence")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (empty, "Your basket is empty"),
        (sell_out, "has changed"),
        (hide, "has changed"),
        (suspend, "has changed"),
        (reprice, "The total has changed"),
        (make_heavy, "The total has changed"),
        (make_alcohol, "18 or older"),
    ],
)
def test_what_changed_since_the_review_is_refused_and_nothing_is_written(session, change, sentence):
    product = world.product(session, stock=10)
    basket = basket_of(session, (product, 2))
    agreed = total_of(session, basket)
    change(session, basket, product)
    session.commit()
    before = written(session)
    with pytest.raises(Refused, match=sentence):
        place(session, basket, agreed)
    session.rollback()
    assert written(session) == before


@pytest.mark.parametrize("tampered", [0, -1, 1, 231_999, 232_001, 10**15])
def test_a_total_the_buyer_was_not_shown_is_refused(session, tampered):
    basket = basket_of(session, (world.product(session), 2))
    before = written(session)
    with pytest.raises(Refused, match="The total has changed"):
        place(session, basket, tampered)
    session.rollback()
    assert written(session) == before


def test_what_is_sold_out_at_the_last_second_takes_the_whole_order_back(session, monkeypatch):
    """Between the look at the stock and the reservation somebody else buys the second line."""
    first, second = world.product(session, stock=5), world.product(session, "Mật ong", stock=5)
    basket = basket_of(session, (first, 1), (second, 5))
    before = written(session)

    def look_and_lose(*args):
        offer = offer_for(*args)
        session.execute(update(Stock).where(Stock.variant_id == pack).values(reserved=1))
        return offer

    agreed, pack = total_of(session, basket), pack_of(session, second).id
    monkeypatch.setattr("marketplace.orders.checkout.offer_for", look_and_lose)
    with pytest.raises(Refused, match="“Mật ong” has just been sold out"):
        place(session, basket, agreed)
    session.rollback()
    assert written(session) == before


def test_a_second_order_of_the_same_key_is_impossible(session):
    basket = basket_of(session, (world.product(session), 1))
    key = basket.checkout_key
    order = place(session, basket)
    basket.lines.append(
        BasketLine(variant_id=order.sub_orders[0].lines[0].variant_id, quantity=1, seen_price=100_000)
    )
    basket.checkout_key = key
    session.commit()
    with pytest.raises(IntegrityError):
        place(session, basket)
    session.rollback()
    assert session.scalars(select(Order.id)).all() == [order.id]


def test_a_basket_can_be_ordered_from_again_and_again(session):
    product = world.product(session)
    basket = basket_of(session, (product, 1))
    first = place(session, basket)
    session.refresh(basket, ["lines"])
    basket.lines.append(BasketLine(variant_id=pack_of(session, product).id, quantity=2, seen_price=100_000))
    session.commit()
    second = place(session, basket)
    assert first.number != second.number
    assert stock_of(session, product).reserved == 3


def test_an_unknown_basket_is_not_found(session):
    assert lock_basket(session, "", NOW) is None
    assert lock_basket(session, "0" * 26, NOW) is None
    assert order_for_key(session, "") is None
