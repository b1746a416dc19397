"""What somebody was told: the feed, read and unread, and the hours in which nothing is sent that can wait."""

from flask import Response, abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from catalog.records import Refused
from marketplace.accounts.notices import Notice, notices_of, read
from marketplace.accounts.quiet_hours import HOURS, keep_quiet

from ..clock import now
from ..database import session
from ..filters import moment
from ..locales import translated
from ..notice_words import said
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import link
from ..shop.paging import page_number, plain_pager
from . import account
from .pages import account_page, flash_good, me

_PER_PAGE = 30


def _hours() -> list[SelectChoice]:
    return [SelectChoice(value=str(hour), label=f"{hour}:00") for hour in HOURS]


class QuietForm(ShopForm):
    quiet_from = SelectField(lazy_gettext("Quiet from"), validators=[InputRequired()], choices=_hours())
    quiet_until = SelectField(lazy_gettext("Quiet until"), validators=[InputRequired()], choices=_hours())


@account.get("/account/notices")
def notices() -> Response:
    return _page()


@account.post("/account/notices/reading")
@limiter.limit("120 per minute")
def read_all() -> Response:
    if ShopForm().validate():
        read(session(), me().id, now())
    return redirect(url_for("account.notices"), 303)


@account.post("/account/notices/<int:id>/reading")
@limiter.limit("120 per minute")
def read_notice(id: int) -> Response:
    """Mark it as read, and go where it leads."""
    # Beyond this no database has a number.
    found = session().scalar(notices_of(me().id).where(Notice.id == id)) if id < 2**31 else None
    if found is None:
        abort(404)
    if ShopForm().validate():
        read(session(), me().id, now(), id)
    return redirect(link(found.path), 303)


@account.post("/account/notices/quiet-hours")
@limiter.limit("60 per hour")
def set_quiet_hours() -> Response:
    form = QuietForm()
    if not form.validate():
        return _page(422, form)
    try:
        keep_quiet(me(), int(form.quiet_from.data), int(form.quiet_until.data))
    except Refused as refusal:
        form.quiet_from.errors = [translated(refusal)]
        return _page(422, form)
    flash_good(_("Your quiet hours are kept."))
    return redirect(url_for("account.notices"), 303)


def _page(status: int = 200, form: QuietForm | None = None) -> Response:
    user = me()
    total = session().scalar(select(func.count()).select_from(Notice).where(Notice.user_id == user.id))
    pager = plain_pager("/account/notices", page_number(request.args.get("page")), total, _PER_PAGE)
    found = session().scalars(notices_of(user.id).limit(_PER_PAGE).offset((pager.page - 1) * _PER_PAGE))
    known = {"quiet_from": str(user.quiet_from), "quiet_until": str(user.quiet_until)}
    return account_page(
        "notices.html",
        status,
        here=_("Notices"),
        rows=[
            {
                "id": one.id,
                "text": said(one.kind, one.about),
                "at": moment(one.at),
                "is_new": one.read_at is None,
            }
            for one in found
        ],
        pager=pager,
        form=form or QuietForm(formdata=None, data=known),
        button=ShopForm(formdata=None),
    )
