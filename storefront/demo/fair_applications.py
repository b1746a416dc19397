"""Who applies for the demo's fairs, and what becomes of it: every step by the rules, at the time it would have been taken."""

import random
from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.days import VIETNAM
from catalog.producers import Producer, ProducerState
from catalog.products import Product, ProductState
from catalog.recognitions import recognition_in_force
from catalog.register import proofs_of
from marketplace.accounts.users import User
from marketplace.fairs.application_steps import Wishes, hand_in, withdraw
from marketplace.fairs.applications import Application
from marketplace.fairs.booth_money import arrived
from marketplace.fairs.booth_payments import choose_method
from marketplace.fairs.booths import BoothKind, BoothType
from marketplace.fairs.decisions import FairDecision, application_for_steps, check_in, decide, note_no_show
from marketplace.fairs.fairs import Fair
from marketplace.fairs.places import held_place
from marketplace.payments.bank_accounts import BankAccount
from marketplace.payments.payments import PaymentMethod

D = FairDecision
_RETURN = "Xin bổ sung giấy chứng nhận an toàn thực phẩm còn hiệu lực đến hết hội chợ. (yêu cầu mẫu)"
_DECLINE = "Sản phẩm đăng ký chưa đủ hạng sao trong những ngày hội chợ. (lý do mẫu)"
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
# What is asked for, by how often.
_WANTED = (BoothKind.STANDARD,) * 5 + (
    BoothKind.FOOD_COURT,
    BoothKind.SHARED,
    BoothKind.SHARED,
    BoothKind.TENT,
)
_MOST_PRODUCTS = 4


@dataclass(frozen=True)
class Applicant:
    producer: Producer
    product_ids: list[int]
    is_eligible: bool


def applicants_for(session: Session, fair: Fair) -> list[Applicant]:
    """Producers of the demo in an order of this fair's own, those with stars enough on its last day first."""
    mine = Producer.sample, Producer.state == ProducerState.APPROVED
    producers = list(
        session.scalars(
            select(Producer).where(*mine).options(joinedload(Producer.commune)).order_by(Producer.id)
        )
    )
    random.Random(fair.name).shuffle(producers)
    on_sale = select(Product.producer_id, Product.id).where(Product.state == ProductState.PUBLISHED)
    goods: dict[int, list[int]] = {}
    for producer_id, product_id in session.execute(on_sale.order_by(Product.id)):
        goods.setdefault(producer_id, []).append(product_id)
    proofs = proofs_of(session, {id: maker for maker, ids in goods.items() for id in ids})
    found = []
    for producer in producers:
        ids = goods.get(producer.id, [])[:_MOST_PRODUCTS]
        starred = [id for id in ids if stars_on(proofs[id], fair.ends_on) >= fair.min_stars]
        if ids:
            found.append(Applicant(producer, starred or ids, bool(starred)))
    return sorted(found, key=lambda one: not one.is_eligible)


def stars_on(proofs, day: date | None) -> int:
    held = recognition_in_force(proofs.recognitions, day) if day else None
    return held.stars if held else 0


class Clerk:
    """Takes the steps of one fair's applications in the order of time; `outcomes` counts what becomes of them."""

    def __init__(
        self,
        session: Session,
        fair: Fair,
        types: dict[BoothKind, BoothType],
        user: User,
        account: BankAccount,
        now: datetime,
    ):
        self.session, self.fair, self.types = session, fair, types
        self.user, self.account, self.now = user, account, now
        self.chance = random.Random(f"{fair.name} booths")
        begins = fair.applications_from or fair.created_at.date()
        self.begin = datetime.combine(begins, time(9), VIETNAM)

    def fill(self, outcomes: dict[str, int]) -> None:
        """Who has too few stars is declined, and the others reach what `outcomes` counts."""
        names = [name for name, count in outcomes.items() for _ in range(count)]
        ready = deque(applicants_for(self.session, self.fair))
        made: dict[str, list[Application]] = defaultdict(list)
        for number, name in enumerate(names):
            who = ready.pop() if name == "declined" else ready.popleft()
            when = self._lately(number) if name == "submitted" else self.begin + number * _HOUR / 4
            made[name].append(self._hand_in(who, when))
        self._decide(made)
        self._open(made)

    def _lately(self, number: int) -> datetime:
        """In the last days, but while applications are taken."""
        until = self.fair.applications_until
        moment = self.now - (number + 1) * 7 * _HOUR
        last = datetime.combine(until, time(20), VIETNAM) if until else moment
        return max(self.begin, min(moment, last))

    def _hand_in(self, who: Applicant, when: datetime) -> Application:
        type = self.types.get(self.chance.choice(_WANTED)) or self.types[BoothKind.STANDARD]
        wishes = Wishes(type, who.product_ids, wants_corner=self.chance.random() < 0.2)
        return hand_in(self.session, self.fair, who.producer, self.user, wishes, when)

    def _decide(self, made: dict[str, list[Application]]) -> None:
        soon, later = self.begin + 2 * _DAY, self.begin + 6 * _DAY
        self._step(made["lapsed"], D.ACCEPT, soon)
        self._step(made["returned"], D.RETURN, soon + _HOUR, _RETURN)
        self._step(made["declined"], D.DECLINE, soon + _HOUR, _DECLINE)
        # By now what was not paid in three days has lapsed.
        for name in ("confirmed", "checked_in", "no_show", "withdrawn"):
            self._step(made[name], D.ACCEPT, later)
            self._pay(made[name], later + 3 * _HOUR)
        for one in made["withdrawn"]:
            withdraw(self.session, self.fair, self._ready(one), later + _DAY)
        # Whoever begins to wait before somebody leaves moves up: these wait last.
        self._step(made["waitlisted"], D.WAITLIST, later + 2 * _DAY)
        self._step(made["held"], D.ACCEPT, self.now - 5 * _HOUR)

    def _open(self, made: dict[str, list[Application]]) -> None:
        """The first day of the fair, where somebody has come."""
        if self.fair.starts_on is None:
            return
        opening = datetime.combine(self.fair.starts_on, time(7), VIETNAM)
        for one in made["checked_in"]:
            check_in(self.session, self.fair, self._ready(one), opening)
        for one in made["no_show"]:
            note_no_show(self.session, self.fair, self._ready(one), opening + 5 * _HOUR)

    def _ready(self, application: Application) -> Application:
        found = application_for_steps(self.session, self.fair.id, application.id)
        if found is None:
            raise LookupError(application.id)
        return found

    def _step(
        self, applications: list[Application], decision: FairDecision, when: datetime, words: str = ""
    ) -> None:
        for one in applications:
            mine = self._ready(one)
            decide(self.session, self.fair, mine, decision, words, mine.revision, when)

    def _pay(self, applications: list[Application], when: datetime) -> None:
        """The deposit by transfer; what costs nothing is confirmed already."""
        for one in applications:
            mine = self._ready(one)
            place = held_place(self.session, mine.id)
            if place is None or not place.deposit:
                continue
            account = self.account.id
            payment = choose_method(self.session, mine, place, PaymentMethod.VIETQR, account, when)
            arrived(self.session, payment.id, payment.amount, f"demo:{payment.reference}", when)
