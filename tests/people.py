"""People with accounts, and browsers that are signed in to them."""

from sqlalchemy import select

from marketplace.accounts import second_factor
from marketplace.accounts.memberships import appoint_officer
from marketplace.accounts.seals import Seal
from marketplace.accounts.users import User, add_user
from marketplace.jobs import Job
from tests.shopping import hidden
from tests.world import NOW

# Of the secret that every shop of the tests has.
SEAL = Seal(["only-for-the-tests"])
PASSWORD = "mật khẩu rất dài"


def browser(app):
    made = app.test_client()
    made.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return made


def user(session, email: str = "binh@vidu.vn", name: str = "Trần Bình", **facts) -> User:
    """Somebody with an account and no role."""
    made = add_user(session, email, name, PASSWORD, NOW)
    for field, value in facts.items():
        setattr(made, field, value)
    session.commit()
    return made


def officer(session, email: str = "an@vidu.vn", name: str = "Nguyễn Thị An", province: str = "15") -> User:
    """An officer of Lào Cai, with a second factor."""
    made = add_user(session, email, name, PASSWORD, NOW)
    appoint_officer(session, made, province, NOW)
    session.flush()
    give_second_factor(made)
    session.commit()
    return made


def give_second_factor(user: User) -> None:
    """One that the shops of the tests open; the user is flushed."""
    user.totp_secret = SEAL.seal(f"user:{user.id}", second_factor.new_secret())


def totp_secret(user: User) -> str:
    """What the user's app makes its codes of."""
    return second_factor.secret_of(user, SEAL)


def signed_in(app, user: User):
    """A browser in which somebody has signed in."""
    client = browser(app)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = f"{user.id}:{user.session_generation}"
        cookie["_fresh"] = True
    return client


def sign_in(client, contact: str, password: str = PASSWORD, path: str = "/sign-in"):
    """The first step, through the form."""
    token = hidden(client.get(path).text, "csrf_token")
    return client.post(path, data={"csrf_token": token, "contact": contact, "password": password})


def type_code(client, path: str, code: str):
    """The second step."""
    token = hidden(client.get(path).text, "csrf_token")
    return client.post(path, data={"csrf_token": token, "code": code})


def letters(session) -> list[tuple[str, str, dict]]:
    """What was written to whom, oldest first: the letter, the contact, its facts."""
    session.expire_all()
    jobs = session.scalars(select(Job).where(Job.kind == "letter").order_by(Job.id))
    return [(job.facts["letter"], job.facts["to"], job.facts["facts"]) for job in jobs]


def fill(client, path: str, to: str = "", **fields):
    """Send the form of a page with its token, to another address where one is given."""
    token = hidden(client.get(path).text, "csrf_token")
    return client.post(to or path, data={"csrf_token": token} | fields)
