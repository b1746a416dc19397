"""View objects of contracts, for both sides: how far it is, its lines with today's prices, papers, harvests, steps."""

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from catalog.document_kinds import DocumentKind
from marketplace.audit import Entry
from marketplace.sourcing.call_offs import Obstacle, call_off_allowed
from marketplace.sourcing.contract_drafts import months_of
from marketplace.sourcing.contract_lists import called_off
from marketplace.sourcing.contract_papers import PaperStanding, standings_of, weakest_by_kind
from marketplace.sourcing.contracts import Contract, ContractLine, ContractState
from marketplace.sourcing.paper_watch import LAPSED, Concern, concerns_among
from marketplace.sourcing.price_changes import PriceChange, PriceChangeState, changes_of, prices_on
from marketplace.sourcing.quotes import Side
from marketplace.sourcing.terms import Handover, ReturnRule
from marketplace.sourcing.units import QuantityUnit

from .clock import today
from .database import session
from .filters import day, dong, label, number, percent
from .locales import localized
from .sourcing_steps import SIDES, happened

S = ContractState
PRODUCER, RETAILER = SIDES[Side.PRODUCER], SIDES[Side.RETAILER]
STEPS = {
    "contract.proposed": (lazy_gettext("Laid before the producer"), RETAILER),
    "contract.taken_back": (lazy_gettext("Taken back"), RETAILER),
    "contract.returned": (lazy_gettext("Sent back"), PRODUCER),
    "contract.harvests_written": (lazy_gettext("Calendar of harvests"), PRODUCER),
    "contract.signed": (lazy_gettext("Signed"), PRODUCER),
    "contract.declined": (lazy_gettext("Declined"), None),
    "contract.ended": (lazy_gettext("Ended early"), None),
    "contract.price_proposed": (lazy_gettext("Another price proposed"), None),
    "contract.price_agreed": (lazy_gettext("Price agreed on"), None),
    "contract.price_declined": (lazy_gettext("Price declined"), None),
    "contract.price_withdrawn": (lazy_gettext("Price withdrawn"), None),
}


def state_of(one: Contract, on: date) -> tuple[str, str]:
    """Words and tone, with what follows from its days."""
    if not one.is_live(on):
        over = one.state in (S.SIGNED, S.ENDED)
        tone = "tag--bad" if one.state == S.DECLINED else "" if over or one.state == S.DRAFT else "tag--warm"
        return (_("Over") if over else label(S(one.state))), tone
    if on < one.starts_on:
        return _("Signed, begins on %(day)s", day=day(one.starts_on)), "tag--good"
    if one.state == S.ENDED:
        return _("Ends early, on %(day)s", day=day(one.last_day)), "tag--warm"
    return _("The season is running"), "tag--good"


def contract_rows(contracts: Sequence[Contract]) -> list[SimpleNamespace]:
    """For a list: a constant number of questions, however many contracts."""
    standings = standings_of(session(), [one.id for one in contracts], today())
    concerned: dict[int, list[str]] = {}
    for concern in concerns_among(contracts, standings, today()):
        concerned.setdefault(concern.contract_id, []).append(concern_words(concern))
    rows = []
    for one in contracts:
        words, tone = state_of(one, today())
        products = dict.fromkeys(localized(line.variant.product, "name") for line in one.lines)
        rows.append(
            SimpleNamespace(
                code=one.code,
                number=one.number,
                producer=one.producer.name,
                retailer=one.retailer.name,
                days=f"{day(one.starts_on)} – {day(one.last_day)}",
                products=", ".join(list(products)[:3]) + (" …" if len(products) > 3 else ""),
                state=words,
                tone=tone,
                concerns=concerned.get(one.id, []),
            )
        )
    return rows


def concern_words(concern: Concern) -> str:
    kind = label(DocumentKind(concern.kind))
    names = ", ".join(localized(one.product, "name") for one in concern.standings[:3])
    if concern.step != LAPSED:
        return _(
            "%(paper)s (%(products)s) lapses on %(day)s.",
            paper=kind,
            products=names,
            day=day(concern.last_day),
        )
    if concern.standings[0].until:
        return _("%(paper)s (%(products)s) has lapsed.", paper=kind, products=names)
    return _("%(paper)s (%(products)s) is missing.", paper=kind, products=names)


def head_facts(one: Contract) -> list[tuple[str, str]]:
    """Label and text of the head: days and terms."""
    terms = one.terms
    lead = _("%(days)s days", days=terms.lead_days)
    return [
        (_("Season"), f"{day(one.starts_on)} – {day(one.ends_on)}"),
        (_("Handover"), label(Handover(terms.handover))),
        (_("Discount"), percent(terms.discount_bp)),
        (_("Payment"), _("%(days)s days after the invoice", days=terms.payment_days)),
        (_("Shelf life left at delivery"), percent(terms.shelf_life_percent * 100)),
        (_("Returns"), label(ReturnRule(terms.returns))),
        (_("From the order to the ramp"), lead),
    ]


