"""What the pages of statements show, for producers and for the office alike."""

from collections.abc import Collection
from types import SimpleNamespace

from flask import abort
from sqlalchemy.orm import Session

from catalog.producers import Producer
from marketplace.orders.months import Month
from marketplace.orders.statements import MonthBalance, Statement, months_by_producer, statement_of

from .clock import now
from .papers.parts import XLSX, download, pdf
from .papers.statement import (
    kinds_of,
    meanings,
    month_text,
    statement_pdf,
    statement_xlsx,
    sums_of,
    title_of,
)


def month_or_404(text: str) -> Month:
    try:
        return Month.read(text)
    except ValueError:
        abort(404)


def statement_view(statement: Statement) -> SimpleNamespace:
    lines = [
        SimpleNamespace(number=line.number, day=line.day, kinds=kinds_of(line), total=line.total)
        for line in statement.lines
    ]
    return SimpleNamespace(
        title=title_of(statement), sums=sums_of(statement), meanings=meanings(statement), lines=lines
    )


def month_views(session: Session, producer_ids: Collection[int]) -> dict[int, list[SimpleNamespace]]:
    """The months of each producer, newest first: key for the address, words, and the balance in dong."""
    return {
        id: [_month_view(found) for found in months]
        for id, months in months_by_producer(session, producer_ids).items()
    }


def _month_view(found: MonthBalance) -> SimpleNamespace:
    return SimpleNamespace(
        key=str(found.month),
        text=month_text(found.month),
        closing=found.closing,
    )


def statement_file(session: Session, producer: Producer, month: Month, kind: str):
    """The statement as a file, `kind` is "pdf" or "xlsx"."""
    statement, name = statement_of(session, producer.id, month), f"{producer.slug}-{month}"
    if kind == "pdf":
        return pdf(statement_pdf(statement, producer, now()), name)
    return download(statement_xlsx(statement, now()), XLSX, f"{name}.xlsx")
