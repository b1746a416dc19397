"""Damage that is met in the middle of a search: a plain answer is asked for, and a rebuild."""

import pytest

from catalog.search.backend import NoIndex
from catalog.search.whoosh_backend import WhooshBackend
from tests.catalog.search import relevance
from tests.catalog.search.index.making import silent


@pytest.fixture
def backend(tmp_path) -> WhooshBackend:
    made = WhooshBackend(tmp_path / "search")
    rebuild(made)
    return made


def rebuild(backend: WhooshBackend, version: int = 1) -> None:
    with backend.writing():
        backend.rebuild_from(relevance.documents(), version, silent)


def search(backend: WhooshBackend, typed: str = "nước mắm") -> list[str]:
    columns = relevance.columns()
    return relevance.found_keys(columns, backend.matches(columns, typed, relevance.SYNONYMS))


def overwrite_postings(backend: WhooshBackend) -> None:
    """Nothing but zeros in files that are open; they keep their lengths."""
    folder = backend.store.folder / backend.store.state().folder
    for path in folder.glob("*.pst"):
        with open(path, "r+b") as file:
            file.write(bytes(path.stat().st_size))


def test_damage_in_open_files_is_met_given_up_and_mended(backend):
    expected = search(WhooshBackend(backend.store.folder))
    assert expected
    # Opened, nothing decoded yet.
    assert backend.health(None).problem == ""
    overwrite_postings(backend)
    with pytest.raises(NoIndex):
        search(backend)
    assert_given_up(backend)
    rebuild(backend, version=2)
    assert search(backend) == expected
    assert backend.reached() == 2


def test_a_file_that_cannot_be_read_any_more_is_damage(backend, monkeypatch):
    def fail(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("catalog.search.index.open_segment.read_postings", fail)
    with pytest.raises(NoIndex, match="Input/output"):
        search(backend)
    assert_given_up(backend)


def assert_given_up(backend: WhooshBackend) -> None:
    assert backend.reached() is None
    assert backend.store.is_rebuild_wanted
    health = backend.health(None)
    assert (health.documents, health.version) == (0, 0)
    assert health.problem
    # Without looking at the files again and again.
    with pytest.raises(NoIndex):
        search(backend, "gạo")


def test_an_old_search_gives_up_nothing_but_its_own_snapshot(backend):
    old = backend.snapshots.at_present()
    rebuild(backend, version=2)
    assert search(backend)
    backend.snapshots.give_up(old, "too late")
    assert search(backend)
    assert not backend.store.is_rebuild_wanted


@pytest.mark.parametrize("what", ["words", "read_count"])
def test_whatever_the_library_stumbles_over_is_damage(backend, monkeypatch, what):
    def fail(*_, **__):
        raise KeyError("an old program")

    (segment,) = backend.snapshots.at_present().segments.values()
    if what == "words":
        monkeypatch.setattr(segment.reader, "iter_field", fail)
    else:
        monkeypatch.setattr("catalog.search.index.open_segment.read_count", fail)
    with pytest.raises(NoIndex, match="an old program"):
        # Which of these words belong together is told by how often they are neighbours.
        search(backend, "muối tôm ớt xanh")
    assert_given_up(backend)


def test_before_the_first_build_there_is_no_index(tmp_path):
    backend = WhooshBackend(tmp_path / "search")
    with pytest.raises(NoIndex, match="no index yet"):
        search(backend)
    assert backend.reached() is None
    assert backend.health(None).problem == "there is no index yet"
    rebuild(backend)
    assert search(backend)
