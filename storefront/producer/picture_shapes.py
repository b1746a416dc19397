"""Turning and cropping a picture of a listing."""

from flask import Response, abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired

from catalog.listing_texts import Facts
from catalog.picture_door import whole
from catalog.picture_uploads import uploads_of
from catalog.products import Product
from catalog.records import Refused

from ..database import session
from ..listing_pictures import folders, original_of, shape
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from . import producer
from .listing_access import my_listing
from .listing_words import STEPS
from .pages import producer_page
from .pictures import DIGEST, OFTEN, keep_pictures, shown_facts, trail


def _edge(label) -> IntegerField:
    return IntegerField(label, [InputRequired()])


class ShapeForm(ShopForm):
    """Edges in per cent of the picture as it is turned."""

    turn = HiddenField()
    left, top = (
        _edge(lazy_gettext("Left edge in per cent")),
        _edge(lazy_gettext("Upper edge in per cent")),
    )
    right, bottom = (
        _edge(lazy_gettext("Right edge in per cent")),
        _edge(lazy_gettext("Lower edge in per cent")),
    )

    @property
    def crop(self) -> tuple[int, int, int, int]:
        edges = self.left.data, self.top.data, self.right.data, self.bottom.data
        if None in edges:
            raise Refused("This part lies outside of the picture.")
        return tuple(min(max(edge, -1), 101) * 10 for edge in edges)

    @property
    def degrees(self) -> int:
        return int(self.turn.data) if self.turn.data in ("0", "90", "180", "270") else 0


@producer.get(f"/products/<int:id>/pictures/{DIGEST}/shape")
def picture_shape(id: int, digest: str) -> Response:
    product = my_listing(id)
    upload = uploads_of(session(), product.id).get(digest)
    _of(product, digest)
    left, top, right, bottom = (edge // 10 for edge in upload.crop) if upload else (0, 0, 100, 100)
    edges = {"left": left, "top": top, "right": right, "bottom": bottom}
    return _shape_page(
        product, digest, ShapeForm(formdata=None, data={"turn": str(upload.turn if upload else 0)} | edges)
    )


@producer.post(f"/products/<int:id>/pictures/{DIGEST}/shape")
@limiter.limit(OFTEN)
def shape_picture(id: int, digest: str) -> Response:
    product, form = my_listing(id), ShapeForm()
    _of(product, digest)
    if not form.validate():
        return _shape_page(product, digest, form, 422, _("Please write whole numbers from 0 to 100."))
    turned = request.form.get("turn_by") == "90"
    try:
        source = original_of(session(), product, digest) or abort(404)
        crop = (0, 0, 1000, 1000) if turned else form.crop
        upload = shape(session(), product, source.source, (form.degrees + 90 * turned) % 360, crop)
        shown = [
            one | ({"digest": upload.digest} if one["digest"] == digest else {})
            for one in shown_facts(product)["pictures"]
        ]
        # The same shape twice is one picture.
        keep_pictures(product, list({one["digest"]: one for one in shown}.values()))
    except Refused as refusal:
        session().rollback()
        return _shape_page(my_listing(id), digest, form, 422, translated(refusal))
    if turned:
        return redirect(url_for("producer.picture_shape", id=id, digest=upload.digest), 303)
    return redirect(url_for("producer.pictures", id=id, _anchor=f"p-{upload.digest}"), 303)


@producer.get(f"/products/<int:id>/pictures/{DIGEST}/whole.jpg")
def whole_picture(id: int, digest: str) -> Response:
    """The picture to crop on: turned as the address says, uncropped."""
    product = my_listing(id)
    source = original_of(session(), product, digest) or abort(404)
    turn = request.args.get("turn", "")
    degrees = int(turn) if turn in ("0", "90", "180", "270") else source.turn
    return Response(whole(folders()[0], source.source, degrees), mimetype="image/jpeg")


def _of(product: Product, digest: str) -> Facts:
    return next((one for one in shown_facts(product)["pictures"] if one["digest"] == digest), None) or abort(
        404
    )


def _shape_page(
    product: Product, digest: str, form: ShapeForm, status: int = 200, problem: str = ""
) -> Response:
    crumbs = [
        *trail(product),
        Crumb(str(STEPS["pictures"]), link(f"/producer/products/{product.id}/pictures")),
        Crumb(_("Turn and crop")),
    ]
    context = {"product": product, "digest": digest, "form": form, "problem": problem, "crumbs": crumbs}
    return producer_page("producer/listings/shape.html", status, **context)
