"""Requests and quotes for the matrix: rows of its tables, the things in their addresses, and the forms about them.

The retailer is “Siêu thị Kín”, the producer the seller's; {foreign_…} is of another retailer and another producer.
"""

from types import SimpleNamespace

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers import Producer
from marketplace.accounts.retailers import Retailer
from marketplace.accounts.users import User
from marketplace.sourcing.quote_steps import counter, offer_of, quote_for_steps
from marketplace.sourcing.request_steps import ask_question
from marketplace.sourcing.requests import Recipient
from tests import sourcing_world, world
from tests.world import NOW

RETAILER_ROWS = """
GET  /retailer/requests                           -            in   403  403  403  200
GET  /retailer/requests/new                       -            in   403  403  403  200
GET  /retailer/requests/new?retailer={other_retailer} -        in   403  403  403  404
POST /retailer/requests                           new_request  in   403  403  403  303+
POST /retailer/requests?retailer={other_retailer} new_request  in   403  403  403  404
GET  /retailer/requests/{request_draft}           -            in   403  403  403  200
GET  /retailer/requests/{request_out}             -            in   403  403  403  200
GET  /retailer/requests/{foreign_request}         -            in   403  403  403  404
GET  /retailer/requests/{request_draft}/steps/lines -          in   403  403  403  200
GET  /retailer/requests/{request_draft}/steps/delivery -       in   403  403  403  200
GET  /retailer/requests/{request_draft}/steps/conditions -     in   403  403  403  200
GET  /retailer/requests/{request_draft}/steps/producers -      in   403  403  403  200
GET  /retailer/requests/{foreign_request}/steps/need -         in   403  403  403  404
POST /retailer/requests/{request_draft}/steps/need request_need in  403  403  403  303+
POST /retailer/requests/{request_draft}/steps/lines request_lines in 403 403 403  303+
POST /retailer/requests/{request_draft}/steps/lines -          in   403  403  403  422
POST /retailer/requests/{foreign_request}/steps/need request_need in 403 403 403  404
GET  /retailer/requests/{request_draft}/producers?q=Kín -      in   403  403  403  200
GET  /retailer/requests/{foreign_request}/producers -          in   403  403  403  404
POST /retailer/requests/{request_draft}/producers request_ask  in   403  403  403  303+
POST /retailer/requests/{foreign_request}/producers request_ask in  403  403  403  404
POST /retailer/requests/{request_draft}/publication request_seen in 403  403  403  303+
POST /retailer/requests/{foreign_request}/publication request_seen in 403 403 403 404
POST /retailer/requests/{request_draft}/removal   request_seen in   403  403  403  303+
POST /retailer/requests/{foreign_request}/removal request_seen in   403  403  403  404
POST /retailer/requests/{request_out}/end         request_end  in   403  403  403  303+
POST /retailer/requests/{foreign_request}/end     request_end  in   403  403  403  404
POST /retailer/requests/{request_out}/closing     request_closing in  403  403  403  303+
POST /retailer/requests/{foreign_request}/closing request_closing in  403  403  403  404
POST /retailer/requests/{request_out}/questions/{request_question_id} request_answer in 403 403 403 303+
POST /retailer/requests/{request_sealed}/questions/{request_question_id} request_answer in 403 403 403 404
GET  /retailer/requests/{request_quoted}/comparison -          in   403  403  403  200
GET  /retailer/requests/{foreign_request}/comparison -         in   403  403  403  404
POST /retailer/requests/{request_quoted}/comparison request_award in 403 403 403  303+
POST /retailer/requests/{foreign_request}/comparison request_award in 403 403 403 404
GET  /retailer/quotes/{quote_open}                -            in   403  403  403  200
GET  /retailer/quotes/{quote_sealed}              -            in   403  403  403  404
GET  /retailer/quotes/{foreign_quote}             -            in   403  403  403  404
POST /retailer/quotes/{quote_open}                quote_offer  in   403  403  403  303+
POST /retailer/quotes/{quote_sealed}              quote_offer  in   403  403  403  404
POST /retailer/quotes/{foreign_quote}             quote_offer  in   403  403  403  404
POST /retailer/quotes/{quote_open}/refusal        quote_refusal in  403  403  403  303+
POST /retailer/quotes/{foreign_quote}/refusal     quote_refusal in  403  403  403  404
"""
SELLER_ROWS = """
GET  /producer/requests                           -            in   403  200  403  200
GET  /producer/requests/{request_out}             -            in   403  404  403  200
GET  /producer/requests/{request_draft}           -            in   403  404  403  404
GET  /producer/requests/{foreign_request}         -            in   403  404  403  404
POST /producer/requests/{request_out}             first_offer  in   403  404  403  303+
POST /producer/requests/{foreign_request}         first_offer  in   403  404  403  404
POST /producer/requests/{request_out}/questions   request_ask_it in 403  404  403  303+
POST /producer/requests/{foreign_request}/questions request_ask_it in 403 404 403 404
POST /producer/requests/{request_out}/refusal     quote_refusal in  403  404  403  303+
POST /producer/requests/{foreign_request}/refusal quote_refusal in  403  404  403  404
GET  /producer/quotes/{quote_open}                -            in   403  404  403  200
GET  /producer/quotes/{foreign_quote}             -            in   403  404  403  404
POST /producer/quotes/{quote_open}                quote_offer  in   403  404  403  303+
POST /producer/quotes/{foreign_quote}             quote_offer  in   403  404  403  404
POST /producer/quotes/{quote_countered}/agreement quote_second in   403  404  403  303+
POST /producer/quotes/{foreign_quote}/agreement   quote_second in   403  404  403  404
POST /producer/quotes/{quote_open}/withdrawal     quote_first  in   403  404  403  303+
POST /producer/quotes/{foreign_quote}/withdrawal  quote_first  in   403  404  403  404
"""


