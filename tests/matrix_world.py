"""The things in tests/matrix_of_rights.py: a buyer with everything an account can have, and who sells to them."""

import io
import json
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.document_files import store_document
from catalog.document_kinds import DocumentKind
from catalog.documents import Audience
from catalog.filing import Paper, file_document
from catalog.recognitions import Evidence
from catalog.search.synonym_lists import current_synonyms, load_synonyms
from marketplace.accounts import (
    addresses,
    data_requests,
    favourites,
    invitations,
    mark_people,
    notices,
    producer_claims,
    producer_suspensions,
    profiles,
)
from marketplace.accounts.company_joining import About as AboutOrganiser
from marketplace.accounts.company_joining import begin, hand_in
from marketplace.accounts.company_people import add_person, invite_person
from marketplace.accounts.memberships import OrganiserRole, ProducerRole, add_member
from marketplace.accounts.organisers import Organiser, OrganiserKind
from marketplace.accounts.retailers import Retailer
from marketplace.accounts.users import User
from marketplace.audit import Entry
from marketplace.jobs import Job, enqueue
from marketplace.letters import SentLetter
from marketplace.misuse import About, ReportKind, Told, report_misuse
from marketplace.orders import life, return_steps
from marketplace.orders.baskets import Basket, BasketLine
from marketplace.orders.orders import Order, Party, PaymentMethod, SubOrder
from marketplace.orders.paying import arrived, payment_of, start_payments
from marketplace.orders.return_lists import find_return
from marketplace.orders.return_requests import Wish, ask
from marketplace.orders.returns import Return, ReturnReason, Wanted
from marketplace.orders.reviews import write_review
from marketplace.payments.bank_accounts import add_account
from marketplace.payments.gateway import Checkout, CheckoutState, WrongSignature
from marketplace.payments.payments import Payment
from marketplace.payments.refunds import Refund
from marketplace.questions import ask_question
from marketplace.register.acting import propose_release
from marketplace.register.lists.service import commit, upload
from marketplace.register.mark_checks import MarkFlag, keep, look_through
from tests import hostile_pdfs, people, world
from tests.marketplace.orders.making import place
from tests.matrix_catalogue import WHOLESALE_PRICE, wholesale, wholesale_forms
from tests.matrix_collection import collection_forms, waits_at_booth
from tests.matrix_contracts import contract_forms, contracts
from tests.matrix_fairs import booth_forms, booths
from tests.matrix_listings import listings
from tests.matrix_meetings import meeting_forms, stands
from tests.matrix_purchase_orders import purchase_forms, purchases
from tests.matrix_retailers import ROLES, retailer_forms, retailers
from tests.matrix_sourcing import request_forms, requests
from tests.matrix_tickets import sold_tickets
from tests.matrix_visitors import visitor_forms, visitors
from tests.shopping import ADDRESS
from tests.world import NOW, TODAY

# What only the buyer, who sells to them and the office may read.
NAME, PHONE, EMAIL, STREET = "Đỗ Bí Mật", "+84987654321", "bimat@vidu.vn", "99 ngõ Kín"
ASKED, ACCOUNT, OWN_ACCOUNT = "Xin giúp tôi", "1902123456789", "1902888777666"
SECRETS = (NAME, "987654321", "0987 654 321", EMAIL, STREET, ASKED, ACCOUNT, OWN_ACCOUNT)
SECRETS += (str(WHOLESALE_PRICE), f"{WHOLESALE_PRICE:,}", f"{WHOLESALE_PRICE:,}".replace(",", "."))
BUYER = {"name": NAME, "phone": PHONE, "email": EMAIL, "street": STREET}


class OpenGateway:
    """A card gateway that opens pages and knows no signature."""

    name = "open"

    def create_checkout(self, *_args, **_facts) -> Checkout:
        return Checkout("cs_open", "https://cards.example/cs_open", CheckoutState.OPEN)

    def fetch(self, checkout_id: str) -> Checkout:
        return Checkout(checkout_id, "https://cards.example/cs_open", CheckoutState.OPEN)

    def read_event(self, *_args) -> None:
        raise WrongSignature


