"""The folder of the index: whole or noticed, private, and written by one process at a time."""

import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.search.index import store as store_module
from catalog.search.index.snapshots import Snapshots
from catalog.search.index.store import Busy, Damaged, State, Store
from catalog.search.index.writer import IndexWriter
from tests.catalog.search.corpus import Corpus
from tests.catalog.search.index.making import MadeIndex, ids_with, silent

KINDS = (
    "current.json",
    ".toc",
    ".trm",
    ".pst",
    ".id.col",
    ".digest.col",
    "._exact_len.col",
    "._folded_len.col",
    "._named_len.col",
    "._stored.col",
)


@pytest.fixture
def index(tmp_path) -> MadeIndex:
    """Two segments."""
    made = MadeIndex(tmp_path / "data" / "search", Corpus(60))
    made.change(5)
    return made


def problem(store: Store) -> str:
    """What somebody says who looks at the folder for the first time; "" if all is well."""
    snapshots = Snapshots(store)
    there = snapshots.at_present() is not None
    # An empty folder has no mark of change: nobody has looked yet.
    assert there != bool(snapshots.problem)
    return snapshots.problem


def is_damaged(store: Store) -> bool:
    """Whether reader and writer both find it, each by itself."""
    try:
        IndexWriter(store).open()
    except Damaged as damage:
        assert str(damage)
        assert problem(store)
        return True
    assert not problem(store)
    return False


def assert_mended(index: MadeIndex) -> None:
    index.rebuild()
    assert not is_damaged(index.store)
    assert not index.store.is_rebuild_wanted
    assert index.snapshot.documents == len(index.corpus.documents)


def of_kind(index: MadeIndex, kind: str) -> list[Path]:
    found = [path for path in index.files() if path.name.endswith(kind)]
    assert found
    return found


def test_these_are_all_kinds_of_files(index):
    assert [path for path in index.files() if not path.name.endswith(KINDS)] == []
    assert not is_damaged(index.store)


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_file_is_noticed_and_mended(index, kind):
    of_kind(index, kind)[-1].unlink()
    assert is_damaged(index.store)
    assert_mended(index)


@pytest.mark.parametrize("kind", KINDS)
def test_a_flipped_bit_is_noticed_and_mended(index, kind):
    for path in of_kind(index, kind):
        content = path.read_bytes()
        for place in {0, len(content) // 3, len(content) // 2, len(content) - 1}:
            path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
            assert is_damaged(index.store), (path, place)
        path.write_bytes(content)
    assert not is_damaged(index.store)
    index.store.want_rebuild()
    assert_mended(index)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_short_is_noticed_and_mended(index, kind):
    path = of_kind(index, kind)[0]
    content = path.read_bytes()
    for length in {0, len(content) // 2, len(content) - 1}:
        path.write_bytes(content[:length])
        assert is_damaged(index.store), length
    assert_mended(index)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "{}",
        "[]\n223132457",
        "null",
        "7",
        "\x00" * 300,
        "{",
        '{"folder": "g-000001"}',
        "ư\n1",
        "{}\n0",
    ],
)
def test_a_state_that_is_none_is_noticed(index, text):
    (index.store.folder / "current.json").write_text(text)
    with pytest.raises(Damaged):
        index.store.state()
    assert is_damaged(index.store)
    assert_mended(index)


@pytest.mark.parametrize("digit", range(10))
def test_not_one_digit_of_the_version_can_change(index, digit):
    current = index.store.folder / "current.json"
    text = current.read_text()
    other = text.replace(f'"version": {index.version}', f'"version": {digit}')
    current.write_text(other)
    assert is_damaged(index.store) == (digit != index.version)


@pytest.mark.parametrize(
    "name", ["catalog.search.index.store.TOC.read", "whoosh.reading.SegmentReader.column_reader"]
)
def test_files_of_another_program_are_damage(index, monkeypatch, name):
    """As after an exchange of the library: the sums are right, yet it can't make anything of them."""

    def fail(*_, **__):
        raise AttributeError("there is no such class")

    with monkeypatch.context() as patch:
        patch.setattr(name, fail)
        assert is_damaged(index.store)
    assert_mended(index)


def test_the_index_of_another_version_of_the_program_is_made_anew(index, monkeypatch):
    """Other terms stand in it than those we look for."""
    with monkeypatch.context() as patch:
        patch.setattr(store_module, "FORM", 1)
        index.rebuild()
        assert not is_damaged(index.store)
    assert is_damaged(index.store)
    # Nor do two versions side by side ask each other for it all the time.
    assert not index.store.is_rebuild_wanted
    assert_mended(index)


def test_a_reader_at_work_notices_that_the_state_is_gone(index):
    assert index.snapshot.documents == 60
    (index.store.folder / "current.json").unlink()
    assert index.snapshots.at_present() is None
    assert index.snapshots.problem
    assert_mended(index)


def test_a_reader_that_finds_damage_asks_for_a_rebuild(index):
    """The writer has seen these files whole, and does not look at them again."""
    of_kind(index, ".pst")[0].write_bytes(b"")
    index.writer.open()
    assert not index.store.is_rebuild_wanted
    assert problem(index.store)
    assert index.store.is_rebuild_wanted


