"""Reports of misuse in the office: the queue, one report with what is known about its subject, and the decision."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import Length

from catalog.codes import grouped, read_code
from catalog.records import Refused
from catalog.text import clean
from marketplace.accounts.users import User, names_behind
from marketplace.misuse import LONGEST_REASONS, MisuseReport, ReportKind, ReportState
from marketplace.misuse_lists import decided_reports, find_report, others_about, waiting_reports
from marketplace.submissions import Decision

from ..clock import now
from ..database import SAFE_METHODS, session
from ..filters import label
from ..locales import localized, translated
from ..login import signed_in
from ..private_pictures import named_file
from ..security import limiter
from ..shop.pages import Crumb, link
from . import office
from .access import officer
from .pages import office_page
from .queues import DecisionForm, Waiting, decision_form

_SHOWN, _DECIDED, _OTHERS = 100, 20, 20
_OFTEN = "120 per minute"


class VerdictForm(DecisionForm):
    """Whatever the outcome, whoever reported it reads why."""

    allowed = (Decision.APPROVE, Decision.REJECT)
    reasons = TextAreaField(
        lazy_gettext("Reasons (whoever reported it reads them)"),
        [Length(max=LONGEST_REASONS, message=lazy_gettext("Please write at most %(max)d characters."))],
        filters=[lambda text: (text or "").strip()],
    )

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.reasons.flags.required = True

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.decision.data == Decision.APPROVE and not clean(self.reasons.data):
            self.reasons.errors = [
                *self.reasons.errors,
                _("Please write the reasons: whoever reported this reads them."),
            ]
            return False
        return valid


class StepForm(DecisionForm):
    """Taking a report up, or putting it back: nothing but the revision that was read."""

    allowed = (Decision.APPROVE,)


@office.get("/reports")
def reports() -> Response:
    province = officer().province_code
    return office_page(
        "office/reports/index.html",
        rows=[_row(one) for one in waiting_reports(session(), province, _SHOWN)],
        decided=[_decided_row(one) for one in decided_reports(session(), province, _DECIDED)],
        crumbs=[Crumb(_("Reports of misuse"))],
    )


def _row(one: MisuseReport) -> Waiting:
    is_taken = one.state == ReportState.EXAMINED
    tag = label(ReportState(one.state)) if is_taken else ""
    return Waiting(_title(one), _url(one), one.received_at, label(ReportKind(one.kind)), tag)


def _decided_row(one: MisuseReport) -> dict[str, Any]:
    return {
        "title": _title(one),
        "url": _url(one),
        "at": one.decided_at,
        "kind": label(ReportKind(one.kind)),
        "state": label(ReportState(one.state)),
    }


def _url(one: MisuseReport) -> str:
    return link(f"/office/reports/{one.number}")


def _title(one: MisuseReport) -> str:
    """What it is about, in a few words."""
    names = [localized(thing, "name") for thing in (one.mark, one.product) if thing]
    names += [one.producer.name] if one.producer else []
    if one.code and not names:
        names = [_("Code %(code)s", code=grouped(one.code))]
    return ", ".join(names) or one.place[:120]


@office.get("/reports/<number>")
def one_report(number: str) -> Response:
    return _page(_find(number))


@office.get("/reports/<number>/picture")
def report_picture(number: str) -> Response:
    name = _find(number).picture
    return named_file(name) if name else abort(404)


@office.post("/reports/<number>/examination")
@limiter.limit(_OFTEN)
def examine_report(number: str) -> Response:
    """Take it up, so that no second officer does the same."""
    return _step(number, lambda one, seen, by: one.take(session(), seen, by), _("You look at it now."))


@office.post("/reports/<number>/return")
@limiter.limit(_OFTEN)
def put_report_back(number: str) -> Response:
    said = _("It waits for another officer again.")
    return _step(number, lambda one, seen, by: one.put_back(session(), seen, by), said)


def _step(number: str, step: Callable[[MisuseReport, int, User], None], said: str) -> Response:
    found, form = _find(number), StepForm()
    if not form.validate():
        return _page(found, None, 422, str(form.csrf_token.errors[0]) if form.csrf_token.errors else "")
    try:
        step(found, form.revision, signed_in())
    except Refused as refusal:
        session().rollback()
        return _page(_find(number), None, 422, translated(refusal))
    flash(said, "good")
    return redirect(url_for("office.one_report", number=number), 303)


@office.post("/reports/<number>/decision")
@limiter.limit(_OFTEN)
def decide_report(number: str) -> Response:
    found, form = _find(number), VerdictForm()
    if not form.validate():
        return _page(found, form, 422)
    try:
        found.decide(
            session(),
            upheld=form.choice == Decision.APPROVE,
            reasons=form.reasons.data,
            seen=form.revision,
            by=signed_in(),
            now=now(),
        )
    except Refused as refusal:
        session().rollback()
        return _page(_find(number), form, 422, translated(refusal))
    flash(_("Decided. Whoever left an e-mail gets the answer."), "good")
    return redirect(url_for("office.one_report", number=number), 303)


def _find(number: str) -> MisuseReport:
    """404 for what is not there, and for a province's office what is another's. Locked where it may be written."""
    locked = request.method not in SAFE_METHODS
    found = find_report(session(), read_code(number[:40]), officer().province_code, locked=locked)
    return found or abort(404)


def _page(
    found: MisuseReport, typed: VerdictForm | None = None, status: int = 200, problem: str = ""
) -> Response:
    others = others_about(session(), found, officer().province_code, _OTHERS)
    form = typed or VerdictForm(formdata=None)
    return office_page(
        "office/reports/show.html",
        status,
        report=found,
        title=_title(found),
        code=grouped(found.code),
        kind=label(ReportKind(found.kind)),
        state_label=label(ReportState(found.state)),
        taken_by=names_behind(session(), "misuse.taken", [found.id]).get(found.id, ""),
        picture_url=f"{_url(found)}/picture" if found.picture else "",
        acts=_acts(found),
        others=[
            (grouped(one.number), _url(one), one.received_at, label(ReportState(one.state))) for one in others
        ],
        form=decision_form(found.revision, form),
        problem=problem,
        crumbs=[Crumb(_("Reports of misuse"), link("/office/reports")), Crumb(grouped(found.number))],
    )


def _acts(found: MisuseReport) -> list[tuple[str, str]]:
    """Where an officer does what follows from it."""
    known = [
        (found.code, f"/verify/{found.code}", _("What the register says of this code")),
        (found.product_id, f"/office/listings/{found.product_id}", _("The listing: look at it, take it off")),
        (
            found.producer,
            f"/office/producers/{found.producer and found.producer.slug}",
            _("The producer: suspend it"),
        ),
        (
            found.mark,
            f"/office/marks/{found.mark and found.mark.slug}",
            _("The mark: suspend or revoke a right to it"),
        ),
    ]
    if found.kind == ReportKind.STARS:
        known.append((found.product_id, "/office/register/revocations", _("Stars: propose a revocation")))
    return [(text, link(path)) for wanted, path, text in known if wanted]
