"""Migrations and models say the same, on both databases; the register only grows, whoever writes to it."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect, text
from sqlalchemy.exc import DBAPIError

from catalog.records import Base
from marketplace import migrations, models
from storefront.database import Database
from tests import world
from tests.conftest import postgres_url

ALL_TABLES = set(Base.metadata.tables)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path) -> Iterator[Database]:
    """A database without any table."""
    url = f"sqlite:///{tmp_path / 'empty.db'}" if request.param == "sqlite" else postgres_url("empty")
    made = Database(url)
    yield made
    made.engine.dispose()


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def downgrade(database: Database) -> None:
    with database.engine.execution_options(writes=True).begin() as connection:
        command.downgrade(migrations._config(connection), "base")


def difference(database: Database) -> list:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)


def test_every_table_of_the_models_is_known():
    assert models.__all__
    assert {
        "recognitions",
        "authorisations",
        "acts",
        "orders",
        "stock",
        "entries",
        "catalogue_version",
    } <= ALL_TABLES


def test_the_migrations_make_what_the_models_say(database):
    assert difference(database) == []


def test_a_difference_would_be_found(empty):
    migrations.upgrade(empty.engine)
    with empty.transaction() as session:
        session.execute(text("ALTER TABLE baskets ADD COLUMN forgotten INTEGER"))
    assert [kind for kind, *_ in difference(empty)] == ["remove_column"]


def test_all_tables_come_go_and_come_again(empty):
    migrations.upgrade(empty.engine)
    assert tables(empty) == ALL_TABLES | {"alembic_version"}
    downgrade(empty)
    assert tables(empty) == {"alembic_version"}
    migrations.upgrade(empty.engine)
    assert difference(empty) == []
    assert empty.catalogue_version() == 1


def test_going_up_twice_changes_nothing(empty):
    migrations.upgrade(empty.engine)
    migrations.upgrade(empty.engine)
    assert tables(empty) == ALL_TABLES | {"alembic_version"}


def test_a_table_that_others_point_at_can_be_made_anew(empty):
    """Officers of before keep their memberships when the table of users changes."""
    migrations.upgrade(empty.engine, "0003")
    with empty.transaction() as session:
        session.execute(
            text(
                "INSERT INTO users (id, email, name, password_hash, session_generation, created_at)"
                " VALUES (7, 'an@vidu.vn', 'An', 'x', 1, '2026-01-01')"
            )
        )
        session.execute(
            text("INSERT INTO memberships (user_id, role, created_at) VALUES (7, 'officer', '2026-01-01')")
        )
    migrations.upgrade(empty.engine)
    with empty.transaction() as session:
        query = "SELECT email FROM users JOIN memberships ON user_id = users.id"
        assert session.scalar(text(query)) == "an@vidu.vn"
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text("UPDATE memberships SET user_id = 8"))


def test_whoever_was_a_member_before_there_were_roles_is_an_owner(empty):
    migrations.upgrade(empty.engine, "0010")
    with empty.transaction() as session:
        for sql in (
            "INSERT INTO users (id, email, email_verified_at, name, language, password_hash, session_generation,"
            " created_at) VALUES (7, 'an@vidu.vn', '2026-01-01', 'An', 'vi', 'x', 1, '2026-01-01')",
            "INSERT INTO places (code, level, prefix, name, key, region, latitude, longitude)"
            " VALUES ('15', 'province', 'tỉnh', 'Lào Cai', 'lao cai', 'northern_mountains', 22, 104)",
            "INSERT INTO producers (id, slug, name, key, kind, commune_code, intro, intro_en, state, sample, created_at)"
            " VALUES (3, 'htx', 'HTX', 'htx', 'farm', '15', '', '', 'approved', FALSE, '2026-01-01')",
            "INSERT INTO memberships (user_id, role, producer_id, created_at) VALUES (7, 'producer', 3, '2026-01-01')",
            "INSERT INTO entries (at, action, subject, subject_id, facts)"
            " VALUES ('2026-01-01', 'producer.dues_recorded', 'producers', 3, '{}')",
        ):
            session.execute(text(sql))
    migrations.upgrade(empty.engine)
    with empty.reading() as session:
        assert session.scalar(text("SELECT producer_role FROM memberships")) == "owner"
        assert session.scalar(text("SELECT producer_id FROM entries")) == 3
        assert session.execute(text("SELECT quiet_from, quiet_until FROM users")).one() == (21, 7)


CHECKS = {
    (table.name, constraint.name)
    for table in Base.metadata.tables.values()
    for constraint in table.constraints
    if isinstance(constraint, CheckConstraint)
}


def test_every_check_of_the_models_is_in_the_database(database):
    """Alembic does not compare checks, so a new one is easily forgotten in a migration."""
    found = {(table, check["name"]) for table in tables(database) for check in checks(database, table)}
    assert found == {(table, str(name)) for table, name in CHECKS}


def checks(database: Database, table: str) -> list:
    return inspect(database.engine).get_check_constraints(table)


@pytest.fixture
def register(session) -> dict[str, int]:
    """One row in each table of the register: table → id."""
    product = world.product(session)
    recognition = world.recognition(session, product)
    authorisation = world.authorisation(session, product, world.mark(session))
    act = world.act(session, recognition, "revoke", world.TODAY)
    return {"recognitions": recognition.id, "authorisations": authorisation.id, "acts": act.id}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE recognitions SET stars = 5 WHERE id = :id",
        "UPDATE authorisations SET permit_no = 'x' WHERE id = :id",
        "UPDATE acts SET kind = 'suspend' WHERE id = :id",
        "DELETE FROM recognitions WHERE id = :id",
        "DELETE FROM authorisations WHERE id = :id",
        "DELETE FROM acts WHERE id = :id",
    ],
)
def test_the_database_refuses_to_change_the_register(session, register, change):
    table = next(word for word in change.split() if word in register)
    with pytest.raises(DBAPIError, match=f"the register is append-only: {table}"):
        session.execute(text(change), {"id": register[table]})


@pytest.mark.parametrize("table", ["recognitions", "authorisations", "acts"])
def test_no_row_of_the_register_goes_when_all_are_to_go(session, register, table):
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(text(f"DELETE FROM {table}"))
    assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 1


def test_a_recognised_product_cannot_be_deleted_from_under_its_recognitions(session, register):
    with pytest.raises(DBAPIError):
        session.execute(text("DELETE FROM products"))
