"""The organiser's side of paid tickets: takings, statements, refunds, and cash at the gate."""

import io
import re

import pytest
from sqlalchemy import select

from marketplace.accounts.memberships import OrganiserRole
from marketplace.accounts.organisers import Organiser
from marketplace.fairs.ticket_life import cancel, take_cash
from marketplace.fairs.visitors import HOLD, Visitor, VisitorState
from marketplace.payments.refunds import Refund
from tests import ticket_world, world
from tests.letters import do_jobs, letters_to
from tests.people import fill
from tests.ticket_world import paid, payment, ticket
from tests.world import NOW

S = VisitorState


@pytest.fixture
def fair(session):
    made = ticket_world.fair(session, 200, name="Hội chợ Xuân")
    session.commit()
    return made


@pytest.fixture
def manager(session, fair, member):
    return member(OrganiserRole.MANAGER, session.get_one(Organiser, fair.organiser_id))


def base(fair) -> str:
    return f"/en/organiser/fairs/{fair.slug}"


def press(client, fair, path: str, page: str = "visitors", **fields):
    return fill(client, f"{base(fair)}/{page}", f"{base(fair)}/{path}", **fields)


def test_a_transfer_is_confirmed_by_hand_once(session, fair, manager):
    made = ticket(session, fair)
    due = payment(session, made)
    session.commit()
    text = manager.get(f"{base(fair)}/ticket-payments").text
    assert due.code in text and "Nguyễn An" in text and "an@vidu.vn" in text
    for _ in range(2):
        assert press(manager, fair, f"ticket-payments/{due.code}/receipt").status_code == 303
    session.expire_all()
    assert (made.state, due.received) == (S.REGISTERED, 40_000)
    text = manager.get(f"{base(fair)}/ticket-payments").text
    assert "No transfer is awaited." in text and "<dd>40,000" in text
    assert press(manager, fair, "ticket-payments/%20/receipt").status_code == 404


def test_a_transfer_is_found_by_its_message(session, fair, manager):
    dues = [payment(session, ticket(session, fair, f"khach-{n}@vidu.vn", 1)) for n in range(53)]
    session.commit()
    first = manager.get(f"{base(fair)}/ticket-payments").text
    assert dues[-1].code in first and dues[0].code not in first
    assert dues[0].code in manager.get(f"{base(fair)}/ticket-payments?page=2").text
    found = manager.get(f"{base(fair)}/ticket-payments?q={dues[0].code.lower()}").text
    assert dues[0].code in found and dues[1].code not in found


def test_one_statement_counts_tickets_and_says_what_is_late(session, fair, manager, clock):
    late, good = (payment(session, ticket(session, fair, f"{n}@vidu.vn", 1)) for n in "ab")
    cancel(session, session.get_one(Visitor, int(late.reference.partition(":")[2])), NOW)
    session.commit()
    lines = "".join(f"21/11/2026,20000,{due.code}\n" for due in (late, good))
    file = (io.BytesIO(f"Ngày,Ghi có,Nội dung\n{lines}21/11/2026,5000,khong co\n".encode()), "a.csv")
    shown = press(manager, fair, "bank-statements", "takings", file=file)
    assert shown.status_code == 200 and "1 line is for no booth and no ticket." in shown.text
    kept = re.search(r'name="lines"[^>]*value="([^"]+)"', shown.text)[1].replace("&#34;", '"')
    answer = press(manager, fair, "bank-statements/receipts", "takings", lines=kept)
    assert answer.status_code == 303
    session.expire_all()
    assert (late.received, good.received) == (20_000, 20_000)
    assert session.scalars(select(Refund.payment_id)).all() == [late.id]


def test_money_to_send_back_is_shown_and_told_once_a_day(app, session, fair, manager):
    for n in range(3):
        cancel(session, paid(session, fair, f"khach-{n}@vidu.vn", 1), NOW)
    session.commit()
    do_jobs(app)
    told = [one.subject for one in letters_to(app, "manager@vidu.vn")]
    assert told == ["Vui lòng hoàn tiền vé của Hội chợ Xuân"]
    refund = session.scalars(select(Refund.id).order_by(Refund.id)).first()
    assert "Money to send back" in manager.get(f"{base(fair)}/ticket-payments").text
    assert press(manager, fair, f"ticket-refunds/{refund}/payout").status_code == 303
    assert press(manager, fair, f"ticket-refunds/{refund}/payout").status_code == 404
    do_jobs(app)
    assert letters_to(app, "khach-0@vidu.vn")[-1].subject == "Money back for Hội chợ Xuân"
    assert "<dd>20,000\u00a0₫</dd>" in manager.get(f"{base(fair)}/ticket-payments").text


