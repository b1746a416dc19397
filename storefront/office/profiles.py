"""New producers and changes of known ones: the queue, the comparison with what is in force, and the decision."""

from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog.places import Place
from catalog.producers import ProducerKind, ProducerState
from catalog.records import Refused
from marketplace.accounts.memberships import acts_for
from marketplace.accounts.profile_lists import profiles_handed_in, same_tax_code, waiting_profiles
from marketplace.accounts.profiles import Profile, decide, in_force, said
from marketplace.phones import shown_phone

from ..clock import now
from ..database import session
from ..filters import label, moment
from ..joining.pages import STATES
from ..locales import translated
from ..login import signed_in
from ..security import limiter
from ..shop.pages import Crumb, link
from . import office
from .access import within_reach
from .differences import Difference, differences
from .pages import office_page
from .queues import DecisionForm, Waiting, decision_form

_SHOWN = 100
_LABELS = {
    "name": lazy_gettext("Name"),
    "kind": lazy_gettext("Kind"),
    "tax": lazy_gettext("Tax code"),
    "street": lazy_gettext("Street"),
    "place": lazy_gettext("Commune"),
    "contact": lazy_gettext("Contact"),
    "phone": lazy_gettext("Telephone"),
    "email": lazy_gettext("E-mail"),
}


def waiting_rows() -> list[Waiting]:
    found = session().scalars(within_reach(waiting_profiles()).limit(_SHOWN))
    return [
        Waiting(
            one.name,
            link(f"/office/profiles/{one.id}"),
            one.submitted_at,
            f"{one.commune.full_name}, {one.commune.province.name}",
            _("New") if one.producer.state == ProducerState.SUBMITTED else _("Change"),
        )
        for one in found
    ]


@office.get("/profiles")
def profiles() -> Response:
    return office_page(
        "office/profiles/index.html", rows=waiting_rows(), crumbs=[Crumb(_("Producers to approve"))]
    )


@office.get("/profiles/<int:id>")
def profile(id: int) -> Response:
    return _page(_find(id))


@office.post("/profiles/<int:id>/decision")
@limiter.limit("120 per minute")
def decide_profile(id: int) -> Response:
    found, form = _find(id), DecisionForm()
    if not form.validate():
        return _page(found, form, 422)
    try:
        _not_ones_own(found)
        decide(session(), found, form.choice, form.reasons.data, form.revision, now())
    except Refused as refusal:
        session().rollback()
        return _page(_find(id), form, 422, translated(refusal))
    flash(_("Decided. The producer is told."), "good")
    return redirect(url_for("office.profiles"), 303)


def _not_ones_own(found: Profile) -> None:
    user = signed_in()
    if user and acts_for(session(), user.id, found.producer_id):
        raise Refused("You act for this producer yourself: another officer has to decide.")


def _find(id: int) -> Profile:
    """404 for what is not there, was never handed in, or belongs to another province."""
    query = within_reach(profiles_handed_in()).where(Profile.id == id)
    if request.method == "POST":
        query = query.with_for_update(of=Profile)
    # Beyond this no database has a number.
    return (session().scalar(query) if id < 2**31 else None) or abort(404)


def _page(
    found: Profile, typed: DecisionForm | None = None, status: int = 200, problem: str = ""
) -> Response:
    producer = found.producer
    is_new = producer.state not in (ProducerState.APPROVED, ProducerState.SUSPENDED)
    return office_page(
        "office/profiles/show.html",
        status,
        profile=found,
        producer=producer,
        words=STATES[found.state],
        is_new=is_new,
        rows=_compared(found, is_new),
        since_returned=_since_returned(found),
        twins=same_tax_code(session(), found),
        since=moment(found.submitted_at),
        form=decision_form(found.revision, typed),
        problem=problem,
        crumbs=[Crumb(_("Producers to approve"), link("/office/profiles")), Crumb(found.name)],
    )


def _compared(found: Profile, is_new: bool) -> list[Difference]:
    """With what is in force; once decided, with itself: nothing is to be compared any more."""
    after = said(found)
    if not found.waits or is_new:
        return _differences(after, after)
    producer = found.producer
    known = in_force(session(), producer.id)
    # Where nothing was ever agreed to, the producer alone is known.
    before = said(known) if known else dict.fromkeys(after, "")
    public = {"name": producer.name, "kind": producer.kind, "commune_code": producer.commune_code}
    return _differences(before | public, after)


def _since_returned(found: Profile) -> list[Difference] | None:
    """What was changed for the officer who returned it; None where nobody has."""
    return _differences(found.returned_facts, said(found)) if found.waits and found.returned_facts else None


def _differences(before: dict[str, Any], after: dict[str, Any]) -> list[Difference]:
    old, new = _words(before), _words(after)
    return differences((str(_LABELS[key]), old[key], text) for key, text in new.items())


def _words(facts: dict[str, Any]) -> dict[str, str]:
    """What is said, as people read it."""
    kind, phone, code = facts["kind"], facts["phone"], facts["commune_code"]
    province = joinedload(Place.province)
    place = session().scalar(select(Place).where(Place.code == code).options(province)) if code else None
    return {
        "name": facts["name"],
        "kind": label(ProducerKind(kind)) if kind else "",
        "tax": facts["tax_text"],
        "street": facts["street"],
        "place": f"{place.full_name}, {place.province.name}" if place else "",
        "contact": facts["contact_name"],
        "phone": shown_phone(phone) if phone else "",
        "email": facts["email"],
    }
