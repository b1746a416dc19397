"""What both sides are told of samples and contracts, and the letter about papers that lapse during one."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.products import Product, Variant
from marketplace.accounts.users import User
from marketplace.audit import Entry
from marketplace.permissions import Action, RetailerAction, people_who_may, retailer_people_who_may
from marketplace.sourcing.contract_lists import loaded
from marketplace.sourcing.contracts import Contract
from marketplace.sourcing.paper_watch import LAPSED, PaperNotice, concerns
from marketplace.sourcing.quotes import Side
from marketplace.sourcing.samples import Sample

from ..clock import today
from ..contract_views import concern_words
from ..shop.pages import absolute_url, link
from .notes import Note, note
from .notices import tell_and_write
from .registry import announces, letter

_SAMPLE_BY_RETAILER = ("asked", "received", "scored", "cancelled")
_SAMPLE_BY_PRODUCER = ("agreed", "sent", "declined")
_CONTRACT_BY_RETAILER = ("proposed", "taken_back")
_CONTRACT_BY_PRODUCER = ("returned", "signed")
# The entry says by whom.
_BY_EITHER = ("declined", "ended", "price_proposed", "price_agreed", "price_declined", "price_withdrawn")


def people_of(session: Session, one: Contract | Sample, side: Side) -> list[User]:
    if side == Side.PRODUCER:
        return people_who_may(session, one.producer_id, Action.SOURCING)
    action = RetailerAction.CONTRACTS if isinstance(one, Contract) else RetailerAction.SAMPLES
    return retailer_people_who_may(session, one.retailer_id, action)


def path_of(one: Contract | Sample, side: Side) -> str:
    return f"/{side}/{one.__tablename__}/{one.code}"


def _tell(
    session: Session, entry: Entry, now: datetime, one: Contract | Sample, about: str, by: Side
) -> None:
    other = Side.RETAILER if by == Side.PRODUCER else Side.PRODUCER
    tell_and_write(session, entry, now, people_of(session, one, other), about, path_of(one, other))


def _sample_step(session: Session, entry: Entry, now: datetime) -> None:
    query = select(Sample, Product.name).join(Sample.variant).join(Variant.product)
    sample, product = session.execute(query.where(Sample.id == entry.subject_id)).one()
    by = Side.RETAILER if entry.action.removeprefix("sample.") in _SAMPLE_BY_RETAILER else Side.PRODUCER
    _tell(session, entry, now, sample, product, by)


def _contract_step(session: Session, entry: Entry, now: datetime) -> None:
    contract = session.get_one(Contract, entry.subject_id)
    step = entry.action.removeprefix("contract.")
    by = entry.facts.get("by") or (Side.RETAILER if step in _CONTRACT_BY_RETAILER else Side.PRODUCER)
    _tell(session, entry, now, contract, contract.number, Side(by))


for _step in (*_SAMPLE_BY_RETAILER, *_SAMPLE_BY_PRODUCER):
    announces(f"sample.{_step}")(_sample_step)
for _step in (*_CONTRACT_BY_RETAILER, *_CONTRACT_BY_PRODUCER, *_BY_EITHER):
    announces(f"contract.{_step}")(_contract_step)


@letter("contract_papers")
def contract_papers(session: Session, facts: dict) -> Note | None:
    """What lapses, or has lapsed, during one contract; what was renewed since is left out."""
    notices = session.scalars(select(PaperNotice).where(PaperNotice.id.in_(facts["notices"]))).all()
    if not notices:
        return None
    contract = session.scalars(loaded().where(Contract.id == notices[0].contract_id)).one()
    kinds = {one.kind for one in notices}
    found = [one for one in concerns(session, today(), [contract.id]) if one.kind in kinds]
    if not found:
        return None
    stops = any(one.step == LAPSED for one in found)
    about = ngettext(
        "Contract %(number)s: %(num)s paper is missing or lapses soon",
        "Contract %(number)s: %(num)s papers are missing or lapse soon",
        len(found),
        number=contract.number,
    )
    until = (
        _("Until it is renewed and accepted, nothing new can be called off.")
        if stops
        else _("Once it lapses, nothing new can be called off until it is renewed and accepted.")
    )
    return note(
        about,
        _("%(retailer)s and %(producer)s", retailer=contract.retailer.name, producer=contract.producer.name)
        + ":",
        *(concern_words(one) for one in found),
        until,
        link=(absolute_url(link(path_of(contract, Side(facts["side"])))), _("Look at the contract")),
    )
