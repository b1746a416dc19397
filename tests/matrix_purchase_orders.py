"""Purchase orders for tests/matrix_world.py, by the name in the addresses; who gets what of them; the forms about them."""

from types import SimpleNamespace

from sqlalchemy import delete
from sqlalchemy.orm import Session

from catalog.producers import Producer
from marketplace.accounts.retailers import Retailer
from marketplace.sourcing.approving import hand_in
from marketplace.sourcing.claims import answer, open_claim, refer
from marketplace.sourcing.goods import ClaimKind, Delivery
from marketplace.sourcing.purchase_orders import ApprovalRule, PurchaseOrder
from marketplace.sourcing.receiving import Came, receive
from tests import order_world as ow
from tests.world import NOW

RETAILER_ROWS = """
GET  /retailer/orders                             -            in   403  403  403  200
GET  /retailer/orders/new                         -            in   403  403  403  200
GET  /retailer/orders/new?producer={po_seller}    -            in   403  403  403  200
GET  /retailer/orders/new?quote=made-up           -            in   403  403  403  404
POST /retailer/orders?producer={po_seller}        po_new       in   403  403  403  303+
GET  /retailer/orders/{po_draft}                  -            in   403  403  403  200
GET  /retailer/orders/{po_other}                  -            in   403  403  403  404
GET  /retailer/orders/{po_draft}.pdf              -            in   403  403  403  200
GET  /retailer/orders/{po_draft}.xlsx             -            in   403  403  403  200
GET  /retailer/orders/{po_draft}.xml              -            in   403  403  403  200
GET  /retailer/orders/{po_other}.xml              -            in   403  403  403  404
GET  /retailer/orders/{po_draft}/draft            -            in   403  403  403  200
POST /retailer/orders/{po_draft}/draft            po_new       in   403  403  403  303+
POST /retailer/orders/{po_other}/draft            po_new       in   403  403  403  404
POST /retailer/orders/{po_draft}/submission       po_draft     in   403  403  403  303+
POST /retailer/orders/{po_other}/submission       po_draft     in   403  403  403  404
POST /retailer/orders/{po_draft}/overrides        po_paper     in   403  403  403  303+
POST /retailer/orders/{po_other}/overrides        po_paper     in   403  403  403  404
POST /retailer/orders/{po_draft}/removal          po_draft     in   403  403  403  303+
POST /retailer/orders/{po_other}/removal          po_draft     in   403  403  403  404
POST /retailer/orders/{po_issued}/cancellation    po_issued    in   403  403  403  303+
POST /retailer/orders/{po_other}/cancellation     po_other     in   403  403  403  404
GET  /retailer/approvals                          -            in   403  403  403  200
GET  /retailer/approvals/{po_waiting}             -            in   403  403  403  200
GET  /retailer/approvals/{po_other}               -            in   403  403  403  404
POST /retailer/approvals/{po_waiting}             po_approve   in   403  403  403  303+
POST /retailer/approvals/{po_other}               po_approve   in   403  403  403  404
GET  /retailer/deliveries                         -            in   403  403  403  200
GET  /retailer/deliveries/{po_note}               -            in   403  403  403  200
GET  /retailer/deliveries/{other_note}            -            in   403  403  403  404
POST /retailer/deliveries/{po_note}               po_came      in   403  403  403  303+
POST /retailer/deliveries/{other_note}            po_came      in   403  403  403  404
GET  /retailer/claims                             -            in   403  403  403  200
GET  /retailer/claims/new?order={po_invoiced}     -            in   403  403  403  200
GET  /retailer/claims/new?order={po_other}        -            in   403  403  403  404
POST /retailer/claims?order={po_invoiced}         po_claim     in   403  403  403  303+
POST /retailer/claims?order={po_other}            po_claim     in   403  403  403  404
GET  /retailer/claims/{claim_open}                -            in   403  403  403  200
GET  /retailer/claims/{claim_other}               -            in   403  403  403  404
POST /retailer/claims/{claim_declined}/referral   claim_declined in 403  403  403  303+
POST /retailer/claims/{claim_other}/referral      claim_declined in 403  403  403  404
POST /retailer/claims/{claim_open}/withdrawal     claim_open   in   403  403  403  303+
POST /retailer/claims/{claim_other}/withdrawal    claim_open   in   403  403  403  404
GET  /retailer/statements                         -            in   403  403  403  200
GET  /retailer/statements/{po_seller}/2026-11?retailer={po_buyer}     -            in   403  403  403  200
GET  /retailer/statements/{po_seller}/2026-11.pdf?retailer={po_buyer} -            in   403  403  403  200
GET  /retailer/statements/{po_seller}/2026-11.xlsx?retailer={po_buyer} -           in   403  403  403  200
GET  /retailer/statements/{po_seller}/2026-11.xml?retailer={po_buyer} -           in   403  403  403  200
GET  /retailer/statements/{po_other_seller}/2026-11 -          in   403  403  403  404
GET  /retailer/invoices/{po_invoiced}             -            in   403  403  403  200
GET  /retailer/invoices/{po_other}                -            in   403  403  403  404
GET  /retailer/invoices/{po_invoiced}.pdf         -            in   403  403  403  200
GET  /retailer/invoices/{po_invoiced}.xml         -            in   403  403  403  200
GET  /retailer/invoices/{po_other}.pdf            -            in   403  403  403  404
"""
SELLER_ROWS = """
GET  /producer/purchase-orders                    -            in   403  200  403  200
GET  /producer/purchase-orders/{po_issued}        -            in   403  404  403  200
# What is drafted or waits for an approval no producer sees.
GET  /producer/purchase-orders/{po_draft}         -            in   403  404  403  404
GET  /producer/purchase-orders/{po_waiting}       -            in   403  404  403  404
GET  /producer/purchase-orders/{po_issued}.pdf    -            in   403  404  403  200
GET  /producer/purchase-orders/{po_issued}.xlsx   -            in   403  404  403  200
GET  /producer/purchase-orders/{po_issued}.xml    -            in   403  404  403  200
POST /producer/purchase-orders/{po_issued}/acknowledgement po_issued in 403 404 403 303+
POST /producer/purchase-orders/{po_issued}/refusal po_issued   in   403  404  403  303+
POST /producer/purchase-orders/{po_sent}/cancellation po_sent  in   403  404  403  422
POST /producer/purchase-orders/{po_ready}/cancellation po_ready in  403  404  403  303+
POST /producer/purchase-orders/{po_ready}/deliveries po_ready  in   403  404  403  303+
POST /producer/purchase-orders/{po_part}/completion po_part    in   403  404  403  303+
POST /producer/purchase-orders/{po_rejected}/closure po_rejected in 403  404  403  303+
POST /producer/purchase-orders/{po_delivered}/invoice po_delivered in 403 404 403 303+
POST /producer/purchase-orders/{po_invoiced}/receipt po_invoiced in 403  404  403  303+
POST /producer/purchase-orders/{po_invoiced}/payout po_invoiced in  403  404  403  303
GET  /producer/purchase-orders/{po_invoiced}/invoice.pdf -     in   403  404  403  200
GET  /producer/purchase-orders/{po_invoiced}/invoice.xml -     in   403  404  403  200
GET  /producer/deliveries/{po_note}.pdf           -            in   403  404  403  200
GET  /producer/goods-claims                       -            in   403  200  403  200
GET  /producer/goods-claims/{claim_open}          -            in   403  404  403  200
POST /producer/goods-claims/{claim_open}/answer   claim_open   in   403  404  403  303+
GET  /producer/buyers                             -            in   403  200  403  200
GET  /producer/buyers/{po_buyer}/2026-11          -            in   403  404  403  200
GET  /producer/buyers/{po_buyer}/2026-11.pdf      -            in   403  404  403  200
GET  /producer/buyers/{po_buyer}/2026-11.xlsx     -            in   403  404  403  200
GET  /producer/buyers/{po_buyer}/2026-11.xml     -            in   403  404  403  200
"""
OFFICER_ROWS = """
GET  /office/goods-claims                         -            in   403  403  200  200
GET  /office/goods-claims/{claim_referred}        -            in   403  403  200  404
GET  /office/goods-claims/{claim_open}            -            in   403  403  404  404
POST /office/goods-claims/{claim_referred}/ruling claim_referred in 403 403  303+ 404
"""


