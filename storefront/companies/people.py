"""/organiser/people and /retailer/people: who acts for a company in which role, inviting others, taking off."""

from collections.abc import Callable

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from catalog.records import Refused
from marketplace.accounts.companies import Company
from marketplace.accounts.company_people import (
    change_person,
    invite_person,
    people_of_company,
    remove_person,
    role_offered,
    role_with,
    waiting_for_company,
)
from marketplace.accounts.company_people import take_invitation_back as take_back
from marketplace.accounts.memberships import Membership
from marketplace.accounts.retailers import Retailer
from marketplace.accounts.stores import stores_of
from marketplace.accounts.users import User

from ..clock import now
from ..database import session
from ..filters import LABELS, label, moment
from ..invite_form import InviteForm
from ..list_pages import list_page
from ..locales import locale, translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from . import company
from .access import me, named, naming
from .desks import here
from .pages import company_page


class _RoleForm(ShopForm):
    role = RadioField(lazy_gettext("Role"), validate_choice=False)

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        desk = here()
        self.role.choices = [SelectChoice(value=role, label=LABELS[desk.roles][role]) for role in desk.roles]

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if self.role.data in set(here().roles):
            return valid
        self.role.errors = [_("Please choose one of these.")]
        return False


class PersonForm(InviteForm, _RoleForm):
    """Whom to invite."""


class RoleForm(_RoleForm):
    """`store` is the id of one of a retailer's stores, empty for all of them; organisers have none."""

    store = SelectField(lazy_gettext("Store (only for who receives goods)"), validate_choice=False)

    @property
    def store_id(self) -> int | None:
        """None for all; 0, which is nobody's, for what is no number of a store."""
        text = self.store.data or ""
        if not text:
            return None
        return _number(int(text)) if text.isascii() and text.isdigit() else 0


@company.get("/people")
def people() -> Response:
    return _page()


@company.post("/people")
@limiter.limit("20 per hour")
def invite() -> Response:
    form, of = PersonForm(), named()
    if not form.validate():
        return _page(422, form=form)
    role = here().roles(form.role.data)
    try:
        invite_person(session(), of, me(), form.contact.data, role, locale(), now())
    except Refused as refusal:
        session().rollback()
        return _page(422, translated(refusal), form)
    flash(_("The invitation is on its way. Its link is good for seven days."), "good")
    return _back(of)


@company.post("/invitations/<int:id>/removal")
@limiter.limit("60 per hour")
def take_invitation_back(id: int) -> Response:
    said = _("The invitation is taken back: its link leads nowhere.")
    return _do(lambda of: take_back(session(), of, _number(id), now()), said)


@company.get("/people/<int:id>")
def one_person(id: int) -> Response:
    return _person_page(*_find(id))


@company.post("/people/<int:id>")
@limiter.limit("60 per hour")
def change_role(id: int) -> Response:
    form, of = RoleForm(), named()
    if not form.validate():
        return _person_page(*_find(id), 422, form=form)
    try:
        change_person(session(), of, _number(id), here().roles(form.role.data), form.store_id)
    except Refused as refusal:
        session().rollback()
        return _person_page(*_find(id), 422, translated(refusal), form)
    flash(_("The role is changed."), "good")
    return _back(of)


@company.post("/people/<int:id>/removal")
@limiter.limit("60 per hour")
def remove(id: int) -> Response:
    return _do(lambda of: remove_person(session(), of, _number(id)), _("Removed."))


@company.post("/membership/removal")
@limiter.limit("30 per hour")
def leave() -> Response:
    """Anybody may go; the last manager stays."""
    of, desk = named(), f"{here().noun}.desk"
    if not ShopForm().validate():
        return redirect(url_for(desk), 303)
    try:
        remove_person(session(), of, me().id)
    except Refused as refusal:
        session().rollback()
        flash(translated(refusal), "wrong")
        return redirect(url_for(desk), 303)
    flash(_("You do not act for %(name)s any more.", name=of.name), "good")
    return redirect(url_for("account.overview"), 303)


def _number(id: int) -> int:
    # Beyond this no database has a number; 0 is nobody's.
    return id if id < 2**31 else 0


def _find(id: int) -> tuple[User, Membership]:
    """404 for who does not act for the company."""
    found = (row for row in people_of_company(session(), named()) if row[0].id == id)
    return next(found, None) or abort(404)


def _do(step: Callable[[Company], None], said: str) -> Response:
    of = named()
    if not ShopForm().validate():
        return _page(422, _("The form had expired. Please try once more."))
    try:
        step(of)
    except Refused as refusal:
        session().rollback()
        return _page(422, translated(refusal))
    flash(said, "good")
    return _back(of)


def _back(of: Company) -> Response:
    return redirect(url_for(".people", **naming(of)), 303)


def _stores(of: Company) -> dict[int, str]:
    """A retailer's, by their ids; others have none."""
    found = session().scalars(stores_of(of.id)) if isinstance(of, Retailer) else []
    return {one.id: f"{one.code} · {one.name}" for one in found}


def _page(status: int = 200, problem: str = "", form: PersonForm | None = None) -> Response:
    of = named()
    stores, everybody = _stores(of), people_of_company(session(), of)
    texts = ((user.id, user.name, user.contact or "", label(role_with(of, one))) for user, one in everybody)
    found = list_page(texts, f"{here().path}/people", naming(of))
    shown = set(found.ids)
    return company_page(
        "companies/people/index.html",
        status,
        of=of,
        found=found,
        rows=[
            (
                user.id,
                user.name,
                user.contact or "",
                label(role_with(of, one)),
                stores.get(one.store_id or 0, ""),
                user.id == me().id,
            )
            for user, one in everybody
            if user.id in shown
        ],
        waiting=[
            (one.id, one.contact, label(role_offered(one)), moment(one.expires_at))
            for one in waiting_for_company(session(), of, now())
        ],
        form=form or PersonForm(formdata=None, data={"role": here().usual_role}),
        button=ShopForm(formdata=None),
        problem=problem,
        crumbs=[Crumb(_("People"))],
    )


def _person_page(
    user: User, membership: Membership, status: int = 200, problem: str = "", form: RoleForm | None = None
) -> Response:
    of = named()
    held = {"role": role_with(of, membership), "store": str(membership.store_id or "")}
    form = form or RoleForm(formdata=None, data=held)
    stores = _stores(of)
    form.store.choices = [("", _("All stores")), *((str(id), name) for id, name in stores.items())]
    return company_page(
        "companies/people/show.html",
        status,
        of=of,
        person=user,
        form=form,
        has_stores=isinstance(of, Retailer),
        problem=problem,
        crumbs=[Crumb(_("People"), url_for(".people", **naming(of))), Crumb(user.name)],
    )
