"""Every producer for the office: who acts for it, and taking it off the market, putting it back, closing it."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from catalog.places import Place
from catalog.producers import Producer, ProducerKind, ProducerState
from catalog.records import Refused
from catalog.text import fold
from marketplace.accounts.invitations import people_of
from marketplace.accounts.memberships import ProducerRole, acts_for
from marketplace.accounts.producer_suspensions import (
    LONGEST_TEXT,
    answer,
    close,
    reinstate,
    suspend,
    suspension_of,
    waiting_appeals,
)
from marketplace.accounts.profiles import in_force

from ..clock import now
from ..database import session
from ..filters import label, moment
from ..locales import translated
from ..login import signed_in
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from . import office
from .access import within_reach
from .pages import office_page
from .queues import Waiting

_PER_PAGE = 50
_OFTEN = "60 per minute"


class ReasonForm(ShopForm):
    text = TextAreaField(
        lazy_gettext("Why (the producer reads it)"),
        [
            DataRequired(lazy_gettext("Please write why: the other side reads it.")),
            Length(max=LONGEST_TEXT, message=lazy_gettext("Please write at most %(max)d characters.")),
        ],
        filters=[lambda text: (text or "").strip()],
    )


@office.get("/producers")
def producers() -> Response:
    name, state = request.args.get("q", "")[:100].strip(), request.args.get("state", "")
    query = within_reach(select(Producer)).where(Producer.key.contains(fold(name), autoescape=True))
    if state in set(ProducerState):
        query = query.where(Producer.state == state)
    total = session().scalar(select(func.count()).select_from(query.subquery()))
    pager = Pager(
        lambda page: _url(name, state, page), page_number(request.args.get("page")), total, _PER_PAGE
    )
    place = joinedload(Producer.commune).joinedload(Place.province)
    page = query.options(place).order_by(Producer.key, Producer.id)
    found = session().scalars(page.limit(_PER_PAGE).offset((pager.page - 1) * _PER_PAGE))
    appeals = session().scalars(within_reach(waiting_appeals()).limit(_PER_PAGE))
    return office_page(
        "office/producers/index.html",
        q=name,
        state=state,
        states=[(one, label(one)) for one in ProducerState],
        rows=[(one.name, link(f"/office/producers/{one.slug}"), _place(one), _state(one)) for one in found],
        appeals=[
            Waiting(one.producer.name, link(f"/office/producers/{one.producer.slug}"), one.appealed_at)
            for one in appeals
        ],
        pager=pager,
        crumbs=[Crumb(_("Producers on the market"))],
    )


def _url(name: str, state: str, page: int) -> str:
    query = {"q": name, "state": state, "page": page if page > 1 else None}
    wanted = urlencode({key: value for key, value in query.items() if value})
    return link("/office/producers") + (f"?{wanted}" if wanted else "")


def _place(one: Producer) -> str:
    return f"{one.commune.full_name}, {one.commune.province.name}"


def _state(one: Producer) -> str:
    return label(ProducerState(one.state))


@office.get("/producers/<slug>")
def one_producer(slug: str) -> Response:
    return _page(_find(slug))


@office.post("/producers/<slug>/suspension")
@limiter.limit(_OFTEN)
def suspend_producer(slug: str) -> Response:
    return _do(slug, suspend, _("Suspended: nothing of it is shown or sold from now on."))


@office.post("/producers/<slug>/appeal")
@limiter.limit(_OFTEN)
def answer_appeal(slug: str) -> Response:
    return _do(slug, answer, _("Answered. It stays suspended."))


@office.post("/producers/<slug>/reinstatement")
@limiter.limit(_OFTEN)
def reinstate_producer(slug: str) -> Response:
    return _do(slug, reinstate, _("It is shown and sells again."))


@office.post("/producers/<slug>/closure")
@limiter.limit(_OFTEN)
def close_producer(slug: str) -> Response:
    return _do(slug, close, _("Closed for good."))


def _do(slug: str, step: Callable, said: str) -> Response:
    found, form = _find(slug), ReasonForm()
    if not form.validate():
        return _page(found, form, 422)
    try:
        user = signed_in()
        if user and acts_for(session(), user.id, found.id):
            raise Refused("You act for this producer yourself: another officer has to decide.")
        step(session(), found, form.text.data, now())
    except Refused as refusal:
        session().rollback()
        return _page(_find(slug), form, 422, translated(refusal))
    flash(said, "good")
    return redirect(url_for("office.one_producer", slug=slug), 303)


def _find(slug: str) -> Producer:
    """404 for what is not there, and for another province's; held where it is to be changed."""
    place = joinedload(Producer.commune).joinedload(Place.province)
    query = within_reach(select(Producer)).where(Producer.slug == slug[:200]).options(place)
    if request.method == "POST":
        query = query.with_for_update(of=Producer).execution_options(populate_existing=True)
    return session().scalar(query) or abort(404)


def _page(found: Producer, typed: ReasonForm | None = None, status: int = 200, problem: str = "") -> Response:
    halt, known = suspension_of(session(), found.id), in_force(session(), found.id)
    state = ProducerState(found.state)
    return office_page(
        "office/producers/show.html",
        status,
        name=found.name,
        slug=found.slug,
        kind=ProducerKind(found.kind),
        place=_place(found),
        state=state,
        state_label=_state(found),
        known=known,
        people=[
            (user.name, user.contact or "", label(ProducerRole(membership.producer_role)))
            for membership, user in people_of(session(), found.id)
        ],
        halt=halt,
        halted_at=moment(halt.suspended_at) if halt else "",
        appealed_at=moment(halt.appealed_at) if halt and halt.appealed_at else "",
        form=typed or ReasonForm(formdata=None),
        may_close=ProducerState.CLOSED in Producer.moves[state],
        problem=problem,
        crumbs=[Crumb(_("Producers on the market"), link("/office/producers")), Crumb(found.name)],
    )
