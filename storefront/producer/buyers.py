"""/producer/buyers: the retailers that order here, how they pay, what is open, and each month with each of them."""

from types import SimpleNamespace

from flask import Response, abort, request
from flask_babel import gettext as _
from sqlalchemy import select

from catalog.producers import Producer
from marketplace.accounts.retailers import Retailer
from marketplace.sourcing.ageing import MOST_SHOWN, ageing, open_invoices, scorecards
from marketplace.sourcing.order_lists import of_producers
from marketplace.sourcing.purchase_orders import PurchaseOrder

from ..clock import now, today
from ..database import session
from ..goods_statements import (
    ageing_views,
    month_of_request,
    months_back,
    open_row,
    scorecard_words,
    statement_file,
    statement_view,
)
from ..security import limiter
from ..shop.pages import Crumb, link
from ..shop.paging import page_number, plain_pager
from . import producer
from .access import my_producers, named_producer
from .pages import producer_page

_PER_PAGE = 50


@producer.get("/buyers")
def buyers() -> Response:
    owner = named_producer()
    mine = of_producers([owner.id])
    found = open_invoices(session(), mine)
    query = select(Retailer).where(Retailer.id.in_(_buyers_of(owner))).order_by(Retailer.name, Retailer.id)
    every = session().scalars(query).all()
    asked = page_number(request.args.get("page"))
    shown = every[(asked - 1) * _PER_PAGE : asked * _PER_PAGE]
    cards = scorecards(session(), [one.id for one in shown], now())
    return producer_page(
        "producer/buyers/index.html",
        owner=owner,
        ages=ageing_views(ageing(session(), mine, today())),
        rows=[
            open_row(one, one.order.retailer.name, link(f"/producer/purchase-orders/{one.order.code}"))
            for one in found
        ],
        most=MOST_SHOWN,
        buyers=[
            SimpleNamespace(name=one.name, code=one.code, card=scorecard_words(cards[one.id]))
            for one in shown
        ],
        months=months_back(today()),
        pager=plain_pager("/producer/buyers", asked, len(every), _PER_PAGE),
        crumbs=[Crumb(_("Retailers that buy"))],
    )


def _buyers_of(owner: Producer):
    return select(PurchaseOrder.retailer_id).where(of_producers([owner.id]))


@producer.get("/buyers/<code>/<month>")
def buyer_statement(code: str, month: str) -> Response:
    owner, wanted = _owner(code), month_of_request(month)
    retailer = _buyer(code, owner)
    return producer_page(
        "producer/buyers/show.html",
        owner=owner,
        retailer=retailer,
        month=month,
        statement=statement_view(session(), retailer, owner, wanted),
        crumbs=[
            Crumb(_("Retailers that buy"), link("/producer/buyers")),
            Crumb(f"{retailer.name} {wanted.text}"),
        ],
    )


@producer.get("/buyers/<code>/<month>.<any(pdf, xlsx, xml):kind>")
@limiter.limit("30 per minute")
def buyer_statement_file(code: str, month: str, kind: str) -> Response:
    owner = _owner(code)
    return statement_file(session(), _buyer(code, owner), owner, month_of_request(month), kind)


def _owner(code: str) -> Producer:
    """The one that the address names, or else the first of whom this retailer has ordered."""
    if "producer" in request.args:
        return named_producer()
    return next((one for one in my_producers() if _find(code, one)), None) or abort(404)


def _buyer(code: str, owner: Producer) -> Retailer:
    return _find(code, owner) or abort(404)


def _find(code: str, owner: Producer) -> Retailer | None:
    query = select(Retailer).where(Retailer.code == code[:40], Retailer.id.in_(_buyers_of(owner)))
    return session().scalar(query)
