"""Who is told of each step of a request and its quotes, by notice and by letter; nobody else, and not who did it."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from catalog.producers import Producer
from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import RetailerRole, add_member
from marketplace.accounts.notices import Notice
from marketplace.letters import SentLetter
from marketplace.sourcing.awards import award
from marketplace.sourcing.extending import extend
from marketplace.sourcing.quote_steps import (
    agree,
    counter,
    decline,
    offer_anew,
    offer_of,
    quote_for_steps,
    withdraw,
)
from marketplace.sourcing.request_steps import answer_question, ask_more, ask_question, decline_request, end
from marketplace.sourcing.request_watch import note_expiring, note_over
from marketplace.sourcing.requests import Recipient
from tests import people, sourcing_world, world
from tests.letters import do_jobs
from tests.sourcing_world import CLOSES, UNTIL
from tests.world import NOW

BUYERS = {"buyer", "manager"}


def case(session, **facts) -> SimpleNamespace:
    """A request that is out: `quoted` has made an offer, `asked` has not, `refused` will not, `other` was not asked."""
    retailer = world.retailer(session)
    goods = {name: world.product(session) for name in ("quoted", "asked", "refused", "other")}
    makers = {name: session.get_one(Producer, one.producer_id) for name, one in goods.items()}
    emails = {}
    for name, maker in makers.items():
        user = people.user(session, f"{name}@vidu.vn")
        add_member(session, user, maker, NOW)
        emails[user.email] = name
    for role in (RetailerRole.MANAGER, RetailerRole.APPROVER, RetailerRole.RECEIVER):
        user = people.user(session, f"{role}@vidu.vn")
        add_person(session, user, retailer, NOW, role)
        emails[user.email] = str(role)
    made = sourcing_world.request(
        session, retailer, ask=tuple(makers[n] for n in ("quoted", "asked", "refused")), **facts
    )
    buyer = session.get_one(people.User, made.user_id)
    emails[buyer.email] = "buyer"
    quote = sourcing_world.quote(session, made, goods["quoted"])
    decline_request(
        session, made, session.get_one(Recipient, (made.id, makers["refused"].id)), "Hết mùa", NOW
    )
    question = ask_question(
        session, made, session.get_one(Recipient, (made.id, makers["asked"].id)), "Giao đâu?", NOW
    )
    session.commit()
    return SimpleNamespace(
        session=session,
        request=made,
        quote=quote_for_steps(session, quote.id),
        question=question,
        buyer=buyer,
        seller=sourcing_world.seller(session, makers["quoted"]),
        goods=goods,
        makers=makers,
        emails=emails,
    )


def countered(of) -> None:
    counter(of.session, of.request, of.quote, of.buyer, offer_of(of.quote.versions[0]), 1, NOW)
    of.quote = quote_for_steps(of.session, of.quote.id)


def agreed(of) -> None:
    countered(of)
    of.session.commit()
    agree(of.session, of.request, of.quote, of.seller, 2, NOW)


def offered_anew(of) -> None:
    put = sourcing_world.offered(of.session, of.request, of.goods["quoted"])
    offer_anew(of.session, of.request, of.quote, of.seller, put, 1, NOW)


def awarded(of) -> None:
    pick = sourcing_world.pick(of.session, of.quote, 100)
    award(of.session, of.request, of.buyer, [pick], of.request.revision, NOW)


def late_quote_and_award(of) -> None:
    sourcing_world.quote(of.session, of.request, of.goods["asked"])
    awarded(of)


def ended(of, to: str) -> None:
    end(of.session, of.request, to, "Không cần nữa", of.request.revision, CLOSES)


# What is done; who finds which notice; of these, who gets a letter.
STEPS = {
    "asked more": (
        lambda of: ask_more(of.session, of.request, [of.makers["other"].id], NOW),
        {"request.asks": {"other"}},
        {"other"},
    ),
    "answered": (
        lambda of: answer_question(of.session, of.request, of.question, "Tại kho", NOW),
        {"request.question_answered": {"asked", "quoted"}},
        {"asked"},
    ),
    "extended": (
        lambda of: extend(of.session, of.request, CLOSES.replace(day=4), of.request.revision, NOW),
        {"request.extended": {"asked", "quoted", "refused"}},
        {"asked", "quoted"},
    ),
    "closed for quotes": (
        lambda of: note_over(of.session, of.request.id, CLOSES),
        {"request.time_over": BUYERS},
        BUYERS,
    ),
    "cancelled": (
        lambda of: ended(of, "cancelled"),
        {"request.cancelled": {"quoted"}, "request.over": {"asked"}},
        {"quoted"},
    ),
    "closed": (
        lambda of: ended(of, "closed"),
        {"request.closed": {"quoted"}, "request.over": {"asked"}},
        {"quoted"},
    ),
    "awarded": (awarded, {"quote.awarded": {"quoted"}, "request.over": {"asked"}}, {"quoted"}),
    "awarded to one of two": (
        late_quote_and_award,
        {"quote.awarded": {"quoted"}, "request.not_chosen": {"asked"}, "quote.offered": BUYERS},
        {"quoted", "asked"},
    ),
    "offered anew": (offered_anew, {"quote.offered": BUYERS}, set()),
    "countered": (countered, {"quote.countered": {"quoted"}}, {"quoted"}),
    "agreed": (agreed, {"quote.agreed": BUYERS, "quote.countered": {"quoted"}}, BUYERS | {"quoted"}),
    "declined": (
        lambda of: decline(of.session, of.request, of.quote, "Dùng hàng khác", 1, NOW),
        {"quote.declined": {"quoted"}},
        {"quoted"},
    ),
    "withdrawn": (
        lambda of: withdraw(of.session, of.request, of.quote, 1, NOW),
        {"quote.withdrawn": BUYERS},
        set(),
    ),
    "expiring": (
        lambda of: note_expiring(of.session, UNTIL),
        {"quote.expiring": BUYERS | {"quoted"}},
        BUYERS | {"quoted"},
    ),
}


def told_since(app, of, before: tuple[int, int]) -> tuple[dict[str, set[str]], set[str]]:
    do_jobs(app)
    with app.extensions["database"].reading() as session:
        query = select(Notice.kind, people.User.email).join(people.User, people.User.id == Notice.user_id)
        notices: dict[str, set[str]] = {}
        for kind, email in session.execute(query.where(Notice.id > before[0])):
            notices.setdefault(kind, set()).add(of.emails[email])
        letters = session.scalars(select(SentLetter.to).where(SentLetter.id > before[1])).all()
    assert len(letters) == len(set(letters)), "somebody got two letters about one thing"
    return notices, {of.emails[to] for to in letters}


def last_ids(app) -> tuple[int, int]:
    do_jobs(app)
    with app.extensions["database"].reading() as session:
        return tuple(max(session.scalars(select(kind.id)), default=0) for kind in (Notice, SentLetter))


@pytest.mark.parametrize("name", STEPS)
def test_each_step_is_told_to_whom_it_concerns(app, session, name):
    step, notices, letters = STEPS[name]
    of = case(session)
    before = last_ids(app)
    step(of)
    session.commit()
    assert told_since(app, of, before) == (notices, letters)


def test_what_began_it_was_told(app, session):
    of = case(session)
    notices, letters = told_since(app, of, (0, 0))
    assert notices == {
        "request.asks": {"quoted", "asked", "refused"},
        "quote.offered": BUYERS,
        "request.declined": BUYERS,
        "request.question_asked": BUYERS,
    }
    assert letters == {"quoted", "asked", "refused"} | BUYERS


@pytest.mark.parametrize("name", ["offered anew", "withdrawn", "expiring"])
def test_of_sealed_quotes_the_retailer_reads_nothing(app, session, name):
    of = case(session, sealed=True)
    before = last_ids(app)
    STEPS[name][0](of)
    session.commit()
    notices, letters = told_since(app, of, before)
    assert letters == ({"quoted"} if name == "expiring" else set())
    with app.extensions["database"].reading() as reading:
        mine = select(Notice.path).join(people.User, people.User.id == Notice.user_id)
        paths = set(reading.scalars(mine.where(people.User.email == of.buyer.email)))
    assert paths == {f"/retailer/requests/{of.request.code}"}
    assert "buyer" not in notices.get("quote.expiring", set())


def test_who_did_it_is_told_nothing(app, session):
    of = case(session)
    before = last_ids(app)
    session.info["user_id"] = of.buyer.id
    note_over(session, of.request.id, CLOSES)
    session.commit()
    assert told_since(app, of, before)[0] == {"request.time_over": {"manager"}}
