"""Organisers of the demo's fairs: made up, approved as an officer would, with a manager who can sign in."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from marketplace.accounts.company_joining import About, begin, hand_in
from marketplace.accounts.company_people import add_person
from marketplace.accounts.organisers import Organiser, OrganiserKind
from marketplace.accounts.users import User, open_account
from marketplace.payments.bank_accounts import BankAccount
from marketplace.payments.banks import SAMPLE_BANK
from marketplace.submissions import Decision

from .source import Table
from .tax_codes import sample_tax_codes

MANAGER = "to-chuc-mau@vidu.vn"
_WAITING = "to-chuc-mau-cho-duyet@vidu.vn"
_JOINED = timedelta(days=400)
# The last digits of accounts at a bank that does not exist; producers have those from 1 on.
_FIRST_ACCOUNT = 9000
# Retailers have the tax codes before.
_FIRST_CODE = 101


def add_organisers(session: Session, rows: list[Table], now: datetime) -> dict[str, Organiser]:
    """By their keys. The manager of the demo acts for the first; the others have each one of their own."""
    made, codes = {}, sample_tax_codes(len(rows), _FIRST_CODE)
    for number, row in enumerate(rows):
        email = MANAGER if number == 0 else MANAGER.replace("@", f"-{number + 1}@")
        user = open_account(session, email, f"Người mẫu tổ chức {number + 1}", "", "vi", now - _JOINED)
        session.flush()
        made[row["key"]] = _organiser(session, user, row, codes[number], now - _JOINED)
        session.add(_account(made[row["key"]], number, now - _JOINED))
    session.flush()
    return made


def _organiser(session: Session, user: User, row: Table, tax_code: str, then: datetime) -> Organiser:
    said = About(
        OrganiserKind(row["kind"]),
        row["name"],
        row["commune"],
        row["street"],
        tax_code="" if row["kind"] == OrganiserKind.AUTHORITY else tax_code,
        contact_name=user.name,
        phone="+84900000000",
        about=row["about"],
    )
    organiser = begin(session, user, Organiser, said, then)
    organiser.sample = True
    hand_in(organiser, then)
    organiser.decide(Decision.APPROVE, "", organiser.revision, then)
    add_person(session, user, organiser, then)
    return organiser


def _account(organiser: Organiser, number: int, then: datetime) -> BankAccount:
    return BankAccount(
        organiser_id=organiser.id,
        bin=SAMPLE_BANK,
        number=f"{_FIRST_ACCOUNT + number:010}",
        holder="TÀI KHOẢN MẪU",
        created_at=then,
        in_force_at=then,
    )


def add_waiting_organiser(session: Session, now: datetime) -> None:
    """One that an officer has to decide on."""
    user = open_account(session, _WAITING, "Người mẫu tổ chức chờ duyệt", "", "vi", now)
    session.flush()
    said = About(
        OrganiserKind.ASSOCIATION,
        "Hiệp hội Nông sản sạch Mẫu",
        "04672",
        "Tổ dân phố Mẫu",
        tax_code=sample_tax_codes(1, _FIRST_CODE - 1)[0],
        contact_name=user.name,
        phone="+84900000000",
        about="Đơn vị mẫu, muốn tổ chức phiên chợ hằng tháng.",
    )
    organiser = begin(session, user, Organiser, said, now - timedelta(days=2))
    organiser.sample = True
    hand_in(organiser, now - timedelta(days=2))
    session.flush()
