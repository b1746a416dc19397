"""Accounts and roles, as rows and as rules."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from catalog.records import Refused
from marketplace.accounts.memberships import Membership, Role, appoint_officer, officer_membership
from marketplace.accounts.passwords import verified
from marketplace.accounts.users import User, add_user, find_user, names_behind, read_email
from marketplace.audit import Entry
from tests import world
from tests.world import NOW

PASSWORD = "mật khẩu rất dài"


@pytest.fixture
def user(session) -> User:
    return add_user(session, " An@Vidu.VN ", "  Nguyễn  Thị An ", PASSWORD, NOW)


def actions(session) -> list[str]:
    return list(session.scalars(select(Entry.action).order_by(Entry.id)))


def test_an_account_is_kept_in_small_letters_and_found_however_it_is_written(session, user):
    session.commit()
    assert (user.email, user.name) == ("an@vidu.vn", "Nguyễn Thị An")
    assert find_user(session, "AN@VIDU.vn ") is user
    assert find_user(session, "an@vidu.vn\x00") is user
    assert find_user(session, "binh@vidu.vn") is None
    assert verified(PASSWORD, user.password_hash) == (True, None)
    assert PASSWORD not in user.password_hash


@pytest.mark.parametrize(
    "text", ["", "an", "an@", "@vidu.vn", "an@vidu", "an @vidu.vn", "a@b@c.vn", "a" * 200 + "@b.vn"]
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(Refused, match="not complete"):
        read_email(text)


@pytest.mark.parametrize(
    ("email", "name", "password"),
    [
        ("an", "An", PASSWORD),
        ("an@vidu.vn", " \x00", PASSWORD),
        ("an@vidu.vn", "a" * 201, PASSWORD),
        ("an@vidu.vn", "An", "short"),
    ],
)
def test_an_account_with_something_wrong_is_not_made(session, email, name, password):
    with pytest.raises(Refused):
        add_user(session, email, name, password, NOW)
    session.commit()
    assert session.scalar(select(User)) is None


def test_an_address_has_one_account(session, user):
    session.commit()
    add_user(session, "AN@vidu.vn", "Other", PASSWORD, NOW)
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize(
    "fact",
    [{"email": "AN@vidu.vn"}, {"name": ""}, {"session_generation": 0}],
    ids=["email", "name", "generation"],
)
def test_the_database_checks_an_account_itself(session, fact):
    facts = {
        "email": "an@vidu.vn",
        "name": "An",
        "password_hash": "x",
        "session_generation": 1,
        "created_at": NOW,
    }
    session.add(User(**facts | fact))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_new_password_replaces_the_old_one_and_ends_all_sessions(session, user):
    session.commit()
    user.change_password("một mật khẩu khác")
    session.commit()
    assert user.session_generation == 2
    assert not verified(PASSWORD, user.password_hash)[0]
    assert actions(session) == ["user.added", "user.password_changed"]


def test_an_officer_belongs_to_one_office_and_can_be_moved(session, user):
    session.flush()
    assert officer_membership(session, user.id) is None
    central = appoint_officer(session, user, None, NOW)
    session.commit()
    assert (central.role, central.province_code) == (Role.OFFICER, None)
    assert appoint_officer(session, user, "15", NOW) is central
    session.commit()
    assert officer_membership(session, user.id).province_code == "15"
    assert actions(session) == ["user.added", "officer.appointed", "officer.appointed"]


@pytest.mark.parametrize("code", ["99", "", world.VAN_CHAN])
def test_an_office_stands_for_a_province(session, user, code):
    with pytest.raises(Refused, match="no province"):
        appoint_officer(session, user, code, NOW)


@pytest.mark.parametrize(
    "facts", [{"role": "king"}, {"province_code": world.VAN_CHAN}, {"province_code": "99"}]
)
def test_the_database_checks_a_role_itself(session, user, facts):
    session.flush()
    session.add(Membership(**{"user_id": user.id, "role": Role.OFFICER, "created_at": NOW} | facts))
    with pytest.raises(IntegrityError):
        session.flush()


def test_nobody_is_an_officer_twice(session, user):
    session.flush()
    for province in ("15", None):
        session.add(Membership(user_id=user.id, role=Role.OFFICER, province_code=province, created_at=NOW))
    with pytest.raises(IntegrityError):
        session.flush()


def test_who_did_it_is_told_by_the_entries(session, user):
    session.commit()
    one, other = world.mark(session), world.mark(session)
    one.note("mark.seen")
    session.commit()
    session.info["user_id"] = user.id
    other.note("mark.seen")
    session.commit()
    assert names_behind(session, "mark.seen", [one.id, other.id]) == {other.id: "Nguyễn Thị An"}
    assert names_behind(session, "mark.seen", [one.id]) == {}
    assert names_behind(session, "mark.lost", [other.id]) == {}
