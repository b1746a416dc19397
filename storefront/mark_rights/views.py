"""Rights to use a mark as its page lists them, for the office and for the mark's own people: rows, and what is done to ticked ones.

`Reach` narrows a query, which has `Producer` in it, to what the visitor may decide on.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import request
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from catalog.codes import grouped
from catalog.marks import Authorisation, Mark
from catalog.producers import Producer
from catalog.products import Product
from catalog.records import Refused
from catalog.standing import ActKind
from catalog.text import fold
from marketplace.register.acting import Ruling
from marketplace.register.mark_rights import is_revoked, rule_on

from ..database import session
from ..filters import label
from ..shop.pages import link
from ..shop.paging import Pager, page_number

Reach = Callable[[Select], Select]
_PER_PAGE = 50
_MOST_TICKED, _MOST_FOUND, _MOST_PRODUCTS = 500, 30, 500


def rights_page(mark: Mark, path: str, reach: Reach, day: date) -> tuple[list[dict[str, Any]], Pager]:
    """The rights on the page asked for; what is not within reach can't be ticked. `path` is the page's own."""
    total = session().scalar(select(func.count()).where(Authorisation.mark_id == mark.id))
    pager = Pager(
        lambda page: link(path) + (f"?page={page}" if page > 1 else ""),
        page_number(request.args.get("page")),
        total,
        _PER_PAGE,
    )
    start = (pager.page - 1) * _PER_PAGE
    rights = session().scalars(_rights_of(mark).limit(_PER_PAGE).offset(start)).unique().all()
    reached = _reached({right.id for right in rights}, reach)
    return [_row(right, right.id in reached, day) for right in rights], pager


def _rights_of(mark: Mark) -> Select:
    """All rights to use the mark ever written down, by producer."""
    producer = joinedload(Authorisation.producer).joinedload(Producer.commune)
    return (
        select(Authorisation)
        .join(Authorisation.producer)
        .where(Authorisation.mark_id == mark.id)
        .options(producer, joinedload(Authorisation.mark), joinedload(Authorisation.product))
        .options(selectinload(Authorisation.acts))
        .order_by(Producer.key, Authorisation.valid_from.desc(), Authorisation.id)
    )


def _reached(ids: set[int], reach: Reach) -> set[int]:
    query = select(Authorisation.id).join(Authorisation.producer).where(Authorisation.id.in_(ids))
    return set(session().scalars(reach(query)))


def _row(right: Authorisation, reached: bool, day: date) -> dict[str, Any]:
    standing = right.standing(day)
    return {
        "id": right.id,
        "open": reached and not is_revoked(right),
        "producer": right.producer.name,
        "commune": right.producer.commune.full_name,
        "product": right.product.name if right.product else "",
        "permit": right.permit_no,
        "granted_by": right.granted_by,
        "code": grouped(right.code),
        "url": link(f"/verify/{right.code}"),
        "status": label(standing.status),
        "in_force": standing.in_force,
        "until": standing.until,
    }


def ticked() -> set[int]:
    """Ids of the rights that the form names."""
    texts = request.form.getlist("authorisation")[:_MOST_TICKED]
    return {int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10}


def rule_on_ticked(
    mark: Mark, reach: Reach, kind: ActKind, ruling: Ruling, by: int, now: datetime, day: date
) -> None:
    """One decision on all that is ticked. Raises Refused, and then nothing is done to a part of it."""
    ids = ticked()
    chosen = session().scalars(reach(_rights_of(mark)).where(Authorisation.id.in_(ids))).unique().all()
    # What is out of reach is not found.
    if len(chosen) != len(ids):
        raise Refused("One of these authorisations is not within your reach.")
    rule_on(session(), chosen, kind, ruling, by, now, day)


# Granting


def producers_named(words: str, reach: Reach) -> list[dict[str, Any]]:
    """A few whose name holds these words."""
    key = fold(words)
    if not key:
        return []
    query = _producers(reach).where(Producer.key.contains(key, autoescape=True))
    found = session().scalars(query.order_by(Producer.key, Producer.id).limit(_MOST_FOUND))
    return [{"name": one.name, "slug": one.slug, "commune": one.commune.full_name} for one in found]


def producer_with(slug: str, reach: Reach) -> Producer | None:
    return session().scalar(_producers(reach).where(Producer.slug == slug))


def _producers(reach: Reach) -> Select:
    return reach(select(Producer)).options(joinedload(Producer.commune))


def products_of(producer: Producer) -> list[Product]:
    query = select(Product).where(Product.producer_id == producer.id).order_by(Product.key, Product.id)
    return list(session().scalars(query.limit(_MOST_PRODUCTS)))