def purchases(session: Session, producer: Producer, retailer: Retailer) -> dict[str, str | int]:
    """Orders of the retailer at the producer in every state, and one of others."""
    of = ow.market(session, producer=producer, retailer=retailer, account=False)
    other = ow.market(session)
    invoiced = ow.delivered(session, of, 50)
    ow.invoiced(session, invoiced)
    rejected = ow.delivered(session, of, 50, rejected=50)
    sent, part = (ow.acknowledged(session, of, 50) for _ in range(2))
    note = ow.sent(session, sent)
    ow.received(session, of, ow.sent(session, part, 20))
    orders = {
        "po_draft": ow.drafted(session, of, 50),
        "po_waiting": _waiting(session, of),
        "po_issued": ow.issued(session, of, 50),
        "po_ready": ow.acknowledged(session, of, 50),
        "po_part": part,
        "po_sent": sent,
        "po_delivered": ow.delivered(session, of, 50),
        "po_rejected": rejected,
        "po_invoiced": invoiced,
    }
    foreign = ow.acknowledged(session, other, 50)
    foreign_note = _came(session, other, ow.sent(session, foreign, 20))
    claims = {
        "claim_open": (of, invoiced, 0),
        "claim_declined": (of, invoiced, 1),
        "claim_referred": (of, invoiced, 2),
        "claim_other": (other, foreign, 1),
    }
    session.flush()
    revisions = {f"seen_{name}": ow.anew(session, one).revision for name, one in orders.items()}
    (line,) = ow.anew(session, orders["po_ready"]).lines
    session.refresh(note, ["lines"])
    return {
        **{name: one.code for name, one in orders.items()},
        **revisions,
        "po_other": foreign.code,
        "po_note": note.code,
        "other_note": foreign_note.code,
        "po_note_line": note.lines[0].id,
        "po_ready_line": line.id,
        "po_seller": producer.slug,
        "po_other_seller": other.producer.slug,
        "po_buyer": retailer.code,
        "po_variant": of.variants[0].id,
        "po_store": of.store.id,
        **{name: _claim(session, *facts) for name, facts in claims.items()},
    }


