"""What visitors with a ticket are told when their fair is postponed, cancelled or announced anew."""

import pytest

from marketplace.fairs.fairs import FairState
from marketplace.fairs.registration import register
from marketplace.fairs.ticket_life import cancel
from tests import world
from tests.letters import do_jobs, letters_to
from tests.world import NOW


@pytest.fixture
def fair(app, session):
    """With three tickets, whose own letters are sent: by e-mail, to a telephone, and one given back."""
    made = world.fair(session, name="Hội chợ Xuân", visitor_quota=10)
    facts = {"name": "An", "heads": 1, "company": "", "user": None, "now": NOW}
    for contact, language in (("an@vidu.vn", "en"), ("0912345678", "vi"), ("binh@vidu.vn", "en")):
        visitor, _ = register(session, made, contact=contact, language=language, **facts)
    cancel(session, visitor, NOW)
    register(session, made, contact=None, language="vi", **facts)
    session.commit()
    do_jobs(app)
    return made


def turn(app, session, fair, state: FairState, reason: str = "") -> None:
    fair.state, fair.reason = state, reason
    fair.note(f"fair.{state}", again=True)
    session.commit()
    do_jobs(app)


def newest(app, to: str):
    return letters_to(app, to)[-1]


@pytest.mark.parametrize(
    ("state", "subject", "sentence", "in_short"),
    [
        (FairState.CANCELLED, "Cancelled: ", "not good any more", "không còn hiệu lực"),
        (FairState.POSTPONED, "Postponed: ", "Your ticket stays good", "tạm hoãn"),
    ],
)
def test_visitors_hear_that_a_fair_is_off(app, session, fair, state, subject, sentence, in_short):
    turn(app, session, fair, state, "Vì bão số 9.")
    letter = newest(app, "an@vidu.vn")
    assert letter.subject == f"{subject}Hội chợ Xuân"
    assert sentence in letter.text and "Vì bão số 9." in letter.text and "/tickets/V" in letter.text
    assert in_short in newest(app, "+84912345678").text
    assert letters_to(app, "binh@vidu.vn") == []


def test_visitors_hear_of_new_days(app, session, fair):
    turn(app, session, fair, FairState.POSTPONED, "Vì bão.")
    turn(app, session, fair, FairState.ANNOUNCED)
    letter = newest(app, "an@vidu.vn")
    assert "takes place on 20–24 Dec 2026" in letter.text and "Vì bão." not in letter.text
    assert [one.subject.partition(":")[0] for one in letters_to(app, "an@vidu.vn")] == [
        "Your ticket for Hội chợ Xuân",
        "Postponed",
        "New days",
    ]


def test_what_has_changed_once_more_is_not_told(app, session, fair):
    fair.note("fair.postponed")
    fair.state = FairState.POSTPONED
    session.commit()
    turn(app, session, fair, FairState.CANCELLED)
    assert [one.subject for one in letters_to(app, "an@vidu.vn")][1:] == ["Cancelled: Hội chợ Xuân"]
