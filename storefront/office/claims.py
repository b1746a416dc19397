"""Public listings that claim what no row in force bears out: let a sentence stand with a reason, or act on the listing."""

from types import SimpleNamespace

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from catalog.claims import Claim, Rule
from catalog.producers import Producer
from catalog.products import Product
from marketplace.register.claims import ClaimFlag, FlagState

from ..clock import now
from ..database import session
from ..producer.listing_words import FIELDS, claim_sentence, mark_names
from ..security import limiter
from ..shop.pages import Crumb, link
from . import office
from .access import within_reach
from .listings import ReasonForm
from .pages import office_page
from .queues import waiting_text

_SHOWN = 60


@office.get("/claims")
def claims() -> Response:
    return _page()


@office.post("/claims/<int:id>/acceptance")
@limiter.limit("120 per minute")
def accept_claim(id: int) -> Response:
    query = _open().where(ClaimFlag.id == id).with_for_update(of=ClaimFlag)
    flag = (session().scalar(within_reach(query)) if id < 2**31 else None) or abort(404)
    form = ReasonForm(prefix=f"flag-{id}")
    if not form.validate():
        return _page({id: form}, 422)
    flag.accept(form.reason.data, now())
    flash(_("The sentence stands, with your reason."), "good")
    return redirect(url_for("office.claims"), 303)


def count_open_claims() -> int:
    return session().scalar(within_reach(_open()).with_only_columns(func.count()))


def _open():
    return (
        select(ClaimFlag)
        .join(Product, ClaimFlag.product_id == Product.id)
        .join(Producer, Product.producer_id == Producer.id)
        .where(ClaimFlag.state == FlagState.OPEN)
    )


def _page(forms: dict[int, ReasonForm] | None = None, status: int = 200) -> Response:
    query = within_reach(_open()).order_by(ClaimFlag.opened_at, ClaimFlag.id).limit(_SHOWN)
    loaded = joinedload(ClaimFlag.product, innerjoin=True).joinedload(Product.producer, innerjoin=True)
    flags = session().scalars(query.options(loaded)).all()
    said = [Claim(flag.field, Rule(flag.rule), flag.subject, flag.sentence) for flag in flags]
    names = mark_names(session(), said)
    rows = [
        SimpleNamespace(
            id=flag.id,
            name=flag.product.name,
            url=link(f"/office/listings/{flag.product_id}"),
            producer=flag.product.producer.name,
            field=FIELDS[claim.field],
            sentence=claim.sentence,
            reason=claim_sentence(claim, names),
            clock=waiting_text(flag.opened_at, now()),
            form=(forms or {}).get(flag.id) or ReasonForm(formdata=None, prefix=f"flag-{flag.id}"),
        )
        for flag, claim in zip(flags, said, strict=True)
    ]
    return office_page("office/claims.html", status, rows=rows, crumbs=[Crumb(_("Flagged claims"))])
