"""Lists and proposals of the demo: two lists that are being checked, and acts that wait for a second officer."""

import csv
import io
import secrets
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from catalog.recognitions import Evidence, Recognition
from marketplace.accounts.memberships import appoint_officer
from marketplace.accounts.users import add_user
from marketplace.register.acting import Ruling, propose_extension, propose_revocation
from marketplace.register.lists.service import upload
from marketplace.register.within import current_within

_HEADER = ("STT", "Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Hạng sao", "Quyết định", "Ghi chú")
# Made up, and said to be: "mẫu" is in every name.
_OFFICER = "canbo.mau@chophien.example", "Cán bộ mẫu"
_PLACE = "xã Văn Chấn, tỉnh Lào Cai"
_LISTS = {
    "phu-luc-mau.csv": (
        ("Gạo nếp nương mẫu", "Tổ hợp tác Nếp Nương Mẫu", "3→4"),
        ("Măng khô mẫu", "Cơ sở sản xuất Măng Mẫu", "★★★"),
        ("Mật ong hoa rừng mẫu", "Hộ kinh doanh Rừng Xanh Mẫu", "4 sao"),
    ),
    "danh-sach-mau-can-xem.csv": (
        ("Chè xanh búp mẫu", "HTX Đồi Chè Mẫu", "4 sao"),
        ("Trà hoa vàng mẫu", "HTX Đồi Chè Mẫu", "Tiềm năng 5 sao"),
        ("Thịt trâu gác bếp mẫu", "Hộ kinh doanh Gác Bếp Mẫu", "2 sao"),
        ("Đặc sản chưa rõ mẫu", "HTX Chưa Rõ Mẫu", "đẹp"),
    ),
}


def add_lists(session: Session, now: datetime, today: date) -> None:
    for name, rows in _LISTS.items():
        _list(session, rows, name, now, today)
    _propose(session, _officer(session, now), now, today)


def _officer(session: Session, now: datetime) -> int:
    """Nobody knows the password: it only has proposed something."""
    email, name = _OFFICER
    officer = add_user(session, email, name, secrets.token_urlsafe(24), now)
    appoint_officer(session, officer, None, now)
    session.flush()
    return officer.id


def _list(session: Session, rows: tuple, name: str, now: datetime, today: date):
    day = today - timedelta(days=60)
    out = io.StringIO(newline="")
    written = (
        (i, product, maker, _PLACE, stars, f"Số {900 + len(rows)}/QĐ-UBND ngày {day:%d/%m/%Y}", "Dữ liệu mẫu")
        for i, (product, maker, stars) in enumerate(rows, 1)
    )
    csv.writer(out).writerows([_HEADER, *written])
    return upload(session, out.getvalue().encode(), name, Evidence.DECISION_SEEN, now, province_code="15")


def _propose(session: Session, by: int, now: datetime, today: date) -> None:
    """One extension and one revocation of several, of recognitions that hold."""
    found = (
        session.scalars(current_within(None).order_by(Recognition.decided_on, Recognition.id)).unique().all()
    )
    good = [row for row in found if row.standing(today).in_force and not row.acts]
    ruling = Ruling(
        "901/QĐ-UBND/MẪU", today, today, "Không nộp hồ sơ đánh giá lại (dữ liệu mẫu)", "Dữ liệu mẫu"
    )
    propose_revocation(session, good[1:4], ruling, by, now - timedelta(days=3), today)
    extension = Ruling("902/QĐ-UBND/MẪU", today, today, "Chờ đánh giá lại (dữ liệu mẫu)", "Dữ liệu mẫu")
    propose_extension(session, good[:1], extension, by, now - timedelta(hours=5), today)
