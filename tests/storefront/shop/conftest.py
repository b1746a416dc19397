"""A search index of this test's own."""

import pytest

from catalog.search.feeding import catch_up
from catalog.search.whoosh_backend import WhooshBackend


@pytest.fixture
def bring_index_up_to_date(app, session, tmp_path, monkeypatch):
    """Does the worker's step: what is committed can then be found by words."""
    backend = WhooshBackend(tmp_path / "search")
    monkeypatch.setitem(app.extensions, "search", backend)
    monkeypatch.setattr("catalog.search.index.snapshots.PATIENCE", 0)

    def bring() -> None:
        with backend.writing():
            catch_up(session, backend, lambda done, total: None)

    return bring
