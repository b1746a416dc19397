"""View objects of a claim about goods, for the retailer, the producer and the officer alike."""

from types import SimpleNamespace

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.sourcing.goods import ClaimKind, ClaimState, GoodsClaim

from .filters import label
from .locales import localized
from .purchase_views import quantity_words, timeline_of


def claim_view(session: Session, claim: GoodsClaim) -> SimpleNamespace:
    """With its order and the line it is about loaded."""
    order, line = claim.purchase_order, claim.delivery_line
    return SimpleNamespace(
        code=claim.code,
        order=order,
        kind=label(ClaimKind(claim.kind)),
        state=claim.state,
        state_label=label(ClaimState(claim.state)),
        about=_about(claim),
        quantity=quantity_words(claim.quantity, line.purchase_line.unit) if claim.quantity and line else "",
        amount=claim.amount,
        granted=claim.granted,
        reasons=claim.reasons,
        answer=claim.answer,
        ruled=claim.ruled,
        decided=claim.decided_at is not None,
        steps=timeline_of(session, order, [], [claim], for_producer=True),
    )


def _about(claim: GoodsClaim) -> str:
    line = claim.delivery_line
    if line is None:
        return _("The whole order")
    part = _("Delivery %(number)s", number=line.delivery.number)
    return f"{localized(line.purchase_line, 'product_name')} ({part})"


def row_view(claim: GoodsClaim, url: str) -> SimpleNamespace:
    order = claim.purchase_order
    return SimpleNamespace(
        url=url,
        code=claim.code,
        number=order.number,
        retailer=order.retailer.name,
        producer=order.producer.name,
        kind=label(ClaimKind(claim.kind)),
        amount=claim.amount,
        state=claim.state,
        state_label=label(ClaimState(claim.state)),
        opened_at=claim.opened_at,
    )
