"""/office/register: the register of recognitions as officers see it, with search, and as a workbook."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from catalog.codes import grouped, read_code
from catalog.places import Place
from catalog.producers import Producer, ProducerState
from catalog.products import Product
from catalog.recognitions import Evidence, Recognition
from catalog.text import clean, fold
from marketplace.counting import count_some
from marketplace.register.proposals import Proposal, waiting_proposals
from marketplace.register.within import current_ids, loaded
from marketplace.workbooks import workbook_bytes

from ..clock import now, today
from ..database import session
from ..filters import label
from ..papers.parts import XLSX, download
from ..shop.pages import Crumb, link
from ..shop.paging import Pager, page_number
from . import office
from .access import officer
from .pages import office_page

_PER_PAGE, _MOST_EXPORTED = 50, 100_000
# Each row that is counted is asked whether a correction took its place: 10,000 cost a quarter of the page.
MOST_COUNTED = 2_000
_COLUMNS = (
    "STT",
    "Tên sản phẩm",
    "Tên chủ thể",
    "Địa chỉ",
    "Mã xã",
    "Tỉnh",
    "Hạng sao",
    "Số quyết định",
    "Ngày quyết định",
    "Hiệu lực đến",
    "Cơ quan công nhận",
    "Mã tra cứu",
    "Căn cứ",
)


@office.get("/register")
def register() -> Response:
    words = clean(request.args.get("q", ""))[:100]
    found = _found(words)
    total = count_some(session(), found, MOST_COUNTED + 1)
    shown = min(total, MOST_COUNTED)
    pager = Pager(lambda number: _url(words, number), page_number(request.args.get("page")), shown, _PER_PAGE)
    rows = session().scalars(loaded(found.limit(_PER_PAGE).offset((pager.page - 1) * _PER_PAGE)))
    return office_page(
        "office/register/index.html",
        q=words,
        rows=[recognition_row(row) for row in rows],
        pager=pager,
        is_more=total > MOST_COUNTED,
        waiting=count_some(
            session(), waiting_proposals(officer().province_code).with_only_columns(Proposal.id)
        ),
        crumbs=[Crumb(_("Register"))],
    )


def _url(words: str, number: int) -> str:
    asked = ({"q": words} if words else {}) | ({"page": number} if number > 1 else {})
    return link("/office/register") + (f"?{urlencode(asked)}" if asked else "")


def _found(words: str) -> Select:
    """The ids of what fits, the newest first."""
    query = current_ids(officer().province_code)
    if not words:
        return query
    key = fold(words)
    # Not lower(): SQLite knows the capitals of ASCII alone, and numbers of decisions are written in capitals.
    asked = [Recognition.decision_no.contains(typed, autoescape=True) for typed in {words, words.upper()}]
    asked.append(Recognition.code == read_code(words))
    if key:
        by_producer = select(Producer.id).where(Producer.key.contains(key, autoescape=True))
        named = or_(Product.key.contains(key, autoescape=True), Product.producer_id.in_(by_producer))
        asked.append(Recognition.product_id.in_(select(Product.id).where(named)))
    return query.where(or_(*asked))


def recognition_row(row: Recognition) -> dict[str, Any]:
    """What a table of the register shows of a recognition."""
    standing = row.standing(today())
    product = row.product
    return {
        "id": row.id,
        "code": grouped(row.code),
        "url": link(f"/office/register/{row.code}"),
        "product": product.name,
        "producer": product.producer.name,
        "commune": product.producer.commune.full_name,
        "sold": product.producer.state != ProducerState.REGISTERED,
        "stars": row.stars,
        "decision": row.decision_no,
        "decided_on": row.decided_on,
        "until": standing.until,
        "status": label(standing.status),
        "in_force": standing.in_force,
        "evidence": row.evidence,
    }


@office.get("/register.xlsx")
def register_file() -> Response:
    """The register as a list: imported again it changes nothing."""
    query = loaded(_found("").limit(_MOST_EXPORTED)).options(
        joinedload(Recognition.product)
        .joinedload(Product.producer)
        .joinedload(Producer.commune)
        .joinedload(Place.province)
    )
    found = session().scalars(query)
    rows = [[number, *_cells(row)] for number, row in enumerate(found, 1)]
    # The file is a list as offices write them, whatever the language of the page.
    return download(workbook_bytes("Công nhận", _COLUMNS, rows, now()), XLSX, "so-cong-nhan.xlsx")


def _cells(row: Recognition) -> list[Any]:
    producer = row.product.producer
    commune = producer.commune
    return [
        row.product.name,
        producer.name,
        f"{commune.full_name}, {commune.province.full_name}",
        commune.code,
        commune.province.name,
        f"{row.stars} sao",
        row.decision_no,
        row.decided_on,
        row.expires_on,
        row.issuer,
        row.code,
        label(Evidence(row.evidence)),
    ]
