"""The writer dies at each of its steps on the disk in turn: readers find the old index or the new one, whole."""

import os
import sys
from itertools import count
from pathlib import Path

import pytest

from catalog.search.documents import Document
from catalog.search.index.snapshots import Snapshots
from catalog.search.index.store import Store
from catalog.search.index.writer import IndexWriter
from tests.catalog.search.corpus import Corpus
from tests.catalog.search.index.making import MadeIndex, ids_with, silent
from tests.processes import quick_processes

STEPS = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree"}
DIED = 9
WORD = "xoan"


def work(folder: Path, wanted: str, dies_at: int) -> None:
    """Change the index, and leave as by kill -9 before the given step on the disk."""
    steps = count(1)

    def watch(event: str, arguments: tuple) -> None:
        if event in STEPS and str(folder) in str(arguments[0]) and next(steps) == dies_at:
            os._exit(DIED)

    sys.addaudithook(watch)
    change(folder, wanted)


def change(folder: Path, wanted: str) -> None:
    corpus, store = Corpus(30), Store(folder)
    added = Document(31, (f"{WORD} thử",), ("nhà thử",), "")
    writer = IndexWriter(store)
    with store.writing():
        if wanted == "rebuild":
            writer.rebuild([*corpus, added], 2, silent)
        else:
            writer.update([added], [3], 2)


@pytest.mark.parametrize("wanted", ["update", "rebuild"])
def test_dead_at_any_step_the_index_is_the_old_or_the_new_one(tmp_path, wanted):
    processes = quick_processes()
    seen = set()
    for dies_at in count(1):
        folder = tmp_path / str(dies_at)
        reader = MadeIndex(folder, Corpus(30))
        assert ids_with(reader.snapshot, WORD) == []
        process = processes.Process(target=work, args=(folder, wanted, dies_at))
        process.start()
        process.join()
        assert process.exitcode in (0, DIED)
        for snapshots in (reader.snapshots, Snapshots(Store(folder))):
            now = snapshots.at_present()
            assert now is not None, (dies_at, snapshots.problem)
            assert (now.state.version, ids_with(now, WORD)) in ((1, []), (2, [31]))
            seen.add(now.state.version)
        # Whoever comes next finishes it, whatever was left lying about.
        change(folder, wanted)
        now = reader.snapshot
        assert (now.state.version, ids_with(now, WORD)) == (2, [31])
        assert now.documents == (30 if wanted == "update" else 31)
        if process.exitcode == 0:
            break
    assert seen == {1, 2}
    assert dies_at > 10
