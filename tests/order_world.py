"""Makes what tests of purchase orders talk about: a retailer with its people, a producer with packs, orders in every state."""

from datetime import date, timedelta
from types import SimpleNamespace

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers import Producer
from catalog.wholesale import PriceTier, WholesaleTerms
from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import RetailerRole
from marketplace.accounts.retailers import Retailer
from marketplace.payments.bank_accounts import add_account
from marketplace.payments.payments import Payment
from marketplace.sourcing.approving import hand_in
from marketplace.sourcing.deliveries import Way, send
from marketplace.sourcing.drafting import OrderFacts, draft
from marketplace.sourcing.goods import Delivery, Invoice
from marketplace.sourcing.invoice_money import arrived
from marketplace.sourcing.invoices import issue_invoice, payments_of
from marketplace.sourcing.order_rows import lock_order
from marketplace.sourcing.order_source import award_source
from marketplace.sourcing.order_sources import of_catalogue
from marketplace.sourcing.order_steps import acknowledge
from marketplace.sourcing.purchase_orders import PurchaseOrder
from marketplace.sourcing.quotes import Award, AwardLine, Quote, QuoteLine, QuoteState, QuoteVersion
from marketplace.sourcing.receiving import Came, receive
from marketplace.sourcing.requests import RequestLine, RequestState, SourcingRequest
from tests import people, world
from tests.world import NOW, TODAY

PRICE, TIER, TIER_FROM = 50_000, 40_000, 100
_serial = iter(range(1, 10**6))


def market(
    session: Session,
    *,
    stock: int = 1000,
    variants: int = 1,
    account: bool = True,
    retailer: Retailer | None = None,
    producer: Producer | None = None,
) -> SimpleNamespace:
    """A retailer with somebody in each role and a store; a producer of one product, with a bank account to pay to."""
    n = next(_serial)
    known, retailer = retailer, retailer or world.retailer(session)
    producer = producer or world.producer(session)
    product = world.product(session, by=producer, prices=(PRICE,) * variants, stock=stock)
    for variant in product.variants:
        session.add_all(
            [
                WholesaleTerms(variant_id=variant.id, minimum=10, case_pack=5, lead_days=2),
                PriceTier(variant_id=variant.id, quantity_from=TIER_FROM, price=TIER),
            ]
        )
    if account:
        add_account(session, producer, "970436", f"190212{n:07}", "HTX Thử", NOW)
    # A retailer of somebody else's keeps the managers it has.
    joining = [role for role in RetailerRole if known is None or role != RetailerRole.MANAGER]
    roles = {role: people.user(session, f"{role}{n}@vidu.vn", f"{role} {n}") for role in RetailerRole}
    for role in joining:
        add_person(session, roles[role], retailer, NOW, role)
    session.flush()
    return SimpleNamespace(
        retailer=retailer,
        producer=producer,
        product=product,
        variants=product.variants,
        store=world.store(session, retailer),
        **{role.value: user for role, user in roles.items()},
    )


def facts(of: SimpleNamespace, **changes) -> OrderFacts:
    return OrderFacts(
        **{
            "number": f"PO-{next(_serial)}",
            "store_id": of.store.id,
            "deliver_from": TODAY + timedelta(days=5),
            "deliver_until": TODAY + timedelta(days=10),
        }
        | changes
    )


def drafted(
    session: Session, of: SimpleNamespace, *quantities: int, by=None, now=NOW, **changes
) -> PurchaseOrder:
    """At catalogue prices; so many packs of each variant."""
    source = of_catalogue(session, of.retailer.id, of.producer.id)
    wanted = dict(zip([one.id for one in of.variants], quantities or (50,), strict=False))
    user = by or of.buyer
    return draft(session, of.retailer.id, user.id, facts(of, **changes), source, wanted, now)


def issued(session: Session, of: SimpleNamespace, *quantities: int, now=NOW, **changes) -> PurchaseOrder:
    order = drafted(session, of, *quantities, now=now, **changes)
    assert hand_in(session, order, order.revision, order.user_id, now)
    return anew(session, order)


def acknowledged(
    session: Session, of: SimpleNamespace, *quantities: int, now=NOW, **changes
) -> PurchaseOrder:
    order = issued(session, of, *quantities, now=now, **changes)
    acknowledge(session, order, order.revision, now)
    return anew(session, order)


