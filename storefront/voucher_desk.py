"""Issuing and withdrawing vouchers: what the pages of the office and of a producer share."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import StringField, ValidationError
from wtforms.validators import DataRequired

from catalog.records import Refused
from catalog.text import clean
from marketplace.orders.issuing import Terms, issue, vouchers_of
from marketplace.orders.vouchers import Voucher, VoucherKind

from .clock import now, today
from .database import session
from .fields import CountField, DayField, DongField, PercentField
from .filters import dong, label, number
from .locales import translated
from .shop.forms import ShopForm

_NEEDED = _("Please fill this in.")


class TermsForm(ShopForm):
    """Either a percentage or an amount; what is left empty sets no limit, but for the number of uses."""

    code = StringField(_("Code"), [DataRequired(_NEEDED)], filters=[lambda text: clean(text) if text else ""])
    percent = PercentField(_("Off in per cent"))
    amount = DongField(_("Or off in đồng"))
    most = DongField(_("At most (đồng)"))
    minimum = DongField(_("For goods of at least (đồng)"))
    first_day = DayField(_("First day"), [DataRequired(_NEEDED)])
    last_day = DayField(_("Last day"), [DataRequired(_NEEDED)])
    uses_allowed = CountField(_("Number of orders"), [DataRequired(_NEEDED)])
    per_buyer_allowed = CountField(_("Orders of one buyer"))

    def validate_amount(self, field: DongField) -> None:
        if bool(self.percent.value) == bool(field.value) and not self.percent.errors:
            raise ValidationError(gettext("Please write either a percentage or an amount above 0."))

    def validate_most(self, field: DongField) -> None:
        if field.data and not (field.value and self.percent.value):
            raise ValidationError(gettext("A limit in đồng above 0 belongs to a percentage."))

    def validate_per_buyer_allowed(self, field: CountField) -> None:
        if field.value == 0:
            raise ValidationError(gettext("Leave this empty, or write 1 or more."))

    @property
    def terms(self) -> Terms:
        percent = self.percent.value
        return Terms(
            code=self.code.data,
            kind=VoucherKind.PERCENT if percent else VoucherKind.FIXED,
            value=percent or self.amount.value,
            most=self.most.value,
            minimum=self.minimum.value or 0,
            first_day=self.first_day.value,
            last_day=self.last_day.value,
            uses_allowed=self.uses_allowed.value,
            per_buyer_allowed=self.per_buyer_allowed.value,
        )


@dataclass(frozen=True)
class VoucherView:
    """A voucher in the list of its owner."""

    code: str
    off: str
    condition: str
    first_day: date
    last_day: date
    uses: int
    uses_allowed: int
    status: str
    status_label: str
    can_be_withdrawn: bool

    @classmethod
    def of(cls, voucher: Voucher, day: date) -> "VoucherView":
        status = voucher.status(day)
        return cls(
            voucher.code,
            _off(voucher),
            gettext("from %(amount)s of goods on", amount=dong(voucher.minimum)) if voucher.minimum else "",
            voucher.first_day,
            voucher.last_day,
            voucher.uses,
            voucher.uses_allowed,
            status,
            label(status),
            status not in (status.WITHDRAWN, status.OVER),
        )


def _off(voucher: Voucher) -> str:
    if voucher.kind == VoucherKind.FIXED:
        return dong(voucher.value)
    percent = f"{number(voucher.value / 100)}\u00a0%"
    if voucher.most:
        return gettext("%(percent)s, at most %(amount)s", percent=percent, amount=dong(voucher.most))
    return percent


def views_of(producer_id: int | None) -> list[VoucherView]:
    """The vouchers of a producer, or of the operator (None)."""
    return [VoucherView.of(voucher, today()) for voucher in vouchers_of(session(), producer_id)]


def issued(form: TermsForm, producer_id: int | None) -> Voucher | None:
    """The new voucher, or None with the sentence in the form."""
    if not form.validate():
        return None
    try:
        return issue(session(), producer_id, form.terms, now(), today())
    except Refused as refusal:
        form.code.errors = [translated(refusal)]
        return None
