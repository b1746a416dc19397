"""Recognitions, authorisations and later acts of the demo catalogue: one writer for each case of the data."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from catalog.acts import Act
from catalog.codes import authorisation_code, recognition_code
from catalog.marks import Authorisation, Basis, Mark, MarkKind
from catalog.places import Place
from catalog.producers import Producer
from catalog.products import Product
from catalog.recognitions import Evidence, ExpirySource, Recognition, months_after
from catalog.standing import ActKind

from .source import Source, Table

_BASIS = {
    MarkKind.GEOGRAPHICAL_INDICATION: Basis.PERMIT,
    MarkKind.COLLECTIVE: Basis.MEMBER,
    MarkKind.CERTIFICATION: Basis.LICENSEE,
    MarkKind.TRADEMARK: Basis.OWNER,
}
_TERM_MONTHS = 36


def add_register(
    session: Session,
    source: Source,
    products: dict[str, Product],
    marks: dict[str, Mark],
    now: datetime,
    today: date,
) -> None:
    provinces = _province_of_producers(session)
    for key, row in source.products.items():
        # Seeded by the product: the same data every time, spread over the calendar.
        clerk = _Clerk(session, row, products[key], now, today, random.Random(key))
        clerk.province = provinces[products[key].producer_id]
        clerk.recognise()
        for mark_key in row.get("marks", []):
            clerk.authorise(marks[mark_key])


def _province_of_producers(session: Session) -> dict[int, str]:
    """The full name of each producer's province, by producer id."""
    province = aliased(Place)
    query = (
        select(Producer.id, province)
        .join(Place, Producer.commune_code == Place.code)
        .join(province, Place.province_code == province.code)
    )
    return {id: place.full_name for id, place in session.execute(query)}


class _Clerk:
    """Writes the rows of one product. Decision numbers end in /MẪU: they are samples."""

    def __init__(self, session: Session, row: Table, product: Product, now: datetime, today: date, chance):
        self.session, self.row, self.product = session, row, product
        self.now, self.today, self.chance = now, today, chance
        self.case = row.get("case", "valid")
        self.province = ""

    def recognise(self) -> None:
        for stars, days_ago in self._decisions(self.row["stars"]):
            recognition = self._recognition(stars, self.today - timedelta(days_ago))
            self.session.add(recognition)
        self.session.flush()
        if self.case == "revoked":
            self._act(recognition, ActKind.REVOKE, 40, "Không nộp hồ sơ đánh giá lại đúng hạn (dữ liệu mẫu)")
        if self.case == "extended":
            extended = recognition.expires_on + timedelta(days=180)
            self._act(
                recognition, ActKind.EXTEND, 30, "Gia hạn trong khi chờ đánh giá lại (dữ liệu mẫu)", extended
            )

    def _decisions(self, stars: int) -> Iterator[tuple[int, int]]:
        """Stars and age in days of each decision, oldest first."""
        pick = self.chance.randint
        match self.case:
            case "expiring":
                yield stars, pick(930, 1080)
            case "expired":
                yield stars, pick(1110, 1500)
            case "upgraded":
                yield stars - 1, pick(720, 900)
                yield stars, pick(20, 300)
            case "renewed":
                yield stars, pick(1250, 1400)
                yield stars, pick(20, 90)
            case "extended":
                yield stars, 1096 + pick(5, 25)
            case _:
                yield stars, pick(10, 900)

    def _recognition(self, stars: int, decided_on: date) -> Recognition:
        ministry = stars == 5
        basis = "1489/QĐ-TTg (2025)" if decided_on < date(2026, 5, 22) else "26/2026/QĐ-TTg"
        return Recognition(
            code=recognition_code(),
            product_id=self.product.id,
            stars=stars,
            decision_no=f"{self.chance.randint(100, 4999)}/QĐ-{'BNNMT' if ministry else 'UBND'}/MẪU",
            decided_on=decided_on,
            issuer="Bộ Nông nghiệp và Môi trường"
            if ministry
            else f"UBND {self.province[0].lower()}{self.province[1:]}",
            legal_basis="148/QĐ-TTg (2023)" if decided_on < date(2025, 7, 1) else basis,
            expires_on=months_after(decided_on, _TERM_MONTHS),
            expiry_source=ExpirySource.COMPUTED,
            evidence=Evidence.DECISION_SEEN,
            document="Dữ liệu mẫu",
            created_at=self.now,
        )

    def authorise(self, mark: Mark) -> None:
        if self.case == "mark_missing":
            return
        kind = MarkKind(mark.kind)
        owner = kind is MarkKind.TRADEMARK
        begun = self.today - timedelta(self.chance.randint(200, 600))
        years = -1 if self.case == "mark_lapsed" else self.chance.choice((3, 4, 5))
        ends = self.today - timedelta(45) if years < 0 else begun + timedelta(365 * years)
        authorisation = Authorisation(
            code=authorisation_code(),
            mark_id=mark.id,
            producer_id=self.product.producer_id,
            product_id=self.product.id,
            basis=_BASIS[kind],
            permit_no="" if owner else f"{self.chance.randint(1, 180):03d}/GP/MẪU",
            granted_by="" if owner else mark.manager,
            valid_from=begun,
            valid_until=None if owner else ends,
            created_at=self.now,
        )
        self.session.add(authorisation)
        self.session.flush()
        if self.case == "mark_suspended":
            self._act(
                authorisation, ActKind.SUSPEND, 20, "Tạm dừng để kiểm tra việc sử dụng nhãn (dữ liệu mẫu)"
            )

    def _act(self, right, kind: ActKind, days_ago: int, ground: str, expires_on: date | None = None) -> None:
        day = self.today - timedelta(days_ago)
        right_id = {f"{'recognition' if isinstance(right, Recognition) else 'authorisation'}_id": right.id}
        self.session.add(
            Act(
                **right_id,
                kind=kind,
                decision_no=f"{self.chance.randint(100, 4999)}/QĐ-UBND/MẪU",
                decided_on=day,
                effective_on=day,
                expires_on=expires_on,
                ground=ground,
                created_at=self.now,
            )
        )
