"""Decisions of officers in the demo: a producer that is suspended and answers, and sentences that claim too much."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers import Producer, ProducerKind, ProducerState
from catalog.text import fold, slug
from marketplace.accounts.producer_suspensions import appeal, suspend
from marketplace.register.claims import ClaimFlag, check_claims

# Apart from the catalogue: what it would sell nobody has to see vanish.
_SUSPENDED = "Cơ sở Bánh tráng Mẫu"
_COMMUNE = "04672"
_REASON = (
    "Giấy chứng nhận an toàn thực phẩm đã hết hiệu lực, nhắc hai lần chưa thấy bổ sung. (quyết định mẫu)"
)
_ANSWER = "Cơ sở đã nộp hồ sơ cấp lại ngày đầu tháng, đang chờ kết quả, xin được mở lại. (giải trình mẫu)"
# Of what the nightly check finds in the demo, so many an officer has let stand.
_STAND = 2
_WHY = "Nói nơi trồng, không dùng như tên được bảo hộ. (lý do mẫu)"


def add_decisions(session: Session, now: datetime, day: date) -> None:
    _add_suspended(session, now)
    check_claims(session, now - timedelta(days=3), day)
    for flag in session.scalars(select(ClaimFlag).order_by(ClaimFlag.id).limit(_STAND)):
        flag.accept(_WHY, now - timedelta(days=1))
    session.flush()


def _add_suspended(session: Session, now: datetime) -> None:
    made = Producer(
        slug=slug(_SUSPENDED),
        name=_SUSPENDED,
        key=fold(_SUSPENDED),
        kind=ProducerKind.FACILITY,
        commune_code=_COMMUNE,
        state=ProducerState.APPROVED,
        sample=True,
        created_at=now - timedelta(days=90),
    )
    session.add(made)
    session.flush()
    suspend(session, made, _REASON, now - timedelta(days=6))
    session.flush()
    appeal(session, made, _ANSWER, now - timedelta(days=2))
