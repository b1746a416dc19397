"""The product classification in force: 6 industries → 17 groups → 26 product sets (rules of 2023 and later)."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from .records import Base, one_of
from .text import fold, slug
from .versions import EVERYTHING


class CategoryLevel(StrEnum):
    INDUSTRY = "industry"
    GROUP = "group"
    SET = "set"


class Category(Base):
    """`code` is "I" for an industry, "I.1" for a group, "1" to "26" for a set; position orders a level."""

    __tablename__ = "categories"
    __table_args__ = (CheckConstraint(one_of("level", CategoryLevel), name="level"),)
    public = True

    code: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[str]
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("categories.code"))
    position: Mapped[int]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str]
    # Spirits and other alcoholic drinks are sold to adults only.
    adults_only: Mapped[bool] = mapped_column(default=False)
    icon: Mapped[str]

    def products_seen_through(self) -> tuple[int, ...]:
        return (EVERYTHING,)


class CategoryAlias(Base):
    """A name of the 2018 rules (six groups) or another usual name, kept for imports and search."""

    __tablename__ = "category_aliases"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    category_code: Mapped[str] = mapped_column(ForeignKey("categories.code"))


def load_categories(session: Session) -> int:
    """Insert the classification from categories.toml; does nothing when it is there. Returns rows added."""
    if session.scalar(select(Category.code).limit(1)):
        return 0
    source = tomllib.loads((files(__package__) / "categories.toml").read_text("utf-8"))
    rows = [*_rows(source)]
    session.add_all(rows)
    session.flush()
    aliases = [
        CategoryAlias(key=fold(name), name=name, category_code=code)
        for code, names in source["aliases"].items()
        for name in names
    ]
    session.add_all(aliases)
    return len(rows) + len(aliases)


def _rows(source: dict):
    for i, industry in enumerate(source["industry"], 1):
        icon = industry["icon"]
        yield _category(industry, CategoryLevel.INDUSTRY, None, i, icon)
        for j, group in enumerate(industry["group"], 1):
            group["code"] = f"{industry['code']}.{j}"
            yield _category(group, CategoryLevel.GROUP, industry["code"], j, icon)
            for item in group["set"]:
                number = item["number"]
                yield _category({**item, "code": str(number)}, CategoryLevel.SET, group["code"], number, icon)


def _category(row: dict, level: str, parent: str | None, position: int, icon: str) -> Category:
    # A group may bear its only set's name: the prefix keeps the slugs apart.
    prefix = "nhom-" if level == CategoryLevel.GROUP else ""
    return Category(
        code=row["code"],
        level=level,
        parent_code=parent,
        position=position,
        slug=prefix + slug(row["name"]),
        name=row["name"],
        name_en=row["name_en"],
        adults_only=row.get("adults_only", False),
        icon=icon,
    )


def set_codes(session: Session) -> dict[str, str]:
    """What people call the product sets → code, for find_set: folded names, numbers (1–26), and the aliases
    that stand for a single set. Read once, it answers for any number of texts."""
    query = select(Category).where(Category.level == CategoryLevel.SET).order_by(Category.position)
    sets = list(session.scalars(query))
    found: dict[str, str] = {}
    for category in sets:
        for key in (category.code, fold(category.name), fold(category.name_en)):
            found.setdefault(key, category.code)
    for key, code in session.execute(select(CategoryAlias.key, CategoryAlias.category_code)):
        below = [category.code for category in sets if stands_below(category, code)]
        if len(below) == 1:
            found.setdefault(key, below[0])
    return found


def set_names(session: Session) -> dict[str, tuple[str, str]]:
    """Of each product set its code → Vietnamese and English name."""
    query = select(Category.code, Category.name, Category.name_en)
    found = session.execute(query.where(Category.level == CategoryLevel.SET))
    return {code: (name, name_en) for code, name, name_en in found}


def find_set(codes: Mapping[str, str], text: str) -> str | None:
    """The code of the product set that a text means, among the `codes` of set_codes; None for no set."""
    # The sign of a number below zero would be lost in folding.
    return None if text.strip().startswith("-") else codes.get(fold(text))


def stands_below(category: Category, code: str) -> bool:
    """Whether a set is, or lies under, the category with this code (a set's parent is "I.3")."""
    group = category.parent_code or ""
    return code in (category.code, group, group.split(".")[0])
