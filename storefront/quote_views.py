"""View objects of requests and quotes, the same for both sides."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from types import SimpleNamespace

from flask_babel import gettext as _

from catalog.document_kinds import DocumentKind
from catalog.marks import MarkKind
from marketplace.sourcing.net_price import net_price, remains, with_vat
from marketplace.sourcing.quotes import AwardLine, Quote, QuoteState, QuoteVersion, Side
from marketplace.sourcing.request_writing import Conditions
from marketplace.sourcing.requests import RequestLine, RequestQuestion, RequestState, SourcingRequest
from marketplace.sourcing.terms import Handover, ReturnRule, Terms
from marketplace.sourcing.units import QuantityUnit

from .filters import day, dong, label, moment, number, percent
from .locales import localized
from .quote_forms import QuoteForm
from .shop.reference import reference


def request_state(request: SourcingRequest, now: datetime) -> str:
    """In words; that the time for quotes is over follows from the clock."""
    if request.state == RequestState.OPEN and not request.takes_quotes(now):
        return _("Closed for quotes, to be decided")
    return label(RequestState(request.state))


def quote_state(quote: Quote, request: SourcingRequest, version: QuoteVersion, today: date) -> str:
    """In words, as it stands with the request and the day."""
    if quote.state != QuoteState.OPEN:
        return label(QuoteState(quote.state))
    if request.state != RequestState.OPEN:
        return _("Not chosen")
    if version.valid_until < today:
        return _("Expired")
    if quote.turn == Side.PRODUCER:
        return _("Waits for the producer")
    return _("Waits for the retailer")


def line_view(line: RequestLine) -> SimpleNamespace:
    product = localized(line.product, "name") if line.product else ""
    unit = label(QuantityUnit(line.unit))
    few, many = number(line.quantity_from), number(line.quantity_to)
    return SimpleNamespace(
        id=line.id,
        name=product or line.description,
        detail=line.description if product else localized(line.category, "name") if line.category else "",
        unit=unit,
        quantity=f"{few} {unit}" if few == many else f"{few}–{many} {unit}",
        target=dong(line.target_price) if line.target_price else "",
        exact=line.product_id is not None and not line.substitutes,
    )


def facts_of(request: SourcingRequest, said: Conditions) -> list[tuple[str, str]]:
    """What a request asks for besides its lines: label and words."""
    provinces = reference().provinces
    windows = [
        f"{day(one.from_day)} – {day(one.until_day)}{f', {one.store.name}' if one.store else ''}"
        for one in request.deliveries
    ]
    names = ", ".join(provinces[code].name for code in sorted(said.provinces) if code in provinces)
    found = [
        (_("Quotes until"), moment(request.closes_at) if request.closes_at else ""),
        (_("Wanted on"), "; ".join(windows)),
        (_("Stars"), _("%(stars)s and more", stars=request.min_stars) if request.min_stars else ""),
        (_("One of these marks"), ", ".join(label(MarkKind(kind)) for kind in sorted(said.marks))),
        (_("Papers needed"), ", ".join(label(DocumentKind(kind)) for kind in sorted(said.papers))),
        (_("From these provinces only") if request.province_only else _("Rather from"), names),
    ]
    return [one for one in found if one[1]] + terms_view(request.terms)


def terms_view(terms: Terms) -> list[tuple[str, str]]:
    return [
        (_("Handover"), label(Handover(terms.handover))),
        (_("Discount"), percent(terms.discount_bp)),
        (_("Paid within"), _("%(count)s days after the invoice", count=terms.payment_days)),
        (_("Shelf life left at delivery"), f"{terms.shelf_life_percent}%"),
        (_("Returns"), label(ReturnRule(terms.returns))),
        (_("From order to delivery"), _("%(count)s days", count=terms.lead_days)),
    ]


def question_view(one: RequestQuestion) -> SimpleNamespace:
    return SimpleNamespace(
        id=one.id, question=one.question, answer=one.answer, at=moment(one.asked_at), open=not one.answered_at
    )


def version_view(version: QuoteVersion, names: dict[int, str]) -> SimpleNamespace:
    """`names` are of the request's lines."""
    return SimpleNamespace(
        number=version.number,
        by=label(Side(version.by)),
        at=moment(version.made_at),
        until=day(version.valid_until),
        remarks=version.remarks,
        terms=terms_view(version.terms),
        lines=[
            SimpleNamespace(
                name=names.get(line.request_line_id, ""),
                goods=f"{localized(line.variant.product, 'name')}, {localized(line.variant, 'pack')}",
                unit=label(QuantityUnit(line.unit)),
                price=line.price,
                net=net_price(line.price, version.discount_bp),
                gross=with_vat(net_price(line.price, version.discount_bp), line.vat_percent),
                vat=line.vat_percent,
                quantity=line.quantity,
                minimum=line.minimum,
                packs=packs_words(Fraction(line.packs_numerator, line.packs_denominator)),
            )
            for line in version.lines
        ],
    )


def awarded_view(quote: Quote, awarded: Sequence[AwardLine], names: dict[int, str]) -> list[tuple[str, str]]:
    """Goods and quantity; `names` are of the request's lines."""
    lines = {line.id: line for version in quote.versions for line in version.lines}
    return [
        (names[lines[one.quote_line_id].request_line_id], _units(one.quantity, lines[one.quote_line_id].unit))
        for one in awarded
    ]


def _units(quantity: int, unit: str) -> str:
    return f"{number(quantity)} {label(QuantityUnit(unit))}"


def packs_words(packs: Fraction) -> str:
    """How many packs one unit is, where it is not one."""
    if packs == 1:
        return ""
    if packs.denominator == 1:
        return _("1 unit = %(count)s packs", count=number(packs.numerator))
    return _(
        "%(units)s units = %(count)s packs", units=number(packs.denominator), count=number(packs.numerator)
    )


def calculated(form: QuoteForm, ratios: dict[tuple[int, int], Fraction]) -> list[SimpleNamespace]:
    """What remains of each line of a form that is all right; the way is shared by value.

    `ratios`: packs in a unit by line of the request and pack.
    """
    offer = form.offer()
    total = sum(line.price * line.quantity for line in offer.lines) or 1
    names = {part.line.id: line_view(part.line) for part in form.parts}
    found = []
    for line in offer.lines:
        packs = ratios[(line.request_line_id, line.variant_id)]
        way = (form.way.value or 0) * line.price * line.quantity // total
        left = remains(line.price, line.quantity, packs, offer.terms.discount_bp, line.vat_percent, way)
        found.append(SimpleNamespace(name=names[line.request_line_id].name, left=left))
    return found
