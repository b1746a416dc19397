"""Reading the register for a set of products: their recognitions, their authorisations and all later acts."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from .acts import Act
from .badges import Badge, badges_on
from .marks import MARK_IN_SHORT, Authorisation
from .products import Product
from .recognitions import PUBLIC_EVIDENCE, Recognition


# Made once: building a statement costs more than running it.
_PRODUCTS, _PRODUCERS = bindparam("products", expanding=True), bindparam("producers", expanding=True)
_RECOGNITIONS = (
    select(Recognition)
    .where(Recognition.product_id.in_(_PRODUCTS), Recognition.evidence.in_(PUBLIC_EVIDENCE))
    .options(joinedload(Recognition.acts))
    .order_by(Recognition.decided_on, Recognition.id)
)
_AUTHORISATIONS = (
    select(Authorisation)
    .where(
        # By producer first: that is what the index begins with, and an authorisation's product is its producer's.
        Authorisation.producer_id.in_(_PRODUCERS),
        or_(Authorisation.product_id.is_(None), Authorisation.product_id.in_(_PRODUCTS)),
    )
    .options(joinedload(Authorisation.mark).load_only(*MARK_IN_SHORT, raiseload=True), joinedload(Authorisation.acts))
    .order_by(Authorisation.valid_from, Authorisation.id)
)


@dataclass(slots=True)
class Proofs:
    """What the register says for one product, oldest first."""

    recognitions: list[Recognition] = field(default_factory=list)
    authorisations: list[Authorisation] = field(default_factory=list)

    def badges(self, day: date) -> list[Badge]:
        return badges_on(day, self.recognitions, self.authorisations)


def proofs_of(session: Session, products: dict[int, int]) -> dict[int, Proofs]:
    """Proofs by product id, in two statements; `products` maps product id → producer id."""
    proofs: dict[int, Proofs] = defaultdict(Proofs)
    if not products:
        return proofs
    ids = {"products": list(products), "producers": sorted(set(products.values()))}
    for recognition in session.scalars(_RECOGNITIONS, ids).unique():
        proofs[recognition.product_id].recognitions.append(recognition)
    for_producer = defaultdict(list)
    for authorisation in session.scalars(_AUTHORISATIONS, ids).unique():
        if authorisation.product_id is None:
            for_producer[authorisation.producer_id].append(authorisation)
        else:
            proofs[authorisation.product_id].authorisations.append(authorisation)
    for product_id, producer_id in products.items():
        proofs[product_id].authorisations.extend(for_producer[producer_id])
    return proofs


def everything_proved(session: Session) -> dict[int, Proofs]:
    """Proofs of every product in three statements: for the listing index, not for a page."""
    products = dict(session.execute(select(Product.id, Product.producer_id)).all())
    proofs: dict[int, Proofs] = {id: Proofs() for id in products}
    of_producer = defaultdict(list)
    for id, producer_id in products.items():
        of_producer[producer_id].append(id)
    acts = defaultdict(list)
    for act in session.scalars(select(Act).order_by(Act.effective_on, Act.id)):
        acts[act.recognition_id, act.authorisation_id].append(act)
    public = select(Recognition).where(Recognition.evidence.in_(PUBLIC_EVIDENCE))
    for recognition in session.scalars(public.order_by(Recognition.decided_on, Recognition.id)):
        set_committed_value(recognition, "acts", acts[recognition.id, None])
        proofs[recognition.product_id].recognitions.append(recognition)
    for authorisation in session.scalars(select(Authorisation).options(joinedload(Authorisation.mark))):
        set_committed_value(authorisation, "acts", acts[None, authorisation.id])
        for id in [authorisation.product_id] if authorisation.product_id else of_producer[authorisation.producer_id]:
            proofs[id].authorisations.append(authorisation)
    return proofs
