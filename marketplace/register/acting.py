"""The acts of officers on recognitions: checked when they are proposed, and again when a second officer confirms them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.acts import Act
from catalog.batches import counts_today
from catalog.codes import recognition_code
from catalog.products import Product
from catalog.recognition_terms import read_terms, term_on
from catalog.recognitions import (
    ExpirySource,
    Recognition,
    is_corrected,
    months_after,
    origin_of,
)
from catalog.records import Refused
from catalog.standing import ActKind, Status
from marketplace.submissions import SubmissionState

from .lists.imports import ListImport, find_import
from .lists.service import release, undo
from .proposals import Proposal, ProposalKind, propose
from .within import current_within

_MONTHS = 36


@dataclass(frozen=True)
class Ruling:
    """A decision on rights that exist: `ground` says why, `document` where it can be read."""

    decision_no: str
    decided_on: date
    effective_on: date
    ground: str
    document: str = ""


@dataclass(frozen=True)
class Wanted:
    """A recognition as an officer enters it; without `expires_on` its end follows from the rules of its day."""

    stars: int
    decision_no: str
    decided_on: date
    expires_on: date | None
    issuer: str
    evidence: str
    document: str = ""


# Proposing


def propose_recognition(
    session: Session,
    product: Product,
    wanted: Wanted,
    province_code: str | None,
    by: int,
    now: datetime,
    today: date,
) -> Proposal:
    _check_wanted(wanted, today)
    _check_unknown(session, product.id, wanted, but=None)
    facts = {"product": product.id, **_written(wanted)}
    return propose(session, ProposalKind.RECOGNISE, facts, province_code, by, now)


def propose_correction(
    session: Session, wrong: Recognition, wanted: Wanted, ground: str, by: int, now: datetime, today: date
) -> Proposal:
    """Put a row in the place of a wrong one, which stays on record."""
    _check_wanted(wanted, today)
    _check_correctable(wrong)
    if _says_nothing_new(wrong, wanted):
        raise Refused("This says the same as the register.")
    _check_unknown(session, wrong.product_id, wanted, but=wrong.id)
    facts = {"recognition": wrong.id, "ground": ground, **_written(wanted)}
    return propose(session, ProposalKind.CORRECT, facts, _province(wrong), by, now)


def propose_extension(
    session: Session, recognitions: Sequence[Recognition], ruling: Ruling, by: int, now: datetime, today: date
) -> Proposal:
    terms = read_terms(session)
    for recognition in recognitions:
        _extended_until(recognition, terms, ruling, today)
    return _propose_ruling(session, ProposalKind.EXTEND, recognitions, ruling, by, now)


def propose_revocation(
    session: Session, recognitions: Sequence[Recognition], ruling: Ruling, by: int, now: datetime, today: date
) -> Proposal:
    for recognition in recognitions:
        _check_not_revoked(recognition)
    return _propose_ruling(session, ProposalKind.REVOKE, recognitions, ruling, by, now)


def propose_release(session: Session, imported: ListImport, by: int, now: datetime) -> Proposal:
    facts = {"import": imported.code}
    return propose(session, ProposalKind.RELEASE_LIST, facts, imported.province_code, by, now)


def withdraw_release(session: Session, imported: ListImport) -> None:
    """Its first officer takes it back before a second one has looked."""
    for proposal in _waiting(session, ProposalKind.RELEASE_LIST, imported):
        proposal.withdraw()


def propose_undoing(session: Session, imported: ListImport, by: int, now: datetime) -> Proposal:
    """Raises Refused where one waits already."""
    if _waiting(session, ProposalKind.UNDO_LIST, imported):
        raise Refused("Its undoing waits for a second officer already.")
    facts = {"import": imported.code}
    return propose(session, ProposalKind.UNDO_LIST, facts, imported.province_code, by, now)


def _waiting(session: Session, kind: ProposalKind, imported: ListImport) -> list[Proposal]:
    waits = Proposal.kind == kind, Proposal.state == SubmissionState.SUBMITTED
    found = session.scalars(select(Proposal).where(*waits).with_for_update())
    return [proposal for proposal in found if proposal.facts["import"] == imported.code]


def _propose_ruling(
    session: Session,
    kind: ProposalKind,
    recognitions: Sequence[Recognition],
    ruling: Ruling,
    by: int,
    now: datetime,
) -> Proposal:
    if not recognitions:
        raise Refused("Please choose at least one recognition.")
    if ruling.effective_on < ruling.decided_on:
        raise Refused("It can't take effect before the day of its decision.")
    provinces = {_province(recognition) for recognition in recognitions}
    facts = {"recognitions": [recognition.id for recognition in recognitions], **_written(ruling)}
    return propose(session, kind, facts, provinces.pop() if len(provinces) == 1 else None, by, now)


# Carrying out


def carry_out(session: Session, proposal: Proposal, now: datetime, today: date) -> None:
    """Do what was proposed. Raises Refused where it has become impossible meanwhile."""
    facts = proposal.facts
    match ProposalKind(proposal.kind):
        case ProposalKind.RECOGNISE:
            _recognise(session, facts["product"], _wanted(facts), None, now, today)
        case ProposalKind.CORRECT:
            wrong = _loaded(session, [facts["recognition"]])[0]
            _check_correctable(wrong)
            _recognise(session, wrong.product_id, _wanted(facts), wrong, now, today)
        case ProposalKind.EXTEND:
            _extend(session, facts, now, today)
        case ProposalKind.REVOKE:
            _revoke(session, facts, now)
        case ProposalKind.RELEASE_LIST:
            release(session, _import(session, facts), now)
        case ProposalKind.UNDO_LIST:
            undo(session, _import(session, facts), now)


def turn_down(session: Session, proposal: Proposal, now: datetime) -> None:
    """A list that nobody confirms is taken out again."""
    if proposal.kind == ProposalKind.RELEASE_LIST:
        undo(session, _import(session, proposal.facts), now)


def _recognise(
    session: Session, product_id: int, wanted: Wanted, wrong: Recognition | None, now: datetime, today: date
) -> None:
    _check_wanted(wanted, today)
    _check_unknown(session, product_id, wanted, but=wrong.id if wrong else None)
    term = term_on(read_terms(session), wanted.decided_on)
    last = wanted.expires_on or months_after(wanted.decided_on, term.months if term else _MONTHS)
    made = Recognition(
        code=recognition_code(),
        product_id=product_id,
        stars=wanted.stars,
        decision_no=wanted.decision_no,
        decided_on=wanted.decided_on,
        issuer=wanted.issuer,
        legal_basis=term.legal_basis if term else "",
        expires_on=last,
        expiry_source=ExpirySource.CERTIFICATE if wanted.expires_on else ExpirySource.COMPUTED,
        evidence=wanted.evidence,
        document=wanted.document,
        corrects_id=wrong.id if wrong else None,
        origin=origin_of(None, wrong.id if wrong else None),
        created_at=now,
    )
    session.add(made)
    session.flush()
    action = "recognition.corrected" if wrong else "recognition.recognised"
    made.note(
        action, stars=wanted.stars, decision=wanted.decision_no, **({"corrects": wrong.code} if wrong else {})
    )


def _extend(session: Session, facts: dict, now: datetime, today: date) -> None:
    terms, ruling = read_terms(session), _ruling(facts)
    for recognition in _loaded(session, facts["recognitions"]):
        until = _extended_until(recognition, terms, ruling, today)
        _act(session, recognition, ActKind.EXTEND, ruling, now, until)
        recognition.note("recognition.extended", decision=ruling.decision_no, until=str(until))


def _revoke(session: Session, facts: dict, now: datetime) -> None:
    ruling = _ruling(facts)
    for recognition in _loaded(session, facts["recognitions"]):
        _check_not_revoked(recognition)
        _act(session, recognition, ActKind.REVOKE, ruling, now)
        recognition.note("recognition.revoked", decision=ruling.decision_no, ground=ruling.ground)


def _act(
    session: Session,
    recognition: Recognition,
    kind: ActKind,
    ruling: Ruling,
    now: datetime,
    expires_on: date | None = None,
) -> None:
    session.add(
        Act(recognition_id=recognition.id, kind=kind, expires_on=expires_on, created_at=now, **asdict(ruling))
    )


def _import(session: Session, facts: dict) -> ListImport:
    imported = find_import(session, facts["import"], None, lock=True)
    if imported is None:
        raise Refused("There is no list with the code “%(code)s”.", code=facts["import"])
    return imported


def _loaded(session: Session, ids: list[int]) -> list[Recognition]:
    """Those that still count. Raises Refused where one does not any more."""
    found: list[Recognition] = []
    for start in range(0, len(ids), 500):
        some = current_within(None).where(Recognition.id.in_(ids[start : start + 500]))
        found += session.scalars(some.order_by(Recognition.id))
    if len(found) != len(set(ids)):
        raise Refused("One of these recognitions was corrected or undone meanwhile.")
    return found


# Rules


def _check_wanted(wanted: Wanted, today: date) -> None:
    if wanted.stars not in (3, 4, 5):
        raise Refused("Only 3, 4 or 5 stars are a recognition.")
    if wanted.decided_on > today:
        raise Refused("The day of the decision is still to come.")
    if wanted.expires_on and wanted.expires_on < wanted.decided_on:
        raise Refused("It would end before the day of its decision.")


def _check_unknown(session: Session, product_id: int, wanted: Wanted, but: int | None) -> None:
    twins = select(Recognition.id).where(
        Recognition.product_id == product_id,
        Recognition.decision_no == wanted.decision_no,
        Recognition.decided_on == wanted.decided_on,
        counts_today(Recognition),
        ~is_corrected(),
    )
    if set(session.scalars(twins)) - {but}:
        raise Refused("The register has this decision on this product already. Correct that row.")


def _check_correctable(wrong: Recognition) -> None:
    if any(act.kind == ActKind.REVOKE for act in wrong.acts):
        raise Refused("A recognition that was revoked is not corrected any more.")


def _check_not_revoked(recognition: Recognition) -> None:
    if any(act.kind == ActKind.REVOKE for act in recognition.acts):
        raise Refused("“%(product)s” is revoked already.", product=recognition.product.name)


def _extended_until(recognition: Recognition, terms: list, ruling: Ruling, today: date) -> date:
    """The last day after the extension that the rules in force on the day of the ruling allow, once."""
    _check_not_revoked(recognition)
    name = recognition.product.name
    term = term_on(terms, ruling.decided_on)
    if term is None or term.extension_days is None:
        raise Refused("The rules in force on that day know no extension.")
    if any(act.kind == ActKind.EXTEND for act in recognition.acts):
        raise Refused("“%(product)s” was extended already: the rules allow it once.", product=name)
    if recognition.standing(ruling.decided_on).status is Status.EXPIRED:
        raise Refused(
            "“%(product)s” had lapsed before that decision: it needs a new evaluation.", product=name
        )
    return recognition.expires_on + timedelta(days=term.extension_days)


def _says_nothing_new(wrong: Recognition, wanted: Wanted) -> bool:
    names = ("stars", "decision_no", "decided_on", "issuer", "evidence", "document")
    same = all(getattr(wrong, name) == getattr(wanted, name) for name in names)
    return same and wanted.expires_on in (None, wrong.expires_on)


def _province(recognition: Recognition) -> str | None:
    return recognition.product.producer.commune.province_code


# As JSON keeps them


def _written(of: Wanted | Ruling) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, date) else value for name, value in asdict(of).items()}


def _wanted(facts: dict) -> Wanted:
    return Wanted(**_read(facts, Wanted))


def _ruling(facts: dict) -> Ruling:
    return Ruling(**_read(facts, Ruling))


def _read(facts: dict, of: type) -> dict[str, Any]:
    days = {"decided_on", "effective_on", "expires_on"}
    return {
        name: date.fromisoformat(facts[name]) if name in days and facts[name] else facts[name]
        for name in of.__dataclass_fields__
    }