def requests(session: Session, seller: Producer) -> dict[str, str | int]:
    """The retailer's in every state that a row needs, and another's with another producer's quote."""
    own = session.scalars(select(Retailer).where(Retailer.name == "Siêu thị Kín")).one()
    tea = world.product(session, "Chè chào hàng", by=seller)
    draft, out, quoted, dealt = (
        make(session, own, ask=(seller,)) for make in (sourcing_world.draft, *(sourcing_world.request,) * 3)
    )
    sealed = sourcing_world.request(session, own, ask=(seller,), sealed=True)
    hidden, mine, answered = (sourcing_world.quote(session, one, tea) for one in (sealed, quoted, dealt))
    theirs = quote_for_steps(session, answered.id)
    counter(
        session, dealt, theirs, session.get_one(User, dealt.user_id), offer_of(theirs.versions[0]), 1, NOW
    )
    question = ask_question(session, out, session.get_one(Recipient, (out.id, seller.id)), "Giao ở đâu?", NOW)
    other_tea = world.product(session)
    other = sourcing_world.request(session, ask=(session.get_one(Producer, other_tea.producer_id),))
    foreign = sourcing_world.quote(session, other, other_tea)
    return {
        "request_draft": draft.code,
        "request_draft_at": draft.revision,
        "request_out": out.code,
        "request_quoted": quoted.code,
        "request_sealed": sealed.code,
        "request_question_id": question.id,
        "request_line": sourcing_world.lines_of(session, quoted)[0].id,
        "request_out_line": sourcing_world.lines_of(session, out)[0].id,
        "quote_open": mine.code,
        "quote_open_id": mine.id,
        "quote_sealed": hidden.code,
        "quote_countered": answered.code,
        "quote_pack": tea.variants[0].id,
        "asked_producer": seller.id,
        "foreign_request": other.code,
        "foreign_quote": foreign.code,
    }


def request_forms(of: SimpleNamespace) -> dict[str, dict]:
    """What is sent about them."""
    terms = {"handover": "delivered", "payment_days": "30", "shelf_life": "67", "returns": "faulty"}
    terms |= {"lead_days": "7", "valid_until": "2027-01-20"}
    pick = f"pick-{of.quote_open_id}-1-{of.request_line}"
    return {
        "new_request": {"title": "Chè cho Tết", "seen": "1"},
        "request_need": {"title": "Chè xuân", "seen": of.request_draft_at},
        "request_lines": {"seen": of.request_draft_at} | _wanted(1),
        "request_ask": {"producers": of.asked_producer, "seen": of.request_draft_at, "action": "add"},
        "request_seen": {"seen": of.request_draft_at},
        "request_end": {"seen": "2", "to": "cancelled", "reason": "Không cần nữa"},
        "request_closing": {"seen": "2", "closes_on": "2026-12-05", "closes_at": "17:00"},
        "request_answer": {"answer": "Tại kho"},
        "request_award": {
            "seen": "2",
            "action": "award",
            pick: "100",
            "checked": f"{of.quote_open_id}-1-{of.request_line}-100",
        },
        "request_ask_it": {"question": "Giao mấy lần?"},
        "first_offer": terms | _offered(of.request_out_line, of.quote_pack) | {"seen": "0", "action": "send"},
        "quote_offer": terms | _offered(of.request_line, of.quote_pack) | {"seen": "1", "action": "send"},
        "quote_first": {"seen": "1"},
        "quote_second": {"seen": "2"},
        "quote_refusal": {"reason": "Hết hàng", "seen": "1"},
    }


def _wanted(number: int) -> dict[str, str]:
    said = {"description": "Chè", "category": "11", "unit": "pack", "least": "10", "most": "20"}
    return {f"line-{number}-{name}": text for name, text in said.items()}


def _offered(line: int, pack: int) -> dict[str, str]:
    said = {"variant": str(pack), "price": "75000", "quantity": "150", "minimum": "10", "vat": "8"}
    return {f"line-{line}-{name}": text for name, text in said.items()}
