"""Rights to use a mark in the office: decisions on one or several at once, and granting a new one."""

from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from catalog.marks import Authorisation, Mark
from catalog.producers import Producer
from catalog.products import Product
from catalog.records import Refused
from catalog.standing import ActKind
from catalog.text import clean, fold
from marketplace.register.mark_rights import grant_right, rule_on
from marketplace.register.territories import lies_outside

from ..clock import now, today
from ..database import session
from ..locales import translated
from ..login import signed_in
from ..security import limiter
from ..shop.pages import Crumb, link
from . import office
from .access import within_reach
from .mark_right_forms import RightForm, right_form, rights_ruling_form
from .marks import find_mark, mark_page, marks_crumb, rights_of
from .pages import office_page

_MOST_FOUND = 30


@office.post("/marks/<slug>/acts")
@limiter.limit("60 per minute")
def rule_on_rights(slug: str) -> Response:
    mark, form = find_mark(slug), rights_ruling_form(sent=True)
    ids = _ticked()
    if not form.validate():
        return mark_page(mark, 422, typed=form, ticked=ids)
    try:
        chosen = (
            session().scalars(within_reach(rights_of(mark)).where(Authorisation.id.in_(ids))).unique().all()
        )
        # What is out of reach is not found; nothing is done to a part of what was ticked.
        if len(chosen) != len(ids):
            raise Refused("One of these authorisations is not within your reach.")
        rule_on(session(), chosen, ActKind(form.step.data), form.ruling(), signed_in().id, now(), today())
    except Refused as refusal:
        session().rollback()
        return mark_page(find_mark(slug), 422, translated(refusal), form, ids)
    flash(_("Entered. Badges follow from the day on which it takes effect."), "good")
    return redirect(url_for("office.one_mark", slug=slug), 303)


def _ticked() -> set[int]:
    texts = request.form.getlist("authorisation")[:500]
    return {int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10}


# Granting


@office.get("/marks/<slug>/authorisations/new")
def new_right(slug: str) -> Response:
    mark, producer = find_mark(slug), _producer()
    form = right_form(mark, _products(producer), sent=False) if producer else None
    return _page(mark, producer, form)


@office.post("/marks/<slug>/authorisations")
@limiter.limit("60 per minute")
def grant(slug: str) -> Response:
    mark, producer = find_mark(slug), _producer()
    if producer is None:
        abort(404)
    form = right_form(mark, _products(producer), sent=True)
    if not form.validate():
        return _page(mark, producer, form, 422)
    try:
        grant_right(session(), mark, producer, form.wanted(), signed_in().id, now())
    except Refused as refusal:
        session().rollback()
        return _page(find_mark(slug), _producer(), form, 422, translated(refusal))
    flash(_("Granted."), "good")
    if lies_outside(producer, mark.territory):
        flash(
            _("The producer's commune lies outside the territory of the mark. Please look once more."), "warn"
        )
    return redirect(url_for("office.one_mark", slug=slug), 303)


def _reachable() -> Select:
    return within_reach(select(Producer)).options(joinedload(Producer.commune))


def _producer() -> Producer | None:
    """The one whose right it is to be; 404 for a stranger's, None where none is chosen yet."""
    slug = request.args.get("producer", "")[:255]
    if not slug:
        return None
    return session().scalar(_reachable().where(Producer.slug == slug)) or abort(404)


def _products(producer: Producer) -> list[Product]:
    query = select(Product).where(Product.producer_id == producer.id).order_by(Product.key, Product.id)
    return list(session().scalars(query.limit(500)))


def _page(
    mark: Mark, producer: Producer | None, form: RightForm | None, status: int = 200, problem: str = ""
) -> Response:
    words = clean(request.args.get("q", ""))[:100]
    return office_page(
        "office/marks/grant.html",
        status,
        mark=mark,
        producer=producer,
        outside=producer is not None and lies_outside(producer, mark.territory),
        form=form,
        q=words,
        found=_named(words),
        problem=problem,
        crumbs=[
            marks_crumb(),
            Crumb(mark.name, link(f"/office/marks/{mark.slug}")),
            Crumb(_("Grant a right")),
        ],
    )


def _named(words: str) -> list[dict[str, Any]]:
    key = fold(words)
    if not key:
        return []
    query = _reachable().where(Producer.key.contains(key, autoescape=True))
    found = session().scalars(query.order_by(Producer.key, Producer.id).limit(_MOST_FOUND))
    return [{"name": one.name, "slug": one.slug, "commune": one.commune.full_name} for one in found]
