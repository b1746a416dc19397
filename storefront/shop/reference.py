"""Names of provinces, categories and marks and the tariffs, kept in memory: they change seldom and every page needs them."""

from dataclasses import dataclass
from typing import NamedTuple

from flask import current_app, g, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.categories import Category, CategoryLevel
from catalog.document_rules import read_rules
from catalog.marks import Mark, MarkKind
from catalog.places import Place, PlaceAlias, PlaceLevel, communes_of, find_province
from catalog.shelf_rules import read_shelf_rules
from catalog.text import province_key
from catalog.versions import changed_since, current_version
from marketplace.orders.tariffs import Tariffs

from ..database import database, session
from ..locales import localized
from .by_word import ByWord


@dataclass(frozen=True)
class ProvinceName:
    code: str
    name: str
    key: str
    region: str
    former: list[str]
    former_keys: frozenset[str]


@dataclass(frozen=True)
class CategoryNode:
    """A category with the numbers (1–26) of the sets it is made of; depth 0 is an industry."""

    slug: str
    name: str
    name_en: str
    icon: str
    depth: int
    sets: frozenset[int]

    @property
    def text(self) -> str:
        return localized(self, "name")


class MarkName(NamedTuple):
    slug: str
    name: str
    name_en: str
    kind: MarkKind


class Reference:
    """Provinces by name, categories in the order of the tree, marks by name, tariffs, rules of papers; as of one catalogue version."""

    def __init__(self, session: Session, version: int):
        self.version = version
        self.provinces = {province.code: province for province in _provinces(session)}
        self.categories = {node.slug: node for node in _categories(session)}
        self.marks = _marks(session)
        self.tariffs = Tariffs.read(session)
        self.paper_rules = read_rules(session)
        self.shelf_rules = read_shelf_rules(session)
        self.provinces_called = ByWord(self.provinces.values(), lambda one: (one.name, *one.former))
        self.categories_called = ByWord(self.categories.values(), lambda one: (one.name, one.name_en))
        self.marks_called = ByWord(self.marks, lambda one: (one.name, one.name_en))
        # By language and code, when first asked for.
        self.province_texts: dict[str, dict[str, str]] = {}
        # By province, when first asked for.
        self.communes: dict[str, dict[str, Place]] = {}

    def province(self, text: str) -> ProvinceName | None:
        """By code, or by today's or a former name as people write it."""
        return find_province(self.provinces.values(), text)

    @property
    def industries(self) -> list[CategoryNode]:
        return [node for node in self.categories.values() if node.depth == 0]


def reference() -> Reference:
    """Kept in memory; read again only after a change that concerns the whole catalogue, asked for once a request."""
    if "reference" not in g:
        g.reference = _up_to_date()
    return g.reference


def _up_to_date() -> Reference:
    version = request.environ.get("chophien.version") or current_version(session())
    known: Reference | None = current_app.extensions.get("reference")
    if known is not None and known.version < version and changed_since(session(), known.version) is not None:
        # Fees and taxes change no product.
        with database().reading() as reading:
            known.tariffs = Tariffs.read(reading)
        known.version = version
    if known is None or known.version < version:
        with database().reading() as reading:
            known = current_app.extensions["reference"] = Reference(reading, version)
    return known


def communes_in(province: str) -> dict[str, Place]:
    """The communes of a province by code, in the order of their names; none where there is no such province."""
    known = reference()
    if province not in known.provinces:
        return {}
    if province not in known.communes:
        with database().reading() as reading:
            found = reading.scalars(communes_of(province))
            known.communes[province] = {place.code: place for place in found}
    return known.communes[province]


def _provinces(session: Session) -> list[ProvinceName]:
    aliases: dict[str, list[str]] = {}
    query = select(PlaceAlias).join(Place).where(Place.level == PlaceLevel.PROVINCE)
    for alias in session.scalars(query.order_by(PlaceAlias.key)):
        aliases.setdefault(alias.place_code, []).append(_short(alias.name))
    provinces = session.scalars(select(Place).where(Place.level == PlaceLevel.PROVINCE).order_by(Place.key))
    return [
        ProvinceName(
            place.code,
            place.name,
            place.key,
            place.region,
            [name for name in aliases.get(place.code, []) if province_key(name) != place.key],
            frozenset(province_key(name) for name in aliases.get(place.code, [])),
        )
        for place in provinces
    ]


def _marks(session: Session) -> list[MarkName]:
    found = session.execute(select(Mark.slug, Mark.name, Mark.name_en, Mark.kind).order_by(Mark.name))
    return [MarkName(slug, name, name_en, MarkKind(kind)) for slug, name, name_en, kind in found]


def _short(name: str) -> str:
    for prefix in ("Tỉnh ", "Thành phố "):
        name = name.removeprefix(prefix)
    return name


def _categories(session: Session) -> list[CategoryNode]:
    rows = session.scalars(select(Category).order_by(Category.position)).all()
    children: dict[str | None, list[Category]] = {}
    for row in rows:
        children.setdefault(row.parent_code, []).append(row)

    def walk(parent: str | None, depth: int):
        for row in children.get(parent, []):
            below = list(walk(row.code, depth + 1))
            own = frozenset({int(row.code)}) if row.level == CategoryLevel.SET else frozenset()
            sets = own.union(*(node.sets for node in below))
            yield CategoryNode(row.slug, row.name, row.name_en, row.icon, depth, sets)
            yield from below

    return list(walk(None, 0))
