"""Requests about personal data: what is still to be answered, the most urgent first."""

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from marketplace.accounts.data_requests import DataRequest, RequestKind
from marketplace.letters import send

from ..clock import VIETNAM, now, today
from ..database import session
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from . import office
from .pages import office_page

_SHOWN = 100


class AnswerForm(ShopForm):
    text = TextAreaField(
        lazy_gettext("Answer"),
        [
            DataRequired(lazy_gettext("Please write an answer.")),
            Length(max=4000, message=lazy_gettext("Please write at most %(max)d characters.")),
        ],
    )


@office.get("/requests")
def requests() -> Response:
    return office_page(
        "office/requests/index.html",
        waiting=[_view(asked) for asked in _found(answered=False)],
        done=[_view(asked) for asked in _found(answered=True)],
        crumbs=[Crumb(_("Requests about personal data"))],
    )


def _found(answered: bool) -> list[DataRequest]:
    state = DataRequest.answered_at.is_not(None) if answered else DataRequest.answered_at.is_(None)
    order = (DataRequest.id.desc(),) if answered else (DataRequest.due_on, DataRequest.id)
    query = select(DataRequest).where(state).options(joinedload(DataRequest.user))
    return list(session().scalars(query.order_by(*order).limit(_SHOWN)))


def _view(asked: DataRequest) -> dict:
    return {
        "id": asked.id,
        "kind": RequestKind(asked.kind),
        "who": asked.user.name,
        "contact": asked.user.contact or "",
        "text": asked.text,
        "received": asked.received_at.astimezone(VIETNAM),
        "due": asked.due_on,
        "late": asked.answered_at is None and asked.due_on < today(),
    }


@office.get("/requests/<int:id>")
def data_request(id: int) -> Response:
    return _page(_find(id), AnswerForm())


@office.post("/requests/<int:id>/answer")
@limiter.limit("60 per minute")
def answer_request(id: int) -> Response:
    asked, form = _find(id), AnswerForm()
    if not form.validate():
        return _page(asked, form, 422)
    asked.reply(form.text.data, now())
    if asked.user.contact:
        send(session(), "request_answered", asked.user.contact, asked.user.language, now(), request=asked.id)
    flash(_("The answer is on its way."), "good")
    return redirect(url_for("office.requests"), 303)


def _find(id: int) -> DataRequest:
    # Beyond this no database has a number.
    query = select(DataRequest).where(DataRequest.id == id).options(joinedload(DataRequest.user))
    found = session().scalar(query.with_for_update(of=DataRequest)) if id < 2**31 else None
    return found or abort(404)


def _page(asked: DataRequest, form: AnswerForm, status: int = 200) -> Response:
    crumbs = [Crumb(_("Requests about personal data"), link("/office/requests")), Crumb(f"{asked.id}")]
    shown = _view(asked)
    answered = asked.answer if asked.answered_at else ""
    return office_page(
        "office/requests/show.html", status, asked=shown, answered=answered, form=form, crumbs=crumbs
    )
