"""Rights to use marks that don't hold any more although what rests on them is public: the queue of the nightly check."""

from types import SimpleNamespace

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from catalog.marks import MarkKind
from catalog.records import Refused
from marketplace.register.mark_checks import MarkFlag, Trouble, flags, open_flags
from marketplace.timers import last_runs

from ..clock import now
from ..database import session
from ..filters import label
from ..locales import localized, translated
from ..security import limiter
from ..shop.pages import Crumb, link
from . import office
from .access import within_reach
from .claims import count_open_claims
from .listings import ReasonForm
from .pages import office_page
from .queues import waiting_text

_SHOWN = 60
_TROUBLES = {
    Trouble.LAPSED: lazy_gettext("The right has lapsed, and there is no newer one."),
    Trouble.SUSPENDED: lazy_gettext("The right is suspended."),
    Trouble.MARK: lazy_gettext("The mark itself is not in force."),
    Trouble.TERRITORY: lazy_gettext("The producer's commune lies outside the territory of the mark."),
}


@office.get("/mark-checks")
def mark_checks() -> Response:
    return _page()


@office.post("/mark-checks/<int:id>/acceptance")
@limiter.limit("120 per minute")
def accept_mark_flag(id: int) -> Response:
    flag, form = _find(id), ReasonForm(prefix=f"mark-flag-{id}")
    if not form.validate():
        return _page({id: form}, 422)
    try:
        flag.accept(form.reason.data, now())
    except Refused as refusal:
        session().rollback()
        return _page({id: form}, 422, translated(refusal))
    flash(_("It stands, with your reason."), "good")
    return redirect(url_for("office.mark_checks"), 303)


def _find(id: int) -> MarkFlag:
    """Open or not: of two officers the second is told."""
    query = within_reach(flags()).where(MarkFlag.id == id).with_for_update(of=MarkFlag)
    return (session().scalar(query) if id < 2**31 else None) or abort(404)


def _page(forms: dict[int, ReasonForm] | None = None, status: int = 200, problem: str = "") -> Response:
    found = session().scalars(within_reach(open_flags()).limit(_SHOWN)).all()
    return office_page(
        "office/mark_checks.html",
        status,
        rows=[_row(flag, (forms or {}).get(flag.id)) for flag in found],
        claims=count_open_claims(),
        looked_at=last_runs(session()).get("marks"),
        problem=problem,
        crumbs=[Crumb(_("Rights to marks that do not hold"))],
    )


def _row(flag: MarkFlag, typed: ReasonForm | None) -> SimpleNamespace:
    right = flag.authorisation
    return SimpleNamespace(
        id=flag.id,
        mark=localized(right.mark, "name"),
        kind=label(MarkKind(right.mark.kind)),
        mark_url=link(f"/office/marks/{right.mark.slug}"),
        producer=flag.producer.name,
        producer_url=link(f"/office/producers/{flag.producer.slug}"),
        product=localized(right.product, "name") if right.product else "",
        permit=right.permit_no,
        until=right.valid_until,
        trouble=_TROUBLES[Trouble(flag.trouble)],
        clock=waiting_text(flag.opened_at, now()),
        form=typed or ReasonForm(formdata=None, prefix=f"mark-flag-{flag.id}"),
    )
