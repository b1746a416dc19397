"""Another name or tax code of an organiser or a retailer: the former and the new one side by side, and the decision."""

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from catalog.records import Refused
from marketplace.accounts.company_changes import CompanyChange, changes_of, decide_change
from marketplace.accounts.company_lists import same_tax_code
from marketplace.submissions import Decision, SubmissionState

from ..clock import now
from ..companies.desks import DESKS
from ..database import session
from ..documents import paper_file
from ..filters import moment
from ..joining.pages import STATES
from ..locales import translated
from ..security import limiter
from ..shop.pages import Crumb, link
from . import office
from .access import officer
from .companies import OFFICE_DESKS, ONE_KIND, not_ones_own
from .differences import differences
from .pages import office_page
from .queues import DecisionForm, decision_form

_ONE = f"{ONE_KIND}/changes/<int:id>"


class ChangeDecisionForm(DecisionForm):
    allowed = (Decision.APPROVE, Decision.REJECT)


@office.get(_ONE)
def company_change(kind: str, id: int) -> Response:
    return _page(_find(kind, id))


@office.get(f"{_ONE}/paper")
def paper_of_company_change(kind: str, id: int) -> Response:
    found = _find(kind, id)
    return paper_file(found.file, found.file.rpartition(".")[2], f"thay-doi-{found.id}")


@office.post(f"{_ONE}/decision")
@limiter.limit("120 per minute")
def decide_company_change(kind: str, id: int) -> Response:
    found, form = _find(kind, id), ChangeDecisionForm()
    if not form.validate():
        return _page(found, 422, decision=form)
    try:
        not_ones_own(found.company)
        decide_change(session(), found, form.choice, form.reasons.data, form.revision, now())
    except Refused as refusal:
        session().rollback()
        return _page(_find(kind, id), 422, translated(refusal), decision=form)
    flash(str(OFFICE_DESKS[kind].words.decided), "good")
    return redirect(url_for("office.companies", kind=kind), 303)


def _find(kind: str, id: int) -> CompanyChange:
    """404 for what is not there, or belongs to another province."""
    # Beyond this no database has a number.
    mine = CompanyChange.id == (id if id < 2**31 else 0)
    query = changes_of(OFFICE_DESKS[kind].kind, officer().province_code).where(mine)
    if request.method == "POST":
        query = query.with_for_update(of=CompanyChange).execution_options(populate_existing=True)
    return session().scalar(query) or abort(404)


def _page(
    found: CompanyChange, status: int = 200, problem: str = "", *, decision: DecisionForm | None = None
) -> Response:
    of = found.company
    kind, words = of.__tablename__, DESKS[of.noun].words
    return office_page(
        "office/companies/change.html",
        status,
        kind=kind,
        one=of,
        change=found,
        state=STATES[SubmissionState(found.state)],
        differences=differences(
            ((_("Name"), of.name, found.name), (_("Tax code"), of.tax_code, found.tax_code))
        ),
        twins=same_tax_code(session(), of, found.tax_code),
        since=moment(found.submitted_at),
        form=decision_form(found.revision, decision or ChangeDecisionForm(formdata=None)),
        problem=problem,
        crumbs=[
            Crumb(str(words.office), link(f"/office/{kind}")),
            Crumb(of.name, link(f"/office/{kind}/{of.id}")),
            Crumb(_("Name and tax code")),
        ],
    )
