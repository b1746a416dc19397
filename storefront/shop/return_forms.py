"""Forms of a return for its buyer."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from catalog.text import clean
from marketplace.orders.orders import OrderLine
from marketplace.orders.refunds import PartLeft
from marketplace.orders.return_requests import LONGEST_TEXT, Wish
from marketplace.orders.return_steps import LONGEST_REASON
from marketplace.orders.returns import ReturnReason, Wanted
from marketplace.payments.banks import BANKS

from ..fields import DongField
from ..filters import label
from ..locales import localized
from .forms import ShopForm


def _clean(text: str | None) -> str:
    return clean(text) if text else ""


def _at_most(count: int) -> Length:
    return Length(max=count, message=_("Please write at most %(max)d characters."))


class AskForm(ShopForm):
    """What is wrong with which pieces, what is wanted, and where the money goes. `asks_account` says whether
    bank, number and holder have to be there."""

    reason = RadioField(
        _("What is wrong?"),
        [DataRequired(_("Please choose what is wrong."))],
        filters=[_clean],
        validate_choice=False,
    )
    text = TextAreaField(_("Please describe it"), [_at_most(LONGEST_TEXT)], filters=[_clean])
    wanted = RadioField(
        _("What would you like?"),
        [DataRequired(_("Please choose what you would like."))],
        filters=[_clean],
        validate_choice=False,
    )
    amount = DongField(_("Amount"))
    bin = SelectField(
        _("Bank"),
        [DataRequired(_("Please choose the bank."))],
        filters=[_clean],
        validate_choice=False,
    )
    number = StringField(
        _("Account number"),
        [
            DataRequired(_("An account number has 4 to 19 digits or letters, without diacritics.")),
            Length(max=60),
        ],
        filters=[_clean],
    )
    holder = StringField(
        _("Account holder"),
        [
            DataRequired(_("Please write the account holder's name as the bank has it.")),
            Length(max=120),
        ],
        filters=[_clean],
    )
    asks_account = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.reason.choices = [SelectChoice(value=one.value, label=label(one)) for one in ReturnReason]
        self.wanted.choices = [SelectChoice(value=one.value, label=label(one)) for one in Wanted]
        self.bin.choices = [SelectChoice(value="", label=_("Choose …"))]
        self.bin.choices += [SelectChoice(value=bin, label=bank) for bin, bank in BANKS.items()]
        if not self.asks_account:
            del self.bin, self.number, self.holder

    def validate(self, extra_validators=None) -> bool:
        super().validate(extra_validators)
        for field, known in ((self.reason, set(ReturnReason)), (self.wanted, set(Wanted))):
            if not field.errors and field.data not in known:
                field.errors = [_("Please choose one of these.")]
        if self.wanted.data != Wanted.AMOUNT:
            # The page hides the amount then: nobody could mend what stands in it.
            self.amount.errors = []
        return not self.errors

    @property
    def pieces(self) -> list[SelectField]:
        return [field for field in self if field.name.startswith("quantity_")]

    def wish(self) -> Wish:
        """What passed validation."""
        account = (self.bin.data, self.number.data, self.holder.data) if self.asks_account else ("", "", "")
        return Wish(
            reason=ReturnReason(self.reason.data),
            wanted=Wanted(self.wanted.data),
            text=self.text.data,
            pieces={int(field.name.removeprefix("quantity_")): field.data for field in self.pieces},
            amount=self.amount.value,
            account=account,
        )


def _count(value: object) -> int:
    # What no browser sends is more than anybody has: the rule refuses it.
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 10**6


def ask_form(lines: Sequence[OrderLine], left: PartLeft, asks_account: bool) -> type[AskForm]:
    """The form for these lines, with a field for the pieces of each of which the buyer has any."""
    fields = {
        f"quantity_{line.id}": SelectField(
            f"{localized(line, 'product_name')}, {localized(line, 'pack')}",
            [Optional()],
            choices=[
                SelectChoice(value=count, label=str(count)) for count in range(left.lines[line.id].pieces + 1)
            ],
            coerce=_count,
            validate_choice=False,
            default=0,
        )
        for line in lines
        if left.lines[line.id].pieces
    }
    return type("AskForm", (AskForm,), {**fields, "asks_account": asks_account})


class ObjectionForm(ShopForm):
    """Why somebody does not agree."""

    text = TextAreaField(
        _("Why (the other side and the officer read it)"),
        [DataRequired(_("Please write why.")), _at_most(LONGEST_REASON)],
        filters=[_clean],
    )