def everybody(session: Session) -> dict[str, User]:
    """By their column; the buyer, the seller and the officer are the rightful ones."""
    seller, neighbour = (people.user(session, f"{name}@vidu.vn", name) for name in ("seller", "neighbour"))
    for member in (seller, neighbour):
        add_member(session, member, world.producer(session, f"Hợp tác xã {member.name}"), NOW)
    return {
        "other": people.user(session, "other@vidu.vn", "Người Khác"),
        "neighbour": neighbour,
        "officer": people.officer(session, "officer@vidu.vn"),
        "buyer": people.user(session, EMAIL, NAME, phone=PHONE, phone_verified_at=NOW),
        "seller": seller,
        "managing body": _of_managing_body(session),
        "organiser": _of_organiser(session),
        "retailer": _of_retailer(session),
        **_with_roles(session),
        "officer of another province": people.officer(session, "xa@vidu.vn", province="91"),
    }


def _of_managing_body(session: Session) -> User:
    made = people.user(session, "hiephoi@vidu.vn", "Người Hiệp Hội")
    people.give_second_factor(made)
    session.commit()
    return made


def _of_organiser(session: Session) -> User:
    made = people.user(session, "tochuc@vidu.vn", "Người Tổ Chức")
    add_person(session, made, world.organiser(session, "Trung tâm Kín"), NOW)
    return made


def _of_retailer(session: Session) -> User:
    made = people.user(session, "sieuthi@vidu.vn", "Người Siêu Thị")
    add_person(session, made, world.retailer(session, "Siêu thị Kín"), NOW)
    return made


def _with_roles(session: Session) -> dict[str, User]:
    """Who else acts for the retailer, each in another role."""
    found = {}
    for name, role in ROLES.items():
        found[name] = people.user(session, f"{role}@vidu.vn", "Người Của Siêu Thị")
        add_person(session, found[name], _retailer(session), NOW, role)
    return found


def things(session: Session, buyer: User, papers: Path) -> dict[str, str | int]:
    """What the names in the addresses stand for; `papers` is the folder of their files."""
    tea = world.product(session, "Chè Kín", by=_producer(session), stock=100)
    add_account(session, tea_of(session, tea), "970436", ACCOUNT, "HTX Kín", NOW)
    orders = {state: _order(session, buyer, tea, steps) for state, steps in _STATES.items()}
    transfer, paid_back, card = (
        _order(session, buyer, tea, 0, method) for method in (*[PaymentMethod.VIETQR] * 2, PaymentMethod.CARD)
    )
    reviews = [_reviewed(session, buyer, tea) for _ in range(2)]
    reviews[1].hide("Vì thế")
    session.commit()
    load_synonyms(session, NOW)
    line = _baskets(session, buyer, tea)
    returns = _returns(session, buyer, tea)
    made = {name: order.number for name, order in orders.items()} | {
        "product": tea.slug,
        "seller": tea_of(session, tea).slug,
        **_mark(session, tea),
        "variant": tea.variants[0].id,
        "line": orders["pending"].sub_orders[0].lines[0].id,
        "arrived": orders["delivered"].sub_orders[0].lines[0].id,
        "transfer": transfer.number,
        "code": payment_of(session, transfer.sub_orders[0]).code,
        "missing": transfer.total,
        "card": card.number,
        "basket_line": line.id,
        **{name: asked.number for name, asked in returns.items()},
        **{f"order_{name}": asked.sub_order.order.number for name, asked in returns.items()},
        "agreed_line": returns["agreed"].lines[0].id,
        "kept": "GIUSAN",
        "refund": _refund(session, paid_back).id,
        "review": reviews[0].id,
        "hidden": reviews[1].id,
        "favourite": _liked(session, buyer, tea),
        "address": _address(session, buyer).id,
        "request": _request(session, buyer).id,
        "job": _failed_job(session).id,
        "letter": _letter(session).id,
        "voucher": world.voucher(session).code,
        "theirs": world.voucher(session, "CUAHTX", by=tea_of(session, tea)).code,
        **_applications(session),
        **_people_around(session),
        "notice": _notice(session, buyer).id,
        **_fairs(session, buyer),
        **waits_at_booth(session, _order(session, buyer, tea, 0), "fair:1"),
        "synonyms": current_synonyms(session)[0],
        **listings(session, _producer(session)),
        **purchases(session, _producer(session), _retailer(session)),
        **_register(session, tea),
        **_papers(session, tea, papers),
        **_questions(session, buyer, tea),
        **_misuse(session, buyer, tea),
        **retailers(session, papers),
        **requests(session, _producer(session)),
        **wholesale(session, tea, papers),
        **contracts(session, tea),
    }
    session.commit()
    return made


