"""Retailers for the matrix: rows of its tables, the things in their addresses, and the forms about them.

The rightful person is a manager of “Siêu thị Kín”; {other_…} is another retailer's.
"""

import io
from pathlib import Path
from types import SimpleNamespace

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.document_files import store_document
from catalog.producers import Producer
from marketplace.accounts.company_changes import ask_change
from marketplace.accounts.company_joining import AboutRetailer, begin, file_registration, hand_in
from marketplace.accounts.company_people import add_person, invite_person
from marketplace.accounts.memberships import RetailerRole
from marketplace.accounts.retailers import Retailer, RetailerKind
from marketplace.accounts.users import User
from marketplace.sourcing.messaging import find_thread, write_message
from marketplace.sourcing.purchase_orders import PurchaseOrder
from marketplace.sourcing.quotes import Side
from tests import hostile_pdfs, people, world
from tests.world import NOW, TODAY

ROWS = """
GET  /retailer                                    -            in   403  403  403  200
GET  /retailer/join                               -            in   200  200  200  200
GET  /retailer/join/new                           -            in   200  200  200  200
POST /retailer/join                               retailer     in   303+ 303+ 303+ 303+
GET  /retailer/join/{retailer_begun_id}              -            in   404  404  404  200
GET  /retailer/join/{retailer_begun_id}/edit         -            in   404  404  404  200
POST /retailer/join/{retailer_begun_id}/edit         retailer     in   404  404  404  303+
GET  /retailer/join/{retailer_begun_id}/registration -            in   404  404  404  200
POST /retailer/join/{retailer_begun_id}/registration registration in   404  404  404  303+
POST /retailer/join/{retailer_begun_id}/submission   -            in   404  404  404  303+
POST /retailer/join/{retailer_begun_id}/withdrawal   -            in   404  404  404  303+
POST /retailer/join/{retailer_waiting_id}/return     -            in   404  404  404  303+
GET  /retailer/join/{other_retailer_id}              -            in   404  404  404  404
GET  /retailer/join/{other_retailer_id}/registration -            in   404  404  404  404
POST /retailer/join/{other_retailer_id}/withdrawal   -            in   404  404  404  404
GET  /retailer/contact                            -            in   403  403  403  200
GET  /retailer/contact?retailer={other_retailer}  -            in   403  403  403  404
POST /retailer/contact?retailer={retailer}        retailer_contact in 403 403  403  303+
POST /retailer/contact?retailer={other_retailer}  retailer_contact in 403 403  403  404
POST /retailer/contact/changes?retailer={retailer} renaming    in   403  403  403  303+
POST /retailer/contact/changes?retailer={other_retailer} renaming in 403  403  403  404
POST /retailer/contact/changes/withdrawal?retailer={retailer} - in 403  403  403  422
POST /retailer/contact/changes/withdrawal?retailer={other_retailer} - in  403 403 403  404
GET  /retailer/people                             -            in   403  403  403  200
GET  /retailer/people?retailer={other_retailer}   -            in   403  403  403  404
POST /retailer/people?retailer={retailer}         purchaser    in   403  403  403  303+
POST /retailer/people?retailer={other_retailer}   purchaser    in   403  403  403  404
GET  /retailer/people/{colleague_id}?retailer={retailer} -     in   403  403  403  200
POST /retailer/people/{colleague_id}?retailer={retailer} receiver in 403 403 403  303+
GET  /retailer/people/{stranger_id}?retailer={retailer} -      in   403  403  403  404
POST /retailer/people/{stranger_id}?retailer={retailer} receiver in 403  403  403 404
POST /retailer/people/{colleague_id}/removal?retailer={retailer} - in 403 403 403 303+
POST /retailer/people/{stranger_id}/removal?retailer={retailer} - in 403 403  403 422
POST /retailer/invitations/{invited_id}/removal?retailer={retailer} - in 403 403 403 303+
GET  /retailer/messages/order/{written_order}?producer={seller} - in 403  403  403 200
GET  /retailer/messages/order/{foreign_order}?producer={seller} - in 403  403  403 404
POST /retailer/messages/order/{written_order}?producer={seller} message in 403 403 403 303+
POST /retailer/messages/order/{foreign_order}?producer={seller} message in 403 403 403 404
POST /retailer/messages/order/{written_order}/contacts?producer={seller} - in 403 403 403 303+
POST /retailer/messages/order/{foreign_order}/contacts?producer={seller} - in 403 403 403 404
GET  /retailer/messages/files/{message_id}/{sent_paper} -      in   403  403  403  200
GET  /retailer/messages/files/{other_message_id}/{sent_paper} - in  403  403  403  404
POST /retailer/membership/removal?retailer={retailer} -        in   403  403  403  303
GET  /retailer/spending                           -            in   403  403  403  200
GET  /retailer/spending?retailer={other_retailer} -            in   403  403  403  404
POST /retailer/spending/rules?retailer={retailer} spending_rules in 403  403  403 303+
POST /retailer/spending/rules?retailer={other_retailer} spending_rules in 403 403 403 404
POST /retailer/spending/limits?retailer={retailer} spending_limits in 403 403 403 303+
POST /retailer/spending/limits?retailer={other_retailer} spending_limits in 403 403 403 404
GET  /retailer/stores                             -            in   403  403  403  200
GET  /retailer/stores?retailer={other_retailer}   -            in   403  403  403  404
GET  /retailer/stores/new                         -            in   403  403  403  200
POST /retailer/stores?retailer={retailer}         store        in   403  403  403  303+
POST /retailer/stores?retailer={other_retailer}   store        in   403  403  403  404
GET  /retailer/stores/{store_id}?retailer={retailer} -         in   403  403  403  200
GET  /retailer/stores/{other_store_id}?retailer={retailer} -   in   403  403  403  404
POST /retailer/stores/{store_id}?retailer={retailer} store     in   403  403  403  303+
POST /retailer/stores/{other_store_id}?retailer={retailer} store in 403  403  403  404
POST /retailer/stores/{store_id}/closing?retailer={retailer} - in   403  403  403  303+
POST /retailer/stores/{other_store_id}/closing?retailer={retailer} - in 403 403 403 404
POST /retailer/stores/{closed_store_id}/opening?retailer={retailer} - in 403 403 403 303+
POST /retailer/stores/{other_store_id}/opening?retailer={retailer} - in 403 403 403 404
"""
# What the other roles with “Siêu thị Kín” get: who buys, who approves, who receives goods, who checks quality.
_BY_ROLE = """
GET  /retailer                                    -               200  200  200  200
GET  /retailer/join                               -               200  200  200  200
GET  /retailer/catalogue                          -               200  200  403  200
GET  /retailer/catalogue/{product}                -               200  200  403  200
GET  /retailer/requests                           -               200  403  403  403
POST /retailer/requests?retailer={retailer}       new_request     303+ 403  403  403
GET  /retailer/requests/{request_out}             -               200  403  403  403
POST /retailer/requests/{request_out}/end         request_end     303+ 403  403  403
POST /retailer/requests/{request_quoted}/comparison request_award 303+ 403  403  403
GET  /retailer/quotes/{quote_open}                -               200  403  403  403
POST /retailer/quotes/{quote_open}                quote_offer     303+ 403  403  403
GET  /retailer/samples                            -               200  403  403  200
POST /retailer/samples?retailer={retailer}        sample          303+ 403  403  303+
POST /retailer/samples/{sample_received}/scores   scores          303+ 403  403  303+
GET  /retailer/contracts                          -               200  200  403  403
POST /retailer/contracts/{contract_draft}/proposal of_draft       303+ 303+ 403  403
POST /retailer/contracts/{contract_signed}/end    of_signed       303+ 303+ 403  403
GET  /retailer/orders                             -               200  403  403  403
GET  /retailer/orders/{po_draft}.pdf              -               200  403  403  403
POST /retailer/orders?producer={po_seller}&retailer={retailer} po_new 303+ 403 403 403
POST /retailer/orders/{po_draft}/submission       po_draft        303+ 403  403  403
POST /retailer/orders/{po_issued}/cancellation    po_issued       303+ 403  403  403
GET  /retailer/approvals                          -               403  200  403  403
GET  /retailer/approvals/{po_waiting}             -               403  200  403  403
GET  /retailer/approvals/{po_other}               -               403  404  403  403
POST /retailer/approvals/{po_waiting}             po_approve      403  303+ 403  403
POST /retailer/approvals/{po_other}               po_approve      403  404  403  403
GET  /retailer/deliveries                         -               200  403  200  200
GET  /retailer/deliveries/{po_note}               -               200  403  200  200
GET  /retailer/deliveries/{other_note}            -               404  403  404  404
POST /retailer/deliveries/{po_note}               po_came         303+ 403  303+ 303+
GET  /retailer/claims                             -               200  403  200  200
POST /retailer/claims?order={po_invoiced}         po_claim        303+ 403  303+ 303+
POST /retailer/claims/{claim_open}/withdrawal     claim_open      303+ 403  303+ 303+
POST /retailer/claims/{claim_other}/withdrawal    claim_open      404  403  404  404
GET  /retailer/statements                         -               200  200  403  403
GET  /retailer/invoices/{po_invoiced}             -               200  200  403  403
GET  /retailer/invoices/{po_invoiced}.pdf         -               200  200  403  403
GET  /retailer/messages/order/{written_order}?producer={seller} - 200  200  200  200
POST /retailer/messages/order/{written_order}?producer={seller} message 303+ 303+ 303+ 303+
GET  /retailer/contact                            -               403  403  403  403
POST /retailer/contact?retailer={retailer}        retailer_contact 403 403  403  403
POST /retailer/contact/changes?retailer={retailer} renaming       403  403  403  403
GET  /retailer/people                             -               403  403  403  403
POST /retailer/people?retailer={retailer}         purchaser       403  403  403  403
POST /retailer/people/{colleague_id}/removal?retailer={retailer} - 403 403  403  403
GET  /retailer/spending                           -               403  403  403  403
POST /retailer/spending/rules?retailer={retailer} spending_rules  403  403  403  403
GET  /retailer/stores                             -               403  403  403  403
POST /retailer/stores?retailer={retailer}         store           403  403  403  403
POST /retailer/membership/removal?retailer={retailer} -           303+ 303+ 303+ 303+
"""
ROLES = {
    "who buys": RetailerRole.BUYER,
    "who approves": RetailerRole.APPROVER,
    "who receives goods": RetailerRole.RECEIVER,
    "who checks quality": RetailerRole.QUALITY,
}


