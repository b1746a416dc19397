"""/organiser/fairs/<slug>/visitors: who has registered, who has come, and registering somebody at the gate by hand."""

from urllib.parse import urlencode

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from wtforms.validators import DataRequired

from catalog.codes import grouped
from catalog.records import Refused
from marketplace.fairs.check_ins import arrivals
from marketplace.fairs.fairs import Fair
from marketplace.fairs.registration import register, registers
from marketplace.fairs.ticket_life import cancel, check_unused, take_cash
from marketplace.fairs.tickets import ticket_of
from marketplace.fairs.visitor_lists import found_visitors, heads_of
from marketplace.fairs.visitors import Visitor, VisitorState
from marketplace.permissions import OrganiserAction
from marketplace.phones import shown_phone

from ..clock import now, today
from ..database import session
from ..fields import CountField, line
from ..locales import locale, translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from ..visitor_words import state_words
from . import organiser
from .access import find_fair
from .pages import fair_crumb, organiser_page
from .sections import SECTIONS, Section

_PER_PAGE = 50

SECTIONS.append(
    Section(
        "visitors",
        OrganiserAction.VISITORS,
        lazy_gettext("Visitors"),
        lazy_gettext("Who has registered and who has come"),
    )
)


class ByHandForm(ShopForm):
    """Somebody who stands at the gate need not leave a contact."""

    name = line(lazy_gettext("Name"), 80, needed=lazy_gettext("Please write the name."))
    heads = CountField(
        lazy_gettext("How many people come"),
        [DataRequired(lazy_gettext("Please write how many people come."))],
    )
    contact = line(lazy_gettext("E-mail or telephone number"), 120)
    company = line(lazy_gettext("Company"), 120)


@organiser.get("/fairs/<slug>/visitors")
def visitors(slug: str) -> Response:
    return _page(find_fair(slug), ByHandForm(formdata=None, data={"heads": "1"}))


@organiser.post("/fairs/<slug>/visitors")
@limiter.limit("120 per minute")
def register_by_hand(slug: str) -> Response:
    fair, form = find_fair(slug), ByHandForm()
    if not form.validate():
        return _page(fair, form, 422)
    try:
        visitor, is_new = _registered(fair, form)
    except Refused as refusal:
        session().rollback()
        return _page(find_fair(slug), form, 422, translated(refusal))
    said = _("Registered: %(name)s.") if is_new else _("This contact has a ticket already: %(name)s.")
    flash(said % {"name": visitor.name}, "good" if is_new else "warn")
    return redirect(_url(fair, visitor.code), 303)


@organiser.post("/fairs/<slug>/visitors/<code>/cancellation")
@limiter.limit("120 per minute")
def cancel_visitor(slug: str, code: str) -> Response:
    fair = find_fair(slug)
    visitor = session().scalar(ticket_of(fair.slug, code).with_for_update()) or abort(404)
    form = ByHandForm(formdata=None, data={"heads": "1"})
    if not ShopForm().validate():
        return _page(fair, form, 422, _("The form had expired. Please try once more."))
    try:
        check_unused(session(), visitor)
        cancel(session(), visitor, now())
    except Refused as refusal:
        session().rollback()
        return _page(find_fair(slug), form, 422, translated(refusal))
    flash(_("Cancelled: %(name)s.", name=visitor.name), "good")
    return redirect(_url(fair, visitor.code), 303)


def _registered(fair: Fair, form: ByHandForm) -> tuple[Visitor, bool]:
    visitor, is_new = register(
        session(),
        fair,
        name=form.name.data,
        contact=form.contact.data or None,
        heads=form.heads.value,
        company=form.company.data,
        user=None,
        language=locale(),
        now=now(),
    )
    if is_new and visitor.state == VisitorState.PENDING:
        # Whoever registers somebody at the gate has the money in hand.
        take_cash(session(), fair, visitor, now())
    return visitor, is_new


def _page(fair: Fair, form: ByHandForm, status: int = 200, problem: str = "") -> Response:
    said = request.args.get("q", "")[:100].strip()
    ids = found_visitors(session(), fair, said)
    pager = Pager(
        lambda page: _url(fair, said, page), page_number(request.args.get("page")), len(ids), _PER_PAGE
    )
    return organiser_page(
        "visitors.html",
        status,
        fair=fair,
        q=said,
        rows=_rows(fair, ids[pager.first - 1 if ids else 0 : pager.last]),
        pager=pager,
        heads=heads_of(session(), fair, today(), now()),
        takes=registers(fair, now()),
        form=form,
        button=ShopForm(formdata=None),
        problem=problem,
        crumbs=[fair_crumb(fair), Crumb(_("Visitors"))],
    )


def _rows(fair: Fair, ids: list[int]) -> list[dict]:
    page = select(Visitor).where(Visitor.id.in_(ids)).order_by(Visitor.id.desc())
    found = session().scalars(page).all()
    came = arrivals(session(), fair, today(), {one.code for one in found})
    return [_row(fair, one) | {"came_at": came.get(one.code)} for one in found]


def _row(fair: Fair, of: Visitor) -> dict:
    contact = of.contact if of.can_be_written_to else ""
    return {
        "name": of.name,
        "company": of.company,
        "contact": shown_phone(contact) if contact.startswith("+") else contact,
        "heads": of.heads,
        "code": grouped(of.code),
        "url": link(f"/fairs/{fair.slug}/tickets/{of.code}"),
        "cancel_url": link(f"/organiser/fairs/{fair.slug}/visitors/{of.code}/cancellation"),
        "state": of.state,
        "words": state_words(of, now()),
        "price": of.amount,
        "cash_url": link(f"/organiser/fairs/{fair.slug}/gate/tickets/{of.code}") if _waits(of) else "",
    }


def _waits(of: Visitor) -> bool:
    return of.state in (VisitorState.PENDING, VisitorState.LAPSED)


def _url(fair: Fair, said: str, page: int = 1) -> str:
    query = {"q": said, "page": page if page > 1 else None}
    wanted = urlencode({key: value for key, value in query.items() if value})
    return link(f"/organiser/fairs/{fair.slug}/visitors") + (f"?{wanted}" if wanted else "")
