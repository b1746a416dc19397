"""Tickets of visitors by their codes: found from what was typed or scanned, and given back."""

import re

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from catalog.codes import read_code
from catalog.records import Refused

from .check_ins import Scan
from .fairs import Fair
from .visitors import Visitor, cancel

_LONGEST = 40


def read_ticket(text: str) -> str:
    """The code in what was typed or scanned: the code by itself, or the address that the ticket's QR code holds."""
    address = re.split("[?#]", text.strip()[:500], maxsplit=1)[0]
    return read_code(address.rstrip("/").rpartition("/")[2][:_LONGEST])


def ticket_of(slug: str, code: str) -> Select[tuple[Visitor]]:
    """The ticket with this code, for the fair of this address alone."""
    fair = select(Fair.id).where(Fair.slug == slug[:255]).scalar_subquery()
    return select(Visitor).where(Visitor.fair_id == fair, Visitor.code == read_code(code[:_LONGEST]))


def give_back(session: Session, visitor: Visitor) -> None:
    """The visitor does not come after all. Raises Refused for a ticket with which somebody has come in."""
    scanned = Scan.fair_id == visitor.fair_id, Scan.code == visitor.code
    if session.scalar(select(Scan.id).where(*scanned).limit(1)):
        raise Refused("Somebody has come in with this ticket already.")
    cancel(visitor)
