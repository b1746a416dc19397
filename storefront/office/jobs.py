"""Jobs of the worker: what was tried often enough and is left to an officer."""

from typing import Any

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _

from marketplace.jobs import Job, left, left_job, standing

from ..clock import now
from ..database import session
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from . import office
from .pages import office_page

_SHOWN = 100


@office.get("/jobs")
def jobs() -> Response:
    return office_page(
        "office/jobs.html",
        standing=standing(session(), now()),
        jobs=[_view(job) for job in left(session(), _SHOWN)],
        shown=_SHOWN,
        form=ShopForm(),
        crumbs=[Crumb(_("Jobs"))],
    )


@office.post("/jobs/<int:id>/retry")
@limiter.limit("60 per minute")
def retry_job(id: int) -> Response:
    """Begin the tries of a job anew."""
    if not ShopForm().validate():
        abort(422)
    # Beyond this no database has a number.
    job = left_job(session(), id) if id < 2**31 else None
    if job is None:
        abort(404)
    job.retry(now())
    flash(_("The job is tried again within a second."), "good")
    return redirect(url_for("office.jobs"), 303)


def _view(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        # Of its facts only the name of a letter: the rest is about people.
        "kind": " ".join(filter(None, (job.kind, job.facts.get("letter")))),
        "tries": job.tries,
        "what": job.error.strip().rpartition("\n")[2],
        "error": job.error,
    }
