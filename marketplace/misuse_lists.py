"""Reports of misuse as officers find them: within their reach, the oldest first."""

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from catalog.producers import Producer

from .misuse import OPEN, MisuseReport


def reports_within(province_code: str | None) -> Select:
    """Those that an officer of this province may see, all for the central office."""
    query = select(MisuseReport)
    return query if province_code is None else query.where(MisuseReport.province_code == province_code)


def _named(query: Select) -> Select:
    return query.options(
        joinedload(MisuseReport.product),
        joinedload(MisuseReport.mark),
        joinedload(MisuseReport.producer).joinedload(Producer.commune),
    )


def waiting_reports(session: Session, province_code: str | None, limit: int) -> Sequence[MisuseReport]:
    query = _named(reports_within(province_code)).where(MisuseReport.state.in_(OPEN))
    return session.scalars(query.order_by(MisuseReport.received_at, MisuseReport.id).limit(limit)).all()


def decided_reports(session: Session, province_code: str | None, limit: int) -> Sequence[MisuseReport]:
    """The latest decision first."""
    query = _named(reports_within(province_code)).where(MisuseReport.decided_at.is_not(None))
    return session.scalars(query.order_by(MisuseReport.decided_at.desc(), MisuseReport.id).limit(limit)).all()


def count_waiting(session: Session, province_code: str | None) -> int:
    query = reports_within(province_code).where(MisuseReport.state.in_(OPEN))
    return session.scalar(query.with_only_columns(func.count()))


def find_report(
    session: Session, number: str, province_code: str | None, *, locked: bool = False
) -> MisuseReport | None:
    """Held until the transaction ends where it is `locked`."""
    query = _named(reports_within(province_code)).where(MisuseReport.number == number)
    if locked:
        query = query.with_for_update(of=MisuseReport).execution_options(populate_existing=True)
    return session.scalar(query)


def others_about(
    session: Session, report: MisuseReport, province_code: str | None, limit: int
) -> Sequence[MisuseReport]:
    """Further reports about the same product, mark or code, the latest first."""
    same = [
        column == value
        for column, value in (
            (MisuseReport.product_id, report.product_id),
            (MisuseReport.mark_id, report.mark_id),
            (MisuseReport.code, report.code),
        )
        if value
    ]
    if not same:
        return []
    query = reports_within(province_code).where(MisuseReport.id != report.id, or_(*same))
    return session.scalars(query.order_by(MisuseReport.received_at.desc()).limit(limit)).all()