_STATES = {"pending": 0, "confirmed": 1, "packed": 2, "shipped": 3, "delivered": 4}


def _fairs(session: Session, buyer: User) -> dict[str, str | int]:
    """The organiser's and another's; organisers that join, wait for an officer and are suspended."""
    owner = session.scalars(select(Organiser).where(Organiser.name == "Trung tâm Kín")).one()
    user = session.scalars(select(User).where(User.email == "tochuc@vidu.vn")).one()
    said = {
        "commune_code": world.VAN_CHAN,
        "street": "1 Trần Phú",
        "contact_name": "Hà",
        "phone": "+84912345678",
    }
    joining, waiting = (
        begin(session, user, Organiser, AboutOrganiser(OrganiserKind.AUTHORITY, f"Sở Thử {n}", **said), NOW)
        for n in (1, 2)
    )
    hand_in(waiting, NOW)
    usher = people.user(session, "soatve@vidu.vn", "Người Soát Vé")
    add_person(session, usher, owner, NOW, OrganiserRole.STEWARD)
    invited = invite_person(session, owner, user, "moi2@vidu.vn", OrganiserRole.STEWARD, "vi", NOW)
    suspended = world.organiser(session)
    suspended.suspend("Vì thế", NOW)
    session.flush()
    fair, other = world.fair(session, owner), world.fair(session)
    draft = world.fair(session, owner, state="draft", announced_at=None, venue="Nhà văn hóa")
    item = world.programme_item(session, fair)
    return {
        "fair": fair.slug,
        "other_fair": other.slug,
        **booths(session, fair, other, _producer(session)),
        **visitors(session, fair),
        **sold_tickets(session, owner.id),
        **stands(session, owner, _producer(session), buyer),
        "draft_fair": draft.slug,
        "item": item.id,
        "fair_at": fair.revision,
        "item_at": item.version,
        "organiser_at": owner.revision,
        "organiser_id": owner.id,
        "organiser": owner.slug,
        "usher": usher.id,
        "invited_usher": invited.id,
        "joining": joining.id,
        "waiting": waiting.id,
        "waiting_at": waiting.revision,
        "suspended": suspended.id,
    }


def _producer(session: Session) -> world.Producer:
    return session.scalars(select(world.Producer).where(world.Producer.name == "Hợp tác xã seller")).one()


def _retailer(session: Session) -> Retailer:
    return session.scalars(select(Retailer).where(Retailer.name == "Siêu thị Kín")).one()


def tea_of(session: Session, tea: world.Product) -> world.Producer:
    return session.get_one(world.Producer, tea.producer_id)


def _order(
    session: Session, buyer: User, tea, steps: int, method: str = PaymentMethod.CASH_ON_DELIVERY
) -> Order:
    order = place(session, tea, user_id=buyer.id, payment_method=method, **BUYER)
    start_payments(session, order, order.sub_orders, NOW)
    session.flush()
    for step in (life.confirm, life.pack, _ship, life.deliver)[:steps]:
        step(session, order.sub_orders[0], NOW)
    return order


