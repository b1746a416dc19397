"""/producer/fairs: fairs that take applications, one's own applications, and the form to apply."""

from collections.abc import Sequence
from types import SimpleNamespace

from flask import Response, abort, flash, redirect
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog.producers import Producer
from catalog.products import Product, ProductState
from catalog.records import Refused
from marketplace.accounts.organisers import Organiser
from marketplace.fairs.application_lists import applications_of, is_lapsed, open_fairs, place_of
from marketplace.fairs.application_steps import hand_in, open_application
from marketplace.fairs.applications import Application, ApplicationState
from marketplace.fairs.booth_types import types_of
from marketplace.fairs.eligibility import Asked, eligibility
from marketplace.fairs.fairs import Fair, FairState
from marketplace.fairs.planning import lock_fair

from ..clock import now, today
from ..database import session
from ..eligibility_words import all_findings, stars_words
from ..filters import day, label
from ..locales import translated
from ..login import signed_in
from ..security import limiter
from ..shop.pages import Crumb, link
from . import producer
from .access import my_producers, named_producer
from .fair_forms import ApplicationForm
from .pages import producer_page


@producer.get("/fairs")
def fairs() -> Response:
    mine = applications_of(session(), [one.id for one in my_producers()])
    return producer_page(
        "producer/fairs/index.html",
        open=[_open_row(fair) for fair in open_fairs(session(), today())],
        mine=[_my_row(one) for one in mine],
        crumbs=[Crumb(_("Fairs"))],
    )


def _open_row(fair: Fair) -> SimpleNamespace:
    commune = fair.commune.name if fair.commune else ""
    return SimpleNamespace(
        name=fair.name,
        url=link(f"/producer/fairs/{fair.slug}"),
        place=", ".join(text for text in (fair.venue, commune) if text),
        days=f"{day(fair.starts_on)} – {day(fair.ends_on)}",
        until=day(fair.applications_until),
        organiser=fair.organiser.name,
    )


def _my_row(one: Application) -> SimpleNamespace:
    state = ApplicationState.LAPSED if is_lapsed(one, now()) else ApplicationState(one.state)
    place = place_of(one)
    return SimpleNamespace(
        name=one.fair.name,
        producer=one.producer.name,
        url=link(f"/producer/applications/{one.code}"),
        state=state,
        words=label(state),
        booth=place.booth.number if place else "",
    )


def _fair(slug: str) -> Fair:
    """An announced one."""
    query = select(Fair).where(Fair.slug == slug[:255], Fair.state == FairState.ANNOUNCED)
    return session().scalar(query) or abort(404)


@producer.get("/fairs/<slug>")
def apply_form(slug: str) -> Response:
    return apply_page(_fair(slug), named_producer())


def apply_page(
    fair: Fair, owner: Producer, status: int = 200, problem: str = "", form: ApplicationForm | None = None
) -> Response:
    types, products = types_of(session(), fair.id), products_of(owner)
    known = open_application(session(), fair.id, owner.id)
    form = form or ApplicationForm(types, products, formdata=None, producer=owner.slug)
    return producer_page(
        "producer/fairs/apply.html",
        status,
        fair=fair,
        organiser=session().get_one(Organiser, fair.organiser_id).name,
        owner=owner,
        types=types,
        form=form,
        register=register_words(fair, owner, products),
        days=f"{day(fair.starts_on)} – {day(fair.ends_on)}",
        is_open=fair.takes_applications(today()),
        known_url=link(f"/producer/applications/{known.code}") if known else "",
        problem=problem,
        crumbs=[Crumb(_("Fairs"), link("/producer/fairs")), Crumb(fair.name)],
    )


def products_of(owner: Producer) -> Sequence[Product]:
    mine = Product.producer_id == owner.id, Product.state == ProductState.PUBLISHED
    query = select(Product).where(*mine).options(joinedload(Product.category))
    return session().scalars(query.order_by(Product.name, Product.id)).all()


def register_words(fair: Fair, owner: Producer, products: Sequence[Product]) -> dict[int, SimpleNamespace]:
    """By product id its stars on the days of the fair, and what stands in its way."""
    asked = [Asked(owner, [product]) for product in products]
    said = eligibility(session(), fair, asked, today())
    return {
        product.id: SimpleNamespace(stars=stars_words(of.stars[product.id]), findings=all_findings(fair, of))
        for product, of in zip(products, said, strict=True)
    }


@producer.post("/fairs/<slug>")
@limiter.limit("20 per minute")
def apply(slug: str) -> Response:
    fair = _fair(slug)
    owner = _named_by_form()
    lock_fair(session(), fair.id)
    types = types_of(session(), fair.id)
    form = ApplicationForm(types, products_of(owner))
    if not form.validate():
        return apply_page(fair, owner, 422, form=form)
    try:
        made = hand_in(session(), fair, owner, signed_in(), form.wishes(types), now())
    except Refused as refusal:
        return apply_page(fair, owner, 422, translated(refusal), form)
    flash(_("Your application is handed in. You get a letter as soon as the organiser has decided."), "good")
    return redirect(link(f"/producer/applications/{made.code}"), 303)


def _named_by_form() -> Producer:
    slug = ApplicationForm([], []).producer.data
    return next((one for one in my_producers() if slug in (None, "", one.slug)), None) or abort(404)
