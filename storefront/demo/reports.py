"""Sample reports of misuse in the demo: one in each state, the last from a market."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.marks import Mark
from catalog.producers import Producer
from catalog.products import Product
from marketplace.accounts.memberships import Membership, Role
from marketplace.accounts.users import User
from marketplace.misuse import About, MisuseReport, ReportKind, Told, report_misuse

# The same one whose listings have sample questions.
_MAKER = "a-gao-thanh-an"
_TAKEN = "Ảnh chụp bao bì ghi 5 sao trong khi trang này không có huy hiệu nào. (báo cáo mẫu)"
_WAITING = "Cửa hàng nói hàng có chỉ dẫn địa lý nhưng không đưa được giấy phép nào. (báo cáo mẫu)"
_UPHELD = "Nhãn in tên tỉnh khác với nơi sản xuất ghi trên trang. (báo cáo mẫu)"
_REFUSED = "Tôi không thấy tem trên túi nên nghi là hàng giả. (báo cáo mẫu)"


def add_reports(
    session: Session, producers: Mapping[str, Producer], marks: Mapping[str, Mark], now: datetime
) -> None:
    """The officer of the demo has looked at all but one; nobody left an address."""
    maker, mark = producers[_MAKER], next(iter(marks.values()))
    goods = select(Product).where(Product.producer_id == maker.id).order_by(Product.id)
    about = About(session.scalars(goods.limit(1)).one(), producer=maker)
    officers = select(User).join(Membership).where(Membership.role == Role.OFFICER).order_by(User.id)
    by = session.scalars(officers.limit(1)).one()
    _report(session, About(mark=mark), ReportKind.MARK, _WAITING, now - timedelta(days=6))
    _report(session, about, ReportKind.STARS, _TAKEN, now - timedelta(hours=30)).take(session, 1, by)
    for kind, text, days, upheld, reasons in (
        (ReportKind.ORIGIN, _UPHELD, 12, True, "Đã yêu cầu chủ thể sửa nhãn. (trả lời mẫu)"),
        (ReportKind.OTHER, _REFUSED, 9, False, "Tem không bắt buộc có trên từng túi. (trả lời mẫu)"),
    ):
        made = _report(session, About(), kind, text, now - timedelta(days=days), "Chợ phiên mẫu, sạp số 3")
        made.take(session, 1, by)
        then = now - timedelta(days=days - 2)
        made.decide(session, upheld=upheld, reasons=reasons, seen=2, by=by, now=then)


def _report(
    session: Session, about: About, kind: ReportKind, text: str, at: datetime, place: str = ""
) -> MisuseReport:
    return report_misuse(session, about, Told(kind, text, place), None, at)
