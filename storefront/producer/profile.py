"""What an officer agreed to about the business, and the way to have it changed."""

from flask import Response, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog.places import Place
from catalog.producers import Producer, ProducerKind
from marketplace.accounts.profile_lists import profiles_of
from marketplace.accounts.profiles import Profile, begin_change, in_force

from ..clock import now
from ..database import session
from ..joining.pages import STATES
from ..login import signed_in
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from . import producer
from .access import named_producer
from .pages import producer_page


@producer.get("/profile")
def profile() -> Response:
    return _page()


@producer.post("/profile")
@limiter.limit("30 per hour")
def change_profile() -> Response:
    form = ShopForm()
    if not form.validate():
        return _page(422, str(form.csrf_token.errors[0]))
    begun = begin_change(session(), signed_in(), named_producer(), now())
    return redirect(url_for("joining.profile", id=begun.id), 303)


def _page(status: int = 200, problem: str = "") -> Response:
    place = joinedload(Producer.commune).joinedload(Place.province)
    owner = session().scalars(select(Producer).where(Producer.id == named_producer().id).options(place)).one()
    return producer_page(
        "producer/profile.html",
        status,
        owner=owner,
        kind=ProducerKind(owner.kind),
        known=in_force(session(), owner.id),
        open=_open_one(owner),
        states=STATES,
        button=ShopForm(formdata=None),
        problem=problem,
        crumbs=[Crumb(_("About the business"))],
    )


def _open_one(owner: Producer) -> Profile | None:
    states = Profile.state.in_(("draft", "submitted", "returned"))
    return session().scalar(profiles_of(0, [owner.id]).where(states))
