"""Writing a contract before it is proposed: its head, its lines, and drafts that follow from an award."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from catalog.producers import Producer, ProducerState
from catalog.products import Product, ProductState, Variant
from catalog.records import Refused
from catalog.text import clean
from catalog.wholesale import WholesaleTerms

from ..accounts.retailers import Retailer
from .contracts import Contract, ContractLine, ContractPaper, ContractState, Harvest
from .quotes import Award, AwardLine, Quote, QuoteLine, QuoteVersion
from .requests import SourcingRequest
from .terms import VAT_RATES, Handover, ReturnRule, Terms
from .units import MOST_QUANTITY, packs_per_unit

MOST_LINES, MOST_MONTHS, LONGEST_NUMBER, LONGEST_WORDS = 30, 24, 60, 2000
MOST_PRICE = 1_000_000_000
WRITABLE = (ContractState.DRAFT, ContractState.RETURNED)


@dataclass(frozen=True)
class Head:
    """What a contract says beside its lines; `number` is the retailer's own, `papers` are kinds."""

    number: str
    starts_on: date
    ends_on: date
    terms: Terms = field(default_factory=Terms)
    papers: frozenset[str] = frozenset()
    remarks: str = ""


@dataclass(frozen=True)
class LineFacts:
    """Dong a unit before tax; see ContractLine."""

    unit: str
    quantity: int
    minimum: int
    price: int
    price_floor: int
    price_ceiling: int
    vat_percent: int = 0


def begin_contract(
    session: Session, retailer: Retailer, producer: Producer, user_id: int, head: Head, now: datetime
) -> Contract:
    """A draft without lines. Raises Refused, also where the retailer may not deal."""
    _check_sides(session, retailer, producer)
    _check_head(session, retailer.id, head)
    made = Contract(
        retailer_id=retailer.id, producer_id=producer.id, user_id=user_id, created_at=now, **_written(head)
    )
    session.add(made)
    session.flush()
    _write_papers(session, made, head.papers)
    made.note("contract.drafted")
    return made


def begin_from_award(
    session: Session, retailer: Retailer, award: Award, user_id: int, head: Head, now: datetime
) -> Contract:
    """A draft with what was awarded: its quantities and prices, whatever the catalogue says. Raises Refused."""
    whose = (
        select(Producer, SourcingRequest.retailer_id)
        .select_from(Quote)
        .join(Quote.producer)
        .join(Quote.request)
    )
    producer, owner_id = session.execute(whose.where(Quote.id == award.quote_id)).one()
    if owner_id != retailer.id:
        raise Refused("This is no award of yours.")
    if session.scalar(select(Contract.id).where(Contract.award_id == award.id).limit(1)):
        raise Refused("There is a contract for this award already.")
    made = begin_contract(session, retailer, producer, user_id, head, now)
    made.award_id = award.id
    session.add_all(_lines_of_award(session, award, made.id))
    session.flush()
    return made


def award_for_contract(
    session: Session, retailer_id: int, quote_code: str
) -> tuple[Award, QuoteVersion, Producer] | None:
    """An award of this retailer by its quote, the version that was accepted, and whose it is."""
    return next(iter(_awards(session, retailer_id, Quote.code == quote_code)), None)


def awards_without_contract(session: Session, retailer_id: int) -> list[tuple[Award, QuoteVersion, Producer]]:
    """Those of which a contract can still be made, the newest first, 50 at most."""
    used = select(Contract.award_id).where(
        Contract.retailer_id == retailer_id, Contract.award_id.is_not(None)
    )
    return _awards(session, retailer_id, Award.id.not_in(used))


def _awards(session: Session, retailer_id: int, *which) -> list[tuple[Award, QuoteVersion, Producer]]:
    same = (QuoteVersion.quote_id == Award.quote_id) & (QuoteVersion.number == Award.version_number)
    query = (
        select(Award, QuoteVersion, Producer)
        .join(Quote, Quote.id == Award.quote_id)
        .join(Quote.request)
        .join(Quote.producer)
        .join(QuoteVersion, same)
        .where(SourcingRequest.retailer_id == retailer_id, *which)
        .options(joinedload(QuoteVersion.quote).joinedload(Quote.request))
        .order_by(Award.id.desc())
    )
    return [tuple(row) for row in session.execute(query.limit(50))]


