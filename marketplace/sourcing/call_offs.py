"""Whether goods can be called off a contract on a day, and what was ordered although a paper was missing.

Who issues a purchase order holds the contract's row (contract_lists.lock_contract) while it asks here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers import Producer, ProducerState
from catalog.products import Product
from catalog.records import Refused
from catalog.text import clean

from ..accounts.retailers import Retailer
from .contract_drafts import LONGEST_WORDS
from .contract_lists import called_off
from .contract_papers import standings_of
from .contracts import Contract, ContractLine
from .purchase_orders import PaperOverride, PurchaseOrder, PurchaseOrderState


class Obstacle(StrEnum):
    """`PAPER` alone can be overridden: by a person, for one order, with a reason."""

    NOT_SIGNED = "not_signed"
    NOT_BEGUN = "not_begun"
    OVER = "over"
    RETAILER = "retailer"
    PRODUCER = "producer"
    PAPER = "paper"


@dataclass(frozen=True)
class Finding:
    """What stands in the way of a call-off. `kind` and `product` say which paper; `until` when the last one ended."""

    obstacle: Obstacle
    kind: str | None = None
    product: Product | None = None
    until: date | None = None

    @property
    def may_be_overridden(self) -> bool:
        return self.obstacle is Obstacle.PAPER


def call_off_allowed(
    session: Session, contract: Contract, day: date, product_ids: Collection[int] | None = None
) -> list[Finding]:
    """What stands in the way on `day`; nothing does where the list is empty. Papers of `product_ids` alone, or of all."""
    found = [Finding(obstacle) for obstacle in _of_days(contract, day)]
    # Read anew: who was suspended meanwhile deals no more.
    retailer = session.get_one(Retailer, contract.retailer_id, populate_existing=True)
    producer = session.get_one(Producer, contract.producer_id, populate_existing=True)
    if not retailer.may_deal:
        found.append(Finding(Obstacle.RETAILER))
    if producer.state != ProducerState.APPROVED:
        found.append(Finding(Obstacle.PRODUCER))
    standings = standings_of(session, [contract.id], day, product_ids)[contract.id]
    lacking = [one for one in standings if not one.in_force]
    return found + [Finding(Obstacle.PAPER, one.kind, one.product, one.until) for one in lacking]


def _of_days(contract: Contract, day: date) -> list[Obstacle]:
    if contract.signed_at is None:
        return [Obstacle.NOT_SIGNED]
    if day < contract.starts_on:
        return [Obstacle.NOT_BEGUN]
    return [] if contract.runs_on(day) else [Obstacle.OVER]


def check_call_off(
    session: Session,
    contract: Contract,
    day: date,
    product_ids: Collection[int] | None = None,
    overridden: Collection[str] = (),
) -> None:
    """Raises Refused for the first thing that stands in the way; `overridden` are kinds of papers somebody took upon them."""
    for finding in call_off_allowed(session, contract, day, product_ids):
        if finding.obstacle is not Obstacle.PAPER:
            raise _refusal(finding.obstacle)
        if finding.kind not in overridden:
            raise Refused(
                "A paper that the contract asks for is missing or has lapsed: nothing new can be called off unless somebody takes it upon them."
            )


def _refusal(obstacle: Obstacle) -> Refused:
    return {
        Obstacle.NOT_SIGNED: Refused("The contract is not signed."),
        Obstacle.NOT_BEGUN: Refused("The season of the contract has not begun."),
        Obstacle.OVER: Refused("The contract is over."),
        Obstacle.RETAILER: Refused(
            "This retailer is suspended or not verified: nothing can be agreed with it at the moment."
        ),
        Obstacle.PRODUCER: Refused("The producer is suspended at the moment."),
    }[obstacle]


def check_quantity(session: Session, line: ContractLine, quantity: int, order_id: int | None = None) -> None:
    """Raises Refused below the smallest call-off and above what is left of the season; `order_id` is not counted twice."""
    left = line.quantity - called_off(session, [line.id], order_id).get(line.id, 0)
    # The rest of a season may be less than the smallest call-off.
    if quantity < min(line.minimum, left) or quantity < 1:
        raise Refused("The contract says %(minimum)s at least.", minimum=line.minimum)
    if quantity > left:
        raise Refused("Only %(left)s are left of what the contract says.", left=max(left, 0))


def override_paper(
    session: Session, order: PurchaseOrder, kind: str, user_id: int, reason: str, now: datetime
) -> PaperOverride:
    """Somebody of the retailer orders without this paper, and says why; the order's row is held. Raises Refused."""
    if order.state not in (PurchaseOrderState.DRAFT, PurchaseOrderState.WAITING):
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    reason = clean(reason)
    if not 0 < len(reason) <= LONGEST_WORDS:
        raise Refused("Please write why: the other side reads it.")
    if session.get(PaperOverride, (order.id, kind)):
        raise Refused("Somebody has taken this upon them already.")
    made = PaperOverride(purchase_order_id=order.id, kind=kind, user_id=user_id, reason=reason, at=now)
    session.add(made)
    session.flush()
    order.note("purchase_order.paper_overridden", kind=kind, reason=reason)
    return made


def overridden_kinds(session: Session, order_id: int) -> set[str]:
    """The kinds of papers without which this order may be issued all the same."""
    query = select(PaperOverride.kind).where(PaperOverride.purchase_order_id == order_id)
    return set(session.scalars(query))
