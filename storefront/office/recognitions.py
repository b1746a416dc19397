"""One recognition in the office: what the register says, its history, and the acts on it, each for a second officer."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from catalog.batches import Batch, counts_today
from catalog.codes import grouped, read_code
from catalog.producers import Producer
from catalog.products import Product
from catalog.recognitions import Evidence, ExpirySource, Recognition, is_corrected
from catalog.records import Refused
from catalog.text import clean, fold
from marketplace.register.acting import (
    propose_correction,
    propose_extension,
    propose_recognition,
    propose_revocation,
)
from marketplace.register.proposals import Proposal
from marketplace.register.within import current_within, recognitions_within

from ..clock import now, today
from ..database import session
from ..filters import day as day_text
from ..filters import label
from ..locales import translated
from ..login import signed_in
from ..ruling_form import RulingForm
from ..security import limiter
from ..shop import verification_words
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from . import office
from .access import officer, within_reach
from .pages import office_page, register_crumb
from .register_forms import CorrectionForm, WantedForm, wanted_form

_MOST_FOUND = 30


@office.get("/register/<code>")
def recognition(code: str) -> Response:
    return _page(_find(code))


def _find(code: str) -> Recognition:
    query = recognitions_within(officer().province_code).where(Recognition.code == read_code(code[:40]))
    found = session().scalars(query).unique().one_or_none()
    if found is None:
        abort(404)
    return found


def _page(
    of: Recognition, status: int = 200, problem: str = "", act: str = "", typed: ShopForm | None = None
) -> Response:
    forms = {
        "correction": wanted_form(CorrectionForm(formdata=None, prefix="correction-"), of),
        "extension": RulingForm(formdata=None, prefix="extension-"),
        "revocation": RulingForm(formdata=None, prefix="revocation-"),
    }
    if typed is not None:
        forms[act] = typed
    standing = of.standing(today())
    corrected = session().scalar(select(is_corrected()).where(Recognition.id == of.id))
    return office_page(
        "office/register/show.html",
        status,
        of=of,
        code=grouped(of.code),
        status_text=_("Corrected by a later row") if corrected else label(standing.status),
        until=standing.until,
        evidence=label(Evidence(of.evidence)),
        expiry=label(ExpirySource(of.expiry_source)),
        batch=session().get(Batch, of.batch_id) if of.batch_id else None,
        history=verification_words.history(of),
        others=_others(of),
        open=not corrected,
        forms=forms,
        act=act,
        problem=problem,
        crumbs=[register_crumb(), Crumb(of.product.name)],
    )


def _others(of: Recognition) -> list[dict[str, Any]]:
    """Every other row of the product, whether it counts or its place was taken."""
    corrected = is_corrected().label("corrected")
    rows = session().execute(
        select(Recognition, corrected)
        .where(Recognition.product_id == of.product_id, Recognition.id != of.id, counts_today(Recognition))
        .order_by(Recognition.decided_on.desc(), Recognition.id.desc())
    )
    return [
        {
            "url": link(f"/office/register/{row.code}"),
            "text": _("%(stars)s stars", stars=row.stars),
            "detail": f"{row.decision_no}, {day_text(row.decided_on)}",
            "tag": _("Corrected by a later row") if is_wrong else "",
        }
        for row, is_wrong in rows
    ]


@office.post("/register/<code>/corrections")
@limiter.limit("60 per minute")
def correct_recognition(code: str) -> Response:
    form = wanted_form(CorrectionForm(prefix="correction-"))
    return _act(
        code,
        "correction",
        form,
        lambda of: propose_correction(
            session(), of, form.wanted(), form.ground.data, signed_in().id, now(), today()
        ),
    )


@office.post("/register/<code>/extensions")
@limiter.limit("60 per minute")
def extend_recognition(code: str) -> Response:
    form = RulingForm(prefix="extension-")
    return _act(
        code,
        "extension",
        form,
        lambda of: propose_extension(session(), [of], form.ruling(), signed_in().id, now(), today()),
    )


@office.post("/register/<code>/revocation")
@limiter.limit("60 per minute")
def revoke_recognition(code: str) -> Response:
    form = RulingForm(prefix="revocation-")
    return _act(
        code,
        "revocation",
        form,
        lambda of: propose_revocation(session(), [of], form.ruling(), signed_in().id, now(), today()),
    )


def _act(code: str, name: str, form: Any, propose: Callable[[Recognition], Proposal]) -> Response:
    of = _find(code)
    if not form.validate():
        return _page(of, 422, act=name, typed=form)
    current = current_within(officer().province_code).where(Recognition.id == of.id)
    if session().scalars(current).unique().one_or_none() is None:
        return _page(of, 422, _("This row was corrected: act on the later one."), name, form)
    try:
        proposal = propose(of)
    except Refused as refusal:
        session().rollback()
        return _page(_find(code), 422, translated(refusal), name, form)
    return proposed(proposal)


def proposed(proposal: Proposal) -> Response:
    session().flush()
    flash(_("Proposed. It happens once a second officer has confirmed it."), "good")
    return redirect(url_for("office.one_proposal", id=proposal.id), 303)


# Entering one by hand


@office.get("/register/new")
def new_recognition() -> Response:
    return _new_page(wanted_form(WantedForm(formdata=None)))


def _new_page(form: WantedForm, status: int = 200, problem: str = "") -> Response:
    words = clean(request.args.get("q", ""))[:100]
    slug = request.args.get("product", "")
    return office_page(
        "office/register/new.html",
        status,
        form=form,
        q=words,
        found=[(p.name, p.producer.name, p.slug) for p in _products(words)] if words else [],
        product=_product(slug) if slug else None,
        problem=problem,
        crumbs=[register_crumb(), Crumb(_("Enter a recognition"))],
    )


def _reachable() -> Select:
    whose = joinedload(Product.producer).joinedload(Producer.commune)
    query = select(Product).join(Product.producer).options(whose)
    return within_reach(query)


def _products(words: str) -> list[Product]:
    key = fold(words)
    if not key:
        return []
    query = _reachable().where(Product.key.contains(key, autoescape=True))
    return list(session().scalars(query.order_by(Product.key, Product.id).limit(_MOST_FOUND)))


def _product(slug: str) -> Product:
    found = session().scalar(_reachable().where(Product.slug == slug[:200]))
    if found is None:
        abort(404)
    return found


@office.post("/register")
@limiter.limit("60 per minute")
def enter_recognition() -> Response:
    product, form = _product(request.args.get("product", "-")), wanted_form(WantedForm())
    if not form.validate():
        return _new_page(form, 422)
    try:
        proposal = propose_recognition(
            session(), product, form.wanted(), _province_of(product), signed_in().id, now(), today()
        )
    except Refused as refusal:
        session().rollback()
        return _new_page(form, 422, translated(refusal))
    return proposed(proposal)


def _province_of(product: Product) -> str | None:
    return product.producer.commune.province_code
