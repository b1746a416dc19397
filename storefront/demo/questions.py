"""Questions of sample buyers in the demo, with and without an answer, and a listing that its producer has not finished."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.producers import Producer
from catalog.products import Product
from catalog.revisions import save_draft, start_listing
from marketplace.accounts.users import User, open_account
from marketplace.questions import ask_question, find_question

# The one that docs/producers.md signs somebody in for.
_BUSY = "a-gao-thanh-an"
_BUYER, _SELLER = "Người mua mẫu", "Người bán mẫu"
_QUESTIONS = (
    # Question, answer, days ago.
    (
        "Mở túi rồi thì bảo quản được bao lâu? (câu hỏi mẫu)",
        "Bạn buộc kín miệng túi, để nơi khô mát và dùng như ghi trên nhãn nhé. (trả lời mẫu)",
        9,
    ),
    ("Cơ sở có xuất hóa đơn cho cửa hàng mua nhiều không? (câu hỏi mẫu)", "", 2),
    ("Mua từ 20 túi thì mấy ngày giao tới Hà Nội? (câu hỏi mẫu)", "", 0),
)
_DRAFT = "Gạo lứt mẫu chưa đăng", "Bản nháp mẫu: còn thiếu ảnh, nhãn và quy cách."


def add_questions(session: Session, producers: Mapping[str, Producer], now: datetime) -> None:
    """Nobody can sign in to the accounts made here: they have no password."""
    maker = producers[_BUSY]
    buyer, seller = _account(session, _BUYER, "mua", now), _account(session, _SELLER, "ban", now)
    goods = select(Product).where(Product.producer_id == maker.id).order_by(Product.id)
    product = session.scalars(goods.limit(1)).one()
    for text, answer, days in _QUESTIONS:
        asked = now - timedelta(days=days, hours=3)
        question = ask_question(session, buyer, product, text, asked)
        # In full, so that everybody sees that it is a sample.
        question.author = _BUYER
        if answer:
            session.flush()
            found = find_question(session, question.id) or question
            found.write_answer(answer, seller.id, asked + timedelta(hours=5))
        session.flush()
    name, summary = _DRAFT
    listing = start_listing(session, maker, name, product.set_code, now - timedelta(days=1))
    save_draft(session, listing, None, {"summary": summary}, now - timedelta(days=1))


def _account(session: Session, name: str, part: str, now: datetime) -> User:
    user = open_account(session, f"{part}-mau@vidu.vn", name, "", "vi", now)
    session.flush()
    return user
