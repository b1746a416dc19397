"""How a listing and its story will look, and taking the story off."""

from flask import Response, flash, jsonify, redirect, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from catalog.listing_texts import withdraw_story
from catalog.revisions import draft_facts, newest_revision
from catalog.stories import safe_html

from ..database import session
from ..listing_preview import preview_context
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, asked_by_script, link, private_page
from . import producer
from .listing_access import my_listing
from .listing_forms import StoryForm
from .listings import listing_page
from .pages import producer_page


@producer.post("/products/<int:id>/story/preview")
@limiter.limit("240 per minute")
def preview_story(id: int) -> Response:
    """Nothing is kept: the same words are sent once more to be saved."""
    product, form = my_listing(id), StoryForm()
    form.validate()
    html = safe_html(form.story_body.data)
    if asked_by_script():
        return jsonify(html=html)
    crumbs = [
        Crumb(_("Products"), link("/producer/products")),
        Crumb(product.name, link(f"/producer/products/{product.id}")),
        Crumb(_("How the story looks")),
    ]
    context = {"title": form.story_title.data, "html": Markup(html), "product": product, "crumbs": crumbs}
    return producer_page("producer/listings/story_preview.html", **context)


@producer.post("/products/<int:id>/story/withdrawal")
@limiter.limit("60 per minute")
def withdraw_story_of(id: int) -> Response:
    product, form = my_listing(id), ShopForm()
    if not form.validate():
        return listing_page(product, 422, str(form.csrf_token.errors[0]))
    withdraw_story(session(), product)
    flash(_("Buyers do not see the story any more."), "good")
    return redirect(url_for("producer.listing", id=product.id), 303)


@producer.get("/products/<int:id>/preview")
def preview_listing(id: int) -> Response:
    """The whole page, with the badges of today."""
    product = my_listing(id)
    facts = draft_facts(session(), product, newest_revision(session(), product.id))
    crumbs = [
        Crumb(_("Products"), link("/producer/products")),
        Crumb(product.name, link(f"/producer/products/{product.id}")),
    ]
    context = preview_context(product, facts, link(f"/producer/products/{product.id}/pictures"), crumbs)
    return private_page("shop/products/preview.html", **context)
