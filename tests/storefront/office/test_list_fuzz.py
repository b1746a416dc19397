"""Wild lists through the pages that officers use: each is tried or refused in a sentence, and a dry run writes nothing."""

import io
import random
import re

from marketplace.register.lists.fields import Field
from tests.shopping import hidden
from tests.test_matrix import written
from tests.wild_lists import wild_list

MANY = 320
PATH = "/office/register/imports"
_SENTENCE = re.compile(r'role="alert">\s*[^<\s][^<]{9,}')
# What an upload and the reading of its columns leave: the file, its way of being read, who did it.
_KEPT = {"list_files", "list_imports", "list_mappings", "entries"}


def test_wild_lists_get_a_dry_run_or_a_sentence_and_nothing_is_written(officer, undone):
    token = hidden(officer.get(PATH).text, "csrf_token")
    before, opened = written(undone.connection), {}
    answers = {303: 0, 422: 0}
    # Half of them on each database: what is wrong with a list has nothing to do with where it is kept.
    for seed in range(undone.engine.dialect.name == "postgresql", MANY, 2):
        data, name = wild_list(seed)
        answer = _upload(officer, token, data, name)
        assert answer.status_code in answers, f"seed {seed}: {answer.status_code}"
        answers[answer.status_code] += 1
        if answer.status_code == 422:
            assert _SENTENCE.search(answer.text), f"seed {seed}: no sentence"
        else:
            opened[seed] = answer.location
    assert min(answers.values()) > 25, answers
    uploaded = written(undone.connection)
    assert _changed(before, uploaded) <= _KEPT
    assert len(uploaded["list_imports"]) == answers[303]
    for seed, page in opened.items():
        assert officer.get(page).status_code == 200, f"seed {seed}"
        if seed % 3 == 0:
            assert officer.get(f"{page}/errors.xlsx").status_code == 200, f"seed {seed}"
    assert _changed(uploaded, written(undone.connection)) == set()
    for seed, page in opened.items():
        read = officer.post(f"{page}/reading", data={"csrf_token": token} | _reading(random.Random(seed)))
        assert read.status_code in (303, 422), f"seed {seed}"
        assert officer.get(page).status_code == 200, f"seed {seed}: read in another way"
    assert _changed(before, written(undone.connection)) <= _KEPT


def _upload(officer, token: str, data: bytes, name: str):
    fields = {"csrf_token": token, "evidence": "A", "file": (io.BytesIO(data), name)}
    return officer.post(PATH, data=fields, content_type="multipart/form-data")


def _reading(chance: random.Random) -> dict[str, str]:
    """Columns set by hand, most of them wrongly."""
    keys = [*Field, "stars_2", "decided_on_2", "", "?"]
    columns = {f"column-{place}": chance.choice(keys) for place in chance.sample(range(12), 6)}
    terms = {
        "decision": chance.choice(["", "12/QĐ-UBND", "x" * 300]),
        "issuer": "",
        "set": chance.choice(["", "11", "99"]),
    }
    return columns | terms | {"day": chance.choice(["", "5/8/2026", "31/02/2026", "hôm qua"])}


def _changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> set[str]:
    return {table for table in before if before[table] != after[table]}