def _ship(session: Session, part: SubOrder, now) -> None:
    life.ship(session, part, "coach", "", now)


def _reviewed(session: Session, buyer: User, tea):
    part = _order(session, buyer, tea, 4).sub_orders[0]
    line = part.lines[0]
    session.refresh(line, ["variant"])
    return write_review(session, part, line, "Mai Nguyễn", 5, "Ngon", NOW)


def _refund(session: Session, order: Order) -> Refund:
    """Paid, then cancelled: the producer has to send the money back."""
    part = order.sub_orders[0]
    payment = payment_of(session, part)
    arrived(session, payment.id, payment.amount, "bank:thử", NOW)
    life.cancel(session, part, "buyer", "", NOW)
    return session.scalars(select(Refund).join(Payment).where(Payment.id == payment.id)).one()


def _baskets(session: Session, buyer: User, tea) -> BasketLine:
    """The buyer's has tea in it and a voucher, those of everybody else nothing."""
    world.voucher(session, "GIUSAN")
    for id in session.scalars(select(User.id)).all():
        session.add(Basket(user_id=id, changed_at=NOW, lines=[]))
    session.flush()
    basket = session.scalars(select(Basket).where(Basket.user_id == buyer.id)).one()
    session.refresh(basket, ["lines"])
    line = BasketLine(variant_id=tea.variants[0].id, quantity=1, seen_price=100_000)
    basket.lines.append(line)
    basket.voucher_codes = ["GIUSAN"]
    basket.address = {"name": NAME, "phone": PHONE, "email": EMAIL, "street": STREET, "note": ""} | {
        "province": "01",
        "commune": world.BA_DINH,
    }
    session.flush()
    return line


def _returns(session: Session, buyer: User, tea) -> dict[str, Return]:
    """One at each station, by the name of the station."""
    found = {
        name: _asked_back(session, buyer, tea) for name in ("asked", "agreed", "refused", "back", "disputed")
    }
    for name in ("agreed", "back"):
        return_steps.accept(session, found[name], Party.PRODUCER, NOW, TODAY)
    return_steps.take_goods(session, found["back"], {found["back"].lines[0].id: 1}, NOW)
    for name in ("refused", "disputed"):
        return_steps.decline(session, found[name], Party.PRODUCER, "Hàng còn tốt", NOW)
    return_steps.object_to(session, found["disputed"], ASKED, NOW)
    return found


def _asked_back(session: Session, buyer: User, tea) -> Return:
    part = _order(session, buyer, tea, 4).sub_orders[0]
    account = ("970436", OWN_ACCOUNT, NAME)
    wish = Wish(ReturnReason.DAMAGED, Wanted.PIECES, ASKED, {part.lines[0].id: 1}, account=account)
    return find_return(session, ask(session, part, wish, [], NOW).number)


def _register(session: Session, tea) -> dict[str, str | int]:
    """A recognition and lists of Lào Cai, and a revocation that an officer there has proposed."""
    proposer = people.officer(session, "denghi@vidu.vn", "Người Đề Nghị")
    recognition = world.recognition(session, tea, 4)
    lists = [
        upload(session, _list(name), "ds.csv", Evidence.DECISION_SEEN, NOW, province_code="15")
        for name in ("Chè Mới", "Chè Đã Ghi")
    ]
    commit(session, lists[1], NOW, TODAY)
    proposal = propose_release(session, lists[1], proposer.id, NOW)
    return {
        "recognition": recognition.code,
        "right": recognition.id,
        "list": lists[0].code,
        "written": lists[1].code,
        "proposal": proposal.id,
        "revision": proposal.revision,
    }


