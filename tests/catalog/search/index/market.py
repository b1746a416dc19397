"""A catalogue that changes by transactions which really commit, and the index that follows it."""

from itertools import count
from pathlib import Path
from random import Random

from catalog.listing import ListingIndex
from catalog.producers import Producer
from catalog.products import Product, ProductState, Variant
from catalog.search.backend import NoIndex
from catalog.search.documents import read_documents
from catalog.search.feeding import catch_up
from catalog.search.plain import plain_matches
from catalog.search.synonyms import parse_synonyms
from catalog.search.whoosh_backend import WhooshBackend
from catalog.stories import Story
from storefront.database import Database
from tests import world
from tests.catalog.search.index.making import ids_with, silent

LIKELY = {
    "insert": 4,
    "rename": 5,
    "summarise": 2,
    "tell": 3,
    "hide": 3,
    "publish": 3,
    "delete": 2,
    "reprice": 3,
}
# In the name of every product.
COMMON = "xoan"
NO_SYNONYMS = parse_synonyms("")
_numbers = count(1)


def new_word() -> str:
    """A word of letters only that no other product has."""
    number, letters = next(_numbers), ""
    while number:
        number, rest = divmod(number, 10)
        letters += "bcdghklmnp"[rest]
    return f"xu{letters}"


class Market:
    """A catalogue whose products each have a word of their own, and the index that follows it."""

    def __init__(self, database: Database, folder: Path):
        self.database = database
        self.backend = WhooshBackend(folder)
        self.random = Random(5)
        self.listing = ListingIndex()
        # By product id the word that finds it now; and words that find nothing any more.
        self.shown: dict[int, str] = {}
        self.hidden: dict[int, str] = {}
        self.gone: list[str] = []
        with database.transaction() as session:
            # What other tests have left is none of ours.
            for product in session.query(Product).filter(Product.state == ProductState.PUBLISHED):
                product.move(ProductState.RETIRED)
            self.makers = [world.producer(session).id for _ in range(4)]

    def insert(self) -> int:
        word = new_word()
        with self.database.transaction() as session:
            maker = session.get(Producer, self.random.choice(self.makers))
            id = world.product(session, f"Gỗ {COMMON} {word}", by=maker).id
        self.shown[id] = word
        return id

    def rename(self) -> None:
        self.reword(self.random.choice(self.changing), name=new_word())

    def summarise(self) -> None:
        self.reword(self.random.choice(self.changing), summary=new_word())

    def tell(self) -> None:
        self.reword(self.random.choice(self.changing), story=new_word())

    def reword(self, id: int, name: str = "", summary: str = "", story: str = "") -> None:
        """Its word stands in one of these places, and nowhere else any more."""
        with self.database.transaction() as session:
            product = session.get(Product, id)
            product.name, product.summary = f"Gỗ {COMMON} {name}", f"Của {summary} đó."
            body, version = f"Kể về {story}.", next(_numbers)
            facts = {"state": "published", "title": "Chuyện", "body": body, "created_at": world.NOW}
            session.add(Story(product_id=id, version=version, **facts))
        self.gone.append(self.shown[id])
        self.shown[id] = name + summary + story

    def hide(self) -> None:
        id = self.random.choice(self.changing)
        self._move(id, ProductState.HIDDEN)
        self.hidden[id] = self.shown.pop(id)

    def publish(self) -> None:
        if self.hidden:
            id = self.random.choice(sorted(self.hidden))
            self._move(id, ProductState.PUBLISHED)
            self.shown[id] = self.hidden.pop(id)

    def delete(self) -> None:
        id = self.random.choice(self.changing)
        self._move(id, ProductState.RETIRED)
        self.gone.append(self.shown.pop(id))

    def _move(self, id: int, state: ProductState) -> None:
        with self.database.transaction() as session:
            session.get(Product, id).move(state)

    def reprice(self) -> None:
        id = self.random.choice(sorted(self.shown))
        with self.database.transaction() as session:
            for variant in session.query(Variant).filter_by(product_id=id):
                variant.price += 1_000

    @property
    def changing(self) -> list[int]:
        """Those that may change: the first ten stay as they are, for the readers."""
        return sorted(self.shown)[10:]

    def fill(self, wanted: int) -> None:
        for _ in range(wanted):
            self.insert()
        self.catch_up()

    def catch_up(self) -> bool:
        with self.backend.writing(), self.database.reading() as session:
            return catch_up(session, self.backend, silent)

    def step(self) -> None:
        """One commit of any kind."""
        (name,) = self.random.choices(list(LIKELY), list(LIKELY.values()))
        getattr(self, name)()

    def search(self, typed: str) -> list[int]:
        """Ids in the order of the rows, as often as they are found."""
        with self.database.reading() as session:
            columns = self.listing.at_present(session)
            matches = self.backend.search(session, columns, typed, NO_SYNONYMS)
        return columns.ids[matches.rows].tolist()

    def search_anyhow(self, typed: str) -> tuple[list[int], int]:
        """The same as the shop does it, with the version of the index; 0 for a plain answer."""
        with self.database.reading() as session:
            columns = self.listing.at_present(session)
            try:
                matches = self.backend.search(session, columns, typed, NO_SYNONYMS)
            except NoIndex:
                matches = plain_matches(session, columns, typed)
        return columns.ids[matches.rows].tolist(), matches.version

    def assert_true(self) -> None:
        """The index says what the database says."""
        snapshot = self.backend.snapshots.at_present()
        assert ids_with(snapshot, COMMON) == sorted(self.shown)
        assert snapshot.documents == len(self.shown)
        for id, word in self.shown.items():
            assert ids_with(snapshot, word) == [id]
        for word in [*self.gone, *self.hidden.values()]:
            assert ids_with(snapshot, word) == []
        with self.database.reading() as session:
            written = {d.product_id: d.digest for d in read_documents(session)}
        self.backend.reached()
        assert self.backend._writer.digests() == written

    @property
    def segments(self) -> list[str]:
        return list(self.backend.snapshots.at_present().segments)