def test_the_gate_says_not_paid_and_takes_cash(session, fair, member, manager):
    made = ticket(session, fair)
    payment(session, made)
    steward = member(OrganiserRole.STEWARD, session.get_one(Organiser, fair.organiser_id))
    fair.starts_on = NOW.date()
    session.commit()
    answer = fill(steward, f"{base(fair)}/gate", code=made.code, key="scan-0001")
    assert "This ticket is not paid" in answer.text and "Nguyễn An" in answer.text
    page = f"{base(fair)}/gate/tickets/{made.code}"
    assert page in answer.text and "I have taken 40,000" in steward.get(page).text
    answer = fill(steward, page, f"{page}/cash", key="scan-0002")
    assert answer.status_code == 200 and "Please come in" in answer.text
    session.expire_all()
    assert (made.state, made.cash) == (S.REGISTERED, 40_000)
    again = fill(steward, f"{base(fair)}/gate", f"{page}/cash", key="scan-0003")
    assert again.status_code == 422 and "Nothing is to be paid" in again.text
    assert "I have taken" not in steward.get(page).text
    # Money is no business of stewards apart from this.
    assert steward.get(f"{base(fair)}/ticket-payments").status_code == 403


def test_before_the_fair_cash_makes_the_ticket_good_and_lets_nobody_in(session, fair, manager):
    made = ticket(session, fair)
    session.commit()
    page = f"{base(fair)}/gate/tickets/{made.code}"
    assert fill(manager, page, f"{page}/cash", key="scan-0001").status_code == 303
    assert "Paid in cash: 40,000" in manager.get(f"{base(fair)}/gate").text
    assert "came in at" not in manager.get(f"{base(fair)}/visitors").text


def test_the_roster_names_who_has_not_paid_yet(session, fair, manager):
    good, waits = paid(session, fair), ticket(session, fair, "binh@vidu.vn", 1)
    session.commit()
    entries = manager.get(f"/organiser/fairs/{fair.slug}/gate/roster.json").json["entries"]
    assert "unpaid" not in entries[good.code] and entries[waits.code]["unpaid"] is True


def test_the_list_of_visitors_shows_what_is_paid(session, fair, manager, clock):
    paid(session, fair, "a@vidu.vn")
    waits = ticket(session, fair, "b@vidu.vn", 3)
    session.commit()
    text = manager.get(f"{base(fair)}/visitors").text
    assert "Good for entrance" in text and "Not paid yet" in text and "60,000" in text
    assert f"/gate/tickets/{waits.code}" in text
    clock.moment = NOW + HOLD
    assert "Not paid in time" in manager.get(f"{base(fair)}/visitors").text


def test_who_has_an_unpaid_ticket_is_not_registered_as_paid_by_hand(session, fair, manager):
    made = ticket(session, fair, "lan@vidu.vn", 1)
    session.commit()
    fields = {"name": "Lan", "contact": "lan@vidu.vn", "heads": "5", "company": ""}
    assert press(manager, fair, "visitors", "visitors", **fields).status_code == 303
    session.expire_all()
    assert (made.state, made.cash, made.heads) == (S.PENDING, 0, 1)


def test_cash_of_a_ticket_that_is_cancelled_is_given_back_by_hand(session, fair, manager):
    made = ticket(session, fair, None, 1)
    take_cash(session, fair, made, NOW)
    session.commit()
    assert "Cash to give back" not in manager.get(f"{base(fair)}/ticket-payments").text
    assert press(manager, fair, f"visitors/{made.code}/cancellation", "visitors").status_code == 303
    assert "Cash to give back" in manager.get(f"{base(fair)}/ticket-payments").text
    assert press(manager, fair, f"ticket-cash/{made.code}/payout").status_code == 303
    assert press(manager, fair, f"ticket-cash/{made.code}/payout").status_code == 404
    session.refresh(made)
    assert made.cash == 0


def test_the_report_counts_what_tickets_bring_in(session, fair, manager):
    paid(session, fair, "a@vidu.vn", 3)
    take_cash(session, fair, ticket(session, fair, "b@vidu.vn", 1), NOW)
    session.commit()
    text = manager.get(f"{base(fair)}/report").text
    assert "Takings from tickets" in text and "80,000" in text and "60,000" in text
    free = world.fair(session, session.get_one(Organiser, fair.organiser_id), visitor_quota=5)
    session.commit()
    assert "Takings from tickets" not in manager.get(f"{base(free)}/report").text


def test_pages_ask_the_database_as_often_for_many_as_for_few(session, fair, manager, statements):
    def asked() -> list[int]:
        counts = []
        for path in ("ticket-payments", "visitors", "gate/roster.json", "report"):
            statements.clear()
            assert manager.get(f"/organiser/fairs/{fair.slug}/{path}").status_code == 200
            counts.append(len(statements))
        return counts

    def some(first: int, count: int) -> None:
        for n in range(first, first + count):
            payment(session, ticket(session, fair, f"cho-{n}@vidu.vn", 1))
            cancel(session, paid(session, fair, f"tra-{n}@vidu.vn", 1), NOW)
            cash = ticket(session, fair, f"mat-{n}@vidu.vn", 1)
            take_cash(session, fair, cash, NOW)
            cancel(session, cash, NOW)
        session.commit()

    some(0, 1)
    few = asked()
    some(1, 30)
    assert asked() == few
    assert max(few) <= 25
