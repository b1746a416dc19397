"""The product classification in force: 6 industries → 17 groups → 26 product sets (rules of 2023 and later)."""

import tomllib
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


def find_set(session: Session, text: str) -> Category | None:
    """The product set by its number (1–26), its name, or an alias that stands for a single set."""
    key = "" if text.strip().startswith("-") else fold(text)  # a number below zero is no set
    sets = list(session.scalars(select(Category).where(Category.level == CategoryLevel.SET)))
    for category in sets:
        if key in (category.code, fold(category.name), fold(category.name_en)):
            return category
    alias = session.get(CategoryAlias, key)
    below = [c for c in sets if alias and stands_below(c, alias.category_code)]
    return below[0] if len(below) == 1 else None


def stands_below(category: Category, code: str) -> bool:
    """Whether a set is, or lies under, the category with this code (a set's parent is "I.3")."""
    group = category.parent_code or ""
    return code in (category.code, group, group.split(".")[0])
