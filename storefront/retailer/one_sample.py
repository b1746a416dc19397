"""/retailer/samples/<code>: how far a sample is, and the retailer's steps: it came, its scores, cancelling it."""

from flask import Response, abort
from flask_babel import gettext as _

from marketplace.sourcing import sample_steps
from marketplace.sourcing.quotes import Side
from marketplace.sourcing.sample_steps import find_sample, lock_sample
from marketplace.sourcing.samples import Sample

from ..clock import now
from ..database import session
from ..sample_views import sample_view
from ..security import limiter
from ..shop.pages import Crumb, link
from ..sourcing_steps import ReasonForm, SeenForm, do_step
from ..sourcing_thread import thread_view
from . import retailer
from .access import about, may_do, my_retailer_ids
from .pages import retailer_page
from .sample_forms import ScoreForm
from .samples import samples_crumb


def _mine():
    return Sample.retailer_id.in_(my_retailer_ids())


def _find(code: str) -> Sample:
    found = find_sample(session(), code[:40], _mine()) or abort(404)
    about(found.retailer_id)
    return found


@retailer.get("/samples/<code>")
def sample(code: str) -> Response:
    return _page(_find(code))


def _page(one: Sample, status: int = 200, problem: str = "", **typed) -> Response:
    seen = {"formdata": None, "data": {"seen": one.revision}}
    forms = {"score": ScoreForm(**seen), "reason": ReasonForm(**seen), "button": SeenForm(**seen)} | typed
    return retailer_page(
        "sample.html",
        status,
        one=sample_view(one),
        producer_url=link(f"/producers/{one.producer.slug}"),
        may_score=may_do("quality", one.retailer_id),
        problem=problem,
        thread=thread_view("sample", one.code, Side.RETAILER, producer_id=one.producer_id),
        crumbs=[samples_crumb(), Crumb(one.code)],
        **forms,
    )


@retailer.post("/samples/<code>/receipt")
@limiter.limit("120 per hour")
def receive_sample(code: str) -> Response:
    form = SeenForm()
    return _step(
        code, form, lambda one: sample_steps.receive(one, form.revision, now()), _("It is written down.")
    )


@retailer.post("/samples/<code>/scores")
@limiter.limit("120 per hour")
def score_sample(code: str) -> Response:
    form = ScoreForm()
    return _step(
        code,
        form,
        lambda one: sample_steps.score(one, form.revision, form.verdict(), now()),
        _("Thank you. The producer is told."),
        score=form,
    )


@retailer.post("/samples/<code>/cancellation")
@limiter.limit("120 per hour")
def cancel_sample(code: str) -> Response:
    form = ReasonForm()
    return _step(
        code,
        form,
        lambda one: sample_steps.cancel(one, form.revision, form.reason.data),
        _("It is cancelled. The producer is told."),
        reason=form,
    )


def _step(code: str, form: SeenForm, step, done: str, **typed) -> Response:
    one = _find(code)
    if not form.validate():
        return _page(one, 422, **typed)
    id = one.id

    def take() -> None:
        step(lock_sample(session(), id, _mine()) or abort(404))

    return do_step(
        take, done, link(f"/retailer/samples/{code}"), lambda words: _page(_find(code), 422, words, **typed)
    )