def test_nothing_is_no_damage_to_speak_of(tmp_path):
    store = Store(tmp_path / "search")
    assert Snapshots(store).at_present() is None
    assert problem(store) == "there is no index yet"
    store.want_rebuild()
    assert not store.folder.exists()


def test_the_state_is_replaced_as_a_whole(index, monkeypatch):
    """Whatever is written before, the last step makes it the index."""
    before = index.store.state()
    known = ids_with(index.snapshot, "be")

    def fail(*_):
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(store_module.os, "replace", fail)
        with pytest.raises(OSError, match="no space"):
            index.update([], known[:3])
    assert index.store.state() == before
    assert ids_with(Snapshots(index.store).at_present(), "be") == known
    # The writer doesn't take for done what it had begun.
    index.update([], known[:2])
    assert ids_with(index.snapshot, "be") == known[2:]
    assert index.snapshot.state.version == index.version


def test_what_an_interrupted_rebuild_left_is_no_matter_and_swept(index):
    folder = index.store.folder
    left = folder / "g-000002"
    left.mkdir()
    (left / "words_half.trm").write_bytes(b"half")
    (folder / "current.new").write_text("{")
    present = folder / index.store.state().folder
    (present / "words_half.pst").write_bytes(b"half")
    assert not is_damaged(index.store)
    index.change(1)
    assert not left.exists()
    assert not (present / "words_half.pst").exists()
    left.mkdir()
    index.rebuild()
    assert index.store.state().folder == "g-000003"
    assert sorted(path.name for path in folder.iterdir()) == ["current.json", "g-000003", "lock"]
    assert not is_damaged(index.store)


def test_the_old_index_answers_until_the_new_one_is_whole(index):
    before, terms = index.snapshot, ["be", "gi", "khi", "ba", "an"]
    known = {term: ids_with(before, term) for term in terms}
    gone = index.corpus.drop(20)
    seen = []

    def look(done: int, total: int) -> None:
        now = Snapshots(index.store).at_present()
        seen.append((done, now.documents, now.state.version))

    with index.store.writing():
        index.writer.rebuild(index.corpus, 9, look)
    assert seen == [(0, 60, 2), (1, 60, 2), (2, 60, 2), (3, 40, 9)]
    assert index.snapshot is not before
    # Who began with the old one ends with it, though its files have been swept.
    assert {term: ids_with(before, term) for term in terms} == known
    assert {term: ids_with(index.snapshot, term) for term in terms} == {
        term: [id for id in ids if id not in gone] for term, ids in known.items()
    }


def test_only_unseen_segments_are_opened(index):
    before = index.snapshot
    index.change(1)
    after = index.snapshot
    assert [after.segments[id] is before.segments[id] for id in before.segments] == [True, True]
    assert len(after.segments) == 3


def test_the_same_words_for_a_later_version_open_nothing(index):
    before, state = index.snapshot, index.store.state()
    index.update([index.corpus.documents[1]])
    assert index.store.state() == replace(state, version=index.version)
    assert index.snapshot is before
    assert before.state.version == index.version


def test_the_folder_is_private(index):
    folders = [index.store.folder, index.store.folder / index.store.state().folder]
    assert {os.stat(folder).st_mode & 0o777 for folder in folders} == {0o700}


def test_a_second_process_is_told_that_the_index_is_being_written(index):
    program = """
import sys
from pathlib import Path
from catalog.search.index.store import Busy, Store
try:
    with Store(Path(sys.argv[1])).writing():
        print("wrote")
except Busy as busy:
    print(f"busy: {busy}")
"""

    def other_process() -> str:
        command = [sys.executable, "-c", program, str(index.store.folder)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    with index.store.writing():
        assert other_process() == f"busy: {index.store.folder} is being written by another process"
        with pytest.raises(Busy), Store(index.store.folder).writing():
            pass
    assert other_process() == "wrote"
    with suppress(RuntimeError), index.store.writing():
        raise RuntimeError("the lock goes with it")
    assert other_process() == "wrote"


def test_an_empty_catalogue_has_an_index_too(tmp_path):
    index = MadeIndex(tmp_path / "search", Corpus(0))
    assert index.snapshot.documents == 0
    assert ids_with(index.snapshot, "be") == []
    assert not index.snapshot.known("be")
    index.update(index.corpus.add(3))
    assert index.snapshot.documents == 3
    index.drop(3)
    assert index.snapshot.documents == 0
    assert index.snapshot.segments == {}
    assert ids_with(index.snapshot, "be") == []


def test_a_state_is_what_was_published(index):
    state = index.store.state()
    assert state == State("g-000001", 2, 2, state.files)
    assert sorted(state.files) == sorted(path.name for path in index.files())[1:] or state.files
    with index.store.writing():
        index.writer.rebuild(index.corpus, 5, silent)
    assert (index.store.state().folder, index.store.state().version) == ("g-000002", 5)
