"""Every vector of the field: what a raw cell is read as."""

import csv
import unicodedata
from pathlib import Path

import pytest

from catalog.producers import ProducerKind
from catalog.text import fold, province_key
from marketplace.register.lists.dates import read_day
from marketplace.register.lists.decisions import read_decision
from marketplace.register.lists.makers import is_legal_form_known, read_kind
from marketplace.register.lists.phones import read_phones
from marketplace.register.lists.reading import NotForTheRegister, Unreadable
from marketplace.register.lists.row_kinds import RowKind, kind_of_row
from marketplace.register.lists.stars import read_stars

with (Path(__file__).parent / "vectors.csv").open(encoding="utf-8-sig", newline="") as file:
    VECTORS = [(row["kind"], row["raw"], row["expected"]) for row in csv.DictReader(file)]


def of(kind: str) -> list:
    return [pytest.param(raw, expected, id=raw or "empty") for its, raw, expected in VECTORS if its == kind]


def told(read, raw: str, write=str) -> str:
    """The answer in the spelling of the vectors."""
    try:
        found = read(raw)
    except Unreadable as why:
        return f"ERR {why.remark.code}"
    except NotForTheRegister as why:
        return f"SKIP {why.remark.code}"
    return write(found.value) + (f"?WARN {' '.join(found.remarks)}" if found.remarks else "")


def test_every_kind_of_vector_is_asked_for():
    assert {kind for kind, _, _ in VECTORS} == {
        "star", "date", "decision", "producer_type", "phone", "row", "text"
    }  # fmt: skip
    assert len(VECTORS) == 67


@pytest.mark.parametrize(("raw", "expected"), of("star"))
def test_stars(raw, expected):
    assert told(read_stars, raw) == expected


@pytest.mark.parametrize(("raw", "expected"), of("date"))
def test_dates(raw, expected):
    assert told(read_day, raw) == expected


@pytest.mark.parametrize(("raw", "expected"), of("decision"))
def test_decisions(raw, expected):
    if expected.startswith("REF"):
        assert told(read_decision, raw) == "ERR cell_reference"
        return
    found = read_decision(raw)
    value = found.value
    remarks = f"?WARN {' '.join(found.remarks)}" if found.remarks else ""
    parts = [f"no={value.number}{remarks}"]
    parts += [f"date={value.day}"] if value.day else []
    parts += [f"authority={value.authority}"] if value.authority else []
    assert ";".join(parts) == expected


KINDS = {
    ProducerKind.COOPERATIVE: "HTX (cooperative)",
    ProducerKind.COOPERATIVE_UNION: "LHHTX (cooperative union)",
    ProducerKind.COOPERATIVE_GROUP: "THT (cooperative group)",
    ProducerKind.HOUSEHOLD: "HKD (household business)",
    ProducerKind.FACILITY: "CSSX (production facility; legal form unknown)",
    ProducerKind.ENTERPRISE: "DN (enterprise)",
    ProducerKind.FARM: "TT (farm; legal form unknown)",
}


@pytest.mark.parametrize(("raw", "expected"), of("producer_type"))
def test_kinds_of_producer(raw, expected):
    found = read_kind(raw)
    if "HOI" in expected:
        assert (found.value, found.remarks) == (None, ("association",))
        return
    remarks = f"?WARN {' '.join(found.remarks)}" if found.remarks else ""
    assert KINDS[found.value] + remarks == expected
    assert is_legal_form_known(found.value) == ("legal form unknown" not in expected)


@pytest.mark.parametrize(("raw", "expected"), of("phone"))
def test_phones(raw, expected):
    assert told(read_phones, raw, ";".join) == expected


@pytest.mark.parametrize(("raw", "expected"), of("row"))
def test_rows(raw, expected):
    kind = kind_of_row([raw])
    assert expected.split()[1] == kind
    assert expected.startswith("SKIP") == (kind in (RowKind.TOTAL, RowKind.INDEX))


@pytest.mark.parametrize(("raw", "expected"), of("text"))
def test_spellings_of_one_name(raw, expected):
    assert expected.startswith("EQUAL")
    names = [name.strip() for name in raw.split("==")]
    if "NFC" in raw:
        names = [unicodedata.normalize(form, "Hòa") for form in ("NFC", "NFD")]
    key = province_key if "alias" in expected else fold
    assert len({key(name) for name in names}) == 1
