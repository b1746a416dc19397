"""Products and their variants (packs) as listed by a producer."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, and_, exists, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .categories import Category
from .money import unit_price
from .producers import Producer, ProducerState
from .records import Base, Dong, Grams, LongText, Stateful, one_of
from .versions import EVERYTHING


class ProductState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    SUSPENDED = "suspended"
    RETIRED = "retired"


class Unit(StrEnum):
    """What the net content of a pack is counted in."""

    GRAM = "g"
    MILLILITRE = "ml"
    PIECE = "piece"


class ShipsTo(StrEnum):
    """How far from the producer's commune something keeps well enough to be sent."""

    ANYWHERE = "anywhere"
    REGION = "region"
    PROVINCE = "province"


# The unit in which a price is compared; what is sold by the piece has none.
PRICED_UNIT = {Unit.GRAM: "kg", Unit.MILLILITRE: "l"}
MAX_SIDE_MM = 3000
# A bit for each of the twelve months.
ALL_YEAR = 4095
_MEASURED = (
    "(length_mm IS NULL) = (width_mm IS NULL) AND (width_mm IS NULL) = (height_mm IS NULL)"
    f" AND length_mm BETWEEN 1 AND {MAX_SIDE_MM} AND width_mm BETWEEN 1 AND {MAX_SIDE_MM}"
    f" AND height_mm BETWEEN 1 AND {MAX_SIDE_MM}"
)


