"""Listings in the office: versions to look at, the decision, and what is let stand in spite of the check."""

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload
from wtforms import BooleanField

from catalog import listing_moves
from catalog.categories import Category
from catalog.claims import Claim
from catalog.listing_texts import FIELDS, Facts, public_facts
from catalog.producers import Producer
from catalog.products import Product, ProductState
from catalog.records import Refused
from catalog.revisions import Revision, RevisionState, history, open_revision
from catalog.suspensions import open_suspension, waiting_appeals
from catalog.text import clean
from marketplace.accounts.memberships import acts_for
from marketplace.register.claims import accept_claims, accepted_before, check_listing, claims_without_proof

from ..clock import now, today
from ..database import SAFE_METHODS, session
from ..listing_pictures import publish_files, shown_file
from ..listing_preview import preview_context
from ..locales import translated
from ..login import signed_in
from ..producer.listing_views import claim_rows
from ..producer.listing_words import FIELDS as LABELS
from ..producer.listing_words import REVISIONS, TABS
from ..producer.pictures import picture_views
from ..security import limiter
from ..shop.pages import Crumb, link, private_page
from . import office
from .access import within_reach
from .differences import Difference, differences
from .listing_reasons import ReasonForm
from .pages import office_page
from .queues import DecisionForm, Waiting, decision_form

_SHOWN = 100
_OFTEN = "120 per minute"


class ListingDecisionForm(DecisionForm):
    """`override` lets the flagged claims pass; the reasons say why."""

    override = BooleanField(
        lazy_gettext("Publish it with the flagged sentences: the reasons are written below")
    )


def _waiting() -> Select:
    query = (
        select(Revision)
        .join(Product, Revision.product_id == Product.id)
        .join(Producer, Product.producer_id == Producer.id)
        .where(Revision.state == RevisionState.SUBMITTED)
    )
    return within_reach(query)


def count_waiting_listings() -> int:
    return session().scalar(_waiting().with_only_columns(func.count()))


@office.get("/listings")
def listings() -> Response:
    query = (
        _waiting()
        .options(joinedload(Revision.product, innerjoin=True).joinedload(Product.producer, innerjoin=True))
        .order_by(Revision.submitted_at, Revision.id)
    )
    waiting = session().scalars(query.limit(_SHOWN))
    rows = [
        Waiting(
            one.facts["name"],
            link(f"/office/listings/{one.product_id}"),
            one.submitted_at,
            one.product.producer.name,
            _("New") if one.product.state == ProductState.SUBMITTED else _("Change"),
        )
        for one in waiting
    ]
    appeals = [
        Waiting(
            one.product.name, link(f"/office/listings/{one.product_id}"), one.appealed_at, one.appeal[:120]
        )
        for one in session().scalars(within_reach(waiting_appeals()).limit(_SHOWN))
    ]
    return office_page(
        "office/listings/index.html", rows=rows, appeals=appeals, crumbs=[Crumb(_("Listings"))]
    )


@office.get("/listings/<int:id>")
def listing(id: int) -> Response:
    return listing_page(find_listing(id))


@office.post("/listings/<int:id>/decision")
@limiter.limit(_OFTEN)
def decide_listing(id: int) -> Response:
    product, form = find_listing(id), ListingDecisionForm()
    if not form.validate():
        return listing_page(product, 422, decision=form)
    try:
        said = _decide(product, form)
    except Refused as refusal:
        session().rollback()
        return listing_page(find_listing(id), 422, translated(refusal), decision=form)
    flash(said, "good")
    return redirect(url_for("office.listings"), 303)


def not_ones_own(product: Product) -> None:
    if acts_for(session(), signed_in().id, product.producer_id):
        raise Refused("You act for this producer yourself: another officer has to decide.")


def _decide(product: Product, form: ListingDecisionForm) -> str:
    not_ones_own(product)
    revision = open_revision(session(), product.id, locked=True)
    if revision is None or revision.state != RevisionState.SUBMITTED or _seen(revision) != form.revision:
        raise Refused("This step is not possible any more: something has changed meanwhile.")
    if form.choice == "return":
        listing_moves.send_back(session(), product, revision, form.reasons.data, now())
        return _("Sent back with the reasons.")
    if form.choice == "reject":
        listing_moves.reject(session(), product, revision, form.reasons.data, now())
        return _("Rejected with the reasons.")
    return _approve(product, revision, form)


