"""Pictures of a listing: from the camera, put in order, described, and the label pointed out."""

from types import SimpleNamespace

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from wtforms import BooleanField, StringField

from catalog.listing_texts import Facts
from catalog.picture_uploads import UploadState, uploads_of
from catalog.pictures import Picture
from catalog.products import Product
from catalog.records import Refused
from catalog.revisions import draft_facts, newest_revision, save_draft

from ..clock import now
from ..database import session
from ..listing_pictures import LARGEST_REQUEST, shown_file, take_in
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..shop.views import media_url
from . import producer
from .forms import _at_most, _clean
from .listing_access import my_listing
from .listing_views import missing_view, steps_view
from .listing_words import STEPS
from .pages import producer_page

OFTEN = "120 per minute"
DIGEST = "<string(length=20):digest>"


class PictureForm(ShopForm):
    alt = StringField(lazy_gettext("What is on the picture"), [_at_most(300)], filters=[_clean])
    alt_en = StringField(lazy_gettext("The same in English"), [_at_most(300)], filters=[_clean])
    is_label = BooleanField(lazy_gettext("This picture shows the label"))


@producer.get("/products/<int:id>/pictures")
def pictures(id: int) -> Response:
    return _page(my_listing(id))


@producer.post("/products/<int:id>/pictures")
@limiter.limit("60 per minute")
def add_pictures(id: int) -> Response:
    request.max_content_length = LARGEST_REQUEST
    product = my_listing(id)
    form = ShopForm()
    if not form.validate():
        return _page(product, 422, str(form.csrf_token.errors[0]))
    shown = shown_facts(product)["pictures"]
    try:
        uploads = take_in(session(), product, "pictures", len(shown))
        known = {one["digest"] for one in shown}
        new = [
            {"digest": upload.digest, "alt": "", "alt_en": "", "is_label": False}
            for upload in uploads
            if upload.digest not in known
        ]
        keep_pictures(product, shown + new)
    except Refused as refusal:
        session().rollback()
        return _page(my_listing(id), 422, translated(refusal))
    flash(_("Taken in. It is prepared now; describe it meanwhile."), "good")
    return redirect(url_for("producer.pictures", id=id), 303)


@producer.post(f"/products/<int:id>/pictures/{DIGEST}")
@limiter.limit(OFTEN)
def change_picture(id: int, digest: str) -> Response:
    product, form = my_listing(id), PictureForm()
    shown = shown_facts(product)["pictures"]
    at = next((at for at, one in enumerate(shown) if one["digest"] == digest), None)
    if at is None:
        abort(404)
    if not form.validate():
        return _page(product, 422, " ".join(str(error[0]) for error in form.errors.values()), {digest: form})
    said = {name: getattr(form, name).data for name in ("alt", "alt_en", "is_label")}
    shown = [dict(one) for one in shown]
    shown[at] |= said
    if said["is_label"]:
        shown = [one | {"is_label": one["digest"] == digest} for one in shown]
    try:
        keep_pictures(product, _moved(shown, at, request.form.get("move", "")))
    except Refused as refusal:
        session().rollback()
        return _page(my_listing(id), 422, translated(refusal), {digest: form})
    return redirect(url_for("producer.pictures", id=id, _anchor=f"p-{digest}"), 303)


def _moved(shown: list[Facts], at: int, move: str) -> list[Facts]:
    if move == "remove":
        return shown[:at] + shown[at + 1 :]
    to = at + {"up": -1, "down": 1}.get(move, 0)
    if 0 <= to < len(shown):
        shown.insert(to, shown.pop(at))
    return shown


@producer.get(f"/products/<int:id>/pictures/{DIGEST}")
def listing_picture(id: int, digest: str) -> Response:
    return shown_file(session(), my_listing(id).id, digest) or abort(404)


def shown_facts(product: Product) -> Facts:
    return draft_facts(session(), product, newest_revision(session(), product.id))


def keep_pictures(product: Product, shown: list[Facts]) -> None:
    save_draft(session(), product, None, {"pictures": shown}, now())


def picture_views(product: Product, facts: Facts, base: str) -> list[SimpleNamespace]:
    """The pictures of a version with the addresses at which their people see them."""
    uploads = uploads_of(session(), product.id)
    public = {
        one.digest: one for one in session().scalars(select(Picture).where(Picture.product_id == product.id))
    }
    views = []
    for one in facts["pictures"]:
        upload, shown = uploads.get(one["digest"]), public.get(one["digest"])
        src = f"{base}/{one['digest']}" if upload else ""
        if shown:
            src = media_url(shown.digest, 480 if 480 in shown.widths else shown.widths[-1], "webp")
        views.append(
            SimpleNamespace(
                **one,
                src=src,
                width=getattr(shown or upload, "width", 4),
                height=getattr(shown or upload, "height", 3),
                waits=upload is not None and upload.state == UploadState.WAITING,
                failed=upload is not None and upload.state == UploadState.FAILED,
            )
        )
    return views


def _page(
    product: Product, status: int = 200, problem: str = "", forms: dict[str, PictureForm] | None = None
) -> Response:
    facts = shown_facts(product)
    lacking, _words = missing_view(session(), product, facts)
    views = picture_views(product, facts, link(f"/producer/products/{product.id}/pictures"))
    rows = [
        (one, (forms or {}).get(one.digest) or PictureForm(formdata=None, data=vars(one))) for one in views
    ]
    newest = newest_revision(session(), product.id)
    return producer_page(
        "producer/listings/pictures.html",
        status,
        product=product,
        steps=steps_view(product, lacking, "pictures"),
        rows=rows,
        form=ShopForm(formdata=None),
        waits=any(one.waits for one in views),
        locked=newest is not None and newest.state == "submitted",
        problem=problem,
        crumbs=[*trail(product), Crumb(str(STEPS["pictures"]))],
    )


def trail(product: Product) -> list[Crumb]:
    return [
        Crumb(_("Products"), link("/producer/products")),
        Crumb(product.name, link(f"/producer/products/{product.id}")),
    ]
