"""Tickets of visitors by their codes: found from what was typed or scanned."""

import re

from sqlalchemy import Select, select

from catalog.codes import read_code

from .fairs import Fair
from .visitors import Visitor

_LONGEST = 40


def read_ticket(text: str) -> str:
    """The code in what was typed or scanned: the code by itself, or the address that the ticket's QR code holds."""
    address = re.split("[?#]", text.strip()[:500], maxsplit=1)[0]
    return read_code(address.rstrip("/").rpartition("/")[2][:_LONGEST])


def ticket_of(slug: str, code: str) -> Select[tuple[Visitor]]:
    """The ticket with this code, for the fair of this address alone."""
    fair = select(Fair.id).where(Fair.slug == slug[:255]).scalar_subquery()
    return select(Visitor).where(Visitor.fair_id == fair, Visitor.code == read_code(code[:_LONGEST]))
