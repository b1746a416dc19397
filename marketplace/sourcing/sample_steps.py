"""The steps of a sample: asked for, agreed to, sent, received, scored. The sample's row is locked (lock_sample)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from catalog.places import Place
from catalog.producers import Producer, ProducerState
from catalog.products import Product, ProductState, Variant
from catalog.records import Refused
from catalog.text import clean

from ..accounts.retailers import Retailer
from ..accounts.stores import Store
from .quotes import Side
from .requests import Recipient, SourcingRequest
from .samples import Sample, SampleState

S = SampleState
PER_PAGE = 20
MOST_PACKS, MOST_PRICE, LONGEST_WORDS, LONGEST_LINE = 100, 1_000_000_000, 2000, 120
SCORES = range(1, 6)
# A retailer that has so many under way scores some of them first.
MOST_OPEN = 200
OPEN = (S.ASKED, S.AGREED, S.SENT, S.RECEIVED)


@dataclass(frozen=True)
class Wish:
    """`packs` of a variant to a store; `paid_by` pays `price` dong in all and the way. `request_id`: what it is for."""

    variant_id: int
    store_id: int
    packs: int
    paid_by: str = Side.RETAILER
    price: int = 0
    wishes: str = ""
    request_id: int | None = None


@dataclass(frozen=True)
class Verdict:
    """Scores of 1 to 5, whether the retailer wants to buy it, and why in words."""

    taste: int
    packaging: int
    label: int
    suitable: bool
    words: str = ""


def loaded() -> Select[tuple[Sample]]:
    """With both sides, the pack and its product, and the store with its place."""
    return select(Sample).options(
        joinedload(Sample.retailer),
        joinedload(Sample.producer),
        joinedload(Sample.variant).joinedload(Variant.product),
        joinedload(Sample.store).joinedload(Store.commune).joinedload(Place.province),
        joinedload(Sample.request),
    )


def find_sample(session: Session, code: str, *whose) -> Sample | None:
    return session.scalar(loaded().where(Sample.code == code, *whose))


def lock_sample(session: Session, id: int, *whose) -> Sample | None:
    """As it is now, its row being held until the transaction ends."""
    query = loaded().where(Sample.id == id, *whose).with_for_update(of=Sample)
    return session.scalar(query.execution_options(populate_existing=True))


def count_samples(session: Session, *whose) -> dict[SampleState, int]:
    rows = session.execute(select(Sample.state, func.count()).where(*whose).group_by(Sample.state))
    return {SampleState(state): count for state, count in rows}


def page_of_samples(session: Session, page: int, *which) -> Sequence[Sample]:
    """`PER_PAGE` of them, the newest first; pages count from 1."""
    query = loaded().where(*which).order_by(Sample.id.desc())
    return session.scalars(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()


def ask(session: Session, retailer: Retailer, user_id: int, wish: Wish, now: datetime) -> Sample:
    """Ask a producer for a few packs. Raises Refused."""
    session.refresh(retailer, with_for_update=True)
    _check_deals(retailer)
    mine = Sample.retailer_id == retailer.id, Sample.state.in_(OPEN)
    if session.scalar(select(func.count()).select_from(Sample).where(*mine)) >= MOST_OPEN:
        raise Refused("There are many samples under way: please score or cancel some of them first.")
    product = _sold(session, wish.variant_id)
    _check_wish(session, retailer, product.producer_id, wish)
    made = Sample(
        retailer_id=retailer.id,
        producer_id=product.producer_id,
        request_id=wish.request_id,
        variant_id=wish.variant_id,
        store_id=wish.store_id,
        user_id=user_id,
        packs=wish.packs,
        paid_by=wish.paid_by,
        price=wish.price,
        wishes=wish.wishes.strip(),
        asked_at=now,
    )
    session.add(made)
    session.flush()
    made.note("sample.asked")
    return made


def agree(session: Session, sample: Sample, seen: int) -> None:
    """The producer will send it, as it was asked for."""
    _check(sample, seen)
    _check_deals(session.get_one(Retailer, sample.retailer_id, populate_existing=True))
    if session.get_one(Producer, sample.producer_id, populate_existing=True).state != ProducerState.APPROVED:
        raise Refused("Only producers that are approved, and not suspended, can send samples.")
    _step(sample, S.AGREED)
    sample.note("sample.agreed")


def send(sample: Sample, seen: int, carrier: str, tracking_number: str, now: datetime) -> None:
    """It is on its way: who carries it, and its number where it has one."""
    _check(sample, seen)
    carrier, tracking_number = clean(carrier), clean(tracking_number)
    if not 0 < len(carrier) <= LONGEST_LINE:
        raise Refused("Please write who carries it.")
    if len(tracking_number) > LONGEST_LINE:
        raise Refused("Please write at most %(limit)s characters.", limit=LONGEST_LINE)
    _step(sample, S.SENT)
    sample.carrier, sample.tracking_number, sample.sent_at = carrier, tracking_number, now
    sample.note("sample.sent")


def receive(sample: Sample, seen: int, now: datetime) -> None:
    _check(sample, seen)
    _step(sample, S.RECEIVED)
    sample.received_at = now
    sample.note("sample.received")


def score(sample: Sample, seen: int, verdict: Verdict, now: datetime) -> None:
    """What the retailer thinks of it; the producer reads all of it. Raises Refused."""
    _check(sample, seen)
    if not all(one in SCORES for one in (verdict.taste, verdict.packaging, verdict.label)):
        raise Refused("Scores are 1 to 5.")
    words = verdict.words.strip()
    if not verdict.suitable and not words:
        raise Refused("Please write why: the other side reads it.")
    if len(words) > LONGEST_WORDS:
        raise Refused("Please write at most %(limit)s characters.", limit=LONGEST_WORDS)
    _step(sample, S.SCORED)
    sample.taste, sample.packaging, sample.label = verdict.taste, verdict.packaging, verdict.label
    sample.suitable, sample.verdict, sample.scored_at = verdict.suitable, words, now
    sample.note("sample.scored", suitable=verdict.suitable)


def decline(sample: Sample, seen: int, reason: str) -> None:
    """The producer sends nothing, and says why."""
    _stop(sample, seen, S.DECLINED, reason)
    sample.note("sample.declined", reason=sample.reason)


def cancel(sample: Sample, seen: int, reason: str) -> None:
    """The retailer wants it no more, or it never came."""
    _stop(sample, seen, S.CANCELLED, reason)
    sample.note("sample.cancelled", reason=sample.reason)


def _stop(sample: Sample, seen: int, to: S, reason: str) -> None:
    _check(sample, seen)
    reason = clean(reason)
    if not 0 < len(reason) <= LONGEST_WORDS:
        raise Refused("Please write why: the other side reads it.")
    _step(sample, to)
    sample.reason = reason


def _check(sample: Sample, seen: int) -> None:
    if seen != sample.revision:
        raise Refused("This was decided or changed meanwhile. Nothing of it was overwritten.")


def _step(sample: Sample, to: S) -> None:
    sample.move(to)
    sample.revision += 1


def _check_deals(retailer: Retailer) -> None:
    if not retailer.may_deal:
        raise Refused(
            "This retailer is suspended or not verified: nothing can be agreed with it at the moment."
        )


def _sold(session: Session, variant_id: int) -> Product:
    sold = Product.state == ProductState.PUBLISHED, Producer.state == ProducerState.APPROVED
    query = select(Product).join(Product.variants).join(Product.producer)
    product = session.scalar(query.where(Variant.id == variant_id, *sold))
    if product is None:
        raise Refused("One of these products is not on sale any more. Please choose again.")
    return product


def _check_wish(session: Session, retailer: Retailer, producer_id: int, wish: Wish) -> None:
    if not 1 <= wish.packs <= MOST_PACKS:
        raise Refused("A sample is 1 to %(limit)s packs.", limit=MOST_PACKS)
    if wish.paid_by not in list(Side) or not 0 <= wish.price <= MOST_PRICE:
        raise Refused("Please say who pays, and how much.")
    if wish.paid_by == Side.PRODUCER and wish.price:
        raise Refused("What the producer gives costs nothing: please leave the price at 0.")
    if len(wish.wishes) > LONGEST_WORDS:
        raise Refused("Please write at most %(limit)s characters.", limit=LONGEST_WORDS)
    store = session.get(Store, wish.store_id)
    if store is None or store.retailer_id != retailer.id or store.closed_at is not None:
        raise Refused("Please choose one of your stores.")
    if wish.request_id is not None and not _asked(session, retailer, producer_id, wish.request_id):
        raise Refused("This producer was not asked for a quote by this request.")


def _asked(session: Session, retailer: Retailer, producer_id: int, request_id: int) -> bool:
    query = select(Recipient).join(Recipient.request).where(SourcingRequest.retailer_id == retailer.id)
    mine = Recipient.request_id == request_id, Recipient.producer_id == producer_id
    return session.scalar(query.where(*mine)) is not None
