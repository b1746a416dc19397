"""Meetings, leads and outcomes for tests/matrix_world.py, by the name in the addresses, and the forms about them."""

from datetime import date
from types import SimpleNamespace

from sqlalchemy.orm import Session

from catalog.producers import Producer
from marketplace.accounts.organisers import Organiser
from marketplace.accounts.users import User
from marketplace.fairs.interests import remember, say
from marketplace.fairs.registration import register
from tests import world
from tests.marketplace.fairs.exhibiting import exhibitor
from tests.world import NOW


def stands(session: Session, organiser: Organiser, seller: Producer, buyer: User) -> dict[str, str | int]:
    """A fair that is on, at which the seller exhibits and somebody buys for a company; the buyer has told the seller."""
    days = {"starts_on": date(2026, 11, 20), "applications_until": date(2026, 11, 19)}
    fair = world.fair(session, organiser, visitor_quota=50, **days)
    stand = exhibitor(session, fair, by=seller)
    say(remember(session, buyer, stand, NOW), "Xin giúp tôi", True, NOW)
    facts = {"name": "Khách", "company": "Siêu thị Mẫu", "user": None, "language": "vi"}
    trade, _ = register(session, fair, contact="sieuthi@vidu.vn", heads=1, now=NOW, **facts)
    return {
        "met": fair.slug,
        "stand": stand.code,
        "stand_id": stand.id,
        "trade": trade.code,
        "trade_id": trade.id,
    }


def meeting_forms(of: SimpleNamespace) -> dict[str, dict]:
    """What is sent about them."""
    slots = {"day": "2026-12-20", "begin": "09:00", "end": "10:00", "minutes": "20", "tables": "5"}
    return {
        "slots": slots,
        "fair_day": {"day": "2026-12-20"},
        "heads": {"day": "2026-11-20", "heads": "1200"},
        "outcome": {"sales": "15tr", "contracts": "0", "contract_value": "0", "samples": "5"},
        "opinion": {"score": "4", "words": "Vui"},
        "wish_stand": {"do": f"add:{of.stand_id}"},
        "wish_buyer": {"do": f"add:{of.trade_id}"},
    }
