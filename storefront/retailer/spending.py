"""/retailer/spending: which orders need whose approval, and what each person may order in a month. For managers."""

from collections.abc import Callable

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Field, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from catalog.records import Refused
from marketplace.accounts.company_people import people_of_company
from marketplace.accounts.memberships import RetailerRole
from marketplace.accounts.retailers import Retailer
from marketplace.permissions import RetailerAction, retailer_people_who_may
from marketplace.sourcing.spending import (
    MOST_APPROVALS,
    MOST_RULES,
    limits_of,
    rules_of,
    set_limits,
    set_rules,
    spent_in_month,
)

from ..clock import now
from ..database import session
from ..fields import DongField
from ..filters import label
from ..locales import translated
from ..security import limiter
from ..shop.forms import ShopForm
from ..shop.pages import Crumb
from . import retailer
from .access import named_retailer
from .pages import retailer_page
from .sections import SECTIONS, Section

SECTIONS.append(
    Section(
        "spending",
        RetailerAction.SPENDING,
        lazy_gettext("Approvals and limits"),
        lazy_gettext("Which orders somebody else agrees to, and what each person may order in a month"),
    )
)
_COUNTS = [SelectChoice(value=str(n), label=str(n)) for n in range(1, MOST_APPROVALS + 1)]


class RulesForm(ShopForm):
    """Pairs of `amount_…` and `approvals_…`; an empty amount is no rule. `was`: the rules that its writer has read."""

    was = HiddenField()

    def read(self) -> dict[int, int]:
        """Those rules; one that nobody has where it is no such text."""
        pairs = [one.split(":") for one in (self.was.data or "").split(",") if one]
        if not all(len(pair) == 2 and all(map(_is_number, pair)) for pair in pairs):
            return {-1: 0}
        return {int(amount): int(approvals) for amount, approvals in pairs}

    def pairs(self) -> list[tuple]:
        return [(self[f"amount_{n}"], self[f"approvals_{n}"]) for n in range(MOST_RULES)]

    def said(self) -> dict[int, int]:
        """Approvals by amount. Raises Refused where an amount stands twice."""
        found: dict[int, int] = {}
        for amount, approvals in self.pairs():
            if amount.value is None:
                continue
            if amount.value in found:
                raise Refused("The same amount stands twice.")
            found[amount.value] = int(approvals.data)
        return found


for _n in range(MOST_RULES):
    _label = lazy_gettext("Rule %(number)s: orders from (đồng, with tax)", number=_n + 1)
    setattr(RulesForm, f"amount_{_n}", DongField(_label))
    _label = lazy_gettext("Rule %(number)s: approvals", number=_n + 1)
    setattr(RulesForm, f"approvals_{_n}", SelectField(_label, choices=_COUNTS, default="1"))


@retailer.get("/spending")
def spending() -> Response:
    return _page(named_retailer())


@retailer.post("/spending/rules")
@limiter.limit("60 per hour")
def set_spending_rules() -> Response:
    of, form = named_retailer(), RulesForm()
    return _keep(
        of, form, lambda: set_rules(session(), of, form.said(), _approvers(of), form.read()), rules=form
    )


@retailer.post("/spending/limits")
@limiter.limit("60 per hour")
def set_spending_limits() -> Response:
    of = named_retailer()
    form = _limits_form(of)()
    return _keep(of, form, lambda: set_limits(session(), of, *_limits_said(form)), limits=form)


def _keep(of: Retailer, form: ShopForm, step: Callable[[], None], **forms: ShopForm) -> Response:
    if not form.validate():
        return _page(of, 422, **forms)
    try:
        step()
    except Refused as refusal:
        session().rollback()
        return _page(named_retailer(), 422, translated(refusal), **forms)
    flash(_("Kept."), "good")
    return redirect(url_for("retailer.spending", retailer=request.args.get("retailer")), 303)


def _approvers(of: Retailer) -> int:
    return len(retailer_people_who_may(session(), of.id, RetailerAction.APPROVING))


def _limits_form(of: Retailer) -> type[ShopForm]:
    """With a field `limit_<id>` for each person, and in `was_<id>` what its writer has read."""
    names: dict[str, Field] = {}
    for user, one in people_of_company(session(), of):
        who = f"{user.name} · {label(RetailerRole(one.retailer_role))} (đồng)"
        names |= {f"limit_{user.id}": DongField(who), f"was_{user.id}": HiddenField()}
    return type("LimitsForm", (ShopForm,), names)


def _limits_said(form: ShopForm) -> tuple[dict[int, int | None], dict[int, int | None]]:
    """The limits that were changed, and what was read of them: others may be changed by somebody else meanwhile."""
    said = {int(field.name[6:]): field.value for field in form if field.name.startswith("limit_")}
    read = {id: _limit_read(form[f"was_{id}"].data or "") for id in said}
    return {id: dong for id, dong in said.items() if dong != read[id]}, read


def _limit_read(text: str) -> int | None:
    if not text:
        return None
    return int(text) if _is_number(text) else -1


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20


def _page(
    of: Retailer,
    status: int = 200,
    problem: str = "",
    *,
    rules: RulesForm | None = None,
    limits: ShopForm | None = None,
) -> Response:
    known, spent = limits_of(session(), of.id), spent_in_month(session(), of.id, now())
    limits = limits or _limits_form(of)(
        formdata=None, data={f"limit_{id}": str(dong) for id, dong in known.items()}
    )
    rules = rules or _filled_rules(of)
    # What is typed stays; the next press is meant for what is there now.
    rules.was.data = ",".join(f"{one.from_amount}:{one.approvals}" for one in rules_of(session(), of.id))
    for field in limits:
        if field.name.startswith("was_"):
            field.data = str(known.get(int(field.name[4:]), ""))
    return retailer_page(
        "spending.html",
        status,
        of=of,
        rules=rules,
        approvers=_approvers(of),
        limits=limits,
        people=[
            (limits[f"limit_{user.id}"], limits[f"was_{user.id}"], spent.get(user.id, 0))
            for user, _one in people_of_company(session(), of)
            if f"limit_{user.id}" in limits
        ],
        problem=problem,
        crumbs=[Crumb(_("Approvals and limits"))],
    )


def _filled_rules(of: Retailer) -> RulesForm:
    facts = {}
    for n, rule in enumerate(rules_of(session(), of.id)):
        facts |= {f"amount_{n}": str(rule.from_amount), f"approvals_{n}": str(rule.approvals)}
    return RulesForm(formdata=None, data=facts)