def _mark(session: Session, tea) -> dict[str, str | int]:
    """A mark, and the right of who sells to use it."""
    made, other = world.mark(session), world.mark(session)
    body = session.scalars(select(User).where(User.email == "hiephoi@vidu.vn")).one()
    mark_people.add_to_mark(session, body, made, NOW)
    use = world.authorisation(session, tea, made)
    lapsed = world.authorisation(session, tea, world.mark(session), valid_until=TODAY - timedelta(days=1))
    keep(session, look_through(session, TODAY), NOW)
    flag = session.scalars(select(MarkFlag.id).where(MarkFlag.authorisation_id == lapsed.id)).one()
    return {"mark": made.slug, "other_mark": other.slug, "use": use.id, "mark_flag": flag}


def _list(name: str) -> bytes:
    return f"Sản phẩm,Chủ thể,Xã,Hạng sao,Quyết định\n{name},HTX Mới,Văn Chấn,4,9/QĐ-UBND ngày 1/9/2026\n".encode()


def _questions(session: Session, buyer: User, tea) -> dict[str, int]:
    """One that waits for an answer, and one that an officer has hidden."""
    waits, hidden = (ask_question(session, buyer, tea, f"Còn hàng không, {n}?", NOW) for n in (1, 2))
    session.refresh(hidden, ["answers"])
    hidden.hide("Vì thế")
    return {"question": waits.id, "hidden_question": hidden.id}


def _misuse(session: Session, buyer: User, tea) -> dict[str, str]:
    """A report of the buyer's that nobody has taken up, and one that an officer looks at."""
    about = About(tea, producer=tea_of(session, tea))
    by = people.officer(session, "xem@vidu.vn", "Người Xem")
    waits, examined = (
        report_misuse(session, about, Told(ReportKind.STARS, f"{ASKED} {n}", contact=EMAIL), buyer.id, NOW)
        for n in (1, 2)
    )
    examined.take(session, 1, by)
    return {"misuse": waits.number, "examined": examined.number}


def _papers(session: Session, tea, folder: Path) -> dict[str, str | int]:
    """One that waits for an officer, and one that its producer keeps for itself."""
    of = tea_of(session, tea)
    stored = store_document(hostile_pdfs.paper(ACCOUNT), folder)
    facts = Paper(DocumentKind.OTHER, TODAY, title=f"Giấy của {ACCOUNT}")
    filed = [
        file_document(session, of, facts, stored, audience, NOW, TODAY)
        for audience in (Audience.OFFICERS, Audience.PRODUCER)
    ]
    return {"paper": filed[0].code, "paper_revision": filed[0].revision, "kept_paper": filed[1].code}


def _liked(session: Session, buyer: User, tea) -> int:
    favourites.like(session, buyer, tea, NOW)
    return tea.id


def _address(session: Session, buyer: User) -> addresses.Address:
    """The second one, which is not the usual one."""
    facts = {"name": NAME, "phone": PHONE, "commune_code": world.BA_DINH}
    for street in (STREET, f"{STREET} 2"):
        addresses.keep(session, buyer, NOW, street=street, **facts)
        session.flush()
    return addresses.addresses_of(session, buyer.id)[-1]


def _request(session: Session, buyer: User) -> data_requests.DataRequest:
    asked = data_requests.ask(session, buyer, data_requests.RequestKind.QUESTION, ASKED, NOW, TODAY)
    session.flush()
    return asked


def _failed_job(session: Session) -> Job:
    enqueue(session, "letter", NOW, letter="thử")
    job = session.scalars(select(Job).order_by(Job.id.desc()).limit(1)).one()
    job.due_at, job.tries, job.error = None, 7, "Hỏng"
    return job


def _letter(session: Session) -> SentLetter:
    letter = SentLetter(message_id="1", to=EMAIL, subject=NAME, text=STREET, html="<p></p>", at=NOW)
    session.add(letter)
    session.flush()
    return letter


def _applications(session: Session) -> dict[str, int]:
    """The seller's: one that is still written, and one that an officer has."""
    seller = session.scalars(select(User).where(User.email == "seller@vidu.vn")).one()
    made = {name: _application(session, seller, f"Xưởng {name}") for name in ("draft", "handed_in")}
    profiles.submit(session, made["handed_in"], seller, True, "vi", NOW)
    session.flush()
    return {name: one.id for name, one in made.items()} | {"handed_in_at": made["handed_in"].revision}


