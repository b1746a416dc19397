"""Files that no row names go once they are old, whatever comes in between."""

import os
from datetime import timedelta

import pytest

from catalog.document_files import store_document
from catalog.leftover_files import make_young, sweep
from catalog.records import Refused
from tests.hostile_pdfs import paper
from tests.world import NOW

OLD, YOUNG = timedelta(hours=49), timedelta(hours=47)
BEFORE = NOW - timedelta(hours=48)


@pytest.fixture
def stored(tmp_path):
    """Stores a file of this name and age."""

    def store(name: str, age: timedelta = OLD):
        path = tmp_path / "ab" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"file")
        os.utime(path, ((NOW - age).timestamp(),) * 2)
        return path

    return store


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.glob("*/*"))


def test_what_is_old_and_not_kept_goes_and_nothing_else(tmp_path, stored):
    for name, age in (("kept.pdf", OLD), ("old.pdf", OLD), ("young.pdf", YOUNG), ("tmpqx7", OLD)):
        stored(name, age)
    assert sweep(tmp_path, lambda path: path == "ab/kept.pdf", BEFORE) == 2
    assert names(tmp_path) == ["kept.pdf", "young.pdf"]
    assert sweep(tmp_path, lambda path: path == "ab/kept.pdf", BEFORE) == 0


def test_a_folder_that_is_not_there_has_nothing_to_delete(tmp_path):
    assert sweep(tmp_path / "none", lambda _: False, BEFORE) == 0


def test_what_is_stored_again_while_it_is_looked_at_stays(tmp_path, stored):
    path = stored("again.pdf")

    def meanwhile(_name: str) -> bool:
        assert make_young(path)
        return False

    assert sweep(tmp_path, meanwhile, BEFORE) == 0
    assert names(tmp_path) == ["again.pdf"]


def test_the_same_bytes_sent_again_make_their_file_young(tmp_path):
    upload = paper()
    path = tmp_path / store_document(upload, tmp_path).path
    os.utime(path, ((NOW - OLD).timestamp(),) * 2)
    store_document(upload, tmp_path)
    assert sweep(tmp_path, lambda _: False, BEFORE) == 0
    assert path.exists()


def test_a_refused_upload_leaves_nothing_that_stays(tmp_path):
    with pytest.raises(Refused):
        store_document(b"%PDF-1.4 nothing", tmp_path)
    assert names(tmp_path) == []


@pytest.mark.parametrize("kept", [True, False])
def test_what_a_crash_left_aside_is_judged_anew(tmp_path, stored, kept):
    stored("lost.pdf.aside")
    assert sweep(tmp_path, lambda path: kept and path == "ab/lost.pdf", BEFORE) == (not kept)
    assert names(tmp_path) == (["lost.pdf"] if kept else [])


def test_what_a_crash_left_aside_gives_way_to_what_was_stored_since(tmp_path, stored):
    stored("twice.pdf.aside")
    newer = stored("twice.pdf", YOUNG)
    newer.write_bytes(b"newer")
    assert sweep(tmp_path, lambda _: True, BEFORE) == 0
    assert names(tmp_path) == ["twice.pdf"] and newer.read_bytes() == b"newer"