def change_head(session: Session, contract: Contract, seen: int, head: Head) -> None:
    """Raises Refused for a stale page, for what was proposed meanwhile, and for what does not fit."""
    check_writable(contract, seen)
    _check_head(session, contract.retailer_id, head, contract.id)
    for name, value in _written(head).items():
        setattr(contract, name, value)
    months = months_of(contract)
    for line in contract.lines:
        gone = Harvest.line_id == line.id, Harvest.month.not_in(months)
        session.execute(delete(Harvest).where(*gone))
    _write_papers(session, contract, head.papers)
    contract.revision += 1
    session.flush()


def write_line(
    session: Session,
    contract: Contract,
    seen: int,
    variant_id: int,
    facts: LineFacts,
    line_id: int | None = None,
) -> None:
    """Add a line, or write `line_id` anew. The contract is loaded with its lines. Raises Refused."""
    check_writable(contract, seen)
    line = next((one for one in contract.lines if one.id == line_id), None)
    if line_id is not None and line is None:
        raise Refused("This line is not in the contract any more.")
    if any(one.variant_id == variant_id and one is not line for one in contract.lines):
        raise Refused("This pack is in the contract already.")
    if line is None and len(contract.lines) >= MOST_LINES:
        raise Refused("A contract has %(limit)s lines at most.", limit=MOST_LINES)
    _check_line(facts)
    variant = _variant(session, contract.producer_id, variant_id)
    terms = session.get(WholesaleTerms, variant.id)
    ratio = packs_per_unit(facts.unit, variant, terms.case_pack if terms else None)
    if line is None:
        line = ContractLine(contract_id=contract.id)
        session.add(line)
    with session.no_autoflush:
        line.variant_id = variant.id
        line.packs_numerator, line.packs_denominator = ratio.numerator, ratio.denominator
        for name, value in asdict(facts).items():
            setattr(line, name, value)
    contract.revision += 1
    session.flush()


def remove_line(session: Session, contract: Contract, seen: int, line_id: int) -> None:
    check_writable(contract, seen)
    if line_id not in [line.id for line in contract.lines]:
        raise Refused("This line is not in the contract any more.")
    session.execute(delete(Harvest).where(Harvest.line_id == line_id))
    session.execute(delete(ContractLine).where(ContractLine.id == line_id))
    contract.revision += 1
    session.flush()


def drop_contract(session: Session, contract: Contract, seen: int) -> None:
    """A draft that nobody has seen goes without a trace but its number in the audit."""
    check_seen(contract, seen)
    if contract.state != ContractState.DRAFT:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    lines = select(ContractLine.id).where(ContractLine.contract_id == contract.id)
    session.execute(delete(Harvest).where(Harvest.line_id.in_(lines)))
    session.execute(delete(ContractLine).where(ContractLine.contract_id == contract.id))
    session.execute(delete(ContractPaper).where(ContractPaper.contract_id == contract.id))
    session.execute(delete(Contract).where(Contract.id == contract.id))
    contract.note("contract.dropped", number=contract.number)
    session.expunge(contract)


def months_of(contract: Contract) -> list[date]:
    """The first days of the months of its season."""
    month, found = contract.starts_on.replace(day=1), []
    while month <= contract.ends_on:
        found.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return found


def check_seen(contract: Contract, seen: int) -> None:
    """Of two who write at once the second is told."""
    if seen != contract.revision:
        raise Refused("This was decided or changed meanwhile. Nothing of it was overwritten.")


def check_writable(contract: Contract, seen: int) -> None:
    check_seen(contract, seen)
    if contract.state not in WRITABLE:
        raise Refused("This contract can't be changed any more.")


def _check_sides(session: Session, retailer: Retailer, producer: Producer) -> None:
    # Held: of two drafts with one number the second is refused here, and nobody is suspended meanwhile.
    session.refresh(retailer, with_for_update=True)
    if not retailer.may_deal:
        raise Refused("This is open to retailers that an officer has verified and that are not suspended.")
    if producer.state != ProducerState.APPROVED:
        raise Refused("Contracts are made with producers that are approved, and not suspended.")


