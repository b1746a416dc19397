"""Many rows in one statement: they travel as one JSON text, which takes a fraction of binding every value on its own."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, String, Table, Text, bindparam, cast, func, insert, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session

_AT_ONCE = 2_000
_ROWS = "the_rows"


def insert_rows(
    session: Session, table: Table, rows: Sequence[dict[str, Any]], same: dict[str, Any] | None = None
) -> None:
    """Insert rows that all have the same columns; those left out get their default.

    `same` holds the columns that have one value in all rows: it is sent once.
    """
    for _ in _inserted(session, table, rows, same or {}):
        pass


def insert_for_ids(
    session: Session, column: Column, rows: Sequence[dict[str, Any]], same: dict[str, Any] | None = None
) -> Iterator[dict[Any, int]]:
    """The same, part by part: the new ids of each part by the value of `column`, which is unique."""
    for answer in _inserted(session, column.table, rows, same or {}, column.name):
        yield dict(answer)


def _inserted(
    session: Session, table: Table, rows: Sequence[dict[str, Any]], same: dict[str, Any], key: str = ""
) -> Iterator[Sequence[tuple[Any, int]]]:
    if not rows:
        return
    connection = session.connection()
    names = tuple(rows[0])
    statement = _statement(table, names, tuple(same), key, connection.dialect.name)
    write = [(name, _writer(table.c[name], connection.dialect)) for name in names]
    for start in range(0, len(rows), _AT_ONCE):
        part = [
            [to(row[name]) if to else row[name] for name, to in write]
            for row in rows[start : start + _AT_ONCE]
        ]
        sent = {_ROWS: json.dumps(part, ensure_ascii=False, default=str)}
        answer = connection.execute(statement, same | sent)
        yield answer.all() if key else []


@lru_cache(maxsize=64)
def _statement(table: Table, names: tuple[str, ...], same: tuple[str, ...], key: str, dialect: str) -> Any:
    """INSERT … SELECT over the elements of a JSON list of lists."""
    is_sqlite = dialect == "sqlite"
    sent = bindparam(_ROWS, type_=Text)
    each = func.json_each(sent) if is_sqlite else func.jsonb_array_elements(cast(sent, JSONB))
    element = each.table_valued("value", name="sent").c.value
    values: list[ColumnElement] = [
        func.json_extract(element, f"$[{place}]")
        if is_sqlite
        else cast(element.op("->>")(place), _cast_type(table.c[name]))
        for place, name in enumerate(names)
    ]
    values += [bindparam(name, type_=table.c[name].type) for name in same]
    made = insert(table).from_select([table.c[name] for name in names + same], select(*values))
    return made.returning(table.c[key], table.c.id) if key else made


def _cast_type(column: Column) -> Any:
    """A cast to VARCHAR(255) would cut a text off in silence: what is too long has to be an error."""
    return Text if isinstance(column.type, String) else column.type


def _writer(column: Column, dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes a value of this column what the database keeps; None where JSON has it as it is."""
    if isinstance(column.type, JSON):
        return json.dumps
    change = column.type.dialect_impl(dialect).bind_processor(dialect)
    # Whole batches bear one moment, and lists few days.
    return lru_cache(maxsize=256)(change) if change else None
