"""Which ways of paying an order has, and why not the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from catalog.records import Refused

from ..payments.bank_accounts import accounts_of
from ..payments.cash_on_delivery import check_cash
from ..payments.payments import PaymentMethod
from .offers import Offer

# Dong up to which a parcel is paid in cash where neither the shop nor the producer says otherwise.
USUAL_CEILING = 5_000_000


@dataclass(frozen=True)
class ShopTerms:
    """What the operator offers: cash up to `cod_ceiling` dong a parcel, cards, and in a demo transfers to accounts
    that are made up (`samples`)."""

    cod_ceiling: int = USUAL_CEILING
    cards: bool = False
    samples: bool = False


USUAL_TERMS = ShopTerms()


def check_method(
    session: Session,
    method: PaymentMethod,
    phone: str,
    totals: Mapping[int, int],
    terms: ShopTerms,
    now: datetime,
) -> None:
    """Raises Refused when parcels of these `totals` (dong by producer id) can't be paid this way."""
    if method == PaymentMethod.CASH_ON_DELIVERY:
        check_cash(session, phone, totals, terms.cod_ceiling, now)
    if method == PaymentMethod.VIETQR and not _take_transfers(session, totals, terms, now):
        raise Refused(
            "Not every producer of this order takes bank transfers. Please choose another way to pay."
        )
    if method == PaymentMethod.CARD and not terms.cards:
        raise Refused("Cards are not taken here. Please choose another way to pay.")


def _take_transfers(session: Session, totals: Mapping[int, int], terms: ShopTerms, now: datetime) -> bool:
    """Whether each of these producers has an account, a real one unless this is a demo."""
    accounts = accounts_of(session, totals, now).values()
    return len(accounts) == len(totals) and (terms.samples or not any(one.is_sample for one in accounts))


def parcel_totals(offer: Offer) -> dict[int, int]:
    """Dong of each parcel of an offer with a known place of delivery, by producer id."""
    return {part.producer.id: part.total for part in offer.parts if part.delivery}


def offered_methods(
    session: Session, phone: str, totals: Mapping[int, int], terms: ShopTerms, now: datetime
) -> tuple[list[PaymentMethod], Refused | None]:
    """The ways that are open, cash first, and why cash is not among them."""
    offered, no_cash = [], None
    for method in PaymentMethod:
        try:
            check_method(session, method, phone, totals, terms, now)
        except Refused as refusal:
            no_cash = refusal if method == PaymentMethod.CASH_ON_DELIVERY else no_cash
        else:
            offered.append(method)
    return offered, no_cash
