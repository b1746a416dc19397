"""Requests of the demo's retailers in every state, with quotes, questions, counter-offers and awards, by the rules."""

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.categories import Category
from catalog.days import day_of
from catalog.producers import Producer
from catalog.products import SOLD, Product, Unit, Variant
from marketplace.accounts.retailers import Retailer
from marketplace.accounts.stores import Store
from marketplace.accounts.users import User, find_user, open_account
from marketplace.permissions import Action, RetailerAction, people_who_may, retailer_people_who_may
from marketplace.sourcing.awards import Pick, award
from marketplace.sourcing.quote_steps import (
    Offer,
    Offered,
    agree,
    counter,
    current_of,
    offer,
    offer_of,
    quote_for_steps,
    withdraw,
)
from marketplace.sourcing.quotes import Quote
from marketplace.sourcing.request_steps import (
    answer_question,
    ask_question,
    decline_request,
    end,
    publish,
)
from marketplace.sourcing.request_writing import (
    Wanted,
    Window,
    begin,
    choose_producers,
    write_lines,
    write_windows,
)
from marketplace.sourcing.requests import (
    Audience,
    Recipient,
    RequestLine,
    RequestState,
    SourcingRequest,
)
from marketplace.sourcing.terms import Handover, Terms

from ..database import Database
from .contracts import SELLER
from .fairs import APPLICANT

S = RequestState
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# How far the requests are, in all thirty.
OUTCOMES = {
    "draft": 3,
    "fresh": 2,
    "quoted": 5,
    "sealed": 2,
    "dealing": 4,
    "over": 3,
    "awarded": 6,
    "closed": 3,
    "cancelled": 2,
}
_OCCASIONS = ("dịp Tết", "quầy OCOP", "giỏ quà mùa xuân", "hệ thống cửa hàng", "tháng khuyến mại", "bếp ăn")
_MOST_ASKED = 4


@dataclass(frozen=True)
class Seller:
    """Somebody who deals for a producer, and the pack that it offers.

    `rank`: 0 for the one that visitors of the demo sign in to, 1 where anybody acts for it, 2 where nobody does.
    """

    producer: Producer
    user: User
    variant: Variant
    rank: int


def add_missing_requests(database: Database, now: datetime) -> int:
    """Where there are sample retailers and no requests. Returns how many were added."""
    with database.transaction() as session:
        retailers = session.scalars(select(Retailer).where(Retailer.sample).order_by(Retailer.id)).all()
        deals = [one for one in retailers if one.may_deal]
        if not deals or session.scalar(select(SourcingRequest.id).limit(1)):
            return 0
        return len(add_requests(session, deals, now))


