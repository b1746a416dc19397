"""Letters about what is collected at a booth: that it is ready, that its place or day has changed, that nobody knows the day yet."""

from collections.abc import Callable
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.codes import grouped
from catalog.producers import Producer
from marketplace.audit import Entry
from marketplace.orders.collecting import WAITING
from marketplace.orders.orders import Order, SubOrder, SubOrderState

from ..collection_words import collect_view
from ..shop.pages import absolute_url, link
from .buyers import tell_buyer
from .in_short import message
from .notes import Note, note
from .order_views import order_of_part
from .registry import announces, letter

_LETTERS = {
    "sub_order.packed": "part_ready",
    "sub_order.point_moved": "point_moved",
    "sub_order.put_off": "point_put_off",
}


def _tell(name: str) -> Callable[[Session, Entry, datetime], None]:
    def tell(session: Session, entry: Entry, now: datetime) -> None:
        part = session.get_one(SubOrder, entry.subject_id)
        if part.point_source:
            order = session.get_one(Order, part.order_id)
            tell_buyer(session, order, name, now, in_short=True, part=part.id)

    return tell


for _action, _name in _LETTERS.items():
    announces(_action)(_tell(_name))


@letter("part_ready")
def part_ready(session: Session, facts: dict) -> Note | None:
    part = session.get_one(SubOrder, facts["part"])
    if part.state != SubOrderState.PACKED:
        return None
    producer = session.get_one(Producer, part.producer_id).name
    return _note(
        session,
        part,
        _("Your order is ready at the booth of %(producer)s", producer=producer),
        _(
            "%(producer)s has prepared your order %(number)s.",
            producer=producer,
            number=_number(session, part),
        ),
        _("Show this code at the booth: %(code)s", code=grouped(part.collect_code or "")),
    )


@letter("point_moved")
def point_moved(session: Session, facts: dict) -> Note | None:
    part = session.get_one(SubOrder, facts["part"])
    if part.state not in WAITING or part.collect_on is None:
        return None
    number = _number(session, part)
    return _note(
        session,
        part,
        _("Your order %(number)s is collected elsewhere or on another day", number=number),
        _("The place or the day has changed at which you collect your order %(number)s.", number=number),
        _("If that does not suit you, you can cancel it on its page; what you have paid goes back to you."),
    )


@letter("point_put_off")
def point_put_off(session: Session, facts: dict) -> Note | None:
    part = session.get_one(SubOrder, facts["part"])
    if part.state not in WAITING or part.collect_on is not None:
        return None
    number = _number(session, part)
    return _note(
        session,
        part,
        _("The fair at which you collect your order %(number)s is postponed", number=number),
        _("As soon as the new days are known we write to you: your order %(number)s stands.", number=number),
        _("If you do not want to wait, you can cancel it on its page; what you have paid goes back to you."),
    )


@letter("part_ready_in_short")
def ready_in_short(session: Session, facts: dict) -> Note | None:
    part = session.get_one(SubOrder, facts["part"])
    if part.state != SubOrderState.PACKED:
        return None
    told = {"number": _number(session, part), "code": grouped(part.collect_code or ""), "where": _where(part)}
    return _short(
        session, part, _("order %(number)s is ready: %(where)s. Code for the booth: %(code)s", **told)
    )


@letter("point_moved_in_short")
def moved_in_short(session: Session, facts: dict) -> Note | None:
    part = session.get_one(SubOrder, facts["part"])
    if part.state not in WAITING or part.collect_on is None:
        return None
    told = {"number": _number(session, part), "where": _where(part)}
    return _short(session, part, _("order %(number)s is collected here now: %(where)s", **told))


@letter("point_put_off_in_short")
def put_off_in_short(session: Session, facts: dict) -> Note | None:
    part = session.get_one(SubOrder, facts["part"])
    if part.state not in WAITING or part.collect_on is not None:
        return None
    number = _number(session, part)
    return _short(
        session, part, _("the fair at which you collect order %(number)s is postponed.", number=number)
    )


def _number(session: Session, part: SubOrder) -> str:
    return order_of_part(session, part.id)[1]


def _where(part: SubOrder) -> str:
    of = collect_view(part)
    return f"{of.where}, {of.when}" if of else ""


def _note(session: Session, part: SubOrder, about: str, first: str, last: str) -> Note:
    order, of = session.get_one(Order, part.order_id), collect_view(part)
    lines = [of.where, of.place, of.when] if of else []
    to_order = absolute_url(link(f"/orders/{order.number}")), _("Look at the order")
    return note(about, _("Hello %(name)s,", name=order.name), first, *lines, last, link=to_order)


def _short(session: Session, part: SubOrder, sentence: str) -> Note:
    return message(session.get_one(Order, part.order_id), sentence)
