"""The synonyms that officers edit: kept in versions, checked before they count, seen by every page at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from catalog.listing import ListingIndex
from catalog.records import Refused
from catalog.search.synonym_lists import (
    MAX_LENGTH,
    PACKAGED,
    SynonymList,
    current_synonyms,
    edit_synonyms,
    load_synonyms,
    newest_versions,
    version_before,
)
from catalog.search.synonyms import parse_synonyms
from catalog.versions import changed_since, current_version
from marketplace import migrations
from marketplace.audit import Entry
from storefront.database import Database
from tests import world
from tests.conftest import postgres_url
from tests.world import NOW

FIRST = "lợn, heo\n"
SECOND = "lợn, heo\nngan, vịt xiêm\n"


@pytest.fixture
def loaded(session) -> int:
    edit_synonyms(session, FIRST, NOW)
    session.commit()
    return current_synonyms(session)[0]


def versions(session) -> int:
    return session.scalar(select(func.count()).select_from(SynonymList))


def test_the_packaged_list_can_be_read_and_is_in_force_before_any_other(session):
    id, packaged = current_synonyms(session)
    assert id == 0
    assert len(parse_synonyms(packaged).groups) > 100
    assert parse_synonyms(packaged) == parse_synonyms(PACKAGED.read_text("utf-8"))


def test_loading_stores_the_packaged_list_once(session):
    assert [load_synonyms(session, NOW), load_synonyms(session, NOW)] == [1, 0]
    session.commit()
    id, stored = current_synonyms(session)
    assert id > 0
    assert "lợn, heo" in stored


def test_loading_leaves_an_edited_list_alone(session, loaded):
    assert load_synonyms(session, NOW) == 0
    assert current_synonyms(session) == (loaded, FIRST)


def test_an_edit_is_a_new_version_and_the_old_one_stays(session, loaded):
    assert edit_synonyms(session, SECOND, NOW, loaded)
    session.commit()
    id, in_force = current_synonyms(session)
    assert (id > loaded, in_force) == (True, SECOND)
    assert session.get(SynonymList, loaded).text == FIRST
    assert [row.id for row in newest_versions(session, 5)] == [id, loaded]
    assert version_before(session, id).id == loaded
    assert version_before(session, loaded) is None


def test_an_edit_is_noted(session, loaded):
    edit_synonyms(session, SECOND, NOW, loaded)
    session.commit()
    entry = session.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert (entry.action, entry.subject, entry.facts) == (
        "synonyms.edited",
        "synonym_lists",
        {"replaces": loaded},
    )
    assert entry.subject_id == current_synonyms(session)[0]


@pytest.mark.parametrize(
    "same", ["lợn, heo", "lợn, heo  \r\n\r\n", "l\u01a1\u0323n, heo", "\x00lợn, heo\x07"]
)
def test_what_differs_in_line_ends_and_signs_nobody_sees_is_no_new_version(session, loaded, same):
    assert not edit_synonyms(session, same, NOW, loaded)
    assert versions(session) == 1


@pytest.mark.parametrize("wrong", ["lợn, heo\nmột mình\n", "lợn, heo\r\n\r\ngà,,vịt", "oldprov bến tre\n"])
def test_a_list_with_a_line_that_cannot_be_read_is_refused_by_its_number(session, loaded, wrong):
    with pytest.raises(Refused, match="Line ") as refusal:
        edit_synonyms(session, wrong, NOW, loaded)
    assert wrong.splitlines()[refusal.value.facts["line"] - 1] in ("một mình", "gà,,vịt", "oldprov bến tre")
    assert versions(session) == 1


def test_signs_that_end_a_line_only_for_some_do_not_move_the_number(session, loaded):
    with pytest.raises(Refused) as refusal:
        edit_synonyms(session, "# ghi\u2028chú\x0b, \x85\n\nmột mình", NOW, loaded)
    assert refusal.value.facts["line"] == 3


def test_a_list_that_is_too_long_is_refused(session, loaded):
    remark = "# " + "a" * (MAX_LENGTH - 3)
    assert edit_synonyms(session, remark, NOW, loaded)
    with pytest.raises(Refused, match="longer than 200000"):
        edit_synonyms(session, remark + "a", NOW)


@pytest.mark.parametrize("based_on", [0, -1, 2**40])
def test_an_edit_of_another_version_is_refused(session, loaded, based_on):
    with pytest.raises(Refused, match="meanwhile"):
        edit_synonyms(session, SECOND, NOW, based_on)
    assert current_synonyms(session) == (loaded, FIRST)


@pytest.mark.parametrize("change", ["UPDATE synonym_lists SET text = ''", "DELETE FROM synonym_lists"])
def test_the_database_keeps_every_version(session, loaded, change):
    with pytest.raises(DBAPIError, match="append-only: synonym_lists"):
        session.execute(text(change))


def test_the_model_keeps_every_version(session, loaded):
    session.get(SynonymList, loaded).text = SECOND
    with pytest.raises(RuntimeError, match="append-only"):
        session.flush()


def test_pages_change_with_the_words_and_products_do_not(session):
    world.product(session)
    session.commit()
    index = ListingIndex()
    before = index.at_present(session)
    edit_synonyms(session, FIRST, NOW)
    session.commit()
    version = current_version(session)
    assert version == before.version + 1
    assert changed_since(session, before.version) == set()
    after = index.at_present(session)
    assert (after.version, before.version) == (version, version - 1)
    assert after.ids is before.ids, "nothing was read again"


def test_a_product_that_changes_with_the_words_is_still_seen(session):
    product = world.product(session)
    session.commit()
    version = current_version(session)
    edit_synonyms(session, FIRST, NOW)
    product.name = "Chè khác"
    session.commit()
    assert changed_since(session, version) == {product.id}


@pytest.fixture(params=["sqlite", "postgresql"])
def real(request, tmp_path):
    """A database of its own, on which several transactions run at once."""
    url = f"sqlite:///{tmp_path / 'own.db'}" if request.param == "sqlite" else postgres_url("synonyms")
    made = Database(url)
    migrations.upgrade(made.engine)
    yield made
    made.engine.dispose()


def test_of_two_officers_who_save_at_once_the_second_is_told(real):
    barrier = threading.Barrier(4)

    def save(number: int) -> str:
        barrier.wait(30)
        try:
            with real.transaction() as session:
                edit_synonyms(session, f"lợn, heo, số {number}", NOW, 0)
        except Refused:
            return "told"
        return "saved"

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(save, range(4))) == ["saved", "told", "told", "told"]
    with real.reading() as session:
        assert versions(session) == 1
