"""A signed-in buyer asks about a product; its page shows what producers have answered."""

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from catalog.products import SHOWN, Product
from catalog.records import Refused
from marketplace.questions import answered_questions, ask_question

from ..clock import now
from ..database import session
from ..locales import localized, translated
from ..login import signed_in
from ..security import limiter
from . import shop
from .pages import Crumb, home_crumb, link, private_page
from .question_views import QuestionForm, QuestionView

_SHOWN = 20


def questions_on(product_id: int) -> list[QuestionView]:
    """What the product's page shows."""
    return [QuestionView.of(one) for one in answered_questions(session(), product_id, _SHOWN)]


@shop.get("/products/<slug>/question")
def new_question(slug: str) -> Response:
    product = _product(slug)
    if signed_in() is None:
        return _to_sign_in()
    return _page(product, QuestionForm(formdata=None))


@shop.post("/products/<slug>/question")
@limiter.limit("5 per minute; 30 per hour")
def post_question(slug: str) -> Response:
    product, user = _product(slug), signed_in()
    if user is None:
        return _to_sign_in()
    form = QuestionForm()
    if not form.validate():
        return _page(product, form, 422)
    try:
        ask_question(session(), user, product, form.text.data, now())
    except Refused as refusal:
        form.text.errors = [translated(refusal)]
        return _page(product, form, 422)
    flash(
        _("The producer is asked. You get a letter with the answer, and then it stands on this page."), "good"
    )
    return redirect(url_for("shop.product", slug=slug), 303)


def _to_sign_in() -> Response:
    return redirect(url_for("account.sign_in", next=request.path), 303)


def _product(slug: str) -> Product:
    query = select(Product).join(Product.producer).options(contains_eager(Product.producer))
    return session().scalar(query.where(Product.slug == slug, SHOWN)) or abort(404)


def _page(product: Product, form: QuestionForm, status: int = 200) -> Response:
    name = localized(product, "name")
    response = private_page(
        "shop/products/question.html",
        status,
        form=form,
        product=name,
        producer=product.producer.name,
        action=link(f"/products/{product.slug}/question"),
        crumbs=[home_crumb(), Crumb(name, link(f"/products/{product.slug}")), Crumb(_("A question"))],
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response
