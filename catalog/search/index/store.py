"""The folder of the index: which files make it up now, and who may write.

`current.json` names a generation's folder, a Whoosh table of contents in it, the catalogue version it has
reached, and a checksum of every file; its own is the second line. It is replaced as a whole and last of
all, so that whatever happens, a reader finds the old index or the new one; a file that was damaged later
gives itself away. The files hold pickles, therefore the folder is private.
"""

import contextlib
import fcntl
import json
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from whoosh.codec.base import Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from .mapped import MappedStorage
from .schema import FORM, NAME, make_schema

# Of a file that is read at once.
_PART = 2**16


class Damaged(Exception):
    """The index is missing, incomplete or not what was written."""


class Busy(Exception):
    """Another process is writing this index."""


class reading:
    """Whatever the library stumbles over in its files, the index has to be made anew. Raises Damaged."""

    def __init__(self, what: str):
        self.what = what

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception):
            raise Damaged(f"{self.what}: {error!r}") from error


@dataclass(frozen=True)
class State:
    """What `current.json` says; `files` holds the CRC-32 of every file by its name."""

    folder: str
    toc: int
    version: int
    files: dict[str, int] = field(default_factory=dict)


class Store:
    def __init__(self, folder: Path):
        self.folder = folder
        self.schema = make_schema()

    @property
    def _current(self) -> Path:
        return self.folder / "current.json"

    def stamp(self) -> tuple[int, int] | None:
        """Changes whenever the state is replaced; None where there is none."""
        try:
            found = os.stat(self._current)
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

    def state(self) -> State:
        """Raises Damaged."""
        try:
            text, _, total = self._current.read_text("utf-8").partition("\n")
            if zlib.crc32(text.encode()) != int(total):
                raise ValueError("it has changed since it was written")
            facts = json.loads(text)
            if facts.pop("form") != FORM:
                raise ValueError("another version of the program has written it")
            return State(**facts)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise Damaged(f"no state of the index: {error}") from error

    def segments(self, state: State) -> list[Segment]:
        """Raises Damaged."""
        self._check(state, f"_{NAME}_{state.toc}.toc")
        with reading("table of contents"):
            return TOC.read(self.storage(state), NAME, state.toc, self.schema).segments

    def storage(self, state: State) -> MappedStorage:
        return MappedStorage(str(self.folder / state.folder))

    def check(self, state: State, segment: Segment) -> None:
        """Raises Damaged when a file of the segment is missing or has changed."""
        own = [name for name in state.files if name.startswith(f"{segment.segment_id()}.")]
        if not own:
            raise Damaged(f"no files of segment {segment.segment_id()}")
        for name in own:
            self._check(state, name)

    def _check(self, state: State, name: str) -> None:
        try:
            damaged = state.files[name] != checksum(self.folder / state.folder / name)
        except (OSError, KeyError) as error:
            raise Damaged(f"{name}: {error}") from error
        if damaged:
            raise Damaged(f"{name} has changed since it was written")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Only one process at a time; the lock goes with the process. Raises Busy."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(self.folder / "lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Busy(f"{self.folder} is being written by another process") from None
            yield

    def new_folder(self) -> str:
        """A folder for the next generation; what an interrupted rebuild left of it is cleared away later."""
        numbers = [int(path.name[2:]) for path in self.folder.glob("g-*") if path.name[2:].isdigit()]
        name = f"g-{max(numbers, default=0) + 1:06d}"
        (self.folder / name).mkdir(mode=0o700)
        (self.folder / "rebuild").unlink(missing_ok=True)
        return name

    def publish(self, state: State, segments: list[Segment]) -> State:
        """Make these segments the index, and forget the files that are no longer part of it."""
        folder = self.folder / state.folder
        toc = f"_{NAME}_{state.toc}.toc"
        # A writer that died before its last step has left one, and the library refuses to write over it.
        (folder / toc).unlink(missing_ok=True)
        TOC(self.schema, segments, state.toc).write(FileStorage(str(folder)), NAME)
        prefixes = tuple(f"{segment.segment_id()}." for segment in segments)
        names = [path.name for path in folder.iterdir() if path.name.startswith(prefixes)]
        # Segments never change: their sums are those of last time.
        files = {name: state.files.get(name) or checksum(folder / name) for name in names}
        files[toc] = checksum(folder / toc)
        complete = State(state.folder, state.toc, state.version, files)
        self._replace(complete)
        self._sweep(complete)
        return complete

    def reach(self, state: State, version: int) -> State:
        """The same index, found to be right for a later version too."""
        reached = replace(state, version=version)
        self._replace(reached)
        return reached

    def _replace(self, state: State) -> None:
        beside = self._current.with_suffix(".new")
        text = json.dumps(asdict(state) | {"form": FORM})
        with open(beside, "w", encoding="utf-8") as file:
            file.write(f"{text}\n{zlib.crc32(text.encode())}")
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, self._current)

    def _sweep(self, state: State) -> None:
        """A reader that still has old files open keeps them; one about to open them looks again."""
        for path in (self.folder / state.folder).iterdir():
            if path.name not in state.files:
                with contextlib.suppress(OSError):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in self.folder.glob("g-*"):
            if path.name != state.folder:
                shutil.rmtree(path, ignore_errors=True)

    def want_rebuild(self) -> None:
        """Leave a mark that the writer finds within a second: a reader has met damage, or somebody asks."""
        with contextlib.suppress(OSError):
            (self.folder / "rebuild").touch()

    @property
    def is_rebuild_wanted(self) -> bool:
        return (self.folder / "rebuild").exists()


def checksum(path: Path) -> int:
    """In small parts: the memory for a large one would stay with the process."""
    total = 0
    with path.open("rb") as file:
        while part := file.read(_PART):
            total = zlib.crc32(part, total)
    return total
