"""Booths and applications for tests/matrix_world.py, by the name in the addresses, and the forms about them."""

from datetime import date
from io import BytesIO
from types import SimpleNamespace

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers import Producer
from catalog.products import Product, ProductState
from marketplace.accounts.organisers import Organiser
from marketplace.fairs.application_steps import withdraw
from marketplace.fairs.applications import Application
from marketplace.fairs.booths import FeatureKind
from marketplace.fairs.decisions import FairDecision, decide
from marketplace.fairs.fairs import Fair
from marketplace.fairs.planning import add_feature
from marketplace.fairs.plans import Rect
from marketplace.payments.payments import Payment, PaymentMethod
from marketplace.payments.refunds import Refund
from tests import booth_world, world
from tests.world import NOW


def booths(session: Session, fair: Fair, other_fair: Fair, seller: Producer) -> dict[str, int | str]:
    """Of both fairs a type and a booth; of the first one a type without any, and a stage."""
    type, other_type = booth_world.booth_type(session, fair), booth_world.booth_type(session, other_fair)
    spare = booth_world.booth_type(session, fair, name="Lều")
    booth, _, elsewhere = booth_world.booths(session, fair, type, 3)
    (other_booth,) = booth_world.booths(session, other_fair, other_type, 1)
    mine = select(Product.id).where(Product.producer_id == seller.id, Product.state == ProductState.PUBLISHED)
    placed = booth_world.application(session, fair, type, by=seller)
    booth_world.accept(session, fair, placed, booth_id=elsewhere.id - 1)
    due = booth_world.payment(session, placed)
    return {
        "booth": booth.id,
        "elsewhere": elsewhere.id,
        "other_booth": other_booth.id,
        "booth_type": type.id,
        "spare_type": spare.id,
        "other_type": other_type.id,
        "feature": add_feature(session, fair, FeatureKind.STAGE, "", Rect(0, 20, 9, 6)).id,
        "placed": placed.code,
        "product_id": session.scalars(mine.order_by(Product.id).limit(1)).one(),
        "asked_for": booth_world.application(session, fair, type).code,
        "foreign": booth_world.application(session, other_fair, other_type).code,
        "booth_due": due.code,
        "booth_account": "0123456789",
        **_elsewhere(session, fair.organiser_id, seller),
    }


def _elsewhere(session: Session, organiser_id: int, seller: Producer) -> dict[str, int | str]:
    """Fairs of the same organiser at which the seller's application has come to other points."""
    organiser = session.get_one(Organiser, organiser_id)
    returned = _applied(session, world.fair(session, organiser), seller)
    decide(
        session,
        session.get_one(Fair, returned.fair_id),
        returned,
        FairDecision.RETURN,
        "Thiếu",
        returned.revision,
        NOW,
    )
    unpaid, by_card = (_accepted(session, world.fair(session, organiser), seller) for _ in range(2))
    booth_world.account(session, session.get_one(Fair, unpaid.fair_id))
    card = booth_world.payment(session, by_card, PaymentMethod.CARD)
    card.provider_id, card.tries = "cs_1", 1
    running = world.fair(session, organiser)
    exhibits, gone = (_accepted(session, running, world.producer(session)) for _ in range(2))
    for one in (exhibits, gone):
        booth_world.pay(session, booth_world.payment(session, one))
    running.applications_until, running.starts_on = date(2026, 11, 20), date(2026, 11, 20)
    withdraw(session, running, booth_world.ready(session, gone), NOW)
    return {
        "returned_one": returned.code,
        "returned_type": returned.booth_type_id,
        "unpaid": unpaid.code,
        "by_card": by_card.code,
        "running": running.slug,
        "exhibits": exhibits.code,
        "gone": gone.code,
        "booth_refund": _surplus(session, running).id,
    }


def _applied(session: Session, fair: Fair, by: Producer) -> Application:
    type = booth_world.booth_type(session, fair)
    booth_world.booths(session, fair, type, 1)
    return booth_world.application(session, fair, type, by=by)


def _accepted(session: Session, fair: Fair, by: Producer) -> Application:
    known = session.scalar(select(Application.booth_type_id).where(Application.fair_id == fair.id).limit(1))
    made = _applied(session, fair, by) if known is None else None
    if made is None:
        type = booth_world.booth_type(session, fair, name="Lều")
        booth_world.booths(session, fair, type, 1, "B1", y=6)
        made = booth_world.application(session, fair, type, by=by)
    booth_world.accept(session, fair, made)
    return made


def _surplus(session: Session, fair: Fair) -> Refund:
    """Money that came twice for a booth of this fair."""
    paid = session.scalars(
        select(Payment).where(Payment.reference.startswith("booth:")).order_by(Payment.id.desc())
    ).first()
    booth_world.pay(session, paid, amount=1000)
    return session.scalars(select(Refund).where(Refund.payment_id == paid.id)).one()


def booth_forms(of: SimpleNamespace) -> dict[str, dict]:
    """What is sent about them."""
    facts = booth_world.facts_of_type(name="Gian khác")
    facts.pop("has_water")
    statement = "Ngày,Ghi có,Nội dung\n21/11/2026,1000,khong co ma\n".encode()
    return {
        "booth_type": {name: str(value) for name, value in facts.items()},
        "booth_row": {
            "type": of.booth_type,
            "first": "C1",
            "count": "2",
            "x": "30",
            "y": "30",
            "direction": "right",
        },
        "feature": {"kind": "toilets", "label": "", "x": "50", "y": "30", "width": "3", "height": "3"},
        "booth_place": {"x": "40", "y": "20"},
        "decline": {"decision": "decline", "reasons": "Hết chỗ", "seen": "1", "booth": ""},
        "elsewhere": {"booth": of.elsewhere},
        "reasons": {"reasons": "Thôi"},
        "booth_statement": {"file": (BytesIO(statement), "a.csv")},
        "booth_lines": {"lines": f'[[1, 5000000, "{of.booth_due}", "bank:{of.booth_account}:ab"]]'},
        "wishes": {"producer": of.seller, "booth": 1, "products": [of.variant]},
        "wishes_there": {"producer": of.seller, "booth": of.other_type, "products": [of.product_id]},
        "mended": {"booth": of.returned_type, "products": [of.product_id]},
        "by_transfer": {"method": "vietqr"},
    }
