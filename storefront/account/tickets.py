"""The tickets for fairs that somebody has registered for while signed in, the newest first."""

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from catalog.places import Place
from marketplace.fairs.fairs import Fair
from marketplace.fairs.visitors import Visitor

from ..clock import now
from ..database import session
from ..shop.pages import link
from ..shop.paging import page_number, plain_pager
from ..visitor_words import days_words, heads_words, place_words, state_words
from . import account
from .pages import account_page, me

_PER_PAGE = 20


@account.get("/account/tickets")
def my_tickets() -> Response:
    count = session().scalar(select(func.count()).where(Visitor.user_id == me().id)) or 0
    pager = plain_pager("/account/tickets", page_number(request.args.get("page")), count, _PER_PAGE)
    query = (
        select(Visitor, Fair)
        .join(Fair, Fair.id == Visitor.fair_id)
        .where(Visitor.user_id == me().id)
        .options(joinedload(Fair.commune).joinedload(Place.province))
        .order_by(Visitor.id.desc())
        .offset((pager.page - 1) * _PER_PAGE)
        .limit(_PER_PAGE)
    )
    rows = [_row(*row) for row in session().execute(query)]
    return account_page("tickets.html", here=_("Tickets for fairs"), tickets=rows, pager=pager)


def _row(visitor: Visitor, fair: Fair) -> dict:
    return {
        "fair": fair.name,
        "url": link(f"/fairs/{fair.slug}/tickets/{visitor.code}"),
        "days": days_words(fair),
        "place": place_words(fair),
        "heads": heads_words(visitor.heads),
        "amount": visitor.amount,
        "state": state_words(visitor, now()),
        "fair_state": fair.state,
    }