def rows_of(role: str) -> str:
    """Those of the table above in which the person with this role is the rightful one."""
    found = []
    for line in _BY_ROLE.strip().splitlines():
        method, path, form, *answers = line.split()
        strangers = "in 200 200 200" if path == "/retailer/join" else "in 403 403 403"
        found.append(f"{method} {path} {form} {strangers} {answers[list(ROLES).index(role)]}\n")
    return "".join(found)


# The rightful person is the producer's.
SELLER_ROWS = """
GET  /producer/messages/order/{written_order}?producer={seller} - in 403  404  403 200
POST /producer/messages/order/{written_order}?producer={seller} message in 403 404 403 303+
POST /producer/messages/order/{written_order}/contacts?producer={seller} - in 403 404 403 303+
"""
OFFICE_ROWS = """
GET  /office/connections                          -            in   403  403  200  200
GET  /office/connections.xlsx                     -            in   403  403  200  200
GET  /office/connections.csv                      -            in   403  403  200  200
GET  /office/retailers                            -            in   403  403  200  200
GET  /office/retailers/{retailer_waiting_id}      -            in   403  403  200  404
GET  /office/retailers/{retailer_begun_id}        -            in   403  403  404  404
GET  /office/retailers/{retailer_waiting_id}/registration -    in   403  403  200  404
POST /office/retailers/{retailer_waiting_id}/decision retailer_ok in 403 403 303+ 404
GET  /office/retailers/changes/{change_id}        -            in   403  403  200  404
GET  /office/retailers/changes/{change_id}/paper  -            in   403  403  200  404
POST /office/retailers/changes/{change_id}/decision renamed    in   403  403  303+ 404
POST /office/retailers/{retailer_deals_id}/suspension words    in   403  403  303+ 404
POST /office/retailers/{retailer_halted_id}/reinstatement words in  403  403  303+ 404
"""
_SAID = {"commune_code": world.VAN_CHAN, "tax_code": "0100233488", "registration_number": "0100233488"} | {
    "street": "1 Trần Phú",
    "contact_name": "Hà",
    "phone": "+84912345678",
}


