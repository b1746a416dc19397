"""Letters about a bank account, to everybody who works for its owner: whoever changes it is seen doing so."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.producers import Producer
from marketplace.accounts.company_people import company_addresses
from marketplace.accounts.memberships import producer_addresses
from marketplace.accounts.organisers import Organiser
from marketplace.accounts.users import User
from marketplace.audit import Entry
from marketplace.letters import send
from marketplace.payments.bank_accounts import BankAccount

from ..filters import moment
from ..shop.pages import absolute_url, link
from .notes import Note, note
from .registry import announces, letter


def tell_of_new_account(session: Session, entry: Entry, now: datetime) -> None:
    for address, language in _addresses(session, entry):
        facts = {"account": entry.facts["account"], "by": entry.user_id}
        send(session, "bank_account_added", address, language, now, **facts)


def tell_of_stopped_account(session: Session, entry: Entry, now: datetime) -> None:
    for address, language in _addresses(session, entry):
        facts = {entry.subject: entry.subject_id, "last": entry.facts["last"], "by": entry.user_id}
        send(session, "bank_account_stopped", address, language, now, **facts)


for _noun in ("producer", "organiser"):
    announces(f"{_noun}.bank_account_added")(tell_of_new_account)
    announces(f"{_noun}.bank_account_stopped")(tell_of_stopped_account)


def _addresses(session: Session, entry: Entry) -> list[tuple[str, str]]:
    if entry.subject == Producer.__tablename__:
        return producer_addresses(session, entry.subject_id)
    return company_addresses(session, session.get_one(Organiser, entry.subject_id))


@letter("bank_account_added")
def bank_account_added(session: Session, facts: dict) -> Note:
    account = session.get_one(BankAccount, facts["account"])
    name = _owner(session, account.producer_id, account.organiser_id).name
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
        _used_from(account),
        _("If nobody of you did that, stop it on the page of payments at once and change your passwords."),
        link=_payments(is_organiser=account.organiser_id is not None),
    )


@letter("bank_account_stopped")
def bank_account_stopped(session: Session, facts: dict) -> Note:
    name = _owner(session, facts.get("producers"), facts.get("organisers")).name
    return note(
        _("The bank account of %(name)s stays", name=name),
        _("Hello,"),
        _(
            "%(who)s has stopped the new account ending in %(last)s. The account of before stays in use.",
            who=_who(session, facts["by"]),
            last=facts["last"],
        ),
        link=_payments(is_organiser="organisers" in facts),
    )


def _who(session: Session, user_id: int | None) -> str:
    user = session.get(User, user_id) if user_id else None
    return user.name if user else _("The market")


def _used_from(account: BankAccount) -> str:
    waits, from_ = account.in_force_at > account.created_at, moment(account.in_force_at)
    if account.organiser_id is not None:
        return (
            _("Booths given from %(moment)s on are paid to it.", moment=from_)
            if waits
            else _("Booths given from now on are paid to it.")
        )
    return (
        _("Orders placed from %(moment)s on are paid to it.", moment=from_)
        if waits
        else _("New orders are paid to it.")
    )


def _owner(session: Session, producer_id: int | None, organiser_id: int | None) -> Producer | Organiser:
    return session.get_one(Producer, producer_id) if producer_id else session.get_one(Organiser, organiser_id)


def _payments(is_organiser: bool) -> tuple[str, str]:
    path = "/organiser/bank-accounts" if is_organiser else "/producer/payments"
    return absolute_url(link(path)), _("To the payments")
