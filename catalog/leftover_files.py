"""Files that no row names: a form was refused, a picture was replaced. Deleted once they are old."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

_ASIDE = ".aside"


def sweep(folder: Path, is_kept: Callable[[str], bool], before: datetime) -> int:
    """Delete the files in the folders of `folder` last stored before that moment, unless `is_kept` says so of the
    path below `folder`. Returns how many.

    Whoever stores the same bytes again makes the file young (`make_young`), so what a form has just
    brought is never deleted before its row is written. A crash in between leaves nothing that the next run does not mend.
    """
    gone = 0
    for path in sorted(folder.glob("*/*")):
        if path.suffix == _ASIDE:
            path = _put_back(path)
        if _is_old(path, before) and not is_kept(f"{path.parent.name}/{path.name}"):
            gone += _delete(path, before)
    return gone


def make_young(path: Path) -> bool:
    """Whether the file is there; if so, as if it were stored now."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _is_old(path: Path, before: datetime) -> bool:
    try:
        return path.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        # Half a file on its way to its name.
        return False


def _delete(path: Path, before: datetime) -> bool:
    """Aside first: who comes from here on finds no file and stores it anew, who came before has made it young."""
    aside = path.with_name(path.name + _ASIDE)
    os.replace(path, aside)
    if not _is_old(aside, before):
        os.replace(aside, path)
        return False
    aside.unlink()
    return True


def _put_back(aside: Path) -> Path:
    """What a crash left aside is judged anew, unless it was stored again."""
    path = aside.with_suffix("")
    if path.exists():
        aside.unlink()
    else:
        os.replace(aside, path)
    return path
