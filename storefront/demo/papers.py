"""Sample papers of the demo's producers, drawn by ourselves and marked as samples, in every state a paper can have."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from catalog.codes import new_code
from catalog.document_files import store_document
from catalog.document_kinds import DocumentKind
from catalog.documents import Audience, Document, DocumentState
from catalog.producers import Producer
from catalog.products import Product
from marketplace.pdf import Paper

from ..database import Database

K = DocumentKind
_NAMES = {
    K.FOOD_SAFETY: "Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm",
    K.SELF_DECLARATION: "Bản tự công bố sản phẩm",
    K.LAB_TEST: "Phiếu kết quả kiểm nghiệm",
    K.BARCODE: "Giấy chứng nhận quyền sử dụng mã số mã vạch GS1",
    K.VIETGAP: "Giấy chứng nhận VietGAP",
    K.ORGANIC: "Giấy chứng nhận sản phẩm hữu cơ",
    K.MANAGEMENT_SYSTEM: "Giấy chứng nhận HACCP",
    K.MARK_PERMIT: "Giấy phép sử dụng nhãn hiệu",
    K.ALCOHOL_LICENCE: "Giấy phép sản xuất rượu",
    K.HEALTH_PRODUCT: "Giấy tiếp nhận đăng ký bản công bố sản phẩm",
    K.COSMETIC: "Phiếu công bố sản phẩm mỹ phẩm",
    K.BUSINESS_REGISTRATION: "Giấy chứng nhận đăng ký kinh doanh",
}
_LICENCES = {"14": K.ALCOHOL_LICENCE, "15": K.ALCOHOL_LICENCE, "18": K.HEALTH_PRODUCT, "19": K.COSMETIC}
# The place in the list of the producer that keeps one paper for itself: the one of docs/producers.md.
_KEEPS = 6
_ISSUER = "Cơ quan cấp (dữ liệu mẫu)"


class Sample(NamedTuple):
    """A paper to make; days count from today."""

    kind: DocumentKind
    from_days: int
    to_days: int | None
    product: Product | None = None
    state: DocumentState = DocumentState.ACCEPTED
    audience: Audience = Audience.PUBLIC
    reason: str = ""
    replaces: bool = False


def add_missing_papers(database: Database, folder: Path, now: datetime, today: date) -> int:
    """Papers for sample producers that have none yet. Returns how many were added."""
    with database.transaction() as session:
        have = select(Document.producer_id)
        query = select(Producer).where(Producer.sample, Producer.id.not_in(have)).order_by(Producer.id)
        producers = session.scalars(query).all()
        if not producers:
            return 0
        files: dict[DocumentKind, tuple] = {}
        return sum(
            _add(session, producer, number, files, folder, now, today)
            for number, producer in enumerate(producers)
        )


def _add(
    session: Session, producer: Producer, number: int, files: dict, folder: Path, now: datetime, today: date
) -> int:
    query = select(Product).where(Product.producer_id == producer.id).options(joinedload(Product.category))
    products = session.scalars(query.order_by(Product.id)).all()
    former, count = None, 0
    for sample in _samples(products, number, random.Random(producer.slug)):
        former = _document(sample, producer, former, files, folder, now, today)
        session.add(former)
        session.flush()
        count += 1
    return count


def _samples(products: list[Product], number: int, chance: random.Random) -> Iterator[Sample]:
    yield Sample(K.BUSINESS_REGISTRATION, -chance.randint(900, 3000), None, audience=Audience.RETAILERS)
    if products and products[0].category.code not in ("21", "22", "23", "24", "25", "26"):
        yield from _food_safety(number, chance)
        yield from _of_product(products[0], number, chance)
    # A licence for alcohol is the producer's, a declaration is of one product.
    kinds = [(_LICENCES[one.set_code], one) for one in products if one.set_code in _LICENCES]
    needed = {(kind, None if kind is K.ALCOHOL_LICENCE else one) for kind, one in kinds}
    for kind, about in sorted(needed, key=lambda pair: pair[1].id if pair[1] else 0):
        yield Sample(kind, -chance.randint(100, 500), chance.randint(400, 1200), about)
    if number % 2 == 0:
        yield Sample(K.BARCODE, -chance.randint(100, 900), None, audience=Audience.RETAILERS)
    if number == _KEEPS:
        yield Sample(K.MARK_PERMIT, -60, 670, state=DocumentState.KEPT, audience=Audience.PRODUCER)
    if number % 7 == 2:
        yield Sample(K.MANAGEMENT_SYSTEM, -1100, -5)


def _food_safety(number: int, chance: random.Random) -> Iterator[Sample]:
    """Every fifth has been renewed, and every fifth lapses soon."""
    match number % 5:
        case 0:
            yield Sample(K.FOOD_SAFETY, -1200, -105)
            yield Sample(K.FOOD_SAFETY, -130, 965, replaces=True)
        case 1:
            yield Sample(K.FOOD_SAFETY, -1095 + 25, 25)
        case _:
            yield Sample(K.FOOD_SAFETY, -chance.randint(100, 700), chance.randint(200, 395))


def _of_product(product: Product, number: int, chance: random.Random) -> Iterator[Sample]:
    yield Sample(K.SELF_DECLARATION, -chance.randint(200, 900), None, product)
    match number % 4:
        case 0:
            yield Sample(K.LAB_TEST, -chance.randint(20, 340), None, product, audience=Audience.RETAILERS)
        case 1:
            yield Sample(K.LAB_TEST, -chance.randint(380, 500), None, product, audience=Audience.RETAILERS)
        case 2:
            yield Sample(
                K.LAB_TEST, -chance.randint(3, 30), None, product, DocumentState.SUBMITTED, Audience.OFFICERS
            )
        case 3:
            reason = "Ảnh bị mờ, không đọc được ngày lấy mẫu (dữ liệu mẫu)."
            yield Sample(K.LAB_TEST, -40, None, product, DocumentState.RETURNED, Audience.OFFICERS, reason)
    if product.set_code in ("1", "3", "11", "13") and number % 2:
        yield Sample(K.VIETGAP, -300, 430, product)
    if product.set_code == "11" and number % 2 == 0:
        yield Sample(K.ORGANIC, -200, 530, product)


def _document(
    sample: Sample,
    producer: Producer,
    former: Document | None,
    files: dict,
    folder: Path,
    now: datetime,
    today: date,
) -> Document:
    begun = today + timedelta(days=sample.from_days)
    path, pages, size = _file(sample.kind, files, folder)
    handed_in = min(now, datetime.combine(begun, time(3), now.tzinfo))
    if sample.state is DocumentState.SUBMITTED:
        handed_in = now - timedelta(hours=20)
    decided = sample.state in (DocumentState.ACCEPTED, DocumentState.RETURNED)
    return Document(
        code="D" + new_code(11),
        producer_id=producer.id,
        product_id=sample.product.id if sample.product else None,
        kind=sample.kind,
        number=f"{(producer.id * 37 - sample.from_days) % 4000 + 100}/MẪU",
        issuer="" if sample.kind is K.SELF_DECLARATION else _ISSUER,
        valid_from=begun,
        valid_until=today + timedelta(days=sample.to_days) if sample.to_days is not None else None,
        file=path,
        pages=pages,
        size=size,
        audience=sample.audience,
        shows_file=sample.audience is Audience.PUBLIC,
        state=sample.state,
        reason=sample.reason,
        replaces_id=former.id if sample.replaces and former else None,
        created_at=handed_in,
        submitted_at=None if sample.state is DocumentState.KEPT else handed_in,
        decided_at=handed_in if decided else None,
    )


def sample_file(kind: DocumentKind, folder: Path) -> str:
    """The path of a drawn sample of this kind below the folder of papers."""
    return store_document(_drawn(kind), folder).path


def _file(kind: DocumentKind, files: dict, folder: Path) -> tuple[str, int, int]:
    """One sample of each kind serves everybody: the numbers on it are made up anyway."""
    if kind not in files:
        files[kind] = tuple(store_document(_drawn(kind), folder))
    return files[kind]


def _drawn(kind: DocumentKind) -> bytes:
    paper = Paper(_NAMES[kind], "BẢN MẪU, không có giá trị", datetime(2026, 1, 1))
    paper.text("BẢN MẪU", bold=True)
    paper.heading(_NAMES[kind], "BẢN MẪU: vẽ cho bản dùng thử của Chợ Phiên, không phải giấy tờ thật")
    paper.facts([("Số", "000/MẪU"), ("Nơi cấp", _ISSUER), ("Cấp cho", "Chủ thể trong dữ liệu mẫu")])
    paper.section("Nội dung")
    paper.text(
        "Trang này cho thấy một giấy tờ trông thế nào trong kho: tên, số, nơi cấp, ngày cấp và ngày hết hạn."
    )
    paper.text("BẢN MẪU, không có giá trị pháp lý.", bold=True)
    return paper.output()