def _approve(product: Product, revision: Revision, form: ListingDecisionForm) -> str:
    claims = _flagged(product, revision.facts)
    kept: list[Facts] = []
    if claims:
        if not (form.override.data and clean(form.reasons.data)):
            raise Refused(
                "Some sentences are flagged. Return it, or tick that it is published with them and say why."
            )
        kept = accept_claims(session(), product, claims, form.reasons.data, now())
    listing_moves.approve(session(), product, revision, kept, now())
    publish_files(session(), product, revision.facts)
    check_listing(session(), product, now(), today())
    return _("Published.")


def _flagged(product: Product, facts: Facts) -> list[Claim]:
    """The claims that no row bears out and no officer has let stand in this very sentence."""
    accepted = accepted_before(session(), product.id)

    def stands(claim: Claim) -> bool:
        flag = accepted.get((claim.field, claim.rule, claim.subject))
        return flag is not None and flag.sentence == claim.sentence

    return [one for one in claims_without_proof(session(), product, facts, today()) if not stands(one)]


@office.get("/listings/<int:id>/pictures/<string(length=20):digest>")
def listing_picture(id: int, digest: str) -> Response:
    return shown_file(session(), find_listing(id).id, digest) or abort(404)


@office.get("/listings/<int:id>/preview")
def preview_listing(id: int) -> Response:
    product = find_listing(id)
    revision = open_revision(session(), product.id)
    facts = revision.facts if revision else public_facts(session(), product)
    crumbs = [Crumb(_("Listings"), link("/office/listings"))]
    context = preview_context(product, facts, link(f"/office/listings/{id}/pictures"), crumbs)
    return private_page("shop/products/preview.html", **context)


def find_listing(id: int) -> Product:
    """404 for what is not there, and for a province's office what is another's. Locked where it may be written."""
    query = (
        select(Product)
        .join(Producer, Product.producer_id == Producer.id)
        .where(Product.id == id)
        .options(joinedload(Product.producer, innerjoin=True))
    )
    if request.method not in SAFE_METHODS:
        query = query.with_for_update(of=Product).execution_options(populate_existing=True)
    return (session().scalar(within_reach(query)) if id < 2**31 else None) or abort(404)


def _seen(revision: Revision) -> int:
    """Another number after each change of the version."""
    return revision.number * 100_000 + revision.edition


def listing_page(
    product: Product,
    status: int = 200,
    problem: str = "",
    *,
    decision: ListingDecisionForm | None = None,
    reason: ReasonForm | None = None,
) -> Response:
    revision = open_revision(session(), product.id)
    waits = revision is not None and revision.state == RevisionState.SUBMITTED
    before = public_facts(session(), product)
    facts = revision.facts if waits else before
    is_new = product.state == ProductState.SUBMITTED
    at = link(f"/office/listings/{product.id}/pictures")
    return office_page(
        "office/listings/show.html",
        status,
        product=product,
        state_label=TABS[ProductState(product.state)],
        is_new=is_new,
        waits=waits,
        since=revision.submitted_at if waits else None,
        rows=_differences({} if is_new else before, facts),
        pictures=picture_views(product, facts, at),
        old_pictures=[] if is_new else picture_views(product, before, at),
        claims=claim_rows(session(), _flagged(product, facts)),
        states=REVISIONS,
        history=history(session(), product.id),
        suspension=open_suspension(session(), product.id),
        form=_decision(revision if waits else None, decision),
        reason=reason or ReasonForm(formdata=None, prefix="reason"),
        problem=problem,
        crumbs=[Crumb(_("Listings"), link("/office/listings")), Crumb(product.name)],
    )


def _decision(revision: Revision | None, typed: ListingDecisionForm | None) -> DecisionForm:
    form = typed or ListingDecisionForm(formdata=None)
    return decision_form(_seen(revision) if revision else 0, form)


def _differences(before: Facts, after: Facts) -> list[Difference]:
    sets = dict(session().execute(select(Category.code, Category.name)).all())
    shown = [name for name in FIELDS if name != "pictures"]
    return differences(
        (str(LABELS[name]), _text(name, before, sets), _text(name, after, sets)) for name in shown
    )


def _text(name: str, facts: Facts, sets: dict[str, str]) -> str:
    value = facts.get(name)
    if not value:
        return ""
    if name == "set_code":
        return f"{value}. {sets[value]}"
    if name == "abv_tenths":
        return f"{value / 10:g} %".replace(".", ",")
    return "; ".join(value) if isinstance(value, list) else value
