"""The producers' statements: what was sold, charged and received, month by month."""

from types import SimpleNamespace

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog.places import Place
from catalog.producers import Producer
from marketplace.orders.statements import statement_of

from ..clock import today
from ..database import session
from ..papers.statement import month_text
from ..security import limiter
from ..shop.pages import Crumb, link
from ..statement_views import month_or_404, month_views, statement_file, statement_view
from . import producer
from .access import my_producers, named_producer
from .pages import producer_page


@producer.get("/statements")
def statements() -> Response:
    months = month_views(session(), [one.id for one in my_producers()])
    mine = [SimpleNamespace(name=one.name, slug=one.slug, months=months[one.id]) for one in my_producers()]
    return producer_page("producer/statements/index.html", mine=mine, crumbs=[Crumb(_("Statements"))])


@producer.get("/statements/<month>")
def statement(month: str) -> Response:
    wanted, owner = month_or_404(month), _mine()
    return producer_page(
        "producer/statements/show.html",
        statement=statement_view(statement_of(session(), owner.id, wanted)),
        owner=owner,
        month=month,
        open=wanted.after.first > today(),
        crumbs=[Crumb(_("Statements"), link("/producer/statements")), Crumb(month_text(wanted))],
    )


@producer.get("/statements/<month>.<any(pdf, xlsx):kind>")
@limiter.limit("30 per minute")
def statement_download(month: str, kind: str) -> Response:
    return statement_file(session(), _mine(), month_or_404(month), kind)


def _mine() -> Producer:
    """With its place, for the letterhead."""
    place = joinedload(Producer.commune).joinedload(Place.province)
    wanted = select(Producer).where(Producer.id == named_producer().id)
    return session().scalars(wanted.options(place)).one()