def retailers(session: Session, papers: Path) -> dict[str, str | int]:
    """The manager's, one that is begun and one that waits; another one's; people and stores of the first."""
    own = session.scalars(select(Retailer).where(Retailer.name == "Siêu thị Kín")).one()
    user = session.scalars(select(User).where(User.email == "sieuthi@vidu.vn")).one()
    begun, waiting = (
        begin(session, user, Retailer, AboutRetailer(RetailerKind.SHOP, f"Cửa hàng {n}", **_SAID), NOW)
        for n in (1, 2)
    )
    for one in (begun, waiting):
        file_registration(one, store_document(hostile_pdfs.paper(), papers).path)
    hand_in(waiting, NOW)
    other, deals, halted = (world.retailer(session, commune_code=world.VAN_CHAN) for _ in range(3))
    halted.suspend("Vì thế", NOW)
    colleague = people.user(session, "thumua@vidu.vn", "Người Thu Mua")
    add_person(session, colleague, own, NOW, RetailerRole.BUYER)
    stranger = people.user(session, "sieuthi2@vidu.vn", "Người Siêu Thị Khác")
    add_person(session, stranger, other, NOW)
    invited = invite_person(session, own, user, "moi3@vidu.vn", RetailerRole.BUYER, "vi", NOW)
    asking = world.retailer(session, commune_code=world.VAN_CHAN)
    paper = store_document(hostile_pdfs.paper("đổi tên"), papers).path
    change = ask_change(session, asking, user, "Siêu thị Mới", "0100233488", paper, NOW)
    return {
        "change_id": change.id,
        "change_at": change.revision,
        **_messages(session, own, other, user, papers),
        "retailer": own.code,
        "retailer_at": own.revision,
        "other_retailer": other.code,
        "other_retailer_id": other.id,
        "retailer_begun_id": begun.id,
        "retailer_waiting_id": waiting.id,
        "retailer_waiting_at": waiting.revision,
        "retailer_deals_id": deals.id,
        "retailer_halted_id": halted.id,
        "colleague_id": colleague.id,
        "stranger_id": stranger.id,
        "invited_id": invited.id,
        "store_id": world.store(session, own, code="KIN-1").id,
        "closed_store_id": world.store(session, own, code="KIN-2", closed_at=NOW).id,
        "other_store_id": world.store(session, other).id,
    }


