"""What the views of joining share: the page, the steps in their order, and the words of a state."""

from typing import Any, NamedTuple

from flask import Response, jsonify, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from catalog.producers import ProducerKind
from marketplace.accounts.profiles import Profile, missing
from marketplace.payments.bank_accounts import BankAccount, present_account
from marketplace.permissions import Action
from marketplace.phones import shown_phone
from marketplace.submissions import SubmissionState

from ..clock import now
from ..database import session
from ..filters import label
from ..login import signed_in
from ..shop.forms import ShopForm
from ..shop.pages import Crumb, asked_by_script, home_crumb, link, on_to, private_page
from .access import may_do

STEPS = {
    "business": lazy_gettext("Business"),
    "place": lazy_gettext("Place"),
    "contact": lazy_gettext("Contact"),
    "account": lazy_gettext("Bank account"),
}
S = SubmissionState
STATES = {
    S.DRAFT: lazy_gettext("Being written"),
    S.SUBMITTED: lazy_gettext("An officer is looking at it"),
    S.RETURNED: lazy_gettext("Returned: please complete it"),
    S.APPROVED: lazy_gettext("Approved"),
    S.REJECTED: lazy_gettext("Rejected"),
    S.WITHDRAWN: lazy_gettext("Withdrawn"),
}


class Step(NamedTuple):
    """A step as the page shows it: its facts in words, and whether something is missing."""

    key: str
    title: str
    url: str
    lines: list[str]
    is_missing: bool


def joining_page(template: str, status: int = 200, *, crumbs: list[Crumb], **context: Any) -> Response:
    trail = [home_crumb(), Crumb(_("Sell here"), link("/producer/join")), *crumbs]
    return private_page(f"producer/join/{template}", status, user=signed_in(), crumbs=trail, **context)


def step_page(form: ShopForm, status: int, *, problem: str, **context: Any) -> Response:
    """The form of a step; a script that sent it is told that the page says what is wrong."""
    if asked_by_script():
        return jsonify(problem=problem), status
    return joining_page("step.html", status, form=form, problem=problem, **context)


def go_on(profile: Profile, after: str) -> Response:
    """A step is kept: on to the next one."""
    return on_to(next_step(profile, after))


def step_keys(profile: Profile) -> list[str]:
    """The bank account belongs to the owners; once a producer sells, it is changed on the page of payments."""
    with_account = may_do(Action.BANK_ACCOUNT, profile.producer_id) or not profile.producer_id
    is_change = profile.producer is not None and profile.producer.state in ("approved", "suspended")
    return [key for key in STEPS if key != "account" or (with_account and not is_change)]


def step_views(profile: Profile) -> list[Step]:
    account = present_account(session(), profile.producer_id, now()) if profile.producer_id else None
    facts, gaps = _facts(profile, account), missing(profile)
    return [
        Step(key, str(STEPS[key]), url_for("joining.step", id=profile.id, step=key), facts[key], key in gaps)
        for key in step_keys(profile)
    ]


def _facts(profile: Profile, account: BankAccount | None) -> dict[str, list[str]]:
    place = profile.commune
    where = f"{place.full_name}, {place.province.name}" if place else ""
    lines = {
        "business": [
            profile.name,
            label(ProducerKind(profile.kind)) if profile.kind else "",
            _("Tax code %(code)s", code=profile.tax_text) if profile.tax_text else "",
        ],
        "place": [profile.street, where],
        "contact": [
            profile.contact_name,
            shown_phone(profile.phone) if profile.phone else "",
            profile.email,
        ],
        "account": [
            f"{account.bank} · {account.number} · {account.holder}" if account else _("To be given later")
        ],
    }
    return {key: [line for line in found if line] for key, found in lines.items()}


def next_step(profile: Profile, after: str) -> str:
    """Where "continue" leads: the next step, or the page where all is checked."""
    keys = step_keys(profile)
    later = keys[keys.index(after) + 1 :] if after in keys else []
    return (
        url_for("joining.step", id=profile.id, step=later[0])
        if later
        else url_for("joining.profile", id=profile.id)
    )
