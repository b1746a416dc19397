"""Purchase orders of the demo's retailers, by the rules and at the times they would have been taken: one in every state."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.days import day_of
from catalog.producers import Producer
from catalog.records import Refused
from marketplace.accounts.memberships import Membership, RetailerRole, Role
from marketplace.accounts.retailers import Retailer
from marketplace.accounts.stores import Store
from marketplace.accounts.users import User
from marketplace.sourcing.approving import approve, hand_in
from marketplace.sourcing.claims import answer, open_claim, refer
from marketplace.sourcing.deliveries import Way, send
from marketplace.sourcing.drafting import OrderFacts, draft
from marketplace.sourcing.goods import ClaimKind
from marketplace.sourcing.invoice_money import arrived
from marketplace.sourcing.invoices import invoice_of, issue_invoice, payments_of
from marketplace.sourcing.order_lists import deliveries_of
from marketplace.sourcing.order_rows import lock_order
from marketplace.sourcing.order_source import award_source
from marketplace.sourcing.order_sources import of_catalogue
from marketplace.sourcing.order_steps import acknowledge, cancel, decline
from marketplace.sourcing.purchase_orders import PurchaseOrder, PurchaseOrderState
from marketplace.sourcing.quotes import Award, Quote, Side
from marketplace.sourcing.receiving import Came, receive
from marketplace.sourcing.requests import SourcingRequest

from ..database import Database

S = PurchaseOrderState
# Whose desk a visitor of the demo signs in to first.
_SELLER = "nguoi-mau-4@vidu.vn"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Plan:
    """An order `ago` days ago of so many minimum quantities, up to a state; of what came some is missing or goes back.

    `claim`: 1 opened, 2 declined, 3 referred to an officer. `paid` so many days after the invoice.
    """

    ago: int
    state: PurchaseOrderState
    times: int = 2
    short: int = 0
    rejected: int = 0
    claim: int = 0
    paid: int = 12


_PLANS = (
    Plan(190, S.CLOSED),
    Plan(160, S.CLOSED, paid=41),
    Plan(130, S.CLOSED, times=3),
    Plan(100, S.CLOSED, short=2),
    Plan(70, S.CLOSED, paid=20),
    Plan(62, S.INVOICED, times=3),
    Plan(40, S.INVOICED, claim=3, rejected=1),
    Plan(20, S.INVOICED, claim=1),
    Plan(12, S.DELIVERED, rejected=2),
    Plan(9, S.ACKNOWLEDGED, times=3),
    Plan(4, S.DECLINED),
    Plan(3, S.CANCELLED),
    Plan(2, S.ISSUED),
    Plan(1, S.WAITING, times=60),
    Plan(0, S.DRAFT),
)


# One of an accepted quote.
_OF_AWARD = Plan(5, S.ACKNOWLEDGED)


def add_missing_purchase_orders(database: Database, now: datetime) -> int:
    """Where there are sample retailers and no orders. Returns how many were added."""
    with database.transaction() as session:
        if session.scalar(select(PurchaseOrder.id).limit(1)) or not session.scalar(
            select(Retailer.id).limit(1)
        ):
            return 0
        retailers = session.scalars(_dealing().order_by(Retailer.id).limit(3)).all()
        sellers = _sellers(session)
        pairs = [(retailer.id, seller) for retailer in retailers for seller in sellers]
        awards = session.execute(_awards(sellers)).all()
    for number, plan in enumerate(_PLANS * 2):
        # The first seller and the first retailer have most of it: they are the ones that visitors look at.
        retailer_id, producer_id = pairs[0] if number < len(_PLANS) else pairs[number % len(pairs)]
        _Play(database, now, retailer_id, producer_id, number + 1).play(plan)
    for award_id, retailer_id, producer_id in awards:
        number = 2 * len(_PLANS) + award_id
        _Play(database, now, retailer_id, producer_id, number, award_id).play(_OF_AWARD)
    return 2 * len(_PLANS) + len(awards)


def _dealing():
    return select(Retailer).where(
        Retailer.sample, Retailer.state == "approved", Retailer.suspended_at.is_(None)
    )


def _awards(sellers: list[int]):
    """Of these producers: the award, who gave it, and to whom."""
    query = select(Award.id, SourcingRequest.retailer_id, Quote.producer_id)
    joined = query.join(Quote, Quote.id == Award.quote_id).join(Quote.request)
    return joined.where(Quote.producer_id.in_(sellers)).order_by(Award.id).limit(2)


def _sellers(session: Session) -> list[int]:
    """Producers that something can be ordered of, the one of the demo's owner first."""
    owner = (
        select(Membership.producer_id).join(User, User.id == Membership.user_id).where(User.email == _SELLER)
    )
    owned = session.scalar(owner.where(Membership.role == Role.PRODUCER).limit(1))
    sample = select(Producer.id).where(Producer.sample, Producer.state == "approved")
    every = session.scalars(sample.order_by(Producer.id != owned, Producer.id).limit(6))
    return [id for id in every if of_catalogue(session, 0, id).offers][:3]


