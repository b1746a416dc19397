"""What the retailers' catalogue shows of a product: its packs with their terms, papers and the producer's deliveries."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from flask import current_app

from catalog.columns import Columns
from catalog.wholesale_columns import Wanted, WholesaleColumns
from catalog.wholesale_packs import packs_of_products
from marketplace.accounts.retailers import Retailer
from marketplace.sourcing.price_audiences import closed_to

from ..clock import today
from ..database import session
from ..shop.cards import Card, card_maker
from ..shop.pages import link
from .pack_views import PackView, deliveries_maker, fitting_first, pack_maker


class CatalogueRow(NamedTuple):
    """`card` as the shop shows the product; `more`: packs that are not among `packs`; `complete`: all papers a
    supermarket asks for are in force; `deliveries`: the producer's, in words."""

    card: Card
    url: str
    papers_url: str
    packs: Sequence[PackView]
    more: int
    complete: bool
    deliveries: Sequence[str]


def rows_of(
    ids: Sequence[int],
    shelf: Columns,
    terms: WholesaleColumns,
    buyer: Retailer,
    wanted: Wanted | None = None,
    closed: Collection[int] | None = None,
    most: int | None = 1,
) -> list[CatalogueRow]:
    """These products in this order as `buyer` may read them today, each with at `most` so many packs, those that offer
    what is wanted first; the same few statements for any number of them. `closed` are the producers whose prices
    are not for the buyer, where that is known already."""
    day = today()
    shown = [shelf.rows[id] for id in ids if id in shelf.rows]
    offered = packs_of_products(session(), [row.id for row in shown])
    makers = {row.producer_id for row in shown}
    closed = closed_to(session(), buyer.id, makers) if closed is None else closed
    figures = current_app.extensions["reliability_index"].of(session(), makers, day)
    complete = terms.complete_of(shelf, [row.id for row in shown], day)
    card, pack_view, deliveries = card_maker(day), pack_maker(day, closed), deliveries_maker()
    catalogue, papers = link("/retailer/catalogue"), link("/retailer/papers")
    rows = []
    for row in shown:
        packs = fitting_first(offered.get(row.id, ()), wanted, day, row.producer_id in closed)
        # Nobody sells what has lost its last pack a moment ago.
        if packs:
            rows.append(
                CatalogueRow(
                    card(row),
                    f"{catalogue}/{row.shown.slug}",
                    f"{papers}/{row.shown.slug}",
                    [pack_view(pack, row.producer_id) for pack in packs[:most]],
                    len(packs[most:]) if most else 0,
                    row.id in complete,
                    deliveries(figures[row.producer_id]),
                )
            )
    return rows
