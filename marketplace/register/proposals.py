"""Proposed acts on the register: one officer proposes, another of the same reach confirms, and only then it happens."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Select, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from catalog.records import Base, Refused, one_of
from marketplace.submissions import Decision, Submission, SubmissionState, submission_checks


class ProposalKind(StrEnum):
    RECOGNISE = "recognise"
    CORRECT = "correct"
    EXTEND = "extend"
    REVOKE = "revoke"
    RELEASE_LIST = "release_list"
    UNDO_LIST = "undo_list"


class Proposal(Submission, Base):
    """`facts` is what the act needs; `province_code` the only province it touches, None where there are several."""

    __tablename__ = "proposals"
    __table_args__ = (
        *submission_checks(),
        CheckConstraint(one_of("kind", ProposalKind), name="kind"),
        # Nobody confirms what they have proposed, under whatever role.
        CheckConstraint("state <> 'approved' OR decided_by <> proposed_by", name="second_officer"),
        Index("ix_proposals_state", "state", "submitted_at"),
    )
    noun = "proposal"
    S = SubmissionState
    # There is nothing to mend in one: it is confirmed, rejected or taken back for good.
    moves: ClassVar[Mapping[StrEnum, frozenset[StrEnum]]] = {
        S.DRAFT: frozenset({S.SUBMITTED}),
        S.SUBMITTED: frozenset({S.APPROVED, S.REJECTED, S.WITHDRAWN}),
        S.RETURNED: frozenset(),
        S.APPROVED: frozenset(),
        S.REJECTED: frozenset(),
        S.WITHDRAWN: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    province_code: Mapped[str | None] = mapped_column(ForeignKey("places.code"))
    facts: Mapped[dict] = mapped_column(JSON)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    def judge(self, decision: Decision, reasons: str, seen: int, by: int, now: datetime) -> None:
        """A second officer's word. Raises Refused for the one who proposed it."""
        if by == self.proposed_by:
            raise Refused("You have proposed this yourself: another officer must decide on it.")
        self.decided_by = by
        self.decide(decision, reasons, seen, now)


def propose(
    session: Session, kind: ProposalKind, facts: dict, province_code: str | None, by: int, now: datetime
) -> Proposal:
    """Write down what an officer wants done; it waits from now on."""
    proposal = Proposal(
        kind=kind,
        facts=facts,
        province_code=province_code,
        proposed_by=by,
        state=SubmissionState.DRAFT,
        revision=1,
    )
    session.add(proposal)
    session.flush()
    proposal.hand_in(now)
    return proposal


def proposals_within(province_code: str | None) -> Select:
    """Those that an officer of this province may see, all for the central office."""
    query = select(Proposal)
    return query if province_code is None else query.where(Proposal.province_code == province_code)


def waiting_proposals(province_code: str | None) -> Select:
    waits = Proposal.state == SubmissionState.SUBMITTED
    return proposals_within(province_code).where(waits).order_by(Proposal.submitted_at, Proposal.id)