def _check_head(session: Session, retailer_id: int, head: Head, id: int | None = None) -> None:
    if not 0 < len(clean(head.number)) <= LONGEST_NUMBER:
        raise Refused("Please write a number of at most %(limit)s characters.", limit=LONGEST_NUMBER)
    if head.starts_on > head.ends_on:
        raise Refused("The last day lies before the first one.")
    if (head.ends_on - head.starts_on).days > MOST_MONTHS * 30:
        raise Refused("A contract is for %(months)s months at most.", months=MOST_MONTHS)
    if len(head.remarks) > LONGEST_WORDS:
        raise Refused("Please write at most %(limit)s characters.", limit=LONGEST_WORDS)
    check_terms(head.terms)
    same = (
        Contract.retailer_id == retailer_id,
        Contract.number == clean(head.number),
        Contract.id != (id or 0),
    )
    if session.scalar(select(Contract.id).where(*same).limit(1)):
        raise Refused("You have a contract with this number already.")


def check_terms(terms: Terms) -> None:
    """Raises Refused for terms that no record can carry."""
    fits = (
        terms.handover in list(Handover)
        and terms.returns in list(ReturnRule)
        and 0 <= terms.discount_bp <= 9000
        and 0 <= terms.payment_days <= 180
        and 0 <= terms.shelf_life_percent <= 100
        and 0 <= terms.lead_days <= 365
    )
    if not fits:
        raise Refused("One of the terms is out of its bounds.")


def _check_line(facts: LineFacts) -> None:
    if not 0 < facts.minimum <= facts.quantity <= MOST_QUANTITY:
        raise Refused("The smallest call-off is at least 1, and no more than the quantity of the season.")
    if not 0 < facts.price_floor <= facts.price <= facts.price_ceiling <= MOST_PRICE:
        raise Refused("The price lies between its lowest and its highest one, both more than 0.")
    if facts.vat_percent not in VAT_RATES:
        raise Refused("Please choose a rate of value added tax.")


def _variant(session: Session, producer_id: int, variant_id: int) -> Variant:
    mine = (
        Variant.id == variant_id,
        Product.producer_id == producer_id,
        Product.state == ProductState.PUBLISHED,
    )
    variant = session.scalar(select(Variant).join(Variant.product).where(*mine))
    if variant is None:
        raise Refused("One of these products is not on sale any more. Please choose again.")
    return variant


def _written(head: Head) -> dict[str, object]:
    rest = {"number": clean(head.number), "starts_on": head.starts_on, "ends_on": head.ends_on}
    return asdict(head.terms) | rest | {"remarks": head.remarks.strip()}


def _write_papers(session: Session, contract: Contract, kinds: Iterable[str]) -> None:
    session.execute(delete(ContractPaper).where(ContractPaper.contract_id == contract.id))
    session.add_all(ContractPaper(contract_id=contract.id, kind=kind) for kind in sorted(kinds))
    session.flush()


def _lines_of_award(session: Session, award: Award, contract_id: int) -> list[ContractLine]:
    """One line for each pack, at the price that was awarded and no other until the retailer opens a corridor."""
    query = select(AwardLine).where(AwardLine.award_id == award.id).options(joinedload(AwardLine.quote_line))
    lines: dict[int, ContractLine] = {}
    for one in session.scalars(query.order_by(AwardLine.id)):
        quoted: QuoteLine = one.quote_line
        line = lines.get(quoted.variant_id)
        if line is None:
            lines[quoted.variant_id] = ContractLine(
                contract_id=contract_id,
                variant_id=quoted.variant_id,
                award_line_id=one.id,
                unit=quoted.unit,
                quantity=one.quantity,
                minimum=min(quoted.minimum, one.quantity),
                price=quoted.price,
                price_floor=quoted.price,
                price_ceiling=quoted.price,
                vat_percent=quoted.vat_percent,
                packs_numerator=quoted.packs_numerator,
                packs_denominator=quoted.packs_denominator,
            )
        elif (line.unit, line.price, line.vat_percent) == (quoted.unit, quoted.price, quoted.vat_percent):
            line.quantity += one.quantity
        else:
            raise Refused(
                "Two lines of this award are the same pack at different prices: write the contract by hand."
            )
    return list(lines.values())
