"""Who is told of samples and contracts, and of papers that lapse during one."""

from datetime import timedelta

from sqlalchemy import select

from catalog.document_kinds import DocumentKind
from marketplace.accounts.notices import Notice
from marketplace.sourcing.contract_steps import end_early, propose, sign, write_harvests
from marketplace.sourcing.price_changes import answer_price, propose_price
from marketplace.sourcing.quotes import Side
from marketplace.sourcing.sample_steps import Wish, agree, ask, lock_sample
from storefront.work.contract_papers import watch_papers
from tests import contract_world, world
from tests.contract_world import now_of, sides, somebody
from tests.letters import letters_to
from tests.world import NOW, TODAY


def told(app, session, user) -> list[str]:
    """What this person was told, oldest first."""
    session.commit()
    letters_to(app, user.contact)
    session.expire_all()
    return list(session.scalars(select(Notice.kind).where(Notice.user_id == user.id).order_by(Notice.id)))


def test_each_side_is_told_what_the_other_did(app, session):
    contract = contract_world.draft(session)
    buyer, seller = sides(session, contract)
    contract = now_of(session, contract)
    propose(session, contract, contract.revision, TODAY, NOW)
    expected = {(line.id, contract.starts_on): 5 for line in contract.lines}
    write_harvests(session, contract, contract.revision, expected, TODAY)
    sign(session, contract, contract.revision, TODAY, NOW)
    user = somebody(session).id
    line = contract.lines[0].id
    change = propose_price(session, contract, line, Side.RETAILER, user, 85_000, TODAY, "Vì", TODAY, NOW)
    answer_price(session, contract, change.id, Side.PRODUCER, True, TODAY, NOW)
    end_early(contract, contract.revision, Side.RETAILER, TODAY + timedelta(days=40), "Đóng cửa", TODAY)
    assert told(app, session, seller) == [
        f"contract.{one}" for one in ("proposed", "price_proposed", "ended")
    ]
    assert told(app, session, buyer) == [f"contract.{one}" for one in ("signed", "price_agreed")]
    assert any(contract.number in letter.text for letter in letters_to(app, seller.contact))


def test_each_side_is_told_of_a_sample(app, session):
    contract = contract_world.draft(session)
    buyer, seller = sides(session, contract)
    product = world.product(session, by=contract.producer)
    store = world.store(session, contract.retailer)
    made = ask(session, contract.retailer, buyer.id, Wish(product.variants[0].id, store.id, 2), NOW)
    session.commit()
    agree(session, lock_sample(session, made.id), 1)
    assert told(app, session, seller) == ["sample.asked"]
    assert told(app, session, buyer) == ["sample.agreed"]


def papers(app, user) -> list[str]:
    return [letter.text for letter in letters_to(app, user.contact) if "giấy tờ" in letter.subject]


def test_both_sides_get_a_letter_before_a_paper_lapses(app, session, clock):
    contract = contract_world.signed(session, papers=(DocumentKind.FOOD_SAFETY,))
    world.document(session, contract.producer, valid_until=TODAY + timedelta(days=7))
    buyer, seller = sides(session, contract)
    database = app.extensions["database"]
    for _ in range(3):
        watch_papers(database, clock.now())
    for person in (buyer, seller):
        (text,) = papers(app, person)
        assert "28/11/2026" in text
    assert f"/retailer/contracts/{contract.code}" in papers(app, buyer)[0]
    assert f"/producer/contracts/{contract.code}" in papers(app, seller)[0]


def test_the_watch_sleeps_at_night(app, session, clock):
    contract = contract_world.signed(session, papers=(DocumentKind.FOOD_SAFETY,))
    buyer, _ = sides(session, contract)
    clock.go_to(TODAY, 3)
    watch_papers(app.extensions["database"], clock.now())
    assert papers(app, buyer) == []
    clock.go_to(TODAY, 9)
    watch_papers(app.extensions["database"], clock.now())
    (text,) = papers(app, buyer)
    assert "Chưa gọi thêm hàng được" in text


def test_nothing_is_said_of_what_was_renewed_meanwhile(app, session, clock):
    contract = contract_world.signed(session, papers=(DocumentKind.FOOD_SAFETY,))
    buyer, _ = sides(session, contract)
    watch_papers(app.extensions["database"], clock.now())
    world.document(session, contract.producer)
    session.commit()
    assert papers(app, buyer) == []