def sent(session: Session, order: PurchaseOrder, *units: int, now=NOW) -> Delivery:
    """A delivery note of so many units of each line; of everything where none are said."""
    order = anew(session, order)
    wanted = units or [line.quantity for line in order.lines]
    by_line = {line.id: many for line, many in zip(order.lines, wanted, strict=True)}
    return send(session, order, order.revision, by_line, Way(), now)


def received(
    session: Session, of: SimpleNamespace, delivery: Delivery, short: int = 0, rejected: int = 0, now=NOW
) -> PurchaseOrder:
    """Of the first line so many units are missing and so many go back."""
    session.refresh(delivery, ["lines"])
    came = {
        line.id: Came(line.sent - (0 if at else short), 0 if at else rejected)
        for at, line in enumerate(delivery.lines)
    }
    receive(session, delivery, of.receiver.id, came, 40, "", now)
    return lock_order(session, delivery.purchase_order_id)


def delivered(
    session: Session, of: SimpleNamespace, *quantities: int, short=0, rejected=0, now=NOW, **changes
):
    order = acknowledged(session, of, *quantities, now=now, **changes)
    return received(session, of, sent(session, order, now=now), short, rejected, now)


def invoiced(session: Session, order: PurchaseOrder, day: date = TODAY, now=NOW) -> Invoice:
    order = anew(session, order)
    return issue_invoice(session, order, order.revision, f"HD-{next(_serial)}", day, now)


def payment_of(session: Session, invoice: Invoice) -> Payment:
    session.flush()
    return payments_of(session, [invoice.id])[invoice.id]


def pay(session: Session, invoice: Invoice, amount: int | None = None, now=NOW) -> bool:
    payment = payment_of(session, invoice)
    return arrived(session, payment.id, amount or payment.missing, f"bank:1:{next(_serial)}", now)


def anew(session: Session, order: PurchaseOrder) -> PurchaseOrder:
    """As it is now, with its lines."""
    return lock_order(session, order.id)


def award(
    session: Session, of: SimpleNamespace, quantity: int = 200, price: int = 30_000, minimum: int = 20, **line
) -> Award:
    """An accepted quote of one line: packs at another price than the catalogue's, with 8 % of tax."""
    request = SourcingRequest(
        retailer_id=of.retailer.id,
        user_id=of.buyer.id,
        state=RequestState.AWARDED,
        title="Chè cho Tết",
        closes_at=NOW,
        published_at=NOW - timedelta(days=9),
        created_at=NOW - timedelta(days=9),
        lines=[
            RequestLine(position=1, product_id=of.product.id, unit="pack", quantity_from=1, quantity_to=10**6)
        ],
    )
    session.add(request)
    session.flush()
    quote = Quote(
        request_id=request.id,
        producer_id=of.producer.id,
        state=QuoteState.ACCEPTED,
        created_at=NOW,
        decided_at=NOW,
    )
    session.add(quote)
    session.flush()
    said = {"unit": "pack", "quantity": quantity, "minimum": minimum, "price": price, "vat_percent": 8} | line
    version = QuoteVersion(
        quote_id=quote.id,
        number=1,
        by="producer",
        user_id=of.buyer.id,
        valid_until=TODAY,
        made_at=NOW,
        discount_bp=250,
        payment_days=15,
        lead_days=1,
        lines=[QuoteLine(request_line_id=request.lines[0].id, variant_id=of.variants[0].id, **said)],
    )
    session.add(version)
    session.flush()
    made = Award(quote_id=quote.id, version_number=1, user_id=of.manager.id, awarded_at=NOW)
    made.lines = [AwardLine(quote_line_id=version.lines[0].id, quantity=quantity)]
    session.add(made)
    session.flush()
    return made


def from_award(session: Session, of: SimpleNamespace, made: Award, quantity: int, now=NOW) -> PurchaseOrder:
    wanted = {
        line.id: quantity for line in session.scalars(select(AwardLine).where(AwardLine.award_id == made.id))
    }
    return draft(session, of.retailer.id, of.buyer.id, facts(of), award_source(session, made.id), wanted, now)