def _waiting(session: Session, of: SimpleNamespace) -> PurchaseOrder:
    session.add(ApprovalRule(retailer_id=of.retailer.id, from_amount=0, approvals=1))
    order = ow.drafted(session, of, 50)
    assert not hand_in(session, order, 1, of.buyer.id, NOW)
    # What is handed in after this needs nobody.
    session.execute(delete(ApprovalRule).where(ApprovalRule.retailer_id == of.retailer.id))
    session.add(ApprovalRule(retailer_id=of.retailer.id, from_amount=10**12, approvals=1))
    return order


def _came(session: Session, of: SimpleNamespace, note: Delivery) -> Delivery:
    session.refresh(note, ["lines"])
    receive(session, note, of.receiver.id, {line.id: Came(line.sent) for line in note.lines}, None, "", NOW)
    return note


def _claim(session: Session, of: SimpleNamespace, order: PurchaseOrder, steps: int) -> str:
    claim = open_claim(session, order, of.buyer.id, ClaimKind.QUALITY, 1000, "Ẩm mốc", NOW)
    if steps:
        answer(session, claim, 1, False, "Hàng tốt", NOW)
    if steps > 1:
        refer(session, claim, 2, NOW)
    return claim.code


def purchase_forms(of: SimpleNamespace) -> dict[str, dict]:
    """What is sent about them, good for the order or the claim whose name they have."""
    reason = {"reason": "Mất mùa"}
    seen = {
        name: {"seen": getattr(of, f"seen_{name}")} | reason
        for name in ("po_draft", "po_issued", "po_ready", "po_part", "po_sent", "po_rejected", "po_invoiced")
    }
    return seen | {
        "po_other": seen["po_issued"],
        "po_paper": seen["po_draft"] | {"kind": "food_safety"},
        "po_new": {
            "seen": of.seen_po_draft,
            "number": "PO-MỚI",
            "store": of.po_store,
            "deliver_from": "01/12/2026",
            "deliver_until": "05/12/2026",
            f"quantity_{of.po_variant}": "50",
        },
        "po_approve": {"seen": of.seen_po_waiting, "decision": "approve"},
        "po_ready": seen["po_ready"] | {f"sent_{of.po_ready_line}": "20"},
        "po_delivered": {"seen": of.seen_po_delivered, "number": "HD-MỚI", "issued_on": "21/11/2026"},
        "po_came": {f"received_{of.po_note_line}": "50", "temperature": "4,5"},
        "po_claim": {"line": "", "kind": "quality", "amount": "5000", "reasons": "Ẩm mốc"},
        "claim_open": {"seen": 1, "decision": "accept"},
        "claim_declined": {"seen": 2},
        "claim_referred": {"seen": 3, "granted": "500", "words": "Một phần"},
    }
