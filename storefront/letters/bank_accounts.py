"""Letters about a producer's bank account, to everybody who works for it: whoever changes it is seen doing so."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.producers import Producer
from marketplace.accounts.memberships import producer_addresses
from marketplace.accounts.users import User
from marketplace.audit import Entry
from marketplace.letters import send
from marketplace.payments.bank_accounts import BankAccount

from ..filters import moment
from ..shop.pages import absolute_url, link
from .notes import Note, note
from .registry import announces, letter


@announces("producer.bank_account_added")
def tell_of_new_account(session: Session, entry: Entry, now: datetime) -> None:
    facts = {"account": entry.facts["account"], "by": entry.user_id}
    for address, language in producer_addresses(session, entry.subject_id):
        send(session, "bank_account_added", address, language, now, **facts)


@announces("producer.bank_account_stopped")
def tell_of_stopped_account(session: Session, entry: Entry, now: datetime) -> None:
    facts = {"producer": entry.subject_id, "last": entry.facts["last"], "by": entry.user_id}
    for address, language in producer_addresses(session, entry.subject_id):
        send(session, "bank_account_stopped", address, language, now, **facts)


@letter("bank_account_added")
def bank_account_added(session: Session, facts: dict) -> Note:
    account = session.get_one(BankAccount, facts["account"])
    name = session.get_one(Producer, account.producer_id).name
    waits = account.in_force_at > account.created_at
    return note(
        _("New bank account of %(name)s", name=name),
        _("Hello,"),
        _(
            "%(who)s has written down a bank account for %(name)s: %(bank)s, ending in %(last)s, holder %(holder)s.",
            who=_who(session, facts["by"]),
            name=name,
            bank=account.bank,
            last=account.number[-4:],
            holder=account.holder,
        ),
        _("Orders placed from %(moment)s on are paid to it.", moment=moment(account.in_force_at))
        if waits
        else _("New orders are paid to it."),
        _("If nobody of you did that, stop it on the page of payments at once and change your passwords."),
        link=_payments(),
    )


@letter("bank_account_stopped")
def bank_account_stopped(session: Session, facts: dict) -> Note:
    name = session.get_one(Producer, facts["producer"]).name
    return note(
        _("The bank account of %(name)s stays", name=name),
        _("Hello,"),
        _(
            "%(who)s has stopped the new account ending in %(last)s. Buyers go on paying to the account of before.",
            who=_who(session, facts["by"]),
            last=facts["last"],
        ),
        link=_payments(),
    )


def _who(session: Session, user_id: int | None) -> str:
    user = session.get(User, user_id) if user_id else None
    return user.name if user else _("The market")


def _payments() -> tuple[str, str]:
    return absolute_url(link("/producer/payments")), _("To the payments")
