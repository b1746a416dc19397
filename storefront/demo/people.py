"""Something for officers to decide in the demo: applications, a change and claims, all of them marked as sample data."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from catalog.producers import Producer, ProducerKind
from marketplace.accounts import producer_claims, profiles
from marketplace.accounts.memberships import add_member
from marketplace.accounts.users import User, open_account

_NEW = (
    # Kind, name, commune, street, days that it waits.
    (ProducerKind.HOUSEHOLD, "Hộ kinh doanh Mật ong Rừng Mẫu", "04672", "Bản Đêu 2", 5),
    (ProducerKind.COOPERATIVE, "Hợp tác xã Rau sạch Bãi Mẫu", "00004", "Tổ 3, ngõ Chợ", 1),
    (ProducerKind.FACILITY, "Cơ sở Nước mắm Hòn Mẫu", "31078", "Ấp Bến Tràm", 0),
)
_CHANGED, _CLAIMED = "b-nuoc-mam-gio-chuong", "a-nhan-coi-bai"
_CLAIMS = (
    (
        "Tôi là giám đốc hợp tác xã.",
        "Quyết định công nhận của tỉnh; có thể gọi Ủy ban nhân dân xã để xác minh.",
        4,
    ),
    ("Mẹ tôi là tổ trưởng, tôi bán hàng giúp.", "Giấy ủy quyền có xác nhận của xã, sẽ mang đến khi cần.", 2),
)


def add_people(session: Session, producers: dict[str, Producer], now: datetime) -> None:
    """Nobody can sign in to the accounts made here: they have no password."""
    for number, (kind, name, commune, street, days) in enumerate(_NEW, 1):
        _apply(
            session, _account(session, number, now), kind, name, commune, street, now - timedelta(days=days)
        )
    _change(session, _account(session, len(_NEW) + 1, now), producers[_CHANGED], now - timedelta(days=2))
    for number, (statement, proof, days) in enumerate(_CLAIMS, len(_NEW) + 2):
        user = _account(session, number, now)
        since = now - timedelta(days=days)
        producer_claims.claim(session, user, producers[_CLAIMED], statement, proof, since)


def _account(session: Session, number: int, now: datetime) -> User:
    user = open_account(session, f"nguoi-mau-{number}@vidu.vn", f"Người mẫu {number}", "", "vi", now)
    session.flush()
    return user


def _apply(
    session: Session, user: User, kind: ProducerKind, name: str, commune: str, street: str, since: datetime
) -> None:
    made = profiles.start(session, user, since)
    made.kind, made.name, made.commune_code, made.street = kind, name, commune, street
    made.contact_name, made.phone = user.name, "+84900000000"
    # The last four digits of a number that nobody has; there is no number behind the mark.
    made.tax_hash, made.tax_last = f"mau-{user.id}", "0000"
    profiles.settle(session, made, user, since)
    session.get_one(Producer, made.producer_id).sample = True
    profiles.submit(session, made, user, True, "vi", since)
    session.flush()


def _change(session: Session, user: User, producer: Producer, since: datetime) -> None:
    add_member(session, user, producer, since)
    made = profiles.begin_change(session, user, producer, since)
    made.name, made.kind = f"{producer.name} và con", ProducerKind.ENTERPRISE
    made.street, made.contact_name, made.phone = "Số 8, đường Cảng", user.name, "+84900000000"
    made.tax_hash, made.tax_last = f"mau-{user.id}", "0000"
    profiles.submit(session, made, user, True, "vi", since)
    session.flush()
