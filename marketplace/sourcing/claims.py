"""Claims about goods received: the retailer asks, the producer answers, and an officer rules where they don't agree."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.records import Refused
from catalog.text import clean

from ..payments.payments import lock_payment
from .goods import ClaimKind, ClaimState, Delivery, DeliveryLine, DeliveryState, GoodsClaim
from .invoice_ledger import book_credit
from .invoice_money import take_credit
from .invoices import invoice_of, payments_of, settle
from .order_rows import check_dealing, lock_order, retailer_of
from .purchase_orders import PurchaseOrder, PurchaseOrderState
from .receiving import amounts_received

C = ClaimState
LONGEST_WORDS = 2000
MOST_CLAIMS = 50
# Also after the invoice was paid: what an officer then grants goes back.
REFER_WITHIN = timedelta(days=30)
# Until the invoice is settled; what comes to light later the two settle between themselves.
CLAIMED_IN = (PurchaseOrderState.ACKNOWLEDGED, PurchaseOrderState.DELIVERED, PurchaseOrderState.INVOICED)
_COUNTED = (C.OPEN, C.DECLINED, C.REFERRED)


def claimable(session: Session, order: PurchaseOrder) -> int:
    """Dong that can still be asked off: what was received, less what is asked or granted already."""
    asked = select(func.coalesce(func.sum(GoodsClaim.amount), 0))
    granted = select(func.coalesce(func.sum(GoodsClaim.granted), 0))
    mine = GoodsClaim.purchase_order_id == order.id
    # What an officer has declined for good is asked no more.
    live = session.scalar(asked.where(mine, GoodsClaim.state.in_(_COUNTED), ~GoodsClaim.ruled))
    given = session.scalar(granted.where(mine, GoodsClaim.state == C.ACCEPTED))
    return max(0, amounts_received(session, order).total - int(live or 0) - int(given or 0))


def open_claim(
    session: Session,
    order: PurchaseOrder,
    user_id: int,
    kind: ClaimKind,
    amount: int,
    reasons: str,
    now: datetime,
    *,
    line_id: int | None = None,
    quantity: int | None = None,
) -> GoodsClaim:
    """Ask for `amount` dong off, about a line of a delivery or the whole order. Raises Refused."""
    check_dealing(session, order.retailer_id)
    order = lock_order(session, order.id)
    if order.state not in CLAIMED_IN:
        raise Refused("About this order nothing can be claimed any more.")
    line = _line(session, order, line_id)
    if quantity is not None and not 1 <= quantity <= (line.received if line and line.received else quantity):
        raise Refused("No more can be claimed than was received.")
    left = claimable(session, order)
    if not 0 < amount <= left:
        raise Refused(
            "At most %(amount)s đồng can be claimed: what was received, less other claims.",
            amount=f"{left:,}".replace(",", "."),
        )
    if _count(session, order.id) >= MOST_CLAIMS:
        raise Refused("At most %(limit)s claims about one order, please.", limit=MOST_CLAIMS)
    claim = GoodsClaim(
        purchase_order_id=order.id,
        delivery_line_id=line_id,
        user_id=user_id,
        kind=kind,
        quantity=quantity,
        amount=amount,
        reasons=_words(reasons, "Please write what is wrong: the producer reads it."),
        opened_at=now,
    )
    session.add(claim)
    session.flush()
    claim.note("goods_claim.opened", number=order.number, amount=amount)
    return claim


def _line(session: Session, order: PurchaseOrder, line_id: int | None) -> DeliveryLine | None:
    received = Delivery.purchase_order_id == order.id, Delivery.state == DeliveryState.RECEIVED
    query = select(DeliveryLine).join(DeliveryLine.delivery).where(*received)
    if line_id is not None:
        query = query.where(DeliveryLine.id == line_id)
    line = session.scalars(query.limit(1)).first()
    if line is None:
        raise Refused("Claims are about goods that were received: please write down first what came.")
    return line if line_id is not None else None


def _count(session: Session, order_id: int) -> int:
    query = select(func.count()).select_from(GoodsClaim).where(GoodsClaim.purchase_order_id == order_id)
    return session.scalar(query) or 0


def _words(text: str, needed: str) -> str:
    words = clean(text)
    if not words:
        raise Refused(needed)
    if len(words) > LONGEST_WORDS:
        raise Refused("Please write at most %(limit)s characters.", limit=LONGEST_WORDS)
    return words


def answer(session: Session, claim: GoodsClaim, seen: int, agrees: bool, words: str, now: datetime) -> None:
    """The producer agrees to the whole amount, or declines and says why. Raises Refused."""
    order, claim = _lock(session, claim, seen, C.OPEN)
    claim.answer = (
        clean(words)[:LONGEST_WORDS]
        if agrees
        else _words(words, "Please write why: the other side reads it.")
    )
    if agrees:
        _grant(session, order, claim, claim.amount, now)
    else:
        _step(claim, C.DECLINED)
        claim.decided_at = now
        claim.note("goods_claim.declined", reason=claim.answer)
        _settle(session, order, now)


def refer(session: Session, claim: GoodsClaim, seen: int, now: datetime) -> None:
    """The retailer asks an officer, once. Raises Refused."""
    check_dealing(session, retailer_of(session, claim.purchase_order_id))
    _order, claim = _lock(session, claim, seen, C.DECLINED)
    if claim.ruled:
        raise Refused("An officer has ruled on this claim: it stays at that.")
    if claim.decided_at is None or now - claim.decided_at > REFER_WITHIN:
        raise Refused("An officer is asked within %(days)s days of the answer.", days=REFER_WITHIN.days)
    _step(claim, C.REFERRED)
    claim.note("goods_claim.referred")


def withdraw(session: Session, claim: GoodsClaim, seen: int, now: datetime) -> None:
    order, claim = _lock(session, claim, seen, C.OPEN, C.DECLINED, C.REFERRED)
    if claim.ruled:
        raise Refused("An officer has ruled on this claim: it stays at that.")
    _step(claim, C.WITHDRAWN)
    claim.decided_at = now
    claim.note("goods_claim.withdrawn")
    _settle(session, order, now)


def rule(session: Session, claim: GoodsClaim, seen: int, granted: int, words: str, now: datetime) -> None:
    """An officer grants so many dong, 0 for none, and says why to both. Raises Refused."""
    order, claim = _lock(session, claim, seen, C.REFERRED)
    if not 0 <= granted <= claim.amount:
        raise Refused("At most what was claimed can be granted.")
    words = _words(words, "Please write why: both sides read it.")
    claim.answer, claim.ruled = words, True
    if granted:
        _grant(session, order, claim, granted, now)
    else:
        _step(claim, C.DECLINED)
        claim.decided_at = now
        claim.note("goods_claim.ruled_against", reason=claim.answer)
        _settle(session, order, now)


def _lock(
    session: Session, claim: GoodsClaim, seen: int, *states: ClaimState
) -> tuple[PurchaseOrder, GoodsClaim]:
    order = lock_order(session, claim.purchase_order_id)
    claim = session.get_one(GoodsClaim, claim.id, with_for_update=True, populate_existing=True)
    if claim.revision != seen or claim.state not in states:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    return order, claim


def _step(claim: GoodsClaim, to: ClaimState) -> None:
    claim.revision += 1
    claim.move(to)


def _grant(session: Session, order: PurchaseOrder, claim: GoodsClaim, granted: int, now: datetime) -> None:
    claim.granted, claim.decided_at = granted, now
    _step(claim, C.ACCEPTED)
    claim.note("goods_claim.accepted", amount=granted)
    session.flush()
    invoice = invoice_of(session, order.id)
    if invoice is None:
        return
    found = payments_of(session, [invoice.id]).get(invoice.id)
    payment = lock_payment(session, found.id) if found else None
    invoice.credited += granted
    book_credit(session, order, claim, now)
    take_credit(session, order, invoice, payment, now)


def _settle(session: Session, order: PurchaseOrder, now: datetime) -> None:
    """The last open claim is decided: what was paid meanwhile may be settled."""
    session.flush()
    if invoice := invoice_of(session, order.id):
        settle(session, order, invoice, payments_of(session, [invoice.id]).get(invoice.id), now)
