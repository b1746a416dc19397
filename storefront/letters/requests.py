"""Who is told of the steps of requests and quotes: in the shop itself, and by letter what waits for an answer."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.memberships import Membership, ProducerRole
from marketplace.accounts.notices import tell
from marketplace.accounts.users import User
from marketplace.audit import Entry
from marketplace.permissions import ALLOWED, Action, RetailerAction, retailer_people_who_may
from marketplace.sourcing.quotes import Quote, QuoteState
from marketplace.sourcing.requests import Recipient, RequestQuestion, SourcingRequest

from .quiet import send
from .registry import announces

_ROLES = [role for role in ProducerRole if Action.SOURCING in ALLOWED[role]]


def sellers(session: Session, producer_ids: Collection[int]) -> list[User]:
    """Who deals with retailers for these producers; one statement."""
    theirs = Membership.producer_id.in_(producer_ids), Membership.producer_role.in_(_ROLES)
    people = select(Membership.user_id).where(*theirs)
    return list(session.scalars(select(User).where(User.id.in_(people)).order_by(User.id)))


def buyers(session: Session, request: SourcingRequest) -> list[User]:
    return retailer_people_who_may(session, request.retailer_id, RetailerAction.REQUESTS)


def say(
    session: Session,
    entry: Entry,
    now: datetime,
    people: Iterable[User],
    kind: str,
    about: str,
    path: str,
    *,
    by_letter: bool = True,
    letter: str = "notice",
) -> None:
    """`kind` is one of storefront/notice_words.py; `letter` one that is about a notice."""
    told = {user.id: user for user in people}
    for made in tell(session, entry, told.values(), kind, about, path):
        user = told[made.user_id]
        if by_letter and user.contact:
            send(session, letter, user.contact, user.language, now, notice=made.id)


@announces("request.published")
@announces("request.asked_more")
def tell_asked(session: Session, entry: Entry, now: datetime) -> None:
    request = session.get_one(SourcingRequest, entry.subject_id)
    people = sellers(session, entry.facts["asked"])
    say(session, entry, now, people, "request.asks", request.title, f"/producer/requests/{request.code}")


@announces("request.question_asked")
@announces("request.declined")
@announces("request.time_over")
def tell_buyers(session: Session, entry: Entry, now: datetime) -> None:
    request = session.get_one(SourcingRequest, entry.subject_id)
    by_letter = entry.action != "request.declined"
    path = f"/retailer/requests/{request.code}"
    say(
        session,
        entry,
        now,
        buyers(session, request),
        entry.action,
        request.title,
        path,
        by_letter=by_letter,
    )


@announces("request.question_answered")
def tell_answer(session: Session, entry: Entry, now: datetime) -> None:
    """All who were asked, and who has asked by letter too."""
    request = session.get_one(SourcingRequest, entry.subject_id)
    asker = session.get_one(RequestQuestion, entry.facts["question"]).producer_id
    path = f"/producer/requests/{request.code}"
    others = [id for id in asked_of(session, request.id) if id != asker]
    for ids, by_letter in (([asker], True), (others, False)):
        people = sellers(session, ids)
        say(session, entry, now, people, entry.action, request.title, path, by_letter=by_letter)


def asked_of(session: Session, request_id: int) -> list[int]:
    """Producers that were asked and have not said no."""
    theirs = Recipient.request_id == request_id, Recipient.declined_at.is_(None)
    return list(session.scalars(select(Recipient.producer_id).where(*theirs)))


@announces("request.closed")
@announces("request.cancelled")
@announces("request.awarded")
def tell_the_end(session: Session, entry: Entry, now: datetime) -> None:
    """Who has quoted and was not chosen, by letter; who was asked alone is told in the shop."""
    request = session.get_one(SourcingRequest, entry.subject_id)
    quoted = Quote.request_id == request.id, Quote.state == QuoteState.OPEN
    open_ones = list(session.scalars(select(Quote.producer_id).where(*quoted)))
    chosen = session.scalars(select(Quote.producer_id).where(Quote.request_id == request.id)).all()
    others = [id for id in asked_of(session, request.id) if id not in set(chosen)]
    kind = "request.not_chosen" if entry.action == "request.awarded" else entry.action
    path = f"/producer/requests/{request.code}"
    say(session, entry, now, sellers(session, open_ones), kind, request.title, path)
    say(session, entry, now, sellers(session, others), "request.over", request.title, path, by_letter=False)


@announces("quote.offered")
@announces("quote.agreed")
@announces("quote.withdrawn")
def tell_of_quote(session: Session, entry: Entry, now: datetime) -> None:
    """The retailer; a first offer is no letter of its own, since there may be hundreds."""
    quote = session.get_one(Quote, entry.subject_id)
    request = session.get_one(SourcingRequest, quote.request_id)
    sealed = not request.is_unsealed(now)
    path = f"/retailer/requests/{request.code}" if sealed else f"/retailer/quotes/{quote.code}"
    by_letter = entry.action == "quote.agreed" or entry.facts.get("version", 1) > 2
    say(
        session,
        entry,
        now,
        buyers(session, request),
        entry.action,
        request.title,
        path,
        by_letter=by_letter and not sealed,
    )


@announces("quote.countered")
@announces("quote.declined")
@announces("quote.awarded")
@announces("quote.expiring")
def tell_seller(session: Session, entry: Entry, now: datetime) -> None:
    quote = session.get_one(Quote, entry.subject_id)
    request = session.get_one(SourcingRequest, quote.request_id)
    people, path = sellers(session, [quote.producer_id]), f"/producer/quotes/{quote.code}"
    say(session, entry, now, people, entry.action, request.title, path)
    if entry.action == "quote.expiring" and request.is_unsealed(now):
        mine = f"/retailer/quotes/{quote.code}"
        say(session, entry, now, buyers(session, request), entry.action, request.title, mine)
