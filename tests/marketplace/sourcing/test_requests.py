"""Requests: written as a draft, sent out to chosen producers or all that match, asked about, and ended."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.marks import MarkKind
from catalog.records import Refused
from marketplace.sourcing.matching import matching_producers
from marketplace.sourcing.request_steps import (
    Lack,
    answer_question,
    ask_more,
    ask_question,
    decline_request,
    end,
    missing,
    publish,
)
from marketplace.sourcing.request_writing import (
    Conditions,
    Stale,
    Window,
    begin,
    choose_producers,
    drop,
    write,
    write_lines,
    write_windows,
)
from marketplace.sourcing.requests import Recipient, RequestState, SourcingRequest
from tests import sourcing_world, world
from tests.sourcing_world import CLOSES, wanted
from tests.world import NOW, TODAY

S = RequestState
LATER = CLOSES + timedelta(minutes=1)


def asked_by(session, request) -> list[int]:
    query = select(Recipient.producer_id).where(Recipient.request_id == request.id)
    return sorted(session.scalars(query))


def starred(session, stars=4, **facts):
    made = world.product(session, **facts)
    world.recognition(session, made, stars)
    return made


def test_a_fresh_draft_says_all_that_it_lacks(session):
    retailer = world.retailer(session)
    made = begin(session, retailer, sourcing_world.buyer(session, retailer), {}, NOW)
    assert missing(session, made, NOW) == list(Lack)
    with pytest.raises(Refused, match="still missing"):
        publish(session, made, made.revision, NOW)


def test_chosen_producers_alone_are_asked(session):
    chosen, _other = world.producer(session), world.producer(session)
    made = sourcing_world.request(session, ask=(chosen,))
    assert asked_by(session, made) == [chosen.id]
    assert (made.state, made.published_at) == (S.OPEN, NOW)


def test_a_broadcast_asks_who_has_the_goods_with_the_stars(session):
    fits, too_few, other_group = starred(session), starred(session, 3), starred(session, set_code="14")
    none = world.product(session)
    made = sourcing_world.request(session, min_stars=4)
    asked = asked_by(session, made)
    assert fits.producer_id in asked
    assert not {too_few.producer_id, other_group.producer_id, none.producer_id} & set(asked)


def test_stars_that_have_lapsed_count_for_nothing(session):
    lapsed = world.product(session)
    world.recognition(session, lapsed, 5, expires_on=TODAY - timedelta(days=1))
    starred(session)
    made = sourcing_world.request(session, min_stars=3)
    assert lapsed.producer_id not in asked_by(session, made)


def test_papers_and_marks_are_conditions(session):
    without, with_paper, with_both = (world.product(session) for _ in range(3))
    for one in (with_paper, with_both):
        world.document(session, one, "self_declaration")
    world.authorisation(session, with_both, world.mark(session))
    said = Conditions(frozenset({"self_declaration"}), frozenset({MarkKind.GEOGRAPHICAL_INDICATION}))
    made = sourcing_world.request(session, conditions=said)
    assert asked_by(session, made) == [with_both.producer_id]
    papers_alone = sourcing_world.request(session, conditions=Conditions(said.papers))
    assert asked_by(session, papers_alone) == sorted([with_paper.producer_id, with_both.producer_id])
    assert without.producer_id not in asked_by(session, papers_alone)


@pytest.mark.parametrize(("only", "count"), [(True, 1), (False, 2)])
def test_provinces_are_a_preference_or_a_condition(session, only, count):
    here, there = world.product(session), world.product(session)
    session.get_one(world.Producer, there.producer_id).commune_code = world.BA_DINH
    session.flush()
    made = sourcing_world.draft(
        session, province_only=only, conditions=Conditions(provinces=frozenset({"15"}))
    )
    assert here.producer_id in matching_producers(session, made, TODAY)
    assert len(matching_producers(session, made, TODAY)) == count


def test_a_named_product_without_substitutes_asks_its_producer_alone(session):
    named, _like_it = world.product(session), world.product(session)
    line = wanted(product_id=named.id, substitutes=False)
    assert asked_by(session, sourcing_world.request(session, lines=(line,))) == [named.producer_id]
    either = wanted(product_id=named.id, substitutes=True)
    assert len(asked_by(session, sourcing_world.request(session, lines=(either,)))) == 2


def test_nobody_to_ask_is_refused_and_stays_a_draft(session):
    made = sourcing_world.draft(session, min_stars=5)
    with pytest.raises(Refused, match="No producer meets these conditions"):
        publish(session, made, made.revision, NOW)
    assert made.state == S.DRAFT


def test_a_suspended_producer_chosen_by_name_is_refused(session):
    one = world.producer(session)
    made = sourcing_world.draft(session, ask=(one,))
    one.state = "suspended"
    session.flush()
    with pytest.raises(Refused, match="suspended or closed"):
        publish(session, made, made.revision, NOW)


def test_a_retailer_that_is_suspended_meanwhile_sends_nothing_out(session):
    made = sourcing_world.draft(session, ask=(world.producer(session),))
    session.get_one(world.Retailer, made.retailer_id).suspend("Nợ", NOW)
    session.flush()
    with pytest.raises(Refused, match="can't deal now"):
        publish(session, made, made.revision, NOW)


def test_who_writes_on_an_old_revision_is_told(session):
    made = sourcing_world.draft(session, ask=(world.producer(session),))
    write(made, made.revision, {"title": "Mới"})
    with pytest.raises(Stale):
        write(made, made.revision - 1, {"title": "Cũ"})
    assert made.title == "Mới"


def test_what_is_out_does_not_change(session):
    made = sourcing_world.request(session, ask=(world.producer(session),))
    with pytest.raises(Refused, match="has gone out"):
        write(made, made.revision, {"title": "Khác"})
    with pytest.raises(Refused, match="has gone out"):
        drop(session, made, made.revision)


def test_a_draft_is_deleted_with_all_that_is_in_it(session):
    made = sourcing_world.draft(session, ask=(world.producer(session),))
    drop(session, made, made.revision)
    assert session.get(SourcingRequest, made.id) is None


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"quantity_from": 0}, "begins with 1"),
        ({"quantity_from": 300}, "not below its beginning"),
        ({"description": ""}, "says what is wanted"),
        ({"category_code": None}, "says what is wanted"),
        ({"product_id": 10**6}, "not on sale any more"),
    ],
)
def test_lines_that_can_not_be_wanted_are_refused(session, facts, sentence):
    made = sourcing_world.draft(session, ask=(world.producer(session),))
    with pytest.raises(Refused, match=sentence):
        write_lines(session, made, [wanted(**facts)])


@pytest.mark.parametrize(("first", "last"), [(-1, 5), (5, 4)])
def test_days_that_can_not_be_are_refused(session, first, last):
    made = sourcing_world.draft(session, ask=(world.producer(session),))
    days = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
    with pytest.raises(Refused, match="begins today or later"):
        write_windows(session, made, [Window(*days)], TODAY)


def test_another_retailers_store_is_refused(session):
    made = sourcing_world.draft(session, ask=(world.producer(session),))
    foreign = world.store(session, world.retailer(session))
    with pytest.raises(Refused, match="is not yours"):
        write_windows(session, made, [Window(TODAY, TODAY, foreign.id)], TODAY)


def test_more_producers_are_asked_while_quotes_are_taken(session):
    first, second = world.producer(session), world.producer(session)
    made = sourcing_world.request(session, ask=(first,))
    assert ask_more(session, made, [first.id, second.id], NOW) == [second.id]
    with pytest.raises(Refused, match="have not been asked yet"):
        ask_more(session, made, [second.id], NOW)
    with pytest.raises(Refused, match="time for quotes is over"):
        ask_more(session, made, [world.producer(session).id], LATER)


def test_a_question_is_answered_once(session):
    one = world.producer(session)
    made = sourcing_world.request(session, ask=(one,))
    mine = session.get_one(Recipient, (made.id, one.id))
    question = ask_question(session, made, mine, " Giao ở đâu? ", NOW)
    answer_question(session, made, question, "Tại kho", NOW)
    assert (question.question, question.answer) == ("Giao ở đâu?", "Tại kho")
    with pytest.raises(Refused, match="answered meanwhile"):
        answer_question(session, made, question, "Khác", NOW)
    with pytest.raises(Refused, match="time for quotes is over"):
        ask_question(session, made, mine, "Muộn?", LATER)
    with pytest.raises(Refused, match="write your question"):
        ask_question(session, made, mine, " \n ", NOW)


def test_who_will_not_quote_says_why_and_may_think_better_of_it(session):
    product = world.product(session)
    one = session.get_one(world.Producer, product.producer_id)
    made = sourcing_world.request(session, ask=(one,))
    mine = session.get_one(Recipient, (made.id, one.id))
    with pytest.raises(Refused, match="write why"):
        decline_request(session, made, mine, " ", NOW)
    decline_request(session, made, mine, "Hết mùa", NOW)
    assert mine.declined_at == NOW
    sourcing_world.quote(session, made, product)
    assert (mine.declined_at, mine.decline_reason) == (None, "")


@pytest.mark.parametrize(
    ("to", "now", "ends"),
    [(S.CANCELLED, NOW, True), (S.CANCELLED, LATER, True), (S.CLOSED, NOW, False), (S.CLOSED, LATER, True)],
)
def test_a_request_is_cancelled_at_any_time_and_closed_after_its_time(session, to, now, ends):
    made = sourcing_world.request(session, ask=(world.producer(session),))
    if not ends:
        with pytest.raises(Refused, match="Quotes are still coming in"):
            end(session, made, to, "Không cần nữa", made.revision, now)
        return
    with pytest.raises(Refused, match="write why"):
        end(session, made, to, " ", made.revision, now)
    end(session, made, to, "Không cần nữa", made.revision, now)
    assert (made.state, made.reason, made.ended_at) == (to, "Không cần nữa", now)
    with pytest.raises(Refused, match="something has changed meanwhile"):
        end(session, made, to, "Nữa", made.revision, now)


def test_choosing_anew_forgets_who_was_chosen(session):
    first, second = world.producer(session), world.producer(session)
    made = sourcing_world.draft(session, ask=(first,))
    choose_producers(session, made, [second.id], NOW)
    assert asked_by(session, made) == [second.id]
