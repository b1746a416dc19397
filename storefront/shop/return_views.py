"""View objects of returns, for the buyer, the producer and the officer."""

from types import SimpleNamespace

from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.codes import grouped
from marketplace.orders.refunds import asked_of, left_of
from marketplace.orders.return_lists import refund_of, steps_of
from marketplace.orders.returns import AGREED, Return, ReturnReason, ReturnState, Wanted
from marketplace.orders.timeline import Step
from marketplace.payments.payments import PaymentMethod
from marketplace.payments.refunds import Refund
from marketplace.phones import shown_phone

from ..clock import VIETNAM
from ..filters import day as day_text
from ..filters import dong, label
from ..locales import localized
from .progress import StepView, part_number
from .return_words import ACTIONS, BUYERS_NEXT, FINAL_NO, PRODUCERS_NEXT


def row_view(asked: Return, url: str) -> SimpleNamespace:
    """A line of a list."""
    part = asked.sub_order
    return SimpleNamespace(
        number=grouped(asked.number),
        url=url,
        part=part_number(part.order, part),
        buyer=part.order.name,
        producer_name=part.producer.name,
        asked_at=asked.asked_at.astimezone(VIETNAM),
        due=asked.due_at.astimezone(VIETNAM) if asked.due_at else None,
        what=", ".join(
            f"{line.quantity} × {localized(line.order_line, 'product_name')}" for line in asked.lines
        ),
        reason=label(ReturnReason(asked.reason)),
        state=asked.state,
        state_label=label(ReturnState(asked.state)),
    )


def return_view(
    session: Session, asked: Return, url: str, for_buyer: bool, sees_account: bool = True
) -> SimpleNamespace:
    """Everything on the page of a return; `url` is that of the page, below which its pictures are."""
    part, agreed = asked.sub_order, asked.state in AGREED
    row = row_view(asked, url)
    return SimpleNamespace(
        **vars(row),
        code=asked.number,
        next=_next(asked, for_buyer),
        wanted=_wanted(asked),
        granted=_granted(session, asked),
        text=asked.text,
        answer=asked.answer,
        objection=asked.objection,
        verdict=asked.verdict,
        pictures=[
            (f"{url}/pictures/{picture.position}", picture.width, picture.height)
            for picture in asked.pictures
        ],
        lines=[
            SimpleNamespace(
                id=line.id,
                name=f"{localized(line.order_line, 'product_name')}, {localized(line.order_line, 'pack')}",
                quantity=line.quantity,
                refund=line.refund if agreed else None,
                sellable=line.sellable,
            )
            for line in asked.lines
        ],
        agreed=agreed,
        keeps_goods=asked.keeps_goods,
        delivery=asked.delivery_refund if agreed else 0,
        refund=asked.refund if agreed else 0,
        money=_money(asked, refund_of(session, asked), for_buyer),
        account=_account(asked, for_buyer) if sees_account else None,
        phone=shown_phone(part.order.phone) if part.order.phone else "",
        steps=[_step(step) for step in steps_of(session, asked)],
    )


def _next(asked: Return, for_buyer: bool) -> str:
    state = ReturnState(asked.state)
    if state == ReturnState.DECLINED and asked.due_at is None:
        return str(FINAL_NO)
    until = day_text(asked.due_at.astimezone(VIETNAM).date()) if asked.due_at else ""
    return str((BUYERS_NEXT if for_buyer else PRODUCERS_NEXT)[state]) % {"day": until}


def _wanted(asked: Return) -> str:
    if asked.wanted == Wanted.AMOUNT:
        return _("%(amount)s back, the goods are kept", amount=dong(asked.wanted_amount or 0))
    return label(Wanted(asked.wanted))


def _granted(session: Session, asked: Return) -> str:
    """What would go back if simply what was asked for is granted; nothing to say once that is settled."""
    if asked.state not in (ReturnState.ASKED, ReturnState.MEDIATION):
        return ""
    left, pieces = left_of(session, asked.sub_order), {one.order_line_id: one.quantity for one in asked.lines}
    if any(count > left.lines[id].pieces for id, count in pieces.items()):
        return ""
    back = asked_of(left, asked, pieces, False)
    if back.delivery:
        return _(
            "%(amount)s, %(delivery)s of it for delivery",
            amount=dong(back.total),
            delivery=dong(back.delivery),
        )
    return dong(back.total)


def _money(asked: Return, refund: Refund | None, for_buyer: bool) -> str:
    """What happens with the money, in one sentence."""
    if refund is None:
        return ""
    amount = dong(refund.amount)
    if refund.done_at:
        sent = day_text(refund.done_at.astimezone(VIETNAM).date())
        return _("%(amount)s were sent back on %(day)s.", amount=amount, day=sent)
    by_card = asked.sub_order.order.payment_method == PaymentMethod.CARD
    if by_card:
        return _("%(amount)s go back to the card.", amount=amount)
    if for_buyer:
        return _("The producer sends %(amount)s to your bank account.", amount=amount)
    return _("Please send %(amount)s to the buyer's account, and say so under Payments.", amount=amount)


def _account(asked: Return, for_buyer: bool) -> SimpleNamespace | None:
    """The buyer sees which one it is; the producer all of it, once the money is promised."""
    if not asked.account_number or not (for_buyer or asked.state in AGREED):
        return None
    number = f"… {asked.account_number[-4:]}" if for_buyer else asked.account_number
    return SimpleNamespace(bank=asked.bank, number=number, holder=asked.account_holder)


def _step(step: Step) -> StepView:
    at = format_datetime(step.at.astimezone(VIETNAM), "HH:mm · dd/MM/yyyy", rebase=False)
    return StepView(str(ACTIONS.get(step.action, step.action)), at, label(step.by), "")
