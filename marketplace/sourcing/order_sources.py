"""What a purchase order can be made of: packs at catalogue prices, lines of an award, lines of a contract."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager, joinedload

from catalog.products import SOLD, Product, Variant
from catalog.records import Refused
from catalog.wholesale import PriceTier, WholesaleTerms

from .contracts import Contract, ContractLine
from .price_audiences import PriceAudience, PriceViewer, Viewers
from .purchase_orders import PurchaseLine, PurchaseOrder, PurchaseOrderState
from .quotes import Award, AwardLine, QuoteLine, QuoteVersion
from .terms import Terms
from .units import QuantityUnit

# What is no longer wanted leaves its share of an award or a contract free; what is only drafted takes none yet.
_NOT_TAKEN = (PurchaseOrderState.DRAFT, PurchaseOrderState.DECLINED, PurchaseOrderState.CANCELLED)
MOST_OFFERED = 200


@dataclass(frozen=True)
class Offered:
    """What can be ordered: `key` names it within its source, `left` units of it at most (None: as many as wanted).

    `packs_per_unit` packs of the variant make one unit; a quantity is a multiple of `step`. `tiers` are lower
    prices (dong) by the quantity from which they hold.
    """

    key: int
    variant: Variant
    unit: str
    price: int
    vat_percent: int = 0
    packs_per_unit: Fraction = Fraction(1)
    left: int | None = None
    minimum: int = 1
    step: int = 1
    tiers: Sequence[tuple[int, int]] = ()
    sources: dict[str, int] = field(default_factory=dict)

    def price_of(self, quantity: int) -> int:
        """Dong a unit for so many."""
        return min((price for at, price in self.tiers if quantity >= at), default=self.price)

    @property
    def least(self) -> int:
        """Units to order at least; of what is left of less, the rest."""
        return self.minimum if self.left is None else min(self.minimum, self.left)

    def packs(self, quantity: int) -> int:
        """Packs in so many units. Raises Refused for a quantity that can't be ordered."""
        said = {"pack": self.variant.pack, "product": self.variant.product.name}
        if self.left is not None and quantity > self.left:
            raise Refused("Of %(product)s only %(left)s are left of what was agreed.", left=self.left, **said)
        if quantity < self.least:
            raise Refused("Of %(product)s at least %(least)s are ordered.", least=self.least, **said)
        if quantity % self.step:
            raise Refused("%(product)s comes in cases of %(step)s packs.", step=self.step, **said)
        packs = quantity * self.packs_per_unit
        if packs.denominator != 1:
            raise Refused(
                "%(quantity)s is not a whole number of packs of %(pack)s.",
                quantity=quantity,
                pack=self.variant.pack,
            )
        return packs.numerator


@dataclass(frozen=True)
class Source:
    """Where the lines of an order come from, on which terms, and what it writes into the order."""

    producer_id: int
    offers: list[Offered]
    terms: Terms
    contract_id: int | None = None
    award_id: int | None = None


def of_catalogue(session: Session, retailer_id: int, producer_id: int) -> Source:
    """What the producer has on sale, in packs: wholesale prices where it shows them to this retailer."""
    query = (
        select(Variant, WholesaleTerms)
        .join(Variant.product)
        .join(Product.producer)
        .outerjoin(WholesaleTerms, WholesaleTerms.variant_id == Variant.id)
        .where(Product.producer_id == producer_id, SOLD)
        .options(contains_eager(Variant.product))
        .order_by(Product.name, Variant.position)
        .limit(MOST_OFFERED)
    )
    rows = session.execute(query).all()
    tiers = _tiers(session, [variant.id for variant, _terms in rows]) if rows else {}
    shown = sees_prices(session, retailer_id, producer_id)
    offers = [_pack(variant, terms, tiers.get(variant.id, ()) if shown else ()) for variant, terms in rows]
    lead = max((terms.lead_days or 0 for _variant, terms in rows if terms), default=0)
    return Source(producer_id, offers, Terms(lead_days=lead))