def contract_view(one: Contract) -> SimpleNamespace:
    """All that both sides read of it."""
    words, tone = state_of(one, today())
    on = min(max(today(), one.starts_on), one.last_day)
    prices = prices_on(session(), one.lines, on)
    taken = called_off(session(), [line.id for line in one.lines])
    standings = standings_of(session(), [one.id], today())[one.id]
    changes = changes_of(session(), one.id) if one.signed_at else []
    found = call_off_allowed(session(), one, today()) if one.signed_at else []
    return SimpleNamespace(
        code=one.code,
        number=one.number,
        producer=one.producer.name,
        producer_slug=one.producer.slug,
        retailer=one.retailer.name,
        retailer_code=one.retailer.code,
        state=words,
        tone=tone,
        is_signed=one.signed_at is not None,
        is_live=one.is_live(today()),
        facts=head_facts(one),
        remarks=one.remarks,
        reason=one.reason,
        lines=[line_view(line, prices[line.id], taken.get(line.id, 0)) for line in one.lines],
        papers=[_paper(kind, weakest) for kind, weakest in weakest_by_kind(standings).items()],
        obstacles=[label(one) for one in dict.fromkeys(finding.obstacle for finding in found)],
        stopped=any(finding.obstacle is Obstacle.PAPER for finding in found),
        months=months_of(one),
        changes=[change_view(change) for change in changes],
        steps=happened(one, STEPS, _detail),
        moves=Contract.moves[S(one.state)],
    )


def line_view(line: ContractLine, price: int, taken: int) -> SimpleNamespace:
    """`price` is today's, `taken` what was called off so far."""
    unit = label(QuantityUnit(line.unit))
    expected = {harvest.month: harvest.quantity for harvest in line.harvests}
    return SimpleNamespace(
        id=line.id,
        product=localized(line.variant.product, "name"),
        pack=localized(line.variant, "pack"),
        unit=unit,
        quantity=f"{number(line.quantity)} {unit}",
        minimum=f"{number(line.minimum)} {unit}",
        price=dong(price),
        corridor=f"{dong(line.price_floor)} – {dong(line.price_ceiling)}",
        is_fixed=line.price_floor == line.price_ceiling,
        vat=percent(line.vat_percent * 100),
        taken=taken,
        total=line.quantity,
        expected=expected,
        harvest=sum(expected.values()),
        packs=_packs(line),
    )


def _packs(line: ContractLine) -> str:
    if line.unit == QuantityUnit.PACK:
        return ""
    if line.packs_denominator == 1:
        return _(
            "1 %(unit)s is %(packs)s packs", unit=label(QuantityUnit(line.unit)), packs=line.packs_numerator
        )
    return _(
        "%(units)s %(unit)s are %(packs)s packs",
        units=line.packs_denominator,
        unit=label(QuantityUnit(line.unit)),
        packs=line.packs_numerator,
    )


def _paper(kind: str, weakest: list[PaperStanding]) -> SimpleNamespace:
    one = weakest[0]
    if one.in_force:
        words = (
            _("in force until %(day)s", day=day(one.until)) if one.until else _("in force, without an end")
        )
    else:
        words = _("lapsed on %(day)s", day=day(one.until)) if one.until else _("missing")
    products = ", ".join(localized(of.product, "name") for of in weakest[:3])
    return SimpleNamespace(
        name=label(DocumentKind(kind)),
        words=words,
        products=products,
        tone="tag--good" if one.in_force else "tag--bad",
    )


def change_view(change: PriceChange) -> SimpleNamespace:
    product = change.line.variant.product
    return SimpleNamespace(
        id=change.id,
        product=localized(product, "name"),
        pack=localized(change.line.variant, "pack"),
        price=dong(change.price),
        from_day=change.from_day,
        by=change.by,
        by_words=SIDES[change.by],
        reason=change.reason,
        state=label(PriceChangeState(change.state)),
        is_open=change.state == PriceChangeState.PROPOSED,
    )


def _detail(entry: Entry) -> str:
    facts = entry.facts
    if "price" in facts:
        said = f"{facts['product']}, {facts['pack']}: {dong(facts['price'])}"
        said = _("%(what)s from %(day)s", what=said, day=day(date.fromisoformat(facts["from_day"])))
        return f"{said}. {facts['reason']}" if facts.get("reason") else said
    if "last_day" in facts:
        return f"{day(date.fromisoformat(facts['last_day']))}: {facts['reason']}"
    return facts.get("reason", "")