def _notice(session: Session, buyer: User) -> notices.Notice:
    session.commit()
    entry = session.scalars(select(Entry).order_by(Entry.id).limit(1)).one()
    return notices.tell(session, entry, [buyer], "order.received", STREET, "/account")[0]


def _people_around(session: Session) -> dict[str, int | str]:
    """A helper and an invitation of the seller's, two suspended producers, one that nobody acts for and a claim to it."""
    seller = session.scalars(select(User).where(User.email == "seller@vidu.vn")).one()
    owner, helper = _producer(session), people.user(session, "helper@vidu.vn", "Người Giúp")
    add_member(session, helper, owner, NOW, ProducerRole.MANAGER)
    sent = invitations.invite(session, owner, seller, "moi@vidu.vn", ProducerRole.PACKER, "vi", NOW)
    free = world.producer(session, "Xưởng chưa có người")
    halted = [world.producer(session, f"Xưởng tạm dừng {i}") for i in range(2)]
    for one in halted:
        add_member(session, seller, one, NOW)
        producer_suspensions.suspend(session, one, "Vì thế", NOW)
    session.flush()
    producer_suspensions.appeal(session, halted[1], "Đã sửa", NOW)
    made = producer_claims.claim(session, helper, free, "Tôi là chủ", "Giấy phép", NOW)
    return {
        "helper": helper.id,
        "invitation": sent.id,
        "free": free.slug,
        "halted": halted[0].slug,
        "appealed": halted[1].slug,
        "producer_claim": made.id,
        "claim_at": made.revision,
    }


def _application(session: Session, user: User, name: str) -> profiles.Profile:
    made = profiles.start(session, user, NOW)
    made.name, made.kind, made.commune_code, made.street = name, "farm", world.VAN_CHAN, STREET
    made.contact_name, made.phone, made.tax_code = NAME, PHONE, "0314409058"
    profiles.settle(session, made, user, NOW)
    session.flush()
    return made


