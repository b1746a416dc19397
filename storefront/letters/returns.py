"""Letters about a return, to both sides at each step."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.codes import grouped
from marketplace.audit import Entry
from marketplace.orders.orders import Party
from marketplace.orders.return_lists import return_with_all
from marketplace.orders.returns import Return, ReturnState
from marketplace.permissions import Action, addresses_of_who_may

from ..filters import dong, label
from ..shop.pages import absolute_url, link
from ..shop.progress import part_number
from .notes import Note, note
from .quiet import send
from .registry import announces, letter


def _find(session: Session, id: int) -> Return:
    return session.scalars(return_with_all().where(Return.id == id)).one()


def _tell(session: Session, entry: Entry, now: datetime) -> None:
    asked = _find(session, entry.subject_id)
    part, order = asked.sub_order, asked.sub_order.order
    facts = {"return": asked.id, "state": entry.action.removeprefix("return."), "by": entry.facts["by"]}
    if order.email:
        send(session, "return_for_buyer", order.email, order.language, now, **facts)
    if entry.facts["by"] == Party.PRODUCER:
        return
    for address, language in addresses_of_who_may(session, part.producer_id, Action.RETURNS):
        send(session, "return_for_producer", address, language, now, **facts)


for _state in ReturnState:
    announces(f"return.{_state}")(_tell)


@letter("return_for_buyer")
def return_for_buyer(session: Session, facts: dict) -> Note | None:
    asked = _find(session, facts["return"])
    sentences = _to_buyer(asked, facts["state"])
    if not sentences:
        return None
    url = absolute_url(link(f"/orders/{asked.sub_order.order.number}/returns/{asked.number}"))
    return note(_subject(asked, facts["state"]), *sentences, _about(asked), link=(url, _("To the return")))


@letter("return_for_producer")
def return_for_producer(session: Session, facts: dict) -> Note | None:
    asked = _find(session, facts["return"])
    sentences = _to_producer(asked, facts["state"])
    if not sentences:
        return None
    url = absolute_url(link(f"/producer/returns/{asked.number}"))
    return note(_subject(asked, facts["state"]), *sentences, _about(asked), link=(url, _("To the return")))


def _subject(asked: Return, state: str) -> str:
    """With how far it is, so that its letters are told apart in a list of them."""
    return f"{_('Return %(number)s', number=grouped(asked.number))}: {label(ReturnState(state))}"


def _about(asked: Return) -> str:
    part = asked.sub_order
    return _(
        "This is about parcel %(number)s from %(producer)s.",
        number=part_number(part.order, part),
        producer=part.producer.name,
    )


def _to_buyer(asked: Return, state: str) -> list[str]:
    match state:
        case ReturnState.ASKED:
            return [
                _("We have passed your wish on. The producer answers within three days; if not, we decide.")
            ]
        case ReturnState.MEDIATION:
            return [_("An officer of the market now looks at both sides and decides.")]
        case ReturnState.ACCEPTED if not asked.keeps_goods:
            return [
                _("It is accepted: %(amount)s will go back to you.", amount=dong(asked.refund)),
                _("Please print the return slip, put it into the parcel and send it within 14 days."),
            ]
        case ReturnState.ARRIVED:
            return [_("The producer has got the goods and looks at them.")]
        case ReturnState.SETTLED if asked.refund:
            return [_("%(amount)s now go back to you.", amount=dong(asked.refund))]
        case ReturnState.DECLINED:
            return _declined(asked)
        case ReturnState.WITHDRAWN:
            return [_("The return is withdrawn, and you keep the goods.")]
    return []


def _to_producer(asked: Return, state: str) -> list[str]:
    match state:
        case ReturnState.ASKED:
            return [
                _("The buyer wants to return something. Please look at it and answer within three days."),
                _("After that an officer of the market decides."),
            ]
        case ReturnState.MEDIATION:
            return [_("An officer of the market now looks at both sides and decides.")]
        case ReturnState.ACCEPTED if not asked.keeps_goods:
            return [_("An officer has accepted the return: “%(text)s”", text=asked.verdict)]
        case ReturnState.SETTLED if asked.refund:
            return [
                _("%(amount)s go back to the buyer.", amount=dong(asked.refund)),
                _("If they were paid in cash or by transfer, please send them and say so under Payments."),
            ]
        case ReturnState.DECLINED:
            return [_("An officer has declined the return: “%(text)s”", text=asked.verdict)]
        case ReturnState.WITHDRAWN:
            return [_("The return is withdrawn: nothing goes back.")]
    return []


def _declined(asked: Return) -> list[str]:
    if asked.decided_by == Party.OPERATOR:
        return [_("An officer has declined the return: “%(text)s”", text=asked.verdict)]
    return [
        _("The producer has declined: “%(text)s”", text=asked.answer),
        _("If you don't agree, ask an officer of the market on the page of the return within seven days."),
    ]
