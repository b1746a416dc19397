"""Marks of the demo catalogue: real ones, not yet compared with the register, and made-up trademarks."""

from sqlalchemy import insert
from sqlalchemy.orm import Session

from catalog.marks import Mark, MarkTerritory
from catalog.text import slug

from .source import Table


def add_marks(session: Session, rows: dict[str, Table]) -> dict[str, Mark]:
    marks = {key: _trademark(row) if key.startswith("nh-") else _mark(row) for key, row in rows.items()}
    session.add_all(marks.values())
    session.flush()
    territory = [
        {"mark_id": marks[key].id, "place_code": code}
        for key, row in rows.items()
        for code in sorted({*row.get("communes", []), *row.get("province_codes", [])})
    ]
    session.execute(insert(MarkTerritory), territory)
    return marks


def _mark(row: Table) -> Mark:
    return Mark(
        slug=slug(f"{row['product']} {row['name']}"),
        kind=row["kind"],
        name=row["name"],
        name_en=row["name_en"],
        product=row["product"],
        product_en=row["product_en"],
        number=row.get("number", ""),
        number_checked=row.get("number_checked", False),
        decision_no=row.get("decision_no", ""),
        registered_on=row.get("registered_on"),
        expires_on=row.get("expires_on"),
        owner=row.get("owner", ""),
        manager=row.get("manager", ""),
        territory_text=row["territory_text"],
        protects=row["protects"],
        protects_en=row["protects_en"],
        source=" ".join(text for text in (row.get("source"), row.get("class_note")) if text),
    )


def _trademark(row: Table) -> Mark:
    return Mark(
        slug=slug(f"nhan hieu {row['name']}"),
        kind="trademark",
        name=row["name"],
        protects=row["summary"],
        protects_en=row["summary_en"],
        owner="Dữ liệu mẫu",
        sample=True,
    )
