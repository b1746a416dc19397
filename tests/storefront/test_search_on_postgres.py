"""The shop with SEARCH_BACKEND=postgres: from the first command to a page, without any folder for search."""

import pytest

from catalog.search.postgres_backend import PostgresBackend
from catalog.search.whoosh_backend import WhooshBackend
from storefront import create_app
from storefront.settings import Settings
from storefront.work.feeding import index_once
from tests.conftest import postgres_url

from .test_commands import HEADER, ROW


@pytest.fixture
def shop(tmp_path):
    made = create_app(
        Settings(
            data_dir=tmp_path / "data",
            database_url=postgres_url("shop"),
            secret_key="only-for-the-tests",
            search_backend="postgres",
            demo=False,
        ).complete()
    )
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture
def run(shop):
    runner = shop.test_cli_runner()
    return lambda *words: runner.invoke(args=[str(word) for word in words], catch_exceptions=False)


def test_it_is_chosen_by_setting(shop, tmp_path):
    assert isinstance(shop.extensions["search"], PostgresBackend)
    other = create_app(Settings(data_dir=tmp_path / "other", secret_key="only-for-the-tests").complete())
    assert isinstance(other.extensions["search"], WhooshBackend)


def test_what_is_imported_is_found_after_the_next_step_of_the_worker(shop, run, tmp_path):
    run("prepare")
    file = tmp_path / "one.csv"
    file.write_text(HEADER + ROW, "utf-8")
    run("import-catalogue", file)
    backend = shop.extensions["search"]
    with shop.app_context(), backend.writing():
        assert index_once(backend)
        assert not index_once(backend)
    page = shop.test_client().get("/products?q=che+thu").text
    assert "Chè thử" in page
    assert not (tmp_path / "data" / "search").exists()


def test_reindex_makes_the_index_anew(shop, run):
    run("prepare")
    assert run("reindex").exit_code == 0
    with shop.extensions["database"].reading() as session:
        health = shop.extensions["search"].health(session)
    assert (health.problem, shop.extensions["search"].reached()) == ("", health.version)


def test_reindex_leaves_the_work_to_a_worker_that_runs(shop, run):
    run("prepare")
    with shop.extensions["search"].writing():
        assert "The worker is running" in run("reindex").output
    assert shop.extensions["search"].reached() is None
