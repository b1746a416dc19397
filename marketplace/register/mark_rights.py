"""Rights to use marks, as officers grant, suspend, reinstate and revoke them: the register only grows."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.acts import Act
from catalog.codes import authorisation_code
from catalog.marks import Authorisation, Basis, Mark, MarkKind
from catalog.producers import Producer
from catalog.products import Product
from catalog.records import Refused
from catalog.standing import ActKind
from marketplace.accounts.memberships import acts_for

from .acting import Ruling

# Who may use a mark of each kind; the State owns the indications, and who certifies does not trade.
BASES = {
    MarkKind.GEOGRAPHICAL_INDICATION: (Basis.PERMIT,),
    MarkKind.COLLECTIVE: (Basis.MEMBER, Basis.OWNER),
    MarkKind.CERTIFICATION: (Basis.LICENSEE,),
    MarkKind.TRADEMARK: (Basis.OWNER, Basis.LICENSEE),
}
ACTIONS = {
    ActKind.SUSPEND: "authorisation.suspended",
    ActKind.REINSTATE: "authorisation.reinstated",
    ActKind.REVOKE: "authorisation.revoked",
}


@dataclass(frozen=True)
class RightWanted:
    """A right to use a mark as an officer enters it; without `product_id` it is for all products of the producer."""

    product_id: int | None
    basis: str
    permit_no: str
    granted_by: str
    valid_from: date
    valid_until: date | None


def grant_right(
    session: Session, mark: Mark, producer: Producer, wanted: RightWanted, by: int, now: datetime
) -> Authorisation:
    """The mark is locked: of two who enter the same right at once the second is told. Raises Refused."""
    check_right(session, mark, producer, wanted, by)
    made = Authorisation(
        code=authorisation_code(), mark_id=mark.id, producer_id=producer.id, created_at=now, **asdict(wanted)
    )
    session.add(made)
    session.flush()
    made.note("authorisation.granted", mark=mark.slug, permit=wanted.permit_no, basis=wanted.basis)
    return made


def check_right(session: Session, mark: Mark, producer: Producer, wanted: RightWanted, by: int) -> None:
    """Raises Refused for a right that can't be granted, or not by this person."""
    _check_disinterested(session, by, producer.id)
    _check_wanted(session, mark, producer, wanted)


def rule_on(
    session: Session,
    rights: Sequence[Authorisation],
    kind: ActKind,
    ruling: Ruling,
    by: int,
    now: datetime,
    today: date,
) -> None:
    """One decision on one right or on many: all of them, or none. The mark is locked."""
    if not rights:
        raise Refused("Please choose at least one authorisation.")
    _check_ruling(ruling, today)
    for right in rights:
        _check_disinterested(session, by, right.producer_id)
        _check_possible(right, kind, ruling.effective_on)
        session.add(Act(authorisation_id=right.id, kind=kind, created_at=now, **asdict(ruling)))
        right.note(ACTIONS[kind], decision=ruling.decision_no, ground=ruling.ground)


def is_revoked(right: Authorisation) -> bool:
    return any(act.kind == ActKind.REVOKE for act in right.acts)


# Rules


def _check_disinterested(session: Session, by: int, producer_id: int) -> None:
    if acts_for(session, by, producer_id):
        raise Refused("You act for this producer yourself: another officer has to decide.")


def _check_wanted(session: Session, mark: Mark, producer: Producer, wanted: RightWanted) -> None:
    if wanted.basis not in BASES[MarkKind(mark.kind)]:
        raise Refused("Nobody may use a mark of this kind on that ground.")
    if wanted.basis == Basis.PERMIT and not wanted.permit_no:
        raise Refused("A permit has a number: please write it.")
    if wanted.valid_until is None and mark.kind != MarkKind.TRADEMARK and wanted.basis != Basis.OWNER:
        raise Refused("A right to use a mark of this kind ends: please write its last day.")
    if wanted.valid_until and wanted.valid_until < wanted.valid_from:
        raise Refused("It would end before its first day.")
    if wanted.product_id is not None:
        _check_product(session, producer, wanted.product_id)
    _check_unknown(session, mark, producer, wanted)


def _check_product(session: Session, producer: Producer, product_id: int) -> None:
    theirs = select(Product.id).where(Product.id == product_id, Product.producer_id == producer.id)
    if session.scalar(theirs) is None:
        raise Refused("This product is not the producer's.")


def _check_unknown(session: Session, mark: Mark, producer: Producer, wanted: RightWanted) -> None:
    same = {name: value for name, value in asdict(wanted).items() if name in ("product_id", "permit_no")}
    twin = select(Authorisation.id).filter_by(
        mark_id=mark.id, producer_id=producer.id, valid_from=wanted.valid_from, **same
    )
    if session.scalar(twin.limit(1)) is not None:
        raise Refused("The register has this right already.")


def _check_ruling(ruling: Ruling, today: date) -> None:
    if ruling.decided_on > today:
        raise Refused("The day of the decision is still to come.")
    if ruling.effective_on < ruling.decided_on:
        raise Refused("It can't take effect before the day of its decision.")


def _check_possible(right: Authorisation, kind: ActKind, day: date) -> None:
    name = right.producer.name
    if is_revoked(right):
        raise Refused("The right of “%(producer)s” is revoked already.", producer=name)
    if kind == ActKind.REVOKE:
        return
    pauses = [act for act in right.acts if act.kind in (ActKind.SUSPEND, ActKind.REINSTATE)]
    if any(act.effective_on > day for act in pauses):
        raise Refused("On the right of “%(producer)s” there is a later decision already.", producer=name)
    suspended = _is_suspended(pauses)
    if kind == ActKind.REINSTATE and not suspended:
        raise Refused("The right of “%(producer)s” is not suspended.", producer=name)
    if kind == ActKind.SUSPEND and suspended:
        raise Refused("The right of “%(producer)s” is suspended already.", producer=name)
    # On one day a reinstatement outdoes a suspension.
    if kind == ActKind.SUSPEND and any(act.effective_on == day for act in pauses):
        raise Refused(
            "The right of “%(producer)s” was reinstated that very day: choose a later one.", producer=name
        )


def _is_suspended(pauses: Sequence[Act]) -> bool:
    """By the last decision; of two on one day the reinstatement counts."""
    last = max(pauses, key=lambda act: (act.effective_on, act.kind == ActKind.REINSTATE), default=None)
    return last is not None and last.kind == ActKind.SUSPEND
