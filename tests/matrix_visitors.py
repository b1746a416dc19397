"""Tickets of visitors for tests/matrix_world.py, by the name in the addresses, and the forms about them."""

from types import SimpleNamespace

from sqlalchemy.orm import Session

from marketplace.fairs.fairs import Fair
from marketplace.fairs.registration import register
from tests.world import NOW


def visitors(session: Session, fair: Fair) -> dict[str, str]:
    """One who registered by themselves."""
    fair.visitor_quota = 50
    session.flush()
    facts = {"name": "Khách", "company": "", "user": None, "language": "vi"}
    made, _ = register(session, fair, contact="khach@vidu.vn", heads=2, now=NOW, **facts)
    return {"ticket": made.code}


def visitor_forms(of: SimpleNamespace) -> dict[str, dict]:
    """What is sent about them."""
    return {
        "visitor": {"name": "An", "contact": "an.khach@vidu.vn", "heads": "2", "company": ""},
        "at_gate": {"code": of.ticket, "key": "scan-0001"},
    }
