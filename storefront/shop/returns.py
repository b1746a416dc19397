"""The buyer asks for a return, looks at it, withdraws it, or turns to an officer."""

from collections.abc import Callable

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from catalog.codes import grouped
from catalog.records import Refused
from marketplace.orders.orders import Order, SubOrder, find_order
from marketplace.orders.refunds import left_of
from marketplace.orders.return_lists import return_of_order
from marketplace.orders.return_requests import ask, may_ask, needs_account, open_return
from marketplace.orders.return_steps import may_object, may_withdraw, object_to, withdraw
from marketplace.orders.returns import Return, ReturnReason, ReturnState

from ..clock import now
from ..database import session
from ..filters import label
from ..locales import localized, translated
from ..papers.parts import pdf
from ..papers.return_slip import ReturnedLine, return_slip
from ..private_pictures import LARGEST_REQUEST, picture_file, uploaded_pictures
from ..security import limiter
from . import shop
from .cancellations import own_part
from .forms import ShopForm
from .own_orders import is_buyer
from .pages import Crumb, absolute_url, home_crumb, link, private_page
from .progress import part_number
from .return_forms import AskForm, ObjectionForm, ask_form
from .return_views import return_view


@shop.get("/orders/<number>/parts/<int:position>/returns")
def new_return(number: str, position: int) -> Response:
    order, part = own_part(number, position)
    there = open_return(session(), part)
    if there:
        return redirect(url_for("shop.order_return", number=order.number, code=there.number), 303)
    form = _form(part)(formdata=None)
    problem = ""
    if not may_ask(part, now()):
        problem = _("The time to send something of this parcel back is over.")
    return _form_page(order, part, form, 422 if problem else 200, problem)


@shop.post("/orders/<number>/parts/<int:position>/returns")
@limiter.limit("10 per minute; 60 per hour")
def ask_return(number: str, position: int) -> Response:
    request.max_content_length = LARGEST_REQUEST
    _order, part = own_part(number, position)
    # Where nothing can be sent back any more, no picture is worth writing.
    if not may_ask(part, now()):
        return new_return(number, position)
    # Pictures take their time on the way and to be written: nobody else's order has to wait for them.
    session().rollback()
    try:
        pictures, refused = uploaded_pictures("pictures"), None
    except Refused as refusal:
        pictures, refused = [], refusal
    order, part = own_part(number, position)
    form = _form(part)()
    if not form.validate() or refused:
        return _form_page(order, part, form, 422, translated(refused) if refused else "")
    try:
        asked = ask(session(), part, form.wish(), pictures, now())
    except Refused as refusal:
        session().rollback()
        order, part = own_part(number, position)
        return _form_page(order, part, form, 422, translated(refusal))
    flash(_("The producer is asked. You get a letter at every step."), "good")
    return redirect(url_for("shop.order_return", number=order.number, code=asked.number), 303)


def _form(part: SubOrder) -> type[AskForm]:
    return ask_form(part.lines, left_of(session(), part), needs_account(session(), part))


def _form_page(order: Order, part: SubOrder, form: AskForm, status: int = 200, problem: str = "") -> Response:
    return _page(
        "shop/returns/new.html",
        order,
        status,
        form=form,
        problem=problem,
        may_ask=may_ask(part, now()),
        part_number=part_number(order, part),
        producer_name=part.producer.name,
        action=link(f"/orders/{order.number}/parts/{part.position}/returns"),
        crumbs=[Crumb(_("Return something"))],
    )


@shop.get("/orders/<number>/returns/<code>")
def order_return(number: str, code: str) -> Response:
    return _show(*_own_return(number, code))


@shop.get("/orders/<number>/returns/<code>/pictures/<int:position>")
def return_picture(number: str, code: str, position: int) -> Response:
    _order, asked = _own_return(number, code)
    return picture_file(asked, position) or abort(404)


@shop.get("/orders/<number>/returns/<code>/slip.pdf")
@limiter.limit("30 per minute")
def slip(number: str, code: str) -> Response:
    """There is one while something is to be sent back."""
    order, asked = _own_return(number, code)
    if asked.state != ReturnState.ACCEPTED or asked.keeps_goods:
        abort(404)
    lines = [
        ReturnedLine(
            localized(line.order_line, "product_name"),
            localized(line.order_line, "pack"),
            line.quantity,
            line.refund,
        )
        for line in asked.lines
    ]
    reason = label(ReturnReason(asked.reason))
    url = absolute_url(f"/producer/returns/{asked.number}")
    return pdf(
        return_slip(asked.sub_order, order, lines, reason, url, now()), f"phieu-tra-hang-{asked.number}"
    )


@shop.post("/orders/<number>/returns/<code>/withdrawal")
@limiter.limit("20 per minute")
def withdraw_return(number: str, code: str) -> Response:
    order, asked = _own_return(number, code)
    form = ShopForm()
    if not form.validate():
        return _show(order, asked, 422, str(form.csrf_token.errors[0]))
    return _step(order, asked, lambda: withdraw(session(), asked, now()), _("The return is withdrawn."))


@shop.post("/orders/<number>/returns/<code>/objection")
@limiter.limit("20 per minute")
def object_to_decision(number: str, code: str) -> Response:
    order, asked = _own_return(number, code)
    form = ObjectionForm()
    if not form.validate():
        return _show(order, asked, 422, objection=form)
    said = _("An officer of the market looks at it now.")
    return _step(order, asked, lambda: object_to(session(), asked, form.text.data, now()), said)


def _step(order: Order, asked: Return, step: Callable[[], bool], said: str) -> Response:
    try:
        step()
    except Refused as refusal:
        return _show(order, asked, 422, translated(refusal))
    flash(said, "good")
    return redirect(url_for("shop.order_return", number=order.number, code=asked.number), 303)


def _own_return(number: str, code: str) -> tuple[Order, Return]:
    """404 for what is not there, and for what is somebody else's."""
    order = find_order(session(), number[:40])
    if order is None or not is_buyer(order):
        abort(404)
    asked = return_of_order(session(), order.id, code[:40])
    if asked is None:
        abort(404)
    return order, asked


def _show(
    order: Order, asked: Return, status: int = 200, problem: str = "", objection: ObjectionForm | None = None
) -> Response:
    url = link(f"/orders/{order.number}/returns/{asked.number}")
    return _page(
        "shop/returns/show.html",
        order,
        status,
        asked=return_view(session(), asked, url, for_buyer=True),
        problem=problem,
        step=ShopForm(formdata=None),
        objection=objection or ObjectionForm(formdata=None),
        may_object=may_object(asked, now()),
        may_withdraw=may_withdraw(asked),
        to_send=asked.state == ReturnState.ACCEPTED and not asked.keeps_goods,
        crumbs=[Crumb(_("Return %(number)s", number=grouped(asked.number)))],
    )


def _page(template: str, order: Order, status: int, *, crumbs: list[Crumb], **context) -> Response:
    number = _("Order %(number)s", number=grouped(order.number))
    trail = [home_crumb(), Crumb(number, link(f"/orders/{order.number}")), *crumbs]
    response = private_page(template, status, order_number=order.number, crumbs=trail, **context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
