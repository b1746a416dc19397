"""The producers' returns: what buyers ask for, the answer, what came back, and the money."""

from collections.abc import Callable

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from catalog.codes import grouped
from catalog.records import Refused
from marketplace.orders.orders import Party
from marketplace.orders.return_lists import count_returns, producers_returns, return_of_producers
from marketplace.orders.return_steps import Terms, accept, decline, dispute, settle, take_goods
from marketplace.orders.returns import Return, Wanted

from ..clock import now, today
from ..database import session
from ..locales import translated
from ..private_pictures import picture_file
from ..security import limiter
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from ..shop.return_views import return_view, row_view
from . import producer
from .access import my_producers
from .forms import StepForm
from .pages import producer_page
from .return_forms import AcceptForm, ArrivalForm, RefusalForm, arrival_form

_OFTEN = "120 per minute"
_PER_PAGE = 30


def _ids() -> list[int]:
    return [one.id for one in my_producers()]


@producer.get("/returns")
def returns() -> Response:
    total = count_returns(session(), _ids())
    pager = Pager(_list_url, page_number(request.args.get("page")), total, _PER_PAGE)
    found = producers_returns(session(), _ids(), (pager.page - 1) * _PER_PAGE, _PER_PAGE)
    rows = [row_view(asked, link(f"/producer/returns/{asked.number}")) for asked in found]
    crumbs = [Crumb(_("Returns"))]
    return producer_page("producer/returns/index.html", rows=rows, pager=pager, crumbs=crumbs)


def _list_url(page: int) -> str:
    return link("/producer/returns") + (f"?page={page}" if page > 1 else "")


@producer.get("/returns/<code>")
def one_return(code: str) -> Response:
    return _page(_mine(code))


@producer.get("/returns/<code>/pictures/<int:position>")
def return_picture(code: str, position: int) -> Response:
    return picture_file(_mine(code), position) or abort(404)


@producer.post("/returns/<code>/acceptance")
@limiter.limit(_OFTEN)
def accept_return(code: str) -> Response:
    asked, form = _mine(code), AcceptForm()
    if not form.validate():
        return _page(asked, 422, acceptance=form)
    terms = Terms(form.keeps_goods.data, form.amount.value, form.with_delivery.data)

    def step() -> bool:
        return accept(session(), asked, Party.PRODUCER, now(), today(), terms, form.text.data)

    return _do(asked, step, _("Accepted. The buyer is told."), acceptance=form)


@producer.post("/returns/<code>/refusal")
@limiter.limit(_OFTEN)
def decline_return(code: str) -> Response:
    asked, form = _mine(code), RefusalForm(prefix="no")
    if not form.validate():
        return _page(asked, 422, refusal=form)

    def step() -> bool:
        return decline(session(), asked, Party.PRODUCER, form.text.data, now())

    return _do(asked, step, _("Declined. The buyer is told why."), refusal=form)


@producer.post("/returns/<code>/arrival")
@limiter.limit(_OFTEN)
def goods_arrived(code: str) -> Response:
    asked = _mine(code)
    form = arrival_form(asked)()
    if not form.validate():
        return _page(asked, 422, arrival=form)

    def step() -> bool:
        return take_goods(session(), asked, form.sellable(), now())

    return _do(asked, step, _("Noted. Now look at it and send the money back."), arrival=form)


@producer.post("/returns/<code>/refund")
@limiter.limit(_OFTEN)
def refund_return(code: str) -> Response:
    asked, form = _mine(code), StepForm()
    if not form.validate():
        return _page(asked, 422, str(form.csrf_token.errors[0]))
    return _do(asked, lambda: settle(session(), asked, now(), today()), _("The return is complete."))


@producer.post("/returns/<code>/dispute")
@limiter.limit(_OFTEN)
def dispute_return(code: str) -> Response:
    asked, form = _mine(code), RefusalForm(prefix="no")
    if not form.validate():
        return _page(asked, 422, refusal=form)

    def step() -> bool:
        return dispute(session(), asked, form.text.data, now())

    return _do(asked, step, _("An officer of the market looks at it now."), refusal=form)


def _mine(code: str) -> Return:
    """404 for what is not there, and for another producer's."""
    return return_of_producers(session(), _ids(), code[:40]) or abort(404)


def _do(asked: Return, step: Callable[[], bool], said: str, **forms) -> Response:
    code = asked.number
    try:
        step()
    except Refused as refusal:
        session().rollback()
        return _page(_mine(code), 422, translated(refusal), **forms)
    flash(said, "good")
    return redirect(url_for("producer.one_return", code=code), 303)


def _page(
    asked: Return,
    status: int = 200,
    problem: str = "",
    *,
    acceptance: AcceptForm | None = None,
    refusal: RefusalForm | None = None,
    arrival: ArrivalForm | None = None,
) -> Response:
    url = link(f"/producer/returns/{asked.number}")
    part = asked.sub_order
    return producer_page(
        "producer/returns/show.html",
        status,
        asked=return_view(session(), asked, url, for_buyer=False),
        order_url=link(f"/producer/orders/{part.order.number}-{part.position}"),
        problem=problem,
        by_amount=asked.wanted == Wanted.AMOUNT,
        has_delivery=part.delivery > 0,
        acceptance=acceptance or AcceptForm(formdata=None),
        refusal=refusal or RefusalForm(formdata=None, prefix="no"),
        arrival=arrival or arrival_form(asked)(formdata=None),
        step=StepForm(formdata=None),
        crumbs=[Crumb(_("Returns"), link("/producer/returns")), Crumb(grouped(asked.number))],
    )
