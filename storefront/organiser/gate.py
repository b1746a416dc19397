"""/organiser/fairs/<slug>/gate: who stands at the gate types or scans a ticket, and reads in big words what to do."""

import re
from typing import NamedTuple

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired

from catalog.days import VIETNAM
from marketplace.fairs.check_ins import Guest, Outcome, Seen, new_key, roster, take_scans
from marketplace.fairs.fairs import Fair
from marketplace.fairs.tickets import read_ticket
from marketplace.fairs.visitor_lists import heads_of
from marketplace.permissions import OrganiserAction

from ..clock import now, today
from ..database import session
from ..security import CAMERA, limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..visitor_words import heads_words
from . import organiser
from .access import find_fair, me
from .pages import fair_crumb, organiser_page
from .sections import SECTIONS, Section

SECTIONS.append(
    Section(
        "gate",
        OrganiserAction.CHECK_IN,
        lazy_gettext("Gate"),
        lazy_gettext("Let in visitors and exhibitors, also without a network"),
    )
)

KEY = re.compile(r"[0-9A-Za-z-]{8,64}")


class GateForm(ShopForm):
    """`key` names the scan: a form that is sent twice lets in once."""

    code = StringField(
        lazy_gettext("Code of the ticket"),
        [DataRequired(lazy_gettext("Please type or scan the code of a ticket."))],
        filters=[lambda text: (text or "").strip()],
    )
    key = HiddenField()


class Answer(NamedTuple):
    """What to do, who it is, and how many come with them; of a ticket that is not good nothing is said.

    `url`: the page on which one that is not paid is paid in cash.
    """

    outcome: Outcome
    words: str
    name: str = ""
    more: str = ""
    url: str = ""


@organiser.get("/fairs/<slug>/gate")
def gate(slug: str) -> Response:
    return _page(find_fair(slug), GateForm(formdata=None))


@organiser.post("/fairs/<slug>/gate")
@limiter.limit("600 per minute")
def let_in(slug: str) -> Response:
    fair, form = find_fair(slug), GateForm()
    if not form.validate():
        return _page(fair, form, 422)
    return scanned(fair, form.key.data or "", read_ticket(form.code.data))


def scanned(fair: Fair, key: str, code: str) -> Response:
    """The page with what becomes of this ticket."""
    seen = Seen(key if KEY.fullmatch(key) else new_key(), code, 0)
    ((_seen, outcome),) = take_scans(session(), fair, now(), [seen], me().id, now())
    guests = roster(session(), fair, today(), {code})
    answer = answer_of(fair, code, outcome, guests[0] if guests else None)
    return _page(fair, GateForm(formdata=None), answer=answer)


def answer_of(fair: Fair, code: str, outcome: Outcome, guest: Guest | None) -> Answer:
    url = link(f"/organiser/fairs/{fair.slug}/gate/tickets/{code}") if outcome == Outcome.NOT_PAID else ""
    if guest is None:
        return Answer(outcome, outcome_words(outcome, ""), url=url)
    more = _("Booth %(number)s", number=guest.booth) if guest.booth else heads_words(guest.heads)
    return Answer(outcome, outcome_words(outcome, hour_of(guest)), guest.name, more, url)


def hour_of(guest: Guest) -> str:
    """ "09:12" in Vietnam, nothing for who has not come."""
    return f"{guest.came_at.astimezone(VIETNAM):%H:%M}" if guest.came_at else ""


def outcome_words(outcome: Outcome, at: str) -> str:
    """What to do; `at` is when the ticket came in before."""
    return {
        Outcome.COME: _("Please come in"),
        Outcome.BEFORE: _("Came in at %(at)s already", at=at),
        Outcome.NOT_PAID: _("This ticket is not paid"),
        Outcome.NOT_GOOD: _("This ticket is not good any more"),
        Outcome.UNKNOWN: _("There is no such ticket"),
    }[outcome]


def _page(fair: Fair, form: GateForm, status: int = 200, answer: Answer | None = None) -> Response:
    form.key.data = new_key()
    response = organiser_page(
        "gate.html",
        status,
        fair=fair,
        form=form,
        answer=answer,
        heads=heads_of(session(), fair, today(), now()),
        page_url=link(f"/organiser/fairs/{fair.slug}/gate"),
        before=outcome_words(Outcome.BEFORE, "{at}"),
        unpaid=outcome_words(Outcome.NOT_PAID, ""),
        crumbs=[fair_crumb(fair), Crumb(_("Gate"))],
    )
    response.headers["Permissions-Policy"] = CAMERA
    return response
