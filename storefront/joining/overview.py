"""/producer/join: what it takes, where one's applications stand, and beginning one."""

from flask import Response
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.accounts.producer_claims import claims_of
from marketplace.accounts.profiles import settle, start
from marketplace.submissions import SubmissionState

from ..clock import now
from ..database import session
from ..filters import day
from ..locales import translated
from ..security import limiter
from ..shop.pages import Crumb, link
from . import joining
from .access import me, my_profiles
from .forms import BusinessForm
from .pages import STATES, STEPS, go_on, joining_page, step_page
from .steps import take_business


@joining.get("")
def overview() -> Response:
    return joining_page("index.html", mine=[_row(one) for one in my_profiles()], claims=_claims(), crumbs=[])


def _claims() -> list[tuple[str, str, str]]:
    return [
        (
            one.producer.name,
            link(f"/producer/join/claims/{one.producer.slug}"),
            STATES[SubmissionState(one.state)],
        )
        for one in claims_of(session(), me().id)
    ]


def _row(profile) -> dict:
    return {
        "id": profile.id,
        "name": profile.name or _("Without a name so far"),
        "state": profile.state,
        "words": STATES[profile.state],
        "is_open": profile.is_open,
        "day": day((profile.submitted_at or profile.created_at).date()),
    }


@joining.get("/new")
def new() -> Response:
    return _page(BusinessForm(formdata=None))


@joining.post("")
@limiter.limit("40 per hour")
def begin() -> Response:
    form = BusinessForm()
    if not form.validate():
        return _page(form, 422)
    try:
        profile = start(session(), me(), now())
        take_business(profile, form)
        settle(session(), profile, me(), now())
    except Refused as refusal:
        session().rollback()
        return _page(form, 422, translated(refusal))
    session().refresh(profile, ["producer"])
    return go_on(profile, "business")


def _page(form: BusinessForm, status: int = 200, problem: str = "") -> Response:
    return step_page(
        form,
        status,
        key="business",
        steps=STEPS,
        profile=None,
        problem=problem,
        known_tax_code="",
        crumbs=[Crumb(_("New application"))],
    )