class Product(Stateful, Base):
    """A listing. It says nothing of stars: those are rows of the register (catalog/recognitions.py)."""

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint(one_of("state", ProductState), name="state"),
        CheckConstraint("season_months BETWEEN 0 AND 4095", name="season"),
        CheckConstraint("abv_tenths BETWEEN 0 AND 1000", name="abv"),
        CheckConstraint(one_of("ships_to", ShipsTo), name="ships_to"),
        CheckConstraint("NOT only_in_season OR season_months > 0", name="only_in_season"),
        Index("uq_products_natural", "producer_id", "key", unique=True),
        UniqueConstraint("id", "producer_id"),
        Index("ix_products_shown", "state", "set_code"),
        # What a producer has on sale; without the state in it, SQLite may begin with all that is on sale.
        Index("ix_products_producer_state", "producer_id", "state"),
    )
    public = True
    S = ProductState
    moves = {
        S.DRAFT: frozenset({S.SUBMITTED, S.RETIRED}),
        S.SUBMITTED: frozenset({S.PUBLISHED, S.RETURNED, S.DRAFT, S.RETIRED}),
        S.RETURNED: frozenset({S.SUBMITTED, S.RETIRED}),
        S.PUBLISHED: frozenset({S.HIDDEN, S.SUSPENDED, S.RETIRED}),
        S.HIDDEN: frozenset({S.PUBLISHED, S.SUSPENDED, S.RETIRED}),
        # What an officer took off the producer can't put back: see catalog/suspensions.py.
        S.SUSPENDED: frozenset({S.HIDDEN, S.RETIRED}),
        S.RETIRED: frozenset(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("producers.id"))
    set_code: Mapped[str] = mapped_column(ForeignKey("categories.code"))
    name: Mapped[str]
    # The folded name: with the producer it is the natural key of recognition lists.
    key: Mapped[str] = mapped_column(index=True)
    name_en: Mapped[str] = mapped_column(default="")
    summary: Mapped[LongText] = mapped_column(default="")
    summary_en: Mapped[LongText] = mapped_column(default="")
    # Where it comes from and what it holds, as printed on the label.
    origin: Mapped[LongText] = mapped_column(default="")
    quantity: Mapped[LongText] = mapped_column(default="")
    ingredients: Mapped[LongText] = mapped_column(default="")
    allergens: Mapped[LongText] = mapped_column(default="")
    storage: Mapped[LongText] = mapped_column(default="")
    shelf_life: Mapped[LongText] = mapped_column(default="")
    usage: Mapped[LongText] = mapped_column(default="")
    declaration_no: Mapped[str] = mapped_column(default="")
    # Alcohol in tenths of a per cent by volume: 395 is 39.5 %.
    abv_tenths: Mapped[int | None]
    # One bit a month, January lowest; 0 says nothing of a season.
    season_months: Mapped[int] = mapped_column(default=0)
    # Fresh things are not sold outside of their season; dried and bottled ones are.
    only_in_season: Mapped[bool] = mapped_column(default=False)
    ships_to: Mapped[str] = mapped_column(default=ShipsTo.ANYWHERE)
    state: Mapped[str] = mapped_column(default=ProductState.DRAFT)
    created_at: Mapped[datetime]

    producer: Mapped[Producer] = relationship(lazy="raise")
    category: Mapped[Category] = relationship(lazy="raise")
    variants: Mapped[list["Variant"]] = relationship(
        back_populates="product", lazy="raise", order_by="Variant.position"
    )

    @property
    def season(self) -> list[int]:
        """Months (1–12) in which it is in season."""
        return months_of(self.season_months)

    def is_sold_in(self, day: date) -> bool:
        """Whether its season lets it be sold on `day`."""
        return sold_in_season(self.only_in_season, self.season_months, day)

    def products_seen_through(self) -> tuple[int, ...]:
        return (self.id,)


_SHOWN_OF = (ProducerState.APPROVED, ProducerState.REGISTERED)
# What the public may see, for a query that has joined the producer.
SHOWN = and_(Product.state == ProductState.PUBLISHED, Producer.state.in_(_SHOWN_OF))
# What the public may buy, likewise.
SOLD = and_(Product.state == ProductState.PUBLISHED, Producer.state == ProducerState.APPROVED)
# A producer that is only registered is shown for its products.
SHOWN_PRODUCER = or_(
    Producer.state == ProducerState.APPROVED,
    and_(
        Producer.state == ProducerState.REGISTERED,
        exists().where(Product.producer_id == Producer.id, Product.state == ProductState.PUBLISHED),
    ),
)


def is_shown(product: Product, producer: Producer) -> bool:
    """The same for records at hand."""
    return product.state == ProductState.PUBLISHED and producer.state in _SHOWN_OF


def is_sold(product: Product, producer: Producer) -> bool:
    return product.state == ProductState.PUBLISHED and producer.state == ProducerState.APPROVED


def months_of(season_months: int) -> list[int]:
    """The months (1–12) whose bits are set."""
    return [month for month in range(1, 13) if season_months >> (month - 1) & 1]


def season_mask(months: list[int]) -> int:
    """One bit a month, January lowest."""
    return sum(1 << (month - 1) for month in set(months))


def sold_months(only_in_season: bool, season_months: int) -> int:
    """The months in which something is sold, one bit each, January lowest: all, unless it is sold in season only."""
    return season_months if only_in_season else ALL_YEAR


def sold_in_season(only_in_season: bool, season_months: int, day: date) -> bool:
    """Whether something is sold on `day`: always, unless it is sold in its season only."""
    return in_months(sold_months(only_in_season, season_months), day)


def in_months(months: int, day: date) -> bool:
    return bool(months >> (day.month - 1) & 1)


class Variant(Base):
    """A pack with its price in dong. `available` says that it can be bought now; the stock keeps it true.

    Length, width and height of the packed thing in millimetres are known all three or not at all.
    """

    __tablename__ = "variants"
    __table_args__ = (
        CheckConstraint(one_of("unit", Unit), name="unit"),
        CheckConstraint("price > 0", name="price"),
        CheckConstraint("net > 0", name="net"),
        CheckConstraint("weight >= 0", name="weight"),
        CheckConstraint(_MEASURED, name="measures"),
        Index("uq_variants_position", "product_id", "position", unique=True),
    )
    public = True

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    sku: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    pack: Mapped[str]
    pack_en: Mapped[str] = mapped_column(default="")
    # Net content in `unit`; the weight of the parcel is in grams, 0 for what is not sent.
    net: Mapped[int]
    unit: Mapped[str]
    weight: Mapped[Grams]
    length_mm: Mapped[int | None]
    width_mm: Mapped[int | None]
    height_mm: Mapped[int | None]
    price: Mapped[Dong]
    available: Mapped[bool] = mapped_column(default=False)

    product: Mapped[Product] = relationship(back_populates="variants", lazy="raise")

    @property
    def unit_price(self) -> int | None:
        """Dong per kg or litre; None for what is sold by the piece."""
        return None if self.unit == Unit.PIECE else unit_price(self.price, self.net)

    @property
    def cubic_mm(self) -> int:
        """The room it takes in a parcel; 0 where its measures are not known."""
        return (self.length_mm or 0) * (self.width_mm or 0) * (self.height_mm or 0)

    @property
    def priced_unit(self) -> str | None:
        return PRICED_UNIT.get(self.unit)

    def products_seen_through(self) -> tuple[int, ...]:
        return (self.product_id,) if self.product_id else (EVERYTHING,)
