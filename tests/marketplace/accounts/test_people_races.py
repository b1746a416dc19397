"""Two people at one producer at the same moment, in real transactions on both databases."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.place_data import load_places
from catalog.producers import Producer
from catalog.records import Refused
from marketplace import migrations
from marketplace.accounts import invitations, producer_claims, profiles
from marketplace.accounts.memberships import Membership, ProducerRole, add_member
from marketplace.accounts.producer_claims import ProducerClaim
from marketplace.accounts.profiles import Profile
from marketplace.accounts.users import User, open_account
from marketplace.submissions import Decision
from storefront.database import Database
from tests import world
from tests.conftest import postgres_url
from tests.world import NOW

ROUNDS = 8


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared(request, tmp_path_factory) -> Iterator[Database]:
    """A database that many connections write to at once."""
    folder = tmp_path_factory.mktemp("people")
    url = f"sqlite:///{folder / 'people.db'}" if request.param == "sqlite" else postgres_url("people_races")
    made = Database(url)
    migrations.upgrade(made.engine)
    with made.transaction() as session:
        load_places(session)
    yield made
    made.engine.dispose()


def account(session: Session, number: int) -> User:
    users = session.scalar(select(func.count()).select_from(User))
    made = open_account(session, f"u{users}-{number}@vidu.vn", "Thử", "x", "vi", NOW)
    session.flush()
    return made


def at_once(database: Database, *steps: Callable[[Session], None]) -> list[str]:
    """Each step in a transaction of its own, all begun together: "done", or "refused"."""
    barrier = Barrier(len(steps))

    def run(step: Callable[[Session], None]) -> str:
        barrier.wait()
        try:
            with database.transaction() as session:
                step(session)
        except Refused:
            return "refused"
        return "done"

    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(pool.map(run, steps))


def owners(database: Database, producer_id: int) -> int:
    theirs = Membership.producer_id == producer_id, Membership.producer_role == ProducerRole.OWNER
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Membership).where(*theirs))


@pytest.mark.parametrize("round", range(ROUNDS))
def test_of_two_owners_who_remove_each_other_one_stays(shared, round):
    with shared.transaction() as session:
        producer = world.producer(session)
        users = [account(session, i).id for i in range(2)]
        for id in users:
            add_member(session, session.get_one(User, id), producer, NOW)
        maker = producer.id
    steps = [lambda session, id=id: invitations.remove(session, maker, id) for id in users]
    assert at_once(shared, *steps) == ["done", "refused"]
    assert owners(shared, maker) == 1


@pytest.mark.parametrize("round", range(ROUNDS))
def test_of_two_claims_approved_at_once_one_makes_an_owner(shared, round):
    with shared.transaction() as session:
        producer = world.producer(session)
        ids = [
            producer_claims.claim(session, account(session, i), producer, "Tôi", "Giấy", NOW).id
            for i in range(2)
        ]
        maker = producer.id

    def approve(session: Session, id: int) -> None:
        found = session.get_one(ProducerClaim, id)
        producer_claims.decide(session, found, Decision.APPROVE, "", 2, NOW)

    steps = [lambda session, id=id: approve(session, id) for id in ids]
    assert at_once(shared, *steps) == ["done", "refused"]
    assert owners(shared, maker) == 1


@pytest.mark.parametrize("round", range(ROUNDS))
def test_who_presses_twice_gets_one_draft_and_one_claim(shared, round):
    with shared.transaction() as session:
        user, maker = account(session, 0).id, world.producer(session).id

    def start(session: Session) -> None:
        profiles.start(session, session.get_one(User, user), NOW)

    def claim(session: Session) -> None:
        who, producer = session.get_one(User, user), session.get_one(Producer, maker)
        producer_claims.claim(session, who, producer, "Tôi", "Giấy", NOW)

    assert at_once(shared, start, start) == ["done", "done"]
    assert at_once(shared, claim, claim) == ["done", "refused"]
    with shared.reading() as session:
        for kind in (Profile, ProducerClaim):
            assert session.scalar(select(func.count()).select_from(kind).where(kind.user_id == user)) == 1


@pytest.mark.parametrize("round", range(ROUNDS))
def test_of_two_officers_at_one_application_one_decides(shared, round):
    with shared.transaction() as session:
        user = account(session, 0)
        made = profiles.start(session, user, NOW)
        made.kind, made.name, made.commune_code, made.street = "farm", "Trại Thử", world.VAN_CHAN, "Bản"
        made.contact_name, made.phone, made.tax_code = "Thử", "+84912345678", "0314409058"
        profiles.settle(session, made, user, NOW)
        profiles.submit(session, made, user, True, "vi", NOW)
        session.flush()
        id, seen = made.id, made.revision

    def decide(session: Session, decision: Decision) -> None:
        query = select(Profile).where(Profile.id == id).with_for_update(of=Profile)
        profiles.decide(session, session.scalars(query).one(), decision, "Vì thế", seen, NOW)

    steps = [lambda session, one=one: decide(session, one) for one in (Decision.APPROVE, Decision.RETURN)]
    assert at_once(shared, *steps) == ["done", "refused"]
    with shared.reading() as session:
        profile = session.get_one(Profile, id)
        assert session.get_one(Producer, profile.producer_id).state == profile.state