def add_requests(session: Session, retailers: list[Retailer], now: datetime) -> list[SourcingRequest]:
    """Times count from `now`, so that every state is there whenever it is loaded."""
    by_set = sellers(session, now)
    sets = sorted(by_set, key=lambda code: (by_set[code][0].rank, -len(by_set[code]), code))
    if not sets:
        return []
    names = {one.code: one.name for one in session.scalars(select(Category).where(Category.code.in_(sets)))}
    outcomes = [(name, place) for name, count in OUTCOMES.items() for place in range(count)]
    made = []
    for number, (outcome, place) in enumerate(outcomes):
        # Of every outcome the first is with those whom visitors look at.
        code = sets[place % min(len(sets), 8)]
        # The first retailer, which has people of every role, asks every second time.
        retailer = retailers[0] if number % 2 == 0 else retailers[1 + number // 2 % (len(retailers) - 1)]
        title = f"{names[code]} cho {_OCCASIONS[number % len(_OCCASIONS)]}"
        chosen = [by_set[code][0], *by_set[code][number % len(by_set[code]) :], *by_set[code]]
        asked = list({one.producer.id: one for one in chosen}.values())[:_MOST_ASKED]
        made.append(Case(session, retailer, code, title, asked, number, now).play(outcome))
    return made


def sellers(session: Session, now: datetime) -> dict[str, list[Seller]]:
    """By product set the producers of the demo with a pack that they offer; those for whom somebody acts first."""
    query = (
        select(Variant)
        .join(Variant.product)
        .join(Product.producer)
        .where(SOLD, Producer.sample, Variant.position == 1)
        .options(joinedload(Variant.product).joinedload(Product.producer))
        .order_by(Variant.id)
    )
    anybody = find_user(session, APPLICANT) or open_account(
        session, APPLICANT, "Người mẫu gian hàng", "", "vi", now
    )
    session.flush()
    people: dict[int, list[User]] = {}
    found: dict[str, list[Seller]] = defaultdict(list)
    for variant in session.scalars(query):
        producer = variant.product.producer
        if producer.id not in people:
            people[producer.id] = people_who_may(session, producer.id, Action.SOURCING)
        mine = people[producer.id]
        rank = 2 if not mine else 0 if any(one.email == SELLER for one in mine) else 1
        seller = Seller(producer, next(iter(mine), anybody), variant, rank)
        found[variant.product.set_code].append(seller)
    for each in found.values():
        each.sort(key=lambda one: one.rank)
    return dict(found)


class Case:
    """One request, played at the times at which its steps would have been taken."""

    def __init__(
        self,
        session: Session,
        retailer: Retailer,
        code: str,
        title: str,
        asked: list[Seller],
        number: int,
        now: datetime,
    ):
        self.session, self.retailer, self.code, self.title = session, retailer, code, title
        self.asked, self.number, self.now = asked, number, now
        self.chance = random.Random(f"{title} {number}")
        self.buyer = retailer_people_who_may(session, retailer.id, RetailerAction.REQUESTS)[0]
        self.quantity = self.chance.choice((200, 300, 500, 800))
        in_kilograms = number % 3 == 1 and all(_weighed(one.variant) for one in asked)
        self.unit = "kilogram" if in_kilograms else "pack"

    def play(self, outcome: str) -> SourcingRequest:
        begun, closes = self._times(outcome)
        request = self._draft(begun, closes, sealed=outcome == "sealed")
        if outcome == "draft":
            return request
        publish(self.session, request, request.revision, begun + HOUR)
        if outcome == "fresh":
            return request
        quotes = self._quotes(request, begun + 5 * HOUR)
        getattr(self, f"_{outcome}")(request, quotes, closes)
        self.session.flush()
        return request

    def _times(self, outcome: str) -> tuple[datetime, datetime]:
        """When it was begun, and when its time for quotes is over."""
        if outcome in ("draft", "fresh", "quoted", "sealed", "dealing"):
            return self.now - 2 * DAY, self.now + (5 + self.number % 9) * DAY
        begun = self.now - (20 + self.number) * DAY
        return begun, self.now - DAY if outcome == "over" else begun + 7 * DAY

    def _draft(self, begun: datetime, closes: datetime, sealed: bool) -> SourcingRequest:
        session, today = self.session, day_of(begun)
        facts = {
            "title": self.title,
            "about": "Yêu cầu mẫu: hàng có tem truy xuất, đóng thùng sạch, giao vào buổi sáng.",
            "audience": Audience.CHOSEN,
            "min_stars": 3,
            "sealed": sealed,
            "closes_at": closes,
            "payment_days": self.chance.choice((15, 30, 45)),
        }
        request = begin(session, self.retailer, self.buyer, facts, begun)
        price = min(one.variant.price for one in self.asked)
        line = Wanted(
            self.unit,
            self.quantity // 2,
            self.quantity,
            "Loại ngon, đóng gói nguyên",
            category_code=self.code,
            target_price=price * 8 // 10 if self.unit == "pack" else None,
        )
        write_lines(session, request, [line])
        stores = session.scalars(
            select(Store).where(Store.retailer_id == self.retailer.id).order_by(Store.id)
        )
        days = day_of(closes) + 10 * DAY, day_of(closes) + 20 * DAY
        write_windows(session, request, [Window(*days, store.id) for store in list(stores)[:2]], today)
        choose_producers(session, request, [one.producer.id for one in self.asked], begun)
        return request

    def _quotes(self, request: SourcingRequest, when: datetime) -> list[Quote]:
        """All who were asked but the last quote; it says why not, and the first has asked something."""
        session, made = self.session, []
        first = session.get_one(Recipient, (request.id, self.asked[0].producer.id))
        question = ask_question(session, request, first, "Thùng tối đa bao nhiêu kg? (câu hỏi mẫu)", when)
        answer_question(session, request, question, "Không quá 20 kg một thùng. (trả lời mẫu)", when + HOUR)
        for number, one in enumerate(self.asked):
            mine = session.get_one(Recipient, (request.id, one.producer.id))
            if number and number == len(self.asked) - 1:
                decline_request(session, request, mine, "Vụ này đã bán hết. (lý do mẫu)", when)
                continue
            made.append(offer(session, request, mine, one.user, self._offer(request, one, when), when))
        return made

    def _offer(self, request: SourcingRequest, one: Seller, when: datetime) -> Offer:
        line = self.session.scalars(select(RequestLine).where(RequestLine.request_id == request.id)).one()
        packs = 1 if self.unit == "pack" else 1000 // one.variant.net
        price = one.variant.price * packs * self.chance.randint(74, 90) // 100 // 100 * 100
        offered = Offered(line.id, one.variant.id, self.quantity, max(price, 100), 10, 8)
        terms = Terms(self.chance.choice(list(Handover)), self.chance.choice((0, 200, 500)), lead_days=5)
        closes = request.closes_at or when
        return Offer(
            [offered], max(day_of(closes), day_of(self.now)) + 20 * DAY, terms, "Hàng mới. (lời mẫu)"
        )

    def _quoted(self, request: SourcingRequest, quotes: list[Quote], closes: datetime) -> None:
        if len(quotes) > 2:
            mine = quote_for_steps(self.session, quotes[-1].id)
            withdraw(self.session, request, mine, mine.current, self.now - DAY)

    def _sealed(self, request: SourcingRequest, quotes: list[Quote], closes: datetime) -> None:
        """Nobody of the retailer has read them."""

    def _over(self, request: SourcingRequest, quotes: list[Quote], closes: datetime) -> None:
        """Waits for the retailer's decision."""

    def _dealing(self, request: SourcingRequest, quotes: list[Quote], closes: datetime) -> None:
        """The first waits for the producer; the second has agreed."""
        for number, one in enumerate(quotes[:2]):
            mine = quote_for_steps(self.session, one.id)
            put = offer_of(current_of(mine))
            lower = [replace(line, price=line.price * 95 // 100) for line in put.lines]
            when = self.now - DAY + HOUR
            counter(self.session, request, mine, self.buyer, replace(put, lines=lower, remarks=""), 1, when)
            if number and mine.producer.id == self.asked[1].producer.id:
                mine = quote_for_steps(self.session, one.id)
                agree(self.session, request, mine, self.asked[1].user, mine.current, when + HOUR)

    def _awarded(self, request: SourcingRequest, quotes: list[Quote], closes: datetime) -> None:
        """To two of them where there are two, who meet the volume together."""
        line = self.session.scalars(select(RequestLine).where(RequestLine.request_id == request.id)).one()
        chosen = quotes[:2] if self.number % 2 else quotes[:1]
        share = self.quantity // len(chosen) // 2 * 2
        picks = [Pick(one.id, one.current, line.id, share) for one in chosen]
        award(self.session, request, self.buyer, picks, request.revision, closes + HOUR)

    def _closed(self, request: SourcingRequest, quotes: list[Quote], closes: datetime) -> None:
        reason = "Giá cao hơn mức dự kiến. (lý do mẫu)"
        end(self.session, request, S.CLOSED, reason, request.revision, closes + DAY)

    def _cancelled(self, request: SourcingRequest, quotes: list[Quote], closes: datetime) -> None:
        reason = "Đổi kế hoạch bán hàng. (lý do mẫu)"
        end(self.session, request, S.CANCELLED, reason, request.revision, closes - DAY)


def _weighed(variant: Variant) -> bool:
    return variant.unit == Unit.GRAM and 1000 % variant.net == 0
