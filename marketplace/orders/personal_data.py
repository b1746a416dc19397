"""Personal data of an account: all of it for its owner to take away, and its erasure, which keeps the contracts."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Table, delete, or_, select, update
from sqlalchemy.orm import Session

from catalog.records import Base, Refused
from marketplace.misuse import forget_reporter
from marketplace.questions import Question

from ..accounts.addresses import Address
from ..accounts.data_requests import DataRequest
from ..accounts.favourites import Favourite
from ..accounts.invitations import forget_contacts
from ..accounts.memberships import Membership
from ..accounts.notices import Notice
from ..accounts.producer_claims import ProducerClaim
from ..accounts.profiles import Profile
from ..accounts.second_factor import RecoveryCode
from ..accounts.users import User
from ..letters import send, withdraw
from .baskets import Basket, BasketLine
from .orders import Order, OrderLine, Party, SubOrder
from .return_lists import closed_returns
from .returns import Return, ReturnLine, ReturnPicture
from .reviews import Review, reviews_by

# How long the other side of a contract may have to be named.
CONTRACTS_KEPT = timedelta(days=3 * 366)
NOBODY = "—"
# What would help a thief and tells the person nothing.
SECRET = {
    "password_hash",
    "session_generation",
    "totp_secret",
    "totp_step",
    "code_hash",
    "token",
    "checkout_key",
    "tax_hash",
}


def export(session: Session, user_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row about an account, by table: all tables that point at users, and the parts of baskets and orders."""
    users = Base.metadata.tables["users"]
    found = {"users": _rows(session, select(users).where(users.c.id == user_id))}
    for table in Base.metadata.sorted_tables:
        columns = _pointing_at_users(table)
        for column in columns:
            rows = _rows(session, select(table).where(column == user_id).order_by(*table.primary_key))
            found.setdefault(table.name, []).extend(rows)
    mine = Order.user_id == user_id
    parts = select(SubOrder.__table__).join(Order, SubOrder.order_id == Order.id).where(mine)
    lines = select(OrderLine.__table__).join(SubOrder, OrderLine.sub_order_id == SubOrder.id)
    found["sub_orders"] = _rows(session, parts)
    found["order_lines"] = _rows(session, lines.join(Order, SubOrder.order_id == Order.id).where(mine))
    found |= _returns(session, user_id)
    found["reviews"] = _rows(session, reviews_by(user_id, Review.__table__))
    put = select(BasketLine.__table__).join(Basket, BasketLine.basket_id == Basket.id)
    found["basket_lines"] = _rows(session, put.where(Basket.user_id == user_id))
    return found


def _returns(session: Session, user_id: int) -> dict[str, list[dict[str, Any]]]:
    ids = select(Return.id).join(SubOrder).join(Order).where(Order.user_id == user_id)
    lines, pictures = ReturnLine.__table__, ReturnPicture.__table__
    return {
        "returns": _rows(session, select(Return.__table__).where(Return.id.in_(ids))),
        "return_lines": _rows(session, select(lines).where(ReturnLine.return_id.in_(ids))),
        "return_pictures": _rows(session, select(pictures).where(ReturnPicture.return_id.in_(ids))),
    }


def _pointing_at_users(table: Table) -> list:
    return [key.parent for key in table.foreign_keys if key.column.table.name == "users"]


def _rows(session: Session, query: Select) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in row._mapping.items() if name not in SECRET}
        for row in session.execute(query)
    ]


def erase(session: Session, user: User, now: datetime) -> None:
    """Make an account nobody's. Its orders stay as contracts: see docs/accounts.md for what they keep and how long.

    Raises Refused for somebody with a role: others answer for what they do.
    """
    if session.scalar(select(Membership.id).where(Membership.user_id == user.id).limit(1)):
        raise Refused("Your account has a role in this shop. Please ask the office to end it first.")
    withdraw(session, _contacts(session, user))
    send(session, "account_erased", user.contact, user.language, now)
    for kind in (Address, Favourite, Notice, RecoveryCode):
        session.execute(delete(kind).where(kind.user_id == user.id))
    session.execute(delete(Profile).where(Profile.user_id == user.id, Profile.producer_id.is_(None)))
    session.execute(
        update(ProducerClaim).where(ProducerClaim.user_id == user.id).values(statement="", proof="")
    )
    own = [contact for contact in (user.email, user.phone) if contact]
    forget_contacts(session, own)
    forget_reporter(session, user.id, own)
    session.execute(delete(Basket).where(Basket.user_id == user.id))
    mine = update(DataRequest).where(DataRequest.user_id == user.id)
    session.execute(mine.values(text=""))
    session.execute(mine.where(DataRequest.answered_at.is_not(None)).values(answer=NOBODY))
    session.execute(update(Order).where(Order.user_id == user.id).values(email="", note_to_producers=""))
    for review in session.scalars(reviews_by(user.id, Review)):
        review.author = NOBODY
    for question in session.scalars(select(Question).where(Question.user_id == user.id)):
        question.author, question.user_id = NOBODY, None
    user.email = user.email_verified_at = user.phone = user.phone_verified_at = None
    user.totp_secret = user.totp_step = None
    user.name, user.password_hash, user.erased_at = NOBODY, "", now
    user.sign_out_everywhere()
    session.flush()
    forget_persons(session, now)
    user.note("user.erased")


def _contacts(session: Session, user: User) -> set[str]:
    """Wherever letters to this person may be on their way to."""
    orders = session.execute(select(Order.email, Order.phone).where(Order.user_id == user.id))
    known = {user.email, user.phone, *(contact for row in orders for contact in row)}
    return {contact for contact in known if contact}


def forget_persons(session: Session, now: datetime) -> int:
    """Take the person off orders whose contract need not be kept any more, where no account wants to look at them:
    those of guests, and of erased accounts. Returns how many."""
    erased = select(User.id).where(User.erased_at.is_not(None))
    of_nobody = or_(Order.user_id.is_(None), Order.user_id.in_(erased))
    over = of_nobody & (Order.placed_at < now - CONTRACTS_KEPT) & (Order.name != NOBODY)
    _forget_returns(session, select(Order.id).where(or_(Order.user_id.in_(erased), over)))
    said = SubOrder.order_id.in_(select(Order.id).where(over)), SubOrder.cancelled_by == Party.BUYER
    session.execute(update(SubOrder).where(*said).values(cancel_reason=""))
    nobody = {"name": NOBODY, "phone": "", "street": NOBODY, "email": "", "note_to_producers": ""}
    return session.execute(update(Order).where(over).values(nobody)).rowcount


def _forget_returns(session: Session, order_ids: Select) -> None:
    """Take what erased people wrote and showed off returns that are over; what was agreed stays with the contract.

    The files of the pictures go when the worker finds that no row names them.
    """
    said = or_(Return.text != "", Return.objection != "", Return.account_number != "")
    shown = select(ReturnPicture.id).where(ReturnPicture.return_id == Return.id).exists()
    for asked in session.scalars(closed_returns(order_ids).where(or_(said, shown))).all():
        asked.text = asked.objection = ""
        asked.account_bin = asked.account_number = asked.account_holder = ""
        for picture in asked.pictures:
            session.delete(picture)
    session.flush()
