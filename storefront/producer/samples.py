"""/producer/samples: what retailers would like to taste, and the producer's steps: agree, send, decline."""

from collections.abc import Callable

from flask import Response, abort, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from marketplace.sourcing import sample_steps
from marketplace.sourcing.quotes import Side
from marketplace.sourcing.sample_steps import (
    PER_PAGE,
    count_samples,
    find_sample,
    lock_sample,
    page_of_samples,
)
from marketplace.sourcing.samples import Sample, SampleState

from ..clock import now
from ..database import session
from ..fields import line
from ..sample_views import sample_row, sample_view
from ..security import limiter
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from ..sourcing_steps import ReasonForm, SeenForm, do_step
from ..sourcing_thread import thread_view
from ..tabs import state_tabs
from . import producer
from .access import my_producers
from .pages import producer_page


class SendForm(SeenForm):
    """Who carries it."""

    carrier = line(lazy_gettext("Who carries it"), 120, needed=lazy_gettext("Please write who carries it."))
    tracking_number = line(lazy_gettext("Tracking number"), 120)


def _mine():
    return Sample.producer_id.in_([one.id for one in my_producers()])


@producer.get("/samples")
def samples() -> Response:
    counts = count_samples(session(), _mine())
    state = request.args.get("state", "")
    known = state in list(SampleState)
    which = (_mine(), Sample.state == state) if known else (_mine(),)
    total = counts.get(SampleState(state), 0) if known else sum(counts.values())
    url = link("/producer/samples?")
    pager = Pager(
        lambda page: f"{url}state={state}&page={page}", page_number(request.args.get("page")), total, PER_PAGE
    )
    return producer_page(
        "producer/sourcing/samples.html",
        tabs=state_tabs(url, state, counts, SampleState),
        rows=[sample_row(one) for one in page_of_samples(session(), pager.page, *which)],
        pager=pager,
        crumbs=[Crumb(_("Samples"))],
    )


def _find(code: str) -> Sample:
    return find_sample(session(), code[:40], _mine()) or abort(404)


@producer.get("/samples/<code>")
def sample(code: str) -> Response:
    return _page(_find(code))


def _page(one: Sample, status: int = 200, problem: str = "", **typed) -> Response:
    seen = {"formdata": None, "data": {"seen": one.revision}}
    forms = {"send": SendForm(**seen), "reason": ReasonForm(**seen), "button": SeenForm(**seen)} | typed
    return producer_page(
        "producer/sourcing/sample.html",
        status,
        one=sample_view(one),
        thread=thread_view("sample", one.code, Side.PRODUCER, producer_id=one.producer_id),
        problem=problem,
        crumbs=[Crumb(_("Samples"), link("/producer/samples")), Crumb(one.code)],
        **forms,
    )


@producer.post("/samples/<code>/agreement")
@limiter.limit("120 per hour")
def agree_sample(code: str) -> Response:
    form = SeenForm()
    return _step(code, form, lambda one: sample_steps.agree(session(), one, form.revision))


@producer.post("/samples/<code>/parcel")
@limiter.limit("120 per hour")
def send_sample(code: str) -> Response:
    form = SendForm()
    return _step(
        code,
        form,
        lambda one: sample_steps.send(
            one, form.revision, form.carrier.data, form.tracking_number.data, now()
        ),
        send=form,
    )


@producer.post("/samples/<code>/refusal")
@limiter.limit("120 per hour")
def decline_sample(code: str) -> Response:
    form = ReasonForm()
    return _step(
        code, form, lambda one: sample_steps.decline(one, form.revision, form.reason.data), reason=form
    )


def _step(code: str, form: SeenForm, step: Callable[[Sample], None], **typed: SeenForm) -> Response:
    one = _find(code)
    if not form.validate():
        return _page(one, 422, **typed)
    id = one.id

    def take() -> None:
        step(lock_sample(session(), id, _mine()) or abort(404))

    url = link(f"/producer/samples/{code}")
    return do_step(
        take, _("The retailer is told."), url, lambda words: _page(_find(code), 422, words, **typed)
    )