def _pack(variant: Variant, terms: WholesaleTerms | None, tiers: Sequence[tuple[int, int]]) -> Offered:
    case = terms.case_pack if terms and terms.case_pack else 1
    return Offered(
        variant.id,
        variant,
        QuantityUnit.PACK,
        variant.price,
        minimum=terms.minimum if terms and terms.minimum else 1,
        step=case,
        tiers=tiers,
    )


def _tiers(session: Session, variant_ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    query = select(PriceTier).where(PriceTier.variant_id.in_(variant_ids)).order_by(PriceTier.quantity_from)
    found: dict[int, list[tuple[int, int]]] = {}
    for tier in session.scalars(query):
        found.setdefault(tier.variant_id, []).append((tier.quantity_from, tier.price))
    return found


def sees_prices(session: Session, retailer_id: int, producer_id: int) -> bool:
    """Whether the producer shows its wholesale prices to this retailer, which may deal."""
    viewers = session.scalar(select(PriceAudience.viewers).where(PriceAudience.producer_id == producer_id))
    if viewers != Viewers.CHOSEN:
        return viewers in (None, Viewers.VERIFIED)
    chosen = PriceViewer.producer_id == producer_id, PriceViewer.retailer_id == retailer_id
    return session.scalar(select(PriceViewer.retailer_id).where(*chosen)) is not None


def of_award(session: Session, award: Award, version: QuoteVersion, producer_id: int) -> Source:
    """What is left of the accepted quote: its prices hold, whatever the catalogue says."""
    query = (
        select(AwardLine)
        .where(AwardLine.award_id == award.id)
        .options(joinedload(AwardLine.quote_line).joinedload(QuoteLine.variant).joinedload(Variant.product))
        .order_by(AwardLine.id)
    )
    lines = list(session.scalars(query))
    taken = _taken(session, PurchaseLine.award_line_id, [line.id for line in lines])
    offers = [_awarded(line, line.quantity - taken.get(line.id, 0)) for line in lines]
    return Source(producer_id, offers, version.terms, award_id=award.id)


def _awarded(line: AwardLine, left: int) -> Offered:
    of = line.quote_line
    return Offered(
        line.id,
        of.variant,
        of.unit,
        of.price,
        of.vat_percent,
        Fraction(of.packs_numerator, of.packs_denominator),
        left,
        of.minimum,
        sources={"award_line_id": line.id},
    )


def of_contract(session: Session, contract: Contract) -> Source:
    """What is left to call off."""
    query = (
        select(ContractLine)
        .where(ContractLine.contract_id == contract.id)
        .options(joinedload(ContractLine.variant).joinedload(Variant.product))
        .order_by(ContractLine.id)
    )
    lines = list(session.scalars(query))
    taken = _taken(session, PurchaseLine.contract_line_id, [line.id for line in lines])
    offers = [_called_off(line, line.quantity - taken.get(line.id, 0)) for line in lines]
    return Source(contract.producer_id, offers, contract.terms, contract_id=contract.id)


def _called_off(line: ContractLine, left: int) -> Offered:
    return Offered(
        line.id,
        line.variant,
        line.unit,
        line.price,
        line.vat_percent,
        Fraction(line.packs_numerator, line.packs_denominator),
        left,
        line.minimum,
        sources={"contract_line_id": line.id},
    )


def _taken(
    session: Session, column: InstrumentedAttribute[int | None], ids: Collection[int]
) -> dict[int, int]:
    """Units that orders have of these lines already."""
    query = (
        select(column, func.sum(PurchaseLine.quantity))
        .join(PurchaseLine.purchase_order)
        .where(column.in_(ids), PurchaseOrder.state.not_in(_NOT_TAKEN))
        .group_by(column)
    )
    return {id: int(units) for id, units in session.execute(query)}