def forms(of: SimpleNamespace) -> dict[str, dict]:
    """What is sent, by the name in the table; a good form, so that only the right to send it can be missing."""
    review = f"review-{of.review}"
    later = f"{TODAY + timedelta(days=40):%d/%m/%Y}"
    ruling = {"decision_no": "99/QĐ-UBND", "decided_on": "20/11/2026", "ground": "Thử"}
    wanted = ruling | {"stars": "5", "issuer": "UBND tỉnh Lào Cai", "evidence": "A"}
    terms = {"percent": "5", "amount": "", "most": "", "minimum": "", "per_buyer_allowed": ""}
    return {
        "-": {},
        **booth_forms(of),
        **visitor_forms(of),
        **wholesale_forms(),
        **meeting_forms(of),
        **retailer_forms(of),
        **request_forms(of),
        **collection_forms(of),
        **purchase_forms(of),
        **contract_forms(of),
        "pack": {"variant": of.variant, "quantity": 1},
        "voucher": {"code": of.voucher},
        "address": ADDRESS,
        "quantity": {f"quantity-{of.basket_line}": 3},
        "kept": {"code": of.kept},
        "consent": {"marketing": "y"},
        "checkout": of.checkout,
        "lookup": {"number": of.pending, "phone": "0912 000 111"},
        "part": {"part-1-reason": "Thôi"},
        "review": {"joints": "5", "text": "Ngon"},
        "favourite": {"product": of.product},
        "begin": {"name": "Chè mới tinh", "set_code": "11", "producer": of.seller},
        "summary": {"seen": "", "summary": "Lời mới"},
        "story": {"story_body": "Lời kể"},
        "appeal": {"appeal": "Nhãn đã đúng"},
        "packing": {
            "pack": "Hộp",
            "net": "100",
            "unit": "g",
            "weight": "150",
            "price": "90k",
            "on_hand": "3",
            "seen_price": "100000",
            "seen_stock": "10",
        },
        "no_picture": {"pictures": _file("x")},
        "alt": {"alt": "Hộp chè xanh", "is_label": "y"},
        "crop": {"turn": "0", "left": "0", "top": "0", "right": "50", "bottom": "50"},
        "send_back": {"seen": "100002", "decision": "return", "reasons": "Ảnh mờ"},
        "off": {"reason-reason": "Sai nhãn"},
        "standing": {f"flag-{of.listing_flag}-reason": "Đã xem"},
        "mark_stands": {f"mark-flag-{of.mark_flag}-reason": "Đang gia hạn"},
        "grid": {
            f"price-{of.listing_pack}": "90k",
            f"stock-{of.listing_pack}": "3",
            f"seen-{of.listing_pack}": "100000.10",
        },
        "rows": {"rows": f"{of.listing_sku}\t90k\t3"},
        "workbook": {
            "do": "write",
            "file": _file(f"Mã quy cách;Tên sản phẩm;Giá\n{of.listing_sku};;90k\n"),
        },
        "months": {"months": ["5"], "ships_to": "region"},
        "shipment": {"carrier": "ghn", "tracking_no": "GHN1234"},
        "reason": {"reason": "Hết hàng"},
        "paper": {"kind": "other", "title": "Giấy", "valid_from": f"{TODAY:%d/%m/%Y}", "audience": "officers"}
        | {"file": (io.BytesIO(hostile_pdfs.paper()), "giay.pdf")},
        "audience": {"audience": "public"},
        "answered": {f"question-{of.question}-text": "Còn nhiều"},
        "unasked": {f"question-{of.question}-reason": "Không phù hợp"},
        "misused": {"kind": "other", "place": "Chợ Kín", "text": "Sao lạ"},
        "untaken": {"seen": "1", "decision": "approve"},
        "examined": {"seen": "2", "decision": "approve"},
        "verdict": {"seen": "2", "decision": "reject", "reasons": "Đã xem"},
        "decided": {"seen": of.paper_revision, "decision": "approve"},
        "back": {"reason": "damaged", "wanted": "pieces", "text": "Vỡ", f"quantity_{of.arrived}": "1"}
        | {"bin": "970436", "number": "99998888", "holder": NAME},
        "words": {"text": "Vì thế", "no-text": "Vì thế"},
        "sellable": {f"sellable_{of.agreed_line}": "1"},
        "decision": {"decision": "decline", "text": "Vì thế"},
        "dues": {"direction": "from", "amount": "5000", "day": f"{TODAY:%d/%m/%Y}", "reference": "FT1"},
        "business": {"kind": "farm", "name": "Trại Mới", "tax_code": "0100233488"},
        "organiser": {"kind": "authority", "name": "Sở Mới", "province": "15", "commune": world.VAN_CHAN}
        | {"street": "1 Trần Phú", "contact_name": "Lan", "phone": "0912000111"},
        "steward": {"contact": "moi@vidu.vn", "role": "steward"},
        "fair_basics": {"name": "Hội chợ Mới", "theme": "ocop", "seen": "0"},
        "fair_guests": {"visitor_quota": "500", "ticket_price": "0", "seen": of.fair_at},
        "fair_item": {"title": "Khai mạc", "day": "2026-12-20", "starts_at": "9:00", "ends_at": "10:00"}
        | {"seen": of.item_at},
        "item_seen": {"seen": of.item_at},
        "fair_seen": {"seen": "1"},
        "fair_reason": {
            f"{do}-{name}": text
            for do in ("postpone", "cancel")
            for name, text in (_BAD_NEWS | {"seen": of.fair_at}).items()
        },
        "own_contact": {
            "province": "15",
            "commune": world.VAN_CHAN,
            "street": "2 Trần Phú",
            "contact_name": "Hà",
            "phone": "0912345678",
            "email": "",
            "about": "",
            "seen": of.organiser_at,
        },
        "as_manager": {"role": "manager"},
        "fair_anew": {"starts_on": "2027-12-20"},
        "fair_account": {
            "organiser": of.organiser,
            "bin": "970436",
            "number": "99998888",
            "holder": "TT",
            "password": people.PASSWORD,
        },
        "organiser_ok": {"decision": "approve", "seen": of.waiting_at},
        "contact": {"contact_name": "Lan", "phone": "0912000111"},
        "agreed": {"agreed": "y"},
        "claim": {"statement": "Tôi là chủ", "proof": "Giấy phép"},
        "claimed": {"decision": "approve", "seen": of.claim_at},
        "invitation": {"contact": "nguoimoi@vidu.vn", "role": "packer"},
        "to_mark": {"contact": "hoi@vidu.vn"},
        "quiet": {"quiet_from": "22", "quiet_until": "6"},
        "packer": {"role": "packer"},
        "approval": {"decision": "approve", "seen": of.handed_in_at},
        "reply": {f"{review}-text": "Cảm ơn", "text": "Đã sửa"},
        "hiding": {f"{review}-reason": "Không phù hợp"},
        "account": {
            "producer": of.seller,
            "bin": "970436",
            "number": "99998888",
            "holder": "HTX",
            "password": people.PASSWORD,
        },
        "cash": {"producer": of.seller, "cod_ceiling": "1tr"},
        "statement": {
            "producer": of.seller,
            "file": _file(f"Ngày,Ghi có,Nội dung\n21/11/2026,{of.missing},{of.code}\n"),
        },
        "lines": {
            "producer": of.seller,
            "lines": json.dumps([[1, of.missing, of.code, f"bank:{ACCOUNT}:0a0a"]]),
        },
        "fee": {"applies_to": "all", "percent": "3", "minimum": "0", "valid_from": later},
        "remittance": {"carrier": "coach", "file": _file(f"Mã đơn,Thu hộ\n{of.shipped}-1,120000\n")},
        "remitted": {"lines": json.dumps([[1, 120_000, f"{of.shipped}-1", "remittance:coach:x"]])},
        "wanted": wanted,
        "correction": {f"correction-{name}": text for name, text in wanted.items()}
        | {"correction-ground": "Nhầm"},
        "extension": {f"extension-{name}": text for name, text in ruling.items()},
        "revocation": {f"revocation-{name}": text for name, text in ruling.items()},
        "ruling": {f"ruling-{name}": text for name, text in ruling.items()} | {"recognition": of.right},
        "right_ruling": {f"ruling-{name}": text for name, text in ruling.items()}
        | {"ruling-step": "suspend", "authorisation": of.use},
        "use": {
            "product": "",
            "basis": "permit",
            "permit_no": "8/GP",
            "granted_by": "Sở",
            "valid_from": later,
        }
        | {"valid_until": later},
        "use_list": {
            "action": "grant",
            "lines": f"{of.seller};9/GP",
            "basis": "permit",
            "granted_by": "Sở",
            "valid_from": later,
            "valid_until": later,
        },
        "pasted": {"lines": of.recognition},
        "list": {"evidence": "A", "file": (io.BytesIO(_list("Chè Khác")), "ds.csv")},
        "reading": {"column-0": "product", "column-1": "producer", "set": "11"},
        "row": {"product": "Chè Mới", "producer": "HTX Mới", "stars": "5", "set": "11"},
        "second": {"decision": "approve", "seen": of.revision},
        "synonyms": {"text": "lợn, heo", "based_on": of.synonyms},
        "based_on": {"based_on": of.synonyms},
        "terms": terms | {"code": "MOI2026", "first_day": later, "last_day": later, "uses_allowed": "5"},
    }


_BAD_NEWS = {"reason": "Mưa bão"}


def _file(text: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(text.encode()), "tep.csv"
