"""/fairs/<slug>/shortlist: the exhibitors that somebody wants to find again, and who of them may know who asks."""

from typing import NamedTuple

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length

from catalog.codes import read_code
from catalog.records import Refused
from catalog.text import clean
from marketplace.accounts.users import User
from marketplace.fairs import interests
from marketplace.fairs.applications import Application
from marketplace.fairs.exhibitors import ExhibitorOrder, exhibitors_of
from marketplace.fairs.fairs import Fair
from marketplace.fairs.interests import LONGEST_MESSAGE, Interest
from marketplace.phones import shown_contact

from ..clock import now, today
from ..database import session
from ..locales import translated
from ..login import signed_in
from ..security import limiter
from . import shop
from .fair_page import fair_crumbs, find_published
from .fair_views import FairView
from .forms import ShopForm
from .pages import Crumb, link, private_page
from .stand import find_stand


class InterestForm(ShopForm):
    """What one wants of an exhibitor. Nobody is told of it without the tick."""

    message = TextAreaField(
        _("Message to the exhibitor"),
        [Length(max=LONGEST_MESSAGE, message=_("Please write at most %(max)d characters."))],
        filters=[lambda text: clean(text or "")],
    )
    shares = BooleanField(_("Let the exhibitor know my name and contact"))


class Kept(NamedTuple):
    """A line of the list; without a booth for who does not exhibit any more."""

    name: str
    url: str
    booth: str
    place: str
    message: str
    shared: bool


@shop.get("/fairs/<slug>/shortlist")
def shortlist(slug: str) -> Response:
    fair, user = find_published(slug), signed_in()
    if user is None:
        return _to_sign_in()
    kept = interests.shortlist(session(), user.id, fair.id)
    ids = [one.application_id for one in kept]
    query = exhibitors_of(fair.id, ExhibitorOrder.BOOTH).where(Application.id.in_(ids))
    stands = {one.application_id: one for one in session().execute(query)}
    rows = [_kept(fair, one, stands.get(one.application_id)) for one in kept]
    order = {id: place for place, id in enumerate(stands)}
    rows = [
        row for _id, row in sorted(zip(ids, rows, strict=True), key=lambda pair: order.get(pair[0], 10**6))
    ]
    return _page("shop/fairs/shortlist.html", fair, rows=rows, form=ShopForm(formdata=None))


def _kept(fair: Fair, one: Interest, stand) -> Kept:
    url = link(f"/fairs/{fair.slug}/shortlist/{one.application.code}")
    booth, place = (stand.booth, f"{stand.commune}, {stand.province}") if stand else ("", "")
    return Kept(one.application.producer.name, url, booth, place, one.message, one.shared_at is not None)


@shop.get("/fairs/<slug>/shortlist/<code>")
def shortlist_entry(slug: str, code: str) -> Response:
    fair, user = find_published(slug), signed_in()
    if user is None:
        return _to_sign_in()
    known = _known(fair, user, code)
    facts = {"message": known.message, "shares": known.shared_at is not None} if known else {}
    return _entry_page(fair, user, code, InterestForm(formdata=None, data=facts), known)


@shop.post("/fairs/<slug>/shortlist/<code>")
@limiter.limit("60 per minute")
def keep_on_shortlist(slug: str, code: str) -> Response:
    fair, user = find_published(slug), signed_in()
    if user is None:
        return _to_sign_in()
    known, form = _known(fair, user, code), InterestForm()
    if not form.validate():
        return _entry_page(fair, user, code, form, known, 422)
    try:
        kept = known or interests.remember(session(), user, _application(fair, code), now())
    except Refused as refusal:
        session().rollback()
        return _entry_page(fair, user, code, form, known, 422, translated(refusal))
    interests.say(kept, form.message.data, form.shares.data, now())
    flash(gettext("Kept on your list."), "good")
    return redirect(url_for("shop.shortlist", slug=fair.slug), 303)


@shop.post("/fairs/<slug>/shortlist/<code>/removal")
@limiter.limit("60 per minute")
def take_off_shortlist(slug: str, code: str) -> Response:
    fair, user = find_published(slug), signed_in()
    if user is None:
        return _to_sign_in()
    known = _known(fair, user, code) or abort(404)
    if not ShopForm().validate():
        flash(gettext("The form had expired. Please try once more."), "wrong")
        return redirect(url_for("shop.shortlist", slug=fair.slug), 303)
    interests.forget(session(), user, known.application_id)
    flash(gettext("Taken off your list. The exhibitor sees nothing of it any more."), "good")
    return redirect(url_for("shop.shortlist", slug=fair.slug), 303)


def _to_sign_in() -> Response:
    return redirect(url_for("account.sign_in", next=request.path.removesuffix("/removal")), 303)


def _known(fair: Fair, user: User, code: str) -> Interest | None:
    mine = Interest.user_id == user.id, Application.fair_id == fair.id
    query = select(Interest).join(Application).where(*mine, Application.code == read_code(code[:40]))
    return session().scalar(query)


def _application(fair: Fair, code: str) -> Application:
    """404 for who does not exhibit."""
    return session().get_one(Application, find_stand(fair, code).application_id)


def _entry_page(
    fair: Fair,
    user: User,
    code: str,
    form: InterestForm,
    known: Interest | None,
    status: int = 200,
    problem: str = "",
) -> Response:
    one = find_stand(fair, code)
    stand_url = link(f"/fairs/{fair.slug}/booths/{one.code}")
    facts = {"one": one, "stand_url": stand_url, "form": form, "known": known, "problem": problem}
    facts["contact"] = shown_contact(user.contact)
    facts["name"] = user.name
    here = [Crumb(gettext("My list"), link(f"/fairs/{fair.slug}/shortlist")), Crumb(one.name)]
    return _page("shop/fairs/shortlist_entry.html", fair, status, here=here, **facts)


def _page(template: str, fair: Fair, status: int = 200, here: list[Crumb] | None = None, **facts) -> Response:
    view = FairView.of(fair, today())
    trail = [*fair_crumbs(view), *(here or [Crumb(gettext("My list"))])]
    answer = private_page(template, status, fair=view, crumbs=trail, **facts)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
