"""What the retailers' catalogue shows of a product: its packs with their terms, papers and the producer's deliveries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from catalog.columns import Columns
from catalog.wholesale import Storage
from catalog.wholesale_columns import Wanted, WholesaleColumns
from catalog.wholesale_packs import OfferedPack, packs_of_products
from marketplace.sourcing.reliability import Reliability, reliability_of

from ..database import session
from ..filters import label
from ..locales import localized
from ..shop.cards import Card, card_maker
from ..shop.pages import link


@dataclass(frozen=True)
class Book:
    """Wholesale terms as one retailer may read them on a day: the prices of the producers in `closed` are not for it."""

    columns: WholesaleColumns
    closed: Collection[int]
    day: date


class PackView(NamedTuple):
    """`tiers` are (pieces from, dong apiece), empty where the retailer may not see them; `hidden` says so."""

    name: str
    price: int
    tiers: Sequence[tuple[int, int]]
    hidden: bool
    minimum: int | None
    case_pack: int | None
    capacity: int | None
    lead_days: int | None
    earliest: date | None
    shelf_life: int | None
    storage: str | None
    keeping: str | None
    available: bool


class CatalogueRow(NamedTuple):
    """`card` as the shop shows the product; `complete`: all papers a supermarket asks for are in force."""

    card: Card
    url: str
    papers_url: str
    packs: Sequence[PackView]
    complete: bool
    reliability: Reliability


def rows_of(
    ids: Sequence[int], shelf: Columns, book: Book, wanted: Wanted | None = None
) -> list[CatalogueRow]:
    """These products in this order, of each the packs that offer what is wanted first; the same few statements for
    any number of them."""
    shown = [shelf.rows[id] for id in ids if id in shelf.rows]
    packs = packs_of_products(session(), [row.id for row in shown])
    figures = reliability_of(session(), {row.producer_id for row in shown}, book.day)
    complete = book.columns.complete_ids(shelf, book.day)
    make = card_maker(book.day)
    return [
        CatalogueRow(
            make(row),
            link(f"/retailer/catalogue/{row.shown.slug}"),
            link(f"/retailer/papers/{row.shown.slug}"),
            _fitting_first([pack_view(p, row.producer_id, book) for p in packs.get(row.id, ())], wanted),
            row.id in complete,
            figures[row.producer_id],
        )
        for row in shown
    ]


def _fitting_first(packs: list[PackView], wanted: Wanted | None) -> list[PackView]:
    return packs if wanted is None else sorted(packs, key=lambda pack: not _fits(pack, wanted))


def _fits(pack: PackView, wanted: Wanted) -> bool:
    """What WholesaleColumns.mask asks of a pack, season apart: that is the product's."""
    lowest = pack.tiers[-1][1] if pack.tiers else None
    return all(
        limit is None or (said is not None and (said <= limit if at_most else said >= limit))
        for said, limit, at_most in (
            (pack.minimum, wanted.minimum, True),
            (pack.capacity, wanted.capacity, False),
            (pack.shelf_life, wanted.shelf_life, False),
            (pack.earliest, wanted.by, True),
            (lowest, wanted.price_to, True),
        )
    ) and (not wanted.storages or pack.storage in wanted.storages)


def pack_view(pack: OfferedPack, producer_id: int, book: Book) -> PackView:
    terms, hidden = pack.terms, producer_id in book.closed
    return PackView(
        name=localized(pack.variant, "pack"),
        price=pack.variant.price,
        tiers=[] if hidden else [(tier.quantity_from, tier.price) for tier in pack.tiers],
        hidden=hidden and bool(pack.tiers),
        minimum=terms and terms.minimum,
        case_pack=terms and terms.case_pack,
        capacity=terms and terms.capacity_per_month,
        lead_days=terms and terms.lead_days,
        earliest=pack.earliest(book.day),
        shelf_life=terms and terms.shelf_life_days,
        storage=terms and terms.storage,
        keeping=label(Storage(terms.storage)) if terms and terms.storage else None,
        available=pack.variant.available,
    )
