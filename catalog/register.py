"""Reading the register for products: their recognitions, their authorisations and all later acts, as bare facts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection, Row, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from .acts import ACT_COLUMNS, Act, ActRow
from .badges import Badge, badges_on
from .batches import counts_today
from .marks import Authorisation, AuthorisationFacts, Mark, MarkFacts
from .products import Product
from .recognitions import PUBLIC_EVIDENCE, Recognition, RecognitionFacts, is_corrected


@dataclass(slots=True)
class Proofs:
    """What the register says for one product, oldest first."""

    recognitions: list[RecognitionFacts] = field(default_factory=list)
    authorisations: list[AuthorisationFacts] = field(default_factory=list)

    def badges(self, day: date) -> list[Badge]:
        return badges_on(day, self.recognitions, self.authorisations)

    def snapshot(self, day: date) -> list[dict]:
        """The badges of a day as they are kept with what is sold on it."""
        return [self._kept(badge) for badge in self.badges(day)]

    def _kept(self, badge: Badge) -> dict:
        facts = {
            "kind": badge.kind,
            "stars": badge.stars,
            "name": badge.name,
            "until": badge.until.isoformat() if badge.until else None,
            "code": badge.code,
        }
        for recognition in self.recognitions:
            if recognition.code == badge.code:
                facts |= {"number": recognition.decision_no, "issuer": recognition.issuer}
        for authorisation in self.authorisations:
            if authorisation.code == badge.code:
                facts |= {"number": authorisation.permit_no, "issuer": authorisation.granted_by}
        return facts


# Made once: building a statement costs more than running it. One row for each act, one where there is none.
_ALL_RECOGNITIONS = (
    select(
        Recognition.id,
        Recognition.code,
        Recognition.product_id,
        Recognition.stars,
        Recognition.decision_no,
        Recognition.decided_on,
        Recognition.issuer,
        Recognition.legal_basis,
        Recognition.expires_on,
        Recognition.expiry_source,
        Recognition.evidence,
        is_corrected(),
        *ACT_COLUMNS,
    )
    .outerjoin(Act, Act.recognition_id == Recognition.id)
    .where(Recognition.evidence.in_(PUBLIC_EVIDENCE), counts_today(Recognition))
    .order_by(Recognition.decided_on, Recognition.id, Act.effective_on, Act.id)
)
_ALL_AUTHORISATIONS = (
    select(
        Authorisation.id,
        Authorisation.code,
        Authorisation.producer_id,
        Authorisation.product_id,
        Authorisation.basis,
        Authorisation.permit_no,
        Authorisation.granted_by,
        Authorisation.valid_from,
        Authorisation.valid_until,
        Mark.slug,
        Mark.kind,
        Mark.name,
        Mark.product,
        Mark.product_en,
        Mark.number,
        Mark.number_checked,
        Mark.registered_on,
        Mark.expires_on,
        *ACT_COLUMNS,
    )
    .join(Mark, Authorisation.mark_id == Mark.id)
    .outerjoin(Act, Act.authorisation_id == Authorisation.id)
    .order_by(Authorisation.valid_from, Authorisation.id, Act.effective_on, Act.id)
)
_MARK_FROM = list(_ALL_AUTHORISATIONS.selected_columns).index(Mark.__table__.c.slug)
_PRODUCTS, _PRODUCERS = bindparam("products", expanding=True), bindparam("producers", expanding=True)
_RECOGNITIONS = _ALL_RECOGNITIONS.where(Recognition.product_id.in_(_PRODUCTS))
_AUTHORISATIONS = _ALL_AUTHORISATIONS.where(
    # By producer first: that is what the index begins with, and an authorisation's product is its producer's.
    Authorisation.producer_id.in_(_PRODUCERS),
    or_(Authorisation.product_id.is_(None), Authorisation.product_id.in_(_PRODUCTS)),
)


def proofs_of(session: Session, products: dict[int, int]) -> dict[int, Proofs]:
    """Proofs by product id, in two statements; `products` maps product id → producer id."""
    if not products:
        return defaultdict(Proofs)
    ids = {"products": list(products), "producers": sorted(set(products.values()))}
    connection = session.connection()
    recognitions = _recognitions(connection, _RECOGNITIONS, ids)
    return _by_product(products, recognitions, _authorisations(connection, _AUTHORISATIONS, ids))


def everything_proved(session: Session) -> dict[int, Proofs]:
    """Proofs of every product in three statements: for the listing index, not for a page."""
    products = dict(session.execute(select(Product.id, Product.producer_id)).all())
    connection = session.connection()
    recognitions = _recognitions(connection, _ALL_RECOGNITIONS, {})
    return _by_product(products, recognitions, _authorisations(connection, _ALL_AUTHORISATIONS, {}))


def _by_product(
    products: dict[int, int],
    recognitions: Iterator[RecognitionFacts],
    authorisations: Iterator[AuthorisationFacts],
) -> dict[int, Proofs]:
    proofs: dict[int, Proofs] = defaultdict(Proofs)
    for recognition in recognitions:
        proofs[recognition.product_id].recognitions.append(recognition)
    for_all_of = defaultdict(list)
    for authorisation in authorisations:
        if authorisation.product_id is None:
            for_all_of[authorisation.producer_id].append(authorisation)
        else:
            proofs[authorisation.product_id].authorisations.append(authorisation)
    for product_id, producer_id in products.items():
        if producer_id in for_all_of:
            proofs[product_id].authorisations.extend(for_all_of[producer_id])
    return proofs


def _recognitions(connection: Connection, query: Select, ids: dict) -> Iterator[RecognitionFacts]:
    for facts, acts in _with_acts(connection.execute(query, ids)):
        yield RecognitionFacts(*facts, acts)


def _authorisations(connection: Connection, query: Select, ids: dict) -> Iterator[AuthorisationFacts]:
    for facts, acts in _with_acts(connection.execute(query, ids)):
        yield AuthorisationFacts(*facts[:_MARK_FROM], MarkFacts(*facts[_MARK_FROM:]), acts)


def _with_acts(rows: Iterable[Row]) -> Iterator[tuple[Row, list[ActRow]]]:
    """The facts of each right, which begin with its id, and its acts, which end every row of it."""
    for _, same in groupby(rows, key=itemgetter(0)):
        right = list(same)
        acts = [ActRow(*row[-len(ACT_COLUMNS) :]) for row in right]
        yield right[0][: -len(ACT_COLUMNS)], [act for act in acts if act.kind]