def _messages(
    session: Session, own: Retailer, other: Retailer, user: User, papers: Path
) -> dict[str, str | int]:
    """A paper sent to each of the two about an order of theirs, by who sells."""
    seller = session.scalars(select(Producer).where(Producer.name == "Hợp tác xã seller")).one()
    stored = store_document(hostile_pdfs.paper("gửi kèm"), papers)
    paper = world.document(session, seller, file=stored.path)
    found = {"sent_paper": paper.code}
    for of, order_name, message_name in (
        (own, "written_order", "message_id"),
        (other, "foreign_order", "other_message_id"),
    ):
        made = PurchaseOrder(
            number="PO-KIN",
            retailer_id=of.id,
            producer_id=seller.id,
            store_id=world.store(session, of).id,
            user_id=user.id,
            state="issued",
            deliver_from=TODAY,
            deliver_until=TODAY,
            created_at=NOW,
            issued_at=NOW,
        )
        session.add(made)
        session.flush()
        thread = find_thread(session, "order", made.code, seller.id)
        # To the other one nothing was sent with its message.
        codes = [paper.code] if of is own else []
        found[order_name] = made.code
        found[message_name] = write_message(session, thread, Side.PRODUCER, user, "Chào", codes, NOW).id
    return found


def retailer_forms(of: SimpleNamespace) -> dict[str, dict]:
    """What is sent about them."""
    place = {"province": "15", "commune": world.VAN_CHAN, "street": "1 Trần Phú"}
    return {
        "retailer": {"kind": "shop", "name": "Cửa hàng Mới", "tax_code": "0100233488"}
        | {"registration_number": "0100233488", "contact_name": "Lan", "phone": "0912000111"}
        | place,
        "registration": {"file": (io.BytesIO(hostile_pdfs.paper("khác")), "dkkd.pdf")},
        "purchaser": {"contact": "moi@vidu.vn", "role": "buyer"},
        "receiver": {"role": "receiver", "store": str(of.store_id)},
        "store": {"code": "MOI", "name": "Kho mới"} | place,
        "message": {"text": "Bao giờ giao?"},
        # What matrix_purchase_orders.py has written there.
        "spending_rules": {f"approvals_{n}": "1" for n in range(3)} | {"was": f"{10**12}:1"},
        "spending_limits": {f"limit_{of.colleague_id}": "5000000"},
        "retailer_contact": {"contact_name": "Hà", "phone": "0912345678", "seen": of.retailer_at} | place,
        "renaming": {"name": "Siêu thị Mới", "tax_code": "0100233488"}
        | {"file": (io.BytesIO(hostile_pdfs.paper("mới")), "gp.pdf")},
        "renamed": {"decision": "approve", "seen": of.change_at},
        "retailer_ok": {"decision": "approve", "seen": of.retailer_waiting_at},
    }
