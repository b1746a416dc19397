"""Makes the things tests talk about: producers, products with recognitions, marks, stock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count as counter

from sqlalchemy.orm import Session

from catalog.acts import Act
from catalog.codes import authorisation_code, new_code, recognition_code
from catalog.document_kinds import DocumentKind
from catalog.documents import Audience, Document, DocumentState
from catalog.marks import Authorisation, Basis, Mark, MarkKind
from catalog.producers import Producer, ProducerKind, ProducerState
from catalog.products import Product, ProductState, Variant
from catalog.recognitions import Evidence, ExpirySource, Recognition, months_after
from catalog.text import fold, slug
from marketplace.accounts.organisers import Organiser, OrganiserKind
from marketplace.accounts.retailers import Retailer, RetailerKind
from marketplace.accounts.stores import Store
from marketplace.fairs.fairs import Fair, FairState, ProgrammeItem
from marketplace.orders.vouchers import Bearer, Voucher, VoucherKind, VoucherState
from marketplace.stock import count
from marketplace.submissions import SubmissionState

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
_serial = counter(1)
# Product sets that are sold with a licence only.
_LICENCES = {
    "14": DocumentKind.ALCOHOL_LICENCE,
    "15": DocumentKind.ALCOHOL_LICENCE,
    "18": DocumentKind.HEALTH_PRODUCT,
    "19": DocumentKind.COSMETIC,
}

# Communes that the tests use: code, province.
VAN_CHAN = "04672"  # Lào Cai, formerly Yên Bái
BA_DINH = "00004"  # Hà Nội
PHU_QUOC = "31078"  # An Giang, formerly Kiên Giang


def producer(session: Session, name: str = "", **facts) -> Producer:
    name = name or f"Hợp tác xã Thử {next(_serial)}"
    made = Producer(
        **{
            "slug": f"{slug(name)}-{next(_serial)}",
            "name": name,
            "key": fold(name),
            "kind": ProducerKind.COOPERATIVE,
            "commune_code": VAN_CHAN,
            "state": ProducerState.APPROVED,
            "created_at": NOW,
        }
        | facts
    )
    session.add(made)
    session.flush()
    return made


def product(
    session: Session,
    name: str = "",
    *,
    by: Producer | None = None,
    prices: tuple[int, ...] = (100_000,),
    stock: int = 10,
    weight: int = 500,
    licensed: bool = True,
    **facts,
) -> Product:
    """A published product with one pack per price, each with `stock` pieces; `licensed`: with the papers it needs."""
    name = name or f"Chè thử {next(_serial)}"
    by = by or producer(session)
    made = Product(
        **{
            "slug": f"{slug(name)}-{next(_serial)}",
            "producer_id": by.id,
            "set_code": "11",
            "name": name,
            "key": fold(name),
            "state": ProductState.PUBLISHED,
            "created_at": NOW,
        }
        | facts,
        variants=[
            Variant(
                sku=f"SKU-{next(_serial)}",
                position=i,
                pack=f"Gói {i}",
                net=200,
                unit="g",
                weight=weight,
                price=price,
            )
            for i, price in enumerate(prices, 1)
        ],
    )
    session.add(made)
    session.flush()
    for variant in made.variants:
        count(session, variant.id, stock, f"test-{next(_serial)}", NOW)
        session.refresh(variant)
    if licensed and (kind := _LICENCES.get(made.set_code)):
        document(session, made, kind, audience=Audience.OFFICERS)
    return made


def recognition(
    session: Session, of: Product, stars: int = 4, decided_on: date | None = None, **facts
) -> Recognition:
    decided_on = decided_on or TODAY - timedelta(days=365)
    made = Recognition(
        **{
            "code": recognition_code(),
            "product_id": of.id,
            "stars": stars,
            "decision_no": f"{next(_serial)}/QĐ-UBND",
            "decided_on": decided_on,
            "issuer": "UBND tỉnh Lào Cai",
            "expires_on": months_after(decided_on, 36),
            "expiry_source": ExpirySource.COMPUTED,
            "evidence": Evidence.DECISION_SEEN,
            "created_at": NOW,
        }
        | facts
    )
    session.add(made)
    session.flush()
    return made


def mark(
    session: Session, name: str = "", kind: MarkKind = MarkKind.GEOGRAPHICAL_INDICATION, **facts
) -> Mark:
    name = name or f"Nhãn thử {next(_serial)}"
    made = Mark(**{"slug": f"{slug(name)}-{next(_serial)}", "kind": kind, "name": name} | facts)
    session.add(made)
    session.flush()
    return made


def authorisation(session: Session, of: Product, to_use: Mark, **facts) -> Authorisation:
    made = Authorisation(
        **{
            "code": authorisation_code(),
            "mark_id": to_use.id,
            "producer_id": of.producer_id,
            "product_id": of.id,
            "basis": Basis.PERMIT,
            "permit_no": "012/GP",
            "valid_from": TODAY - timedelta(days=300),
            "valid_until": TODAY + timedelta(days=700),
            "created_at": NOW,
        }
        | facts
    )
    session.add(made)
    session.flush()
    return made


def act(session: Session, on: Recognition | Authorisation, kind: str, effective_on: date, **facts) -> Act:
    right = {"recognition_id": on.id} if isinstance(on, Recognition) else {"authorisation_id": on.id}
    made = Act(
        **right
        | {
            "kind": kind,
            "decision_no": "9/QĐ-UBND",
            "decided_on": effective_on,
            "effective_on": effective_on,
            "ground": "thử",
            "created_at": NOW,
        }
        | facts
    )
    session.add(made)
    session.flush()
    return made


def voucher(session: Session, code: str = "TET2026", *, by: Producer | None = None, **facts) -> Voucher:
    """A voucher of 10 % that anybody may use today, of the operator or of a producer."""
    made = Voucher(
        **{
            "code": code,
            "bearer": Bearer.PRODUCER if by else Bearer.OPERATOR,
            "producer_id": by.id if by else None,
            "kind": VoucherKind.PERCENT,
            "value": 1000,
            "minimum": 0,
            "first_day": TODAY,
            "last_day": TODAY + timedelta(days=30),
            "uses_allowed": 100,
            "uses": 0,
            "state": VoucherState.ACTIVE,
            "created_at": NOW,
        }
        | facts
    )
    session.add(made)
    session.flush()
    return made


def document(
    session: Session, of: Producer | Product, kind: str = DocumentKind.FOOD_SAFETY, **facts
) -> Document:
    """An accepted paper of a producer or of a product, public, good for two more years."""
    product = of if isinstance(of, Product) else None
    made = Document(
        **{
            "code": "D" + new_code(11),
            "producer_id": product.producer_id if product else of.id,
            "product_id": product.id if product else None,
            "kind": kind,
            "number": f"{next(_serial)}/GCN",
            "issuer": "Sở Nông nghiệp và Môi trường",
            "valid_from": TODAY - timedelta(days=365),
            "valid_until": TODAY + timedelta(days=730),
            "file": "ab/abcdef.pdf",
            "pages": 1,
            "size": 1000,
            "audience": Audience.PUBLIC,
            "state": DocumentState.ACCEPTED,
            "created_at": NOW,
            "submitted_at": NOW,
        }
        | facts
    )
    session.add(made)
    session.flush()
    return made


def organiser(session: Session, name: str = "", **facts) -> Organiser:
    """One that an officer has approved."""
    name = name or f"Trung tâm Thử {next(_serial)}"
    made = Organiser(
        **{
            "slug": f"{slug(name)}-{next(_serial)}",
            "name": name,
            "kind": OrganiserKind.CENTRE,
            "commune_code": VAN_CHAN,
            "state": SubmissionState.APPROVED,
            "submitted_at": NOW,
            "decided_at": NOW,
            "created_at": NOW,
        }
        | facts
    )
    session.add(made)
    session.flush()
    return made


def fair(session: Session, by: Organiser | None = None, name: str = "", **facts) -> Fair:
    """An announced one in Lào Cai: five days from 20 December 2026, open for applications since 1 November."""
    name = name or f"Hội chợ Thử {next(_serial)}"
    by = by or organiser(session)
    made = Fair(
        **{
            "organiser_id": by.id,
            "slug": f"{slug(name)}-{next(_serial)}",
            "state": FairState.ANNOUNCED,
            "name": name,
            "permit_number": "12/GXN-SCT",
            "venue": "Quảng trường",
            "street": "1 Trần Phú",
            "commune_code": VAN_CHAN,
            "starts_on": date(2026, 12, 20),
            "ends_on": date(2026, 12, 24),
            "opens_at": time(8),
            "closes_at": time(21),
            "applications_from": date(2026, 11, 1),
            "applications_until": date(2026, 12, 10),
            "announced_at": NOW,
            "created_at": NOW,
        }
        | facts
    )
    session.add(made)
    session.flush()
    return made


def programme_item(session: Session, of: Fair, title: str = "Khai mạc", **facts) -> ProgrammeItem:
    """On the first day, from nine to ten."""
    made = ProgrammeItem(
        **{"fair_id": of.id, "day": of.starts_on, "starts_at": time(9), "ends_at": time(10), "title": title}
        | facts
    )
    session.add(made)
    session.flush()
    return made


def retailer(session: Session, name: str = "", **facts) -> Retailer:
    """One that an officer has verified."""
    name = name or f"Siêu thị Thử {next(_serial)}"
    made = Retailer(
        **{
            "name": name,
            "kind": RetailerKind.SUPERMARKET,
            "tax_code": "0101243150",
            "commune_code": BA_DINH,
            "state": SubmissionState.APPROVED,
            "submitted_at": NOW,
            "decided_at": NOW,
            "created_at": NOW,
        }
        | facts
    )
    session.add(made)
    session.flush()
    return made


def store(session: Session, of: Retailer, name: str = "", **facts) -> Store:
    """One of the retailer's stores, in Hà Nội."""
    n = next(_serial)
    made = Store(
        **{
            "retailer_id": of.id,
            "code": f"S{n}",
            "name": name or f"Cửa hàng {n}",
            "commune_code": BA_DINH,
            "street": "1 phố Thử",
            "created_at": NOW,
        }
        | facts
    )
    session.add(made)
    session.flush()
    return made
