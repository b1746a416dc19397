"""What is handed in and decided on; of two officers the second one is told."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from catalog.records import Base, Refused
from marketplace.submissions import Decision, Submission, SubmissionState
from tests.world import NOW

S = SubmissionState


class Own(DeclarativeBase):
    type_annotation_map = Base.type_annotation_map


class Letter(Submission, Own):
    __tablename__ = "letters_of_this_test"
    noun = "letter"
    id: Mapped[int] = mapped_column(primary_key=True)

    def note(self, action: str) -> None:
        self.noted = [*getattr(self, "noted", []), action]


@pytest.fixture
def letter() -> Letter:
    made = Letter(state=S.DRAFT, revision=1, reasons="")
    made.hand_in(NOW)
    return made


def test_it_is_returned_and_handed_in_again_until_it_is_approved(letter):
    letter.decide(Decision.RETURN, "Thiếu địa chỉ", letter.revision, NOW)
    assert (letter.state, letter.reasons, letter.is_open) == (S.RETURNED, "Thiếu địa chỉ", True)
    later = NOW + timedelta(days=1)
    letter.hand_in(later)
    assert (letter.waits, letter.submitted_at) == (True, later)
    letter.decide(Decision.APPROVE, "", letter.revision, later)
    assert (letter.state, letter.decided_at, letter.is_open) == (S.APPROVED, later, False)
    assert letter.noted == ["letter.submitted", "letter.returned", "letter.submitted", "letter.approved"]


def test_the_second_officer_is_told_and_changes_nothing(letter):
    seen = letter.revision
    letter.decide(Decision.REJECT, "Không hợp lệ", seen, NOW)
    with pytest.raises(Refused, match="meanwhile"):
        letter.decide(Decision.APPROVE, "", seen, NOW)
    assert (letter.state, letter.reasons) == (S.REJECTED, "Không hợp lệ")


def test_what_was_changed_after_an_officer_read_it_must_be_read_again(letter):
    seen = letter.revision
    letter.decide(Decision.RETURN, "Thiếu", seen, NOW)
    letter.hand_in(NOW)
    with pytest.raises(Refused, match="meanwhile"):
        letter.decide(Decision.APPROVE, "", seen, NOW)
    assert letter.waits


@pytest.mark.parametrize("decision", [Decision.RETURN, Decision.REJECT])
def test_nobody_is_sent_away_without_reasons(letter, decision):
    with pytest.raises(Refused, match="reasons"):
        letter.decide(decision, " \n ", letter.revision, NOW)
    assert letter.waits


@pytest.mark.parametrize("state", [S.DRAFT, S.RETURNED, S.APPROVED, S.REJECTED, S.WITHDRAWN])
def test_only_what_was_handed_in_is_decided_on(letter, state):
    letter.state = state
    with pytest.raises(Refused):
        letter.decide(Decision.APPROVE, "", letter.revision, NOW)
    assert letter.state == state
