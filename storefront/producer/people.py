"""The people of a producer: who acts for it in which role, and inviting others. For owners alone."""

from collections.abc import Callable

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from catalog.records import Refused
from catalog.text import clean
from marketplace.accounts.invitations import (
    Invitation,
    change_role,
    invite,
    open_invitations,
    people_of,
    remove,
    revoke,
)
from marketplace.accounts.memberships import ProducerRole
from marketplace.phones import shown_contact

from ..clock import now
from ..database import session
from ..filters import LABELS, label, moment
from ..locales import locale, translated
from ..login import signed_in
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from . import producer
from .access import named_producer
from .pages import producer_page

ROLE_WORDS = {
    ProducerRole.OWNER: lazy_gettext("everything"),
    ProducerRole.MANAGER: lazy_gettext("everything but people and bank account"),
    ProducerRole.PACKER: lazy_gettext("sees orders, packs and sends them"),
}
_CHOOSE = lazy_gettext("Please choose one of these.")


def _roles() -> list[SelectChoice]:
    return [SelectChoice(value=role, label=LABELS[ProducerRole][role]) for role in ProducerRole]


class InvitationForm(ShopForm):
    contact = StringField(
        lazy_gettext("E-mail or telephone"),
        [
            DataRequired(lazy_gettext("Please write an e-mail address or a telephone number.")),
            Length(max=200),
        ],
        filters=[lambda text: clean(text or "")],
    )
    role = RadioField(
        lazy_gettext("Role"),
        [DataRequired(_CHOOSE)],
        choices=_roles(),
        validate_choice=False,
        default="packer",
    )

    def validate(self, extra_validators=None) -> bool:
        valid = super().validate(extra_validators)
        if not self.role.errors and self.role.data not in set(ProducerRole):
            self.role.errors = [str(_CHOOSE)]
            return False
        return valid


class RoleForm(ShopForm):
    role = SelectField(lazy_gettext("Role"), choices=_roles())


@producer.get("/people")
def people() -> Response:
    return _page(InvitationForm(formdata=None))


@producer.post("/people")
@limiter.limit("20 per hour")
def invite_member() -> Response:
    form = InvitationForm()
    if not form.validate():
        return _page(form, 422)
    try:
        role = ProducerRole(form.role.data)
        invite(session(), named_producer(), signed_in(), form.contact.data, role, locale(), now())
    except Refused as refusal:
        form.contact.errors = [translated(refusal)]
        session().rollback()
        return _page(form, 422)
    flash(_("The invitation is on its way. Its link is good for seven days."), "good")
    return _back()


@producer.post("/people/<int:id>/role")
@limiter.limit("60 per hour")
def change_member(id: int) -> Response:
    form = RoleForm()
    if not form.validate():
        return _page(InvitationForm(formdata=None), 422, _("The form had expired. Please try once more."))
    role = ProducerRole(form.role.data)
    return _do(
        lambda: change_role(session(), named_producer().id, _number(id), role), _("The role is changed.")
    )


@producer.post("/people/<int:id>/removal")
@limiter.limit("60 per hour")
def remove_member(id: int) -> Response:
    if not ShopForm().validate():
        return _page(InvitationForm(formdata=None), 422, _("The form had expired. Please try once more."))
    return _do(lambda: remove(session(), named_producer().id, _number(id)), _("Removed."))


@producer.post("/invitations/<int:id>/removal")
@limiter.limit("60 per hour")
def revoke_invitation(id: int) -> Response:
    if ShopForm().validate() and revoke(session(), named_producer().id, _number(id), now()):
        flash(_("The invitation is taken back: its link leads nowhere."), "good")
    return _back()


@producer.post("/membership/removal")
@limiter.limit("30 per hour")
def leave() -> Response:
    """Anybody may go; the last owner stays."""
    mine = named_producer()
    if not ShopForm().validate():
        return redirect(url_for("producer.desk", producer=mine.slug), 303)
    try:
        remove(session(), mine.id, signed_in().id)
    except Refused as refusal:
        flash(translated(refusal), "wrong")
        session().rollback()
        return redirect(url_for("producer.desk"), 303)
    flash(_("You do not act for %(name)s any more.", name=mine.name), "good")
    return redirect(url_for("account.overview"), 303)


def _number(id: int) -> int:
    # Beyond this no database has a number; 0 is nobody's.
    return id if id < 2**31 else 0


def _do(step: Callable[[], None], said: str) -> Response:
    try:
        step()
    except Refused as refusal:
        session().rollback()
        return _page(InvitationForm(formdata=None), 422, translated(refusal))
    flash(said, "good")
    return _back()


def _back() -> Response:
    return redirect(url_for("producer.people", producer=named_producer().slug), 303)


def _page(form: InvitationForm, status: int = 200, problem: str = "") -> Response:
    owner = named_producer()
    rows = [
        {
            "id": user.id,
            "name": user.name,
            "contact": shown_contact(user.contact or ""),
            "role": label(ProducerRole(membership.producer_role)),
            "is_me": user.id == signed_in().id,
            "form": RoleForm(formdata=None, role=membership.producer_role, prefix=""),
        }
        for membership, user in people_of(session(), owner.id)
    ]
    invited = [
        {
            "id": one.id,
            "contact": shown_contact(one.contact),
            "role": label(ProducerRole(one.role)),
            "until": moment(one.expires_at),
        }
        for one in open_invitations(session(), Invitation.producer_id == owner.id, now())
    ]
    return producer_page(
        "producer/people.html",
        status,
        owner=owner,
        rows=rows,
        invited=invited,
        form=form,
        role_words=ROLE_WORDS,
        button=ShopForm(formdata=None),
        problem=problem,
        crumbs=[Crumb(_("People"))],
    )
