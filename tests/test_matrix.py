"""Every address of the shop for every kind of person: what they may not see or do is refused, and nothing is written."""

import re
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Connection, event
from werkzeug.routing import Map

from catalog.records import Base
from tests import matrix_catalogue as catalogue
from tests import matrix_of_rights as rights
from tests import matrix_purchase_orders as purchases
from tests import matrix_retailers as retailers
from tests.matrix_world import SECRETS, OpenGateway, everybody, forms, things
from tests.people import browser, signed_in
from tests.shopping import review_form

PEOPLE = ("guest", "other", "neighbour", "officer")
TABLES = {
    "buyer": rights.ANYBODY + rights.BUYER,
    "seller": rights.SELLER + catalogue.SELLER + purchases.SELLER_ROWS,
    "officer of another province": rights.OFFICER + purchases.OFFICER_ROWS,
    "managing body": rights.MARKS_DESK,
    "organiser": rights.ORGANISER,
    **{role: retailers.rows_of(role) for role in retailers.ROLES},
    "retailer": rights.RETAILER + catalogue.RETAILER + purchases.RETAILER_ROWS,
}
# Places, rates and the like: no page writes them.
_STILL = {"places", "place_aliases", "categories", "category_aliases", "delivery_rates"}


@dataclass(frozen=True)
class Row:
    """One line of the table: `answers` by person, the last of whom is the rightful one."""

    method: str
    path: str
    form: str
    answers: dict[str, str]
    owner: str


def rows() -> list[Row]:
    found = []
    for owner, table in TABLES.items():
        for line in (line for line in table.splitlines() if line and not line.startswith("#")):
            method, path, form, *answers = line.split()
            people = (*PEOPLE, owner)
            each = answers * len(people) if len(answers) == 1 else answers
            found.append(Row(method, path, form, dict(zip(people, each, strict=True)), owner))
    return found


def test_every_address_is_in_the_table(app):
    # Whatever a name stands for, it is one of the right shape.
    numbers = re.compile(
        r"/\{(line|arrived|address|favourite|letter|refund|review|job|request|hidden|synonyms|draft|handed_in"
        r"|mark_flag|proposal|question|hidden_question|producer_claim|notice|helper|invitation|listing(_\w+)?"
        r"|joining|waiting|suspended|organiser_id|usher|invited_usher|item"
        r"|\w+_id|booth|booth_type|other_booth|other_type|spare_type|feature|booth_refund|ticket_refund)\}"
    )
    adapter = app.url_map.bind("localhost")
    known = set()
    for row in rows():
        path = numbers.sub("/1", row.path.replace("{listing_digest}", "d" * 20)).partition("?")[0]
        known.add((adapter.match(path, row.method)[0], row.method))
    assert known == set(written_addresses(app.url_map))


def written_addresses(url_map: Map) -> list[tuple[str, str]]:
    return [
        (rule.endpoint, method)
        for rule in url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    ]


@pytest.fixture
def stage(app, session, monkeypatch) -> SimpleNamespace:
    """Everybody and everything, with the buyer's basket on its way to an order."""
    monkeypatch.setitem(app.extensions, "gateway", OpenGateway())
    settings = type(app.extensions["settings"])
    monkeypatch.setattr(settings, "has_mailbox", property(lambda _: False))
    people = everybody(session)
    of = things(session, people["buyer"], app.extensions["settings"].papers_dir)
    buyer = signed_in(app, people["buyer"])
    checkout = {name: text for name, text in review_form(buyer).items() if name != "csrf_token"}
    return SimpleNamespace(people=people, of=of, checkout=checkout)


@pytest.mark.parametrize("owner", TABLES)
def test_everybody_gets_what_the_table_says(app, undone, stage, owner):
    wrong, compares = [], undone.engine.dialect.name == "sqlite"
    before = written(undone.connection)
    writing = []
    event.listen(undone.connection, "before_cursor_execute", lambda *facts: writing.append(writes(facts[2])))
    for row in (row for row in rows() if row.owner == owner):
        for person, expected in _asked(row, undone.engine.dialect.name).items():
            attempt = undone.connection.begin_nested()
            writing.clear()
            answer = ask(app, stage, row, person)
            changed = (
                compares and row.method == "POST" and any(writing) and written(undone.connection) != before
            )
            attempt.rollback()
            got = short(answer) + ("+" if changed else "")
            if got != expected:
                wrong.append(f"{row.method} {row.path}: {person} got {got}, not {expected}")
            kept = answer.headers.get("Cache-Control")
            if row.path.startswith("/retailer") and kept != "private, no-store":
                wrong.append(f"{row.method} {row.path}: {kept} for {person}")
            told = told_to(answer)
            answer.close()
            if person != row.owner and not may_read(person, row) and told:
                wrong.append(f"{row.method} {row.path}: {person} reads {told}")
    assert not wrong, "\n".join(wrong)


def _asked(row: Row, dialect: str) -> dict[str, str]:
    """On PostgreSQL the owner's answers alone: what it runs is other SQL, while whom it refuses is the same code.

    There what was written is not compared either, which reads every table.
    """
    return row.answers if dialect == "sqlite" else {row.owner: row.answers[row.owner].rstrip("+")}


def ask(app, stage, row: Row, person: str):
    """With a token that is good, so that only the right is asked for."""
    client = browser(app) if person == "guest" else signed_in(app, stage.people[person])
    with client.session_transaction() as cookie:
        cookie["csrf_token"] = "of-this-visit"
    path = row.path.format(**stage.of)
    if row.method == "GET":
        return client.get(path)
    fields = dict(forms(SimpleNamespace(**stage.of, checkout=stage.checkout))[row.form])
    token = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps("of-this-visit")
    prefixes = (
        "",
        "no-",
        "part-1-",
        f"review-{stage.of['review']}-",
        f"review-{stage.of['hidden']}-",
        "reason-",
        f"question-{stage.of['question']}-",
        f"question-{stage.of['hidden_question']}-",
    )
    prefixes += (f"flag-{stage.of['listing_flag']}-", f"mark-flag-{stage.of['mark_flag']}-")
    prefixes += ("postpone-", "cancel-")
    prefixes += ("correction-", "extension-", "revocation-", "ruling-")
    fields |= {f"{prefix}csrf_token": token for prefix in prefixes}
    return client.post(path, data=fields)


def short(answer) -> str:
    if answer.status_code == 303 and re.match(r"/sign-in(\?|$)", answer.location):
        return "in"
    return str(answer.status_code)


def may_read(person: str, row: Row) -> bool:
    """An officer reads in the office what others may not."""
    return person == "officer" and row.path.startswith("/office")


def told_to(answer) -> list[str]:
    text = answer.get_data(as_text=True) if answer.mimetype.startswith("text/") else ""
    return [secret for secret in SECRETS if secret in text]


def writes(statement: str) -> bool:
    """Whether the statement may change something: only then is the whole database read to see what."""
    return re.search(r"\b(INSERT|(?<!FOR )UPDATE|DELETE)\b", statement) is not None


def written(connection: Connection) -> dict[str, list[str]]:
    """Everything in the database."""
    return {
        table.name: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{table.name}"').all()))
        for table in Base.metadata.sorted_tables
        if table.name not in _STILL
    }
