"""Which snapshot is the newest: readers swap to the next one when the folder has moved on."""

import threading
from time import monotonic

from .snapshot import Snapshot
from .store import Damaged, Store

# How long the folder is taken to be as it was last seen, in seconds: a burst of searches need not ask each time.
PATIENCE = 0.1


class Snapshots:
    """The newest snapshot of an index folder; opens the next one when the folder has moved on."""

    def __init__(self, store: Store):
        self.store = store
        self.problem = "there is no index yet"
        self._stamp: tuple[int, int] | None = None
        self._snapshot: Snapshot | None = None
        self._looked_at = -PATIENCE
        self._opening = threading.Lock()

    def at_present(self) -> Snapshot | None:
        """None where there is no index that can be used; `problem` then says why."""
        moment = monotonic()
        if self._snapshot is None or moment - self._looked_at >= PATIENCE:
            self._looked_at = moment
            if self.store.stamp() != self._stamp:
                with self._opening:
                    self._look()
        return self._snapshot

    def look_again(self) -> None:
        """Something has just been written by this very process."""
        self._looked_at = -PATIENCE

    def give_up(self, snapshot: Snapshot, problem: str) -> None:
        """This snapshot has shown to be damaged: leave a mark for the writer and answer without it."""
        with self._opening:
            if self._snapshot is snapshot:
                self.problem, self._snapshot = problem, None
                self.store.want_rebuild()

    def _look(self) -> None:
        stamp = self.store.stamp()
        if stamp == self._stamp:
            return
        state = None
        try:
            state = self.store.state()
            snapshot = self._snapshot
            if snapshot is None or (state.folder, state.toc) != (snapshot.state.folder, snapshot.state.toc):
                snapshot = Snapshot(self.store, state, snapshot)
            # Where only the version has moved on, no words have changed.
            snapshot.state = state
        except Damaged as error:
            if self.store.stamp() != stamp:
                # The writer went on while we looked: what was half there is whole by now.
                return self._look()
            self.problem, self._snapshot, self._stamp = str(error), None, stamp
            if state is not None:
                # The state the writer reads at each step, but the files only when it begins.
                self.store.want_rebuild()
            return
        # The stamp last: whoever sees it takes the snapshot without waiting.
        self.problem, self._snapshot, self._stamp = "", snapshot, stamp
