"""Forms about how a producer is paid: the bank account, with a second look at who asks, and the terms of cash."""

from collections.abc import Iterable
from types import SimpleNamespace

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, HiddenField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from catalog.producers import Producer
from catalog.text import clean
from marketplace.accounts import second_factor
from marketplace.accounts.users import User
from marketplace.payments.bank_accounts import BankAccount, accounts_of, waiting_accounts
from marketplace.payments.banks import BANKS
from marketplace.payments.terms import PaymentTerms, terms_of

from .. import login
from ..account.pages import is_password, me
from ..clock import now
from ..database import session
from ..fields import DongField
from ..filters import moment
from ..shop.forms import ShopForm

_NO_NUMBER = lazy_gettext("An account number has 4 to 19 digits or letters, without diacritics.")


def _tidy(text: str | None) -> str:
    return clean(text or "")


class AccountForm(ShopForm):
    """`code` is asked of who has a second factor."""

    producer = HiddenField(filters=[_tidy])
    bin = SelectField(
        lazy_gettext("Bank"),
        [DataRequired(lazy_gettext("Please choose the bank."))],
        choices=[
            SelectChoice(value="", label=lazy_gettext("Choose …")),
            *(SelectChoice(value=bin, label=bank) for bin, bank in BANKS.items()),
        ],
        filters=[_tidy],
        validate_choice=False,
    )
    number = StringField(
        lazy_gettext("Account number"), [DataRequired(_NO_NUMBER), Length(max=60)], filters=[_tidy]
    )
    holder = StringField(
        lazy_gettext("Account holder"),
        [
            DataRequired(lazy_gettext("Please write the account holder's name as the bank has it.")),
            Length(max=120),
        ],
        filters=[_tidy],
    )
    password = PasswordField(
        lazy_gettext("Your password"), [DataRequired(lazy_gettext("Please write your password."))]
    )
    code = StringField(lazy_gettext("Code of your second factor"), [Length(max=40)], filters=[_tidy])

    def is_of_who_is_signed_in(self) -> bool:
        """Whether password and code are right; says beside the field what is not."""
        if not is_password(self.password):
            return False
        user = me()
        if not user.totp_secret or _is_code(user, self.code.data):
            return True
        self.code.errors = [_("This code is not right, or was used already.")]
        return False


def _is_code(user: User, code: str) -> bool:
    return second_factor.accepted(session(), user, code, now(), login.seal())


class TermsForm(ShopForm):
    producer = HiddenField(filters=[_tidy])
    cod_ceiling = DongField(lazy_gettext("Cash on delivery for parcels up to (đồng)"))
    cod_call = BooleanField(lazy_gettext("Call the buyer before a parcel to be paid in cash is sent"))


def account_views(
    producers: Iterable[Producer], typed: AccountForm | TermsForm | None
) -> list[SimpleNamespace]:
    """Account and forms of each producer; what was typed stands again in its own form."""
    producers = list(producers)
    ids = [one.id for one in producers]
    terms = terms_of(session(), ids)
    present, waiting = accounts_of(session(), ids, now()), waiting_accounts(session(), ids, now())
    return [
        _view(one, present.get(one.id), waiting.get(one.id), terms.get(one.id), typed) for one in producers
    ]


def _view(
    one: Producer,
    account: BankAccount | None,
    waiting: BankAccount | None,
    terms: PaymentTerms | None,
    typed: AccountForm | TermsForm | None,
) -> SimpleNamespace:
    again = typed if typed and typed.producer.data == one.slug else None
    return SimpleNamespace(
        producer=one,
        account=account,
        waiting=waiting,
        from_=moment(waiting.in_force_at) if waiting else "",
        form=(
            again if isinstance(again, AccountForm) else AccountForm(formdata=None, producer=one.slug)
        ).tell_apart(f"account-{one.id}"),
        terms=(again if isinstance(again, TermsForm) else _terms_form(one, terms)).tell_apart(
            f"terms-{one.id}"
        ),
        asks_code=bool(me().totp_secret),
    )


def _terms_form(one: Producer, terms: PaymentTerms | None) -> TermsForm:
    known = {}
    if terms:
        ceiling = "" if terms.cod_ceiling is None else str(terms.cod_ceiling)
        known = {"cod_call": terms.cod_call, "cod_ceiling": ceiling}
    return TermsForm(formdata=None, producer=one.slug, **known)
