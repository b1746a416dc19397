"""What the pages of contracts do alike on both sides: proposing and answering prices, and the contract on paper."""

from marketplace.sourcing.contract_lists import papers_needed
from marketplace.sourcing.contracts import Contract
from marketplace.sourcing.price_changes import answer_price, prices_on, propose_price, withdraw_price
from marketplace.sourcing.quotes import Side

from .clock import now, today
from .contract_forms import AnswerForm, PriceForm
from .database import session
from .papers.contract import contract_pdf


def propose_typed(one: Contract, form: PriceForm, by: Side, user_id: int) -> None:
    typed = form.price.value, form.from_day.value, form.reason.data
    propose_price(session(), one, form.line.data, by, user_id, *typed, today(), now())


def decide_price(one: Contract, id: int, form: AnswerForm, by: Side) -> None:
    """Agree to a proposal, decline it, or withdraw one's own."""
    if form.decision.data == "withdraw":
        withdraw_price(session(), one, id, by, now())
    else:
        answer_price(session(), one, id, by, form.decision.data == "agree", today(), now())


def written_contract(one: Contract) -> bytes:
    """The PDF, with today's prices."""
    day = min(max(today(), one.starts_on), one.last_day)
    kinds = papers_needed(session(), [one.id])[one.id]
    return contract_pdf(one, prices_on(session(), one.lines, day), kinds, now())
