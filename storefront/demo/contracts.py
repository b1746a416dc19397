"""Samples and contracts of the demo's retailers, in every state that one can have; made up, and marked so by their sides."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from catalog.days import day_of
from catalog.document_kinds import DocumentKind
from catalog.producers import Producer, ProducerState
from catalog.products import Product, ProductState, Variant
from marketplace.accounts.memberships import Membership
from marketplace.accounts.retailers import Retailer
from marketplace.accounts.stores import Store
from marketplace.accounts.users import User, find_user
from marketplace.sourcing import sample_steps
from marketplace.sourcing.contract_drafts import Head, LineFacts, begin_contract, months_of, write_line
from marketplace.sourcing.contract_lists import lock_contract
from marketplace.sourcing.contract_steps import decline, end_early, give_back, propose, sign, write_harvests
from marketplace.sourcing.contracts import Contract
from marketplace.sourcing.price_changes import answer_price, propose_price
from marketplace.sourcing.quotes import Side
from marketplace.sourcing.sample_steps import Verdict, Wish, lock_sample
from marketplace.sourcing.samples import Sample
from marketplace.sourcing.terms import Handover, Terms

from ..database import Database
from .retailers import MANAGER

# Who shows the producer's side.
SELLER = "nguoi-mau-4@vidu.vn"
_PRODUCERS, _PRODUCTS = 6, 3
K = DocumentKind
_SAMPLES = ("asked", "agreed", "sent", "received", "suits", "not", "declined", "cancelled")
_CONTRACTS = ("draft", "proposed", "returned", "running", "changing", "coming", "declined", "ended", "over")


class Goods(NamedTuple):
    """A pack and its price in the shop."""

    variant_id: int
    price: int


def add_missing_contracts(database: Database, now: datetime) -> int:
    """Where there are sample retailers and no contracts. Returns how many contracts were added."""
    with database.transaction() as session:
        if session.scalar(select(Contract.id).limit(1)) or session.scalar(select(Sample.id).limit(1)):
            return 0
        manager = find_user(session, MANAGER)
        sellers = _sellers(session)
        if manager is None or not sellers:
            return 0
        mine = Membership.user_id == manager.id, Retailer.sample
        retailer = session.scalars(select(Retailer).join(Membership).where(*mine)).first()
        if retailer is None:
            return 0
        _add_samples(session, retailer, manager, sellers, now)
        return _add_contracts(session, retailer, manager, sellers, now)


def _sellers(session: Session) -> list[tuple[Producer, Sequence[Goods]]]:
    """Some sample producers with products on sale, that of SELLER first."""
    own = select(Membership.producer_id).join(User).where(User.email == SELLER)
    sold = exists().where(Product.producer_id == Producer.id, Product.state == ProductState.PUBLISHED)
    query = select(Producer).where(sold, Producer.sample, Producer.state == ProducerState.APPROVED)
    query = query.order_by(Producer.id.not_in(own.where(Membership.producer_id.is_not(None))), Producer.id)
    return [(one, _goods(session, one)) for one in session.scalars(query.limit(_PRODUCERS))]


def _goods(session: Session, producer: Producer) -> list[Goods]:
    """The first packs of some products on sale."""
    sold = Product.producer_id == producer.id, Product.state == ProductState.PUBLISHED, Variant.position == 1
    query = select(Variant.id, Variant.price).join(Variant.product).where(*sold).order_by(Product.id)
    return [Goods(*row) for row in session.execute(query.limit(_PRODUCTS))]


def _add_samples(session: Session, retailer: Retailer, user: User, sellers: list, now: datetime) -> None:
    store = session.scalars(
        select(Store.id).where(Store.retailer_id == retailer.id).order_by(Store.id)
    ).first()
    if store is None:
        return
    for at, state in enumerate(_SAMPLES):
        # The first producer shows a few states, the others the rest.
        goods = sellers[0 if at < 5 else at % len(sellers)][1]
        free = at % 3 == 0
        wish = Wish(
            goods[at % len(goods)].variant_id,
            store,
            2 + at % 3,
            Side.PRODUCER if free else Side.RETAILER,
            0 if free else 150_000,
            "Hàng mẫu: lấy từ lô mới nhất, đúng bao bì sẽ bán.",
        )
        _sample(session, retailer, user, wish, state, now - timedelta(days=20 - at))


def _sample(session: Session, retailer: Retailer, user: User, wish: Wish, state: str, then: datetime) -> None:
    made = sample_steps.ask(session, retailer, user.id, wish, then)
    one = lock_sample(session, made.id)
    day = timedelta(days=1)
    if state == "declined":
        sample_steps.decline(one, one.revision, "Đang hết hàng, vụ sau mới có.")
    elif state == "cancelled":
        sample_steps.cancel(one, one.revision, "Ngành hàng này tạm dừng mua.")
    steps = _SAMPLES.index(state) if state in _SAMPLES[:4] else 4 if state in ("suits", "not") else 0
    good = Verdict(5, 4, 4, True, "Vị đậm, bao bì chắc. Đề nghị gửi báo giá.")
    bad = Verdict(3, 2, 2, False, "Nhãn chưa đủ thông tin theo quy định, túi dễ rách.")
    for step in (
        lambda: sample_steps.agree(session, one, one.revision),
        lambda: sample_steps.send(one, one.revision, "Bưu điện (mẫu)", "MAU0000000VN", then + day),
        lambda: sample_steps.receive(one, one.revision, then + 4 * day),
        lambda: sample_steps.score(one, one.revision, good if state == "suits" else bad, then + 5 * day),
    )[:steps]:
        step()
    session.flush()


def _add_contracts(session: Session, retailer: Retailer, user: User, sellers: list, now: datetime) -> int:
    day = day_of(now)
    for at, state in enumerate(_CONTRACTS):
        producer, goods = sellers[0 if at < 5 else at % len(sellers)]
        begun = 200 if state == "over" else 60
        first = (
            day + timedelta(days=40)
            if state in ("coming", "draft", "proposed", "returned")
            else day - timedelta(begun)
        )
        last = day - timedelta(days=10) if state == "over" else first + timedelta(days=180)
        head = Head(
            f"HĐM-{at + 1:02}/{day.year}",
            first.replace(day=1),
            last,
            Terms(Handover.DELIVERED, 200 * (at % 3), 30 + 15 * (at % 2)),
            frozenset({K.FOOD_SAFETY, K.SELF_DECLARATION} if at % 2 else {K.FOOD_SAFETY}),
            "Hợp đồng mẫu, không có giá trị pháp lý.",
        )
        then = (
            datetime.combine(first - timedelta(days=20), now.timetz())
            if state == "over"
            else now - timedelta(70)
        )
        made = begin_contract(session, retailer, producer, user.id, head, then)
        _write(session, made.id, goods)
        _live(session, made.id, state, user, day_of(then), then, day)
    return len(_CONTRACTS)


def _write(session: Session, id: int, goods: Sequence[Goods]) -> None:
    for product in goods:
        contract = lock_contract(session, id)
        price = max(1000, product.price * 80 // 100 // 1000 * 1000)
        facts = LineFacts("pack", 3000, 50, price, price * 9 // 10, price * 11 // 10, 5)
        write_line(session, contract, contract.revision, product.variant_id, facts)


def _live(session: Session, id: int, state: str, user: User, day: date, then: datetime, today: date) -> None:
    """From the proposal as far as its state says."""
    if state == "draft":
        return
    one = lock_contract(session, id)
    propose(session, one, one.revision, day, then)
    if state == "proposed":
        return
    if state == "returned":
        give_back(one, one.revision, "Xin nâng giá sàn thêm 5% vì giá bao bì tăng.")
        return
    if state == "declined":
        decline(one, one.revision, Side.PRODUCER, "Vụ này không đủ sản lượng.")
        return
    expected = {
        (line.id, month): 400 + 100 * (month.month % 3) for line in one.lines for month in months_of(one)
    }
    write_harvests(session, one, one.revision, expected, day)
    sign(session, one, one.revision, day, then)
    if state == "ended":
        end_early(
            one,
            one.revision,
            Side.RETAILER,
            today + timedelta(days=35),
            "Cửa hàng mẫu đóng để sửa chữa.",
            today,
        )
    if state == "changing":
        _change_prices(session, one, user, today, then)
    session.flush()


def _change_prices(session: Session, one: Contract, user: User, today: date, then: datetime) -> None:
    first, *others = one.lines
    raised = first.price * 105 // 100
    agreed = propose_price(
        session,
        one,
        first.id,
        Side.PRODUCER,
        user.id,
        raised,
        today,
        "Chi phí vận chuyển tăng (mẫu).",
        today,
        then,
    )
    answer_price(session, one, agreed.id, Side.RETAILER, True, today, then)
    for line in others[:1]:
        wanted = line.price * 95 // 100
        soon = today + timedelta(days=14)
        reason = "Mua tăng sản lượng dịp Tết (mẫu)."
        propose_price(session, one, line.id, Side.RETAILER, user.id, wanted, soon, reason, today, then)