class _Play:
    """Takes one order through its steps, each in a transaction at its own time."""

    def __init__(
        self,
        database: Database,
        now: datetime,
        retailer_id: int,
        producer_id: int,
        number: int,
        award_id: int | None = None,
    ):
        self.database, self.now = database, now
        self.retailer_id, self.producer_id, self.number = retailer_id, producer_id, number
        self.award_id, self.order_id = award_id, 0

    def play(self, plan: Plan) -> None:
        """All of it, or an error that says which order was refused and why: the demo lacks none silently."""
        try:
            self._draft(plan)
            self._sell(plan)
        except Refused as refusal:
            raise RuntimeError(f"demo order {self.number} ({plan}) was refused: {refusal}") from refusal

    @contextmanager
    def _at(self, ago: float) -> Iterator[tuple[Session, datetime]]:
        moment = self.now - ago * _DAY
        with self.database.transaction() as session:
            session.info["now"] = moment
            yield session, moment

    def _draft(self, plan: Plan) -> None:
        with self._at(plan.ago) as (session, at):
            if self.award_id:
                source = award_source(session, self.award_id)
            else:
                source = of_catalogue(session, self.retailer_id, self.producer_id)
            wanted = {}
            for one in source.offers[:2]:
                least = -(-max(one.minimum, one.step, 10) // one.step) * one.step
                wanted[one.key] = least * plan.times
            first = day_of(at) + timedelta(days=max(3, source.terms.lead_days))
            store = select(Store.id).where(Store.retailer_id == self.retailer_id).order_by(Store.id)
            facts = OrderFacts(
                f"ĐH-MẪU-{self.number:03}",
                session.scalars(store.limit(1)).one(),
                first,
                first + timedelta(days=4),
                "Đơn mẫu.",
            )
            buyer = self._person(session, RetailerRole.BUYER, RetailerRole.MANAGER)
            self.order_id = draft(session, self.retailer_id, buyer, facts, source, wanted, at).id

    def _person(self, session: Session, *roles: RetailerRole) -> int:
        """Somebody of the retailer in the first of these roles that there is."""
        mine = Membership.retailer_id == self.retailer_id, Membership.retailer_role.in_(roles)
        found = session.execute(select(Membership.retailer_role, Membership.user_id).where(*mine)).all()
        return min(found, key=lambda row: roles.index(RetailerRole(row[0])))[1]

    def _order(self, session: Session) -> PurchaseOrder:
        return lock_order(session, self.order_id)

    def _sell(self, plan: Plan) -> None:
        if plan.state == S.DRAFT:
            return
        with self._at(plan.ago) as (session, at):
            order = self._order(session)
            if not hand_in(session, order, order.revision, order.user_id, at) and plan.state != S.WAITING:
                order = self._order(session)
                approver = self._person(session, RetailerRole.APPROVER, RetailerRole.MANAGER)
                approve(session, order, order.revision, approver, at)
        if plan.state in (S.WAITING, S.ISSUED):
            return
        with self._at(plan.ago - 0.5) as (session, at):
            order = self._order(session)
            if plan.state == S.DECLINED:
                return decline(session, order, order.revision, "Vụ này không đủ hàng. (lý do mẫu)")
            if plan.state == S.CANCELLED:
                return cancel(
                    session, order, order.revision, Side.RETAILER, "Cửa hàng đổi kế hoạch. (lý do mẫu)", at
                )
            acknowledge(session, order, order.revision, at)
        if plan.state != S.ACKNOWLEDGED:
            self._deliver(plan)
            return None
        with self._at(plan.ago - 2) as (session, at):
            order = self._order(session)
            half = {order.lines[0].id: order.lines[0].quantity}
            send(session, order, order.revision, half, Way("Xe mẫu", "00X-000.00", day_of(self.now)), at)
        return None

    def _deliver(self, plan: Plan) -> None:
        with self._at(plan.ago - 3) as (session, at):
            order = self._order(session)
            everything = {line.id: line.quantity for line in order.lines}
            send(
                session, order, order.revision, everything, Way("Xe mẫu", "00X-000.00", day_of(at) + _DAY), at
            )
        with self._at(plan.ago - 4) as (session, at):
            (note,) = deliveries_of(session, self.order_id)
            came = {
                line.id: Came(line.sent - (0 if i else plan.short), 0 if i else plan.rejected, "LÔ-MẪU")
                for i, line in enumerate(note.lines)
            }
            receiver = self._person(session, RetailerRole.RECEIVER, RetailerRole.MANAGER)
            receive(session, note, receiver, came, 45, "", at)
        if plan.claim:
            self._claim(plan)
        if plan.state != S.DELIVERED:
            self._bill(plan)

    def _claim(self, plan: Plan) -> None:
        with self._at(plan.ago - 5) as (session, at):
            quality = self._person(session, RetailerRole.QUALITY, RetailerRole.MANAGER)
            words = "Một số gói bị ẩm, mùi không đạt. (khiếu nại mẫu)"
            claim = open_claim(session, self._order(session), quality, ClaimKind.QUALITY, 150_000, words, at)
            if plan.claim > 1:
                answer(session, claim, claim.revision, False, "Hàng xuất kho đạt yêu cầu. (trả lời mẫu)", at)
            if plan.claim > 2:
                refer(session, claim, claim.revision, at)

    def _bill(self, plan: Plan) -> None:
        with self._at(plan.ago - 6) as (session, at):
            order = self._order(session)
            issue_invoice(session, order, order.revision, f"HĐ-MẪU-{self.number:03}", day_of(at), at)
        if plan.state != S.CLOSED:
            return
        with self._at(plan.ago - 6 - plan.paid) as (session, at):
            invoice = invoice_of(session, self.order_id)
            payment = payments_of(session, [invoice.id])[invoice.id]
            arrived(session, payment.id, payment.missing, f"bank:mau:{self.order_id}", at)
