"""/retailer/people: who acts for a retailer in which role, inviting others and taking off. For managers alone."""

from collections.abc import Callable

from flask import Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from catalog.records import Refused
from marketplace.accounts.memberships import Membership, RetailerRole
from marketplace.accounts.retailer_people import (
    change_person,
    invite_to_retailer,
    people_of_retailer,
    remove_from_retailer,
    role_offered,
    take_invitation_back,
    waiting_for_retailer,
)
from marketplace.accounts.stores import stores_of
from marketplace.accounts.users import User
from marketplace.permissions import RetailerAction

from ..clock import now
from ..database import session
from ..filters import LABELS, label, moment
from ..locales import locale, translated
from ..office.mark_people import InviteForm
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, link
from . import retailer
from .access import me, named_retailer
from .pages import retailer_page
from .sections import SECTIONS, Section

SECTIONS.append(
    Section(
        "people",
        RetailerAction.PEOPLE,
        lazy_gettext("People"),
        lazy_gettext("Who works for you in which role, and inviting others"),
    )
)
ROLE_WORDS = {
    RetailerRole.MANAGER: lazy_gettext("everything"),
    RetailerRole.BUYER: lazy_gettext("asks for quotes, agrees on contracts and orders"),
    RetailerRole.APPROVER: lazy_gettext("agrees to orders above your rules, and pays"),
    RetailerRole.RECEIVER: lazy_gettext("writes down what arrives at a store, and what is wrong with it"),
    RetailerRole.QUALITY: lazy_gettext("scores samples and goods"),
}
_CHOOSE = lazy_gettext("Please choose one of these.")


def _role_field() -> RadioField:
    return RadioField(
        lazy_gettext("Role"),
        [DataRequired(_CHOOSE)],
        choices=[SelectChoice(value=role, label=LABELS[RetailerRole][role]) for role in RetailerRole],
        validate_choice=False,
        default=RetailerRole.BUYER,
    )


def _is_role(form) -> bool:
    if form.role.errors or form.role.data in set(RetailerRole):
        return not form.role.errors
    form.role.errors = [str(_CHOOSE)]
    return False


class PersonForm(InviteForm):
    role = _role_field()

    def validate(self, extra_validators=None) -> bool:
        return super().validate(extra_validators) & _is_role(self)


class RoleForm(ShopForm):
    """`store` is the id of one of the retailer's stores, empty for all of them."""

    role = _role_field()
    store = SelectField(lazy_gettext("Store (only for who receives goods)"), validate_choice=False)

    def validate(self, extra_validators=None) -> bool:
        return super().validate(extra_validators) & _is_role(self)

    @property
    def store_id(self) -> int | None:
        """None for all; 0, which is nobody's, for what is no number of a store."""
        text = self.store.data or ""
        if not text:
            return None
        return _number(int(text)) if text.isascii() and text.isdigit() else 0


@retailer.get("/people")
def people() -> Response:
    return _page()


@retailer.post("/people")
@limiter.limit("20 per hour")
def invite_person() -> Response:
    form, of = PersonForm(), named_retailer()
    if not form.validate():
        return _page(422, form=form)
    role = RetailerRole(form.role.data)
    try:
        invite_to_retailer(session(), of, me(), form.contact.data, role, locale(), now())
    except Refused as refusal:
        session().rollback()
        return _page(422, translated(refusal), form)
    flash(_("The invitation is on its way. Its link is good for seven days."), "good")
    return _back()


@retailer.post("/invitations/<int:id>/removal", endpoint="take_invitation_back")
@limiter.limit("60 per hour")
def take_one_invitation_back(id: int) -> Response:
    of = named_retailer()
    said = _("The invitation is taken back: its link leads nowhere.")
    return _do(lambda: take_invitation_back(session(), of, _number(id), now()), said)


@retailer.get("/people/<int:id>")
def one_person(id: int) -> Response:
    return _person_page(*_find(id))


@retailer.post("/people/<int:id>")
@limiter.limit("60 per hour")
def change_person_role(id: int) -> Response:
    form, of = RoleForm(), named_retailer()
    if not form.validate():
        return _person_page(*_find(id), 422, form=form)
    try:
        change_person(session(), of.id, _number(id), RetailerRole(form.role.data), form.store_id)
    except Refused as refusal:
        session().rollback()
        return _person_page(*_find(id), 422, translated(refusal), form)
    flash(_("The role is changed."), "good")
    return _back()


@retailer.post("/people/<int:id>/removal")
@limiter.limit("60 per hour")
def remove_person(id: int) -> Response:
    of = named_retailer()
    return _do(lambda: remove_from_retailer(session(), of.id, _number(id)), _("Removed."))


@retailer.post("/membership/removal")
@limiter.limit("30 per hour")
def leave_retailer() -> Response:
    """Anybody may go; the last manager stays."""
    of = named_retailer()
    if not ShopForm().validate():
        return redirect(url_for("retailer.desk"), 303)
    try:
        remove_from_retailer(session(), of.id, me().id)
    except Refused as refusal:
        session().rollback()
        flash(translated(refusal), "wrong")
        return redirect(url_for("retailer.desk"), 303)
    flash(_("You do not act for %(name)s any more.", name=of.name), "good")
    return redirect(url_for("account.overview"), 303)


def _number(id: int) -> int:
    # Beyond this no database has a number; 0 is nobody's.
    return id if id < 2**31 else 0


def _find(id: int) -> tuple[User, Membership]:
    """404 for who does not act for the retailer."""
    found = (row for row in people_of_retailer(session(), named_retailer().id) if row[0].id == id)
    return next(found, None) or abort(404)


def _do(step: Callable[[], None], said: str) -> Response:
    if not ShopForm().validate():
        return _page(422, _("The form had expired. Please try once more."))
    try:
        step()
    except Refused as refusal:
        session().rollback()
        return _page(422, translated(refusal))
    flash(said, "good")
    return _back()


def _back() -> Response:
    return redirect(url_for("retailer.people", retailer=request.args.get("retailer")), 303)


def _page(status: int = 200, problem: str = "", form: PersonForm | None = None) -> Response:
    of = named_retailer()
    stores = {one.id: one.name for one in session().scalars(stores_of(of.id))}
    return retailer_page(
        "people/index.html",
        status,
        of=of,
        rows=[
            (
                user.id,
                user.name,
                user.contact or "",
                label(RetailerRole(one.retailer_role)),
                stores.get(one.store_id, ""),
                user.id == me().id,
            )
            for user, one in people_of_retailer(session(), of.id)
        ],
        waiting=[
            (one.id, one.contact, label(role_offered(one)), moment(one.expires_at))
            for one in waiting_for_retailer(session(), of.id, now())
        ],
        form=form or PersonForm(formdata=None),
        role_words=ROLE_WORDS,
        button=ShopForm(formdata=None),
        problem=problem,
        crumbs=[Crumb(_("People"))],
    )


def _person_page(
    user: User, membership: Membership, status: int = 200, problem: str = "", form: RoleForm | None = None
) -> Response:
    of = named_retailer()
    held = {"role": membership.retailer_role, "store": str(membership.store_id or "")}
    form = form or RoleForm(formdata=None, data=held)
    form.store.choices = [("", _("All stores"))] + [
        (str(one.id), f"{one.code} · {one.name}") for one in session().scalars(stores_of(of.id))
    ]
    return retailer_page(
        "people/show.html",
        status,
        of=of,
        person=user,
        form=form,
        role_words=ROLE_WORDS,
        problem=problem,
        crumbs=[Crumb(_("People"), link(f"/retailer/people?retailer={of.code}")), Crumb(user.name)],
    )
