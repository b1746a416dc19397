"""Retailers of the demo: made up, verified as an officer would, with people of every role and their stores."""

import tomllib
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.document_kinds import DocumentKind
from catalog.producers import Producer
from marketplace.accounts.company_joining import AboutRetailer, begin, file_registration, hand_in
from marketplace.accounts.company_people import add_person, people_of_company
from marketplace.accounts.memberships import RetailerRole
from marketplace.accounts.retailers import Retailer, RetailerKind
from marketplace.accounts.stores import StoreFacts, add_store
from marketplace.accounts.users import User, open_account
from marketplace.permissions import RetailerAction, retailer_people_who_may
from marketplace.sourcing.spending import set_limits, set_rules
from marketplace.submissions import Decision

from ..database import Database
from .papers import sample_file
from .source import Table
from .tax_codes import sample_tax_codes

MANAGER = "mua-hang-mau@vidu.vn"
# Who else acts for the first retailer.
PEOPLE = {
    RetailerRole.BUYER: ("thu-mua-mau@vidu.vn", "Người mẫu thu mua"),
    RetailerRole.APPROVER: ("duyet-mau@vidu.vn", "Người mẫu duyệt mua"),
    RetailerRole.RECEIVER: ("nhan-hang-mau@vidu.vn", "Người mẫu nhận hàng"),
    RetailerRole.QUALITY: ("chat-luong-mau@vidu.vn", "Người mẫu chất lượng"),
}
_JOINED = timedelta(days=400)
_WAITED = timedelta(days=2)
# Of the first retailers: approvals by the amount from which an order needs them, and what a buyer may order.
_WITH_RULES = 3
_APPROVALS = {20_000_000: 1, 500_000_000: 2}
_MOST_IN_A_MONTH = 2_000_000_000
_WAITING = AboutRetailer(
    RetailerKind.SHOP,
    "Cửa hàng thực phẩm sạch mẫu Vườn Nhà",
    "04672",
    registration_number="0000/MẪU",
    street="Tổ dân phố Mẫu",
    contact_name="Người mẫu cửa hàng chờ duyệt",
    phone="+84900000000",
    about="Cửa hàng mẫu, muốn mua sỉ chè và gạo của các hợp tác xã.",
)


def add_missing_retailers(database: Database, folder: Path, now: datetime) -> int:
    """Where there are sample producers and no retailers; `folder` is that of the papers. Returns how many were added."""
    with database.transaction() as session:
        if session.scalar(select(Retailer.id).limit(1)) or not session.scalar(
            select(Producer.id).where(Producer.sample).limit(1)
        ):
            return 0
        return len(add_retailers(session, folder, now))


def add_retailers(session: Session, folder: Path, now: datetime) -> dict[str, Retailer]:
    """By their keys in retailers.toml; beside them one waits for an officer."""
    source = tomllib.loads((files(__package__) / "retailers.toml").read_text("utf-8"))
    registration = sample_file(DocumentKind.BUSINESS_REGISTRATION, folder)
    then, made = now - _JOINED, {}
    codes = sample_tax_codes(len(source["retailer"]) + 1)
    for number, row in enumerate(source["retailer"], 1):
        email = MANAGER if number == 1 else MANAGER.replace("@", f"-{number}@")
        user = _person(session, email, f"Người mẫu mua hàng {number}", then)
        retailer = _handed_in(session, user, _said(row, user, codes[number]), registration, then)
        retailer.decide(Decision.APPROVE, "", retailer.revision, then)
        for store in row["stores"]:
            facts = StoreFacts(
                store["code"],
                store["name"],
                store["commune"],
                store["street"],
                "+84900000000",
                store["receiving"],
            )
            add_store(session, retailer, facts, then)
        made[row["key"]] = retailer
    for role, (email, name) in PEOPLE.items():
        add_person(session, _person(session, email, name, then), next(iter(made.values())), then, role)
    for number, retailer in enumerate(list(made.values())[:_WITH_RULES], 1):
        _give_rules(session, retailer, number, then)
    since = now - _WAITED
    waits = _person(session, MANAGER.replace("@", "-cho-duyet@"), _WAITING.contact_name, since)
    _handed_in(session, waits, replace(_WAITING, tax_code=codes[0]), registration, since)
    return made


def _give_rules(session: Session, retailer: Retailer, number: int, then: datetime) -> None:
    """Who approves large orders of the retailer, and how much its buyers may order in a month."""
    if number > 1:
        email, name = PEOPLE[RetailerRole.APPROVER]
        user = _person(session, email.replace("@", f"-{number}@"), f"{name} {number}", then)
        add_person(session, user, retailer, then, RetailerRole.APPROVER)
    approvers = retailer_people_who_may(session, retailer.id, RetailerAction.APPROVING)
    set_rules(session, retailer, _APPROVALS, len(approvers), {})
    buyers = [
        user.id
        for user, one in people_of_company(session, retailer)
        if one.retailer_role == RetailerRole.BUYER
    ]
    set_limits(session, retailer, dict.fromkeys(buyers, _MOST_IN_A_MONTH), {})


def _person(session: Session, email: str, name: str, then: datetime) -> User:
    user = open_account(session, email, name, "", "vi", then)
    session.flush()
    return user


def _said(row: Table, user: User, tax_code: str) -> AboutRetailer:
    return AboutRetailer(
        RetailerKind(row["kind"]),
        row["name"],
        row["commune"],
        tax_code=tax_code,
        registration_number="0000/MẪU",
        street=row["street"],
        contact_name=user.name,
        phone="+84900000000",
        email=user.email or "",
        about=row["about"],
    )


def _handed_in(
    session: Session, user: User, said: AboutRetailer, registration: str, then: datetime
) -> Retailer:
    retailer = begin(session, user, Retailer, said, then)
    retailer.sample = True
    file_registration(retailer, registration)
    hand_in(retailer, then)
    session.flush()
    return retailer
