"""Two packages answer to the name whoosh: the index works on either, and each reads what the other wrote.

`./run test` puts the other one beside ours, by its lock file.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.catalog.search.index import answers

ROOT = Path(__file__).parents[4]
HERE = Path(__file__).parent
OTHER = Path(sys.prefix) / "other-whoosh"
OURS, THEIRS = "ours", "theirs"
FILES = (
    "test_same_as_whoosh.py",
    "test_postings.py",
    "test_refresh_trap.py",
    "test_store.py",
    "test_damage.py",
)
# In one process, so that it is sure which package the tests have used.
RUN_TESTS = """
import sys
import pytest
code = pytest.main(sys.argv[1:])
import whoosh
print(f"with {whoosh.__file__}")
sys.exit(code)
"""


ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join([str(OTHER), str(ROOT)])}


@pytest.fixture(scope="module", autouse=True)
def other_package():
    assert (OTHER / "whoosh").is_dir(), "`./run test` installs the other package"


def test_the_index_passes_its_tests_with_the_other(tmp_path):
    # Its old code may warn at import.
    options = ["-p", "no:cacheprovider", "-W", "default", "-q", f"--basetemp={tmp_path / 'other'}"]
    run = subprocess.run(
        [sys.executable, "-c", RUN_TESTS, *options, *(str(HERE / name) for name in FILES)],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr[-2000:]
    assert run.stdout.splitlines()[-1] == f"with {OTHER / 'whoosh' / '__init__.py'}"


def told(package: str, what: str, folder: Path) -> dict | None:
    """What the program of answers.py says; with our package it needs no process of its own."""
    if package == OURS:
        return getattr(answers, what)(folder)
    command = [sys.executable, "-m", answers.__name__, what, str(folder)]
    run = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    answer = json.loads(run.stdout)
    assert answer["package"] == str(OTHER / "whoosh")
    return answer["said"]


@pytest.fixture(scope="module")
def expected(tmp_path_factory) -> dict:
    """What this process, with our package alone, writes and finds."""
    folder = tmp_path_factory.mktemp("ours") / "search"
    answers.write(folder)
    answers.update(folder)
    said = answers.ask(folder)
    assert (said["documents"], said["version"]) == (300 - answers.GONE, 2)
    return said


@pytest.mark.parametrize(("writer", "updater"), [(OURS, THEIRS), (THEIRS, OURS), (THEIRS, THEIRS)])
def test_each_reads_and_continues_what_the_other_wrote(tmp_path, expected, writer, updater):
    folder = tmp_path / "search"
    told(writer, "write", folder)
    told(updater, "update", folder)
    assert told(OURS, "ask", folder) == expected
    assert told(THEIRS, "ask", folder) == expected
