"""Letters are wanted in the transaction of their reason."""

from datetime import timedelta

from sqlalchemy import select

from marketplace.jobs import Job
from marketplace.letters import SentLetter, forget_sent, send
from tests.world import NOW


def test_a_letter_is_a_job(session):
    assert send(session, "order_placed", "an@vidu.vn", "vi", NOW, key="order:1", number="K7M2")
    assert not send(session, "order_placed", "an@vidu.vn", "vi", NOW, key="order:1", number="K7M2")
    [job] = session.scalars(select(Job)).all()
    assert job.kind == "letter"
    assert job.facts == {
        "letter": "order_placed",
        "to": "an@vidu.vn",
        "language": "vi",
        "facts": {"number": "K7M2"},
    }


def test_the_mailbox_of_development_forgets(session):
    for age in (29, 31):
        session.add(
            SentLetter(
                message_id=f"<{age}@vidu.vn>",
                to="an@vidu.vn",
                subject="Thử",
                text="Thử",
                html="",
                at=NOW - timedelta(days=age),
            )
        )
    session.flush()
    assert forget_sent(session, NOW) == 1
    assert session.scalars(select(SentLetter.message_id)).all() == ["<29@vidu.vn>"]
