"""Every mistake is reported with its row and column, all of them at once, and then nothing is written."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from catalog.producers import Producer
from catalog.products import Product, Variant
from catalog.versions import current_version
from marketplace.audit import Entry
from marketplace.register.catalogue_import import import_catalogue
from marketplace.register.columns import COLUMNS, MAX_STORY
from marketplace.register.conditions import CONDITIONS, SIDES
from marketplace.spreadsheets import Table
from marketplace.stock import Movement


def places(outcome) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in outcome.errors]


WRONG = [
    ("product_name", ""),
    ("product_name", "★★★"),
    ("product_name", "Chè " * 80),
    ("name_en", "x" * 256),
    ("producer", ""),
    ("producer", "—"),
    ("producer_kind", "Hội Nông dân"),
    ("commune_code", ""),
    ("commune_code", "4"),
    ("commune_code", "99999"),
    ("commune_code", "01"),
    ("commune_code", "abcde"),
    ("commune_code", "9" * 30),
    ("category_set", ""),
    ("category_set", "27"),
    ("category_set", "0"),
    ("category_set", "-5"),
    ("category_set", "Food"),
    ("category_set", "I.1"),
    ("stars", "2"),
    ("stars", "6 sao"),
    ("stars", "★★"),
    ("stars", "★★★★★★"),
    ("stars", "4,5"),
    ("stars", "Tiềm năng 5 sao"),
    ("stars", "Không đạt"),
    ("decision_no", ""),
    ("decision_no", "x" * 256),
    ("decided_on", ""),
    ("decided_on", "31/02/2026"),
    ("decided_on", "05/08/26"),
    ("decided_on", "8/2026"),
    ("decided_on", "2026"),
    ("decided_on", "05/08.2026"),
    ("decided_on", "22/11/2026"),
    ("decided_on", "5/8/1026"),
    ("decided_on", "00001"),
    ("expires_on", "04/08/2026"),
    ("expires_on", "never"),
    ("issuer", ""),
    ("issuer", "x" * 300),
    ("marks", "Champagne"),
    ("marks", "gi-tan-cuong@31/12/2028; Champagne=1"),
    ("marks", "Huế@31/12/2028"),
    ("marks", "gi-tan-cuong"),
    ("marks", "gi-tan-cuong=GP 12"),
    ("marks", "tt-che-ta-xua=GP 12"),
    ("marks", "cn-an-toan=GP 12"),
    ("marks", "nh-tra-vang; gi-tan-cuong=GP 12; nh-tra-vang"),
    ("marks", "gi-tan-cuong=GP 12@"),
    ("marks", "gi-tan-cuong=GP 12@12/2028"),
    ("marks", "gi-tan-cuong=GP 12@31/12/28"),
    ("marks", "gi-tan-cuong=GP 12@31/02/2028"),
    ("marks", "gi-tan-cuong@31/12/2028=GP 12"),
    ("marks", "nh-tra-vang=@never"),
    ("marks", f"nh-tra-vang={'x' * 256}"),
    ("marks", "=GP 12"),
    ("sku", "x" * 65),
    ("pack", "x" * 256),
    ("net_weight_g", ""),
    ("net_weight_g", "0"),
    ("net_weight_g", "-5"),
    ("net_weight_g", "1,5"),
    ("net_weight_g", "half a kilo"),
    ("net_weight_g", "5000001"),
    ("price", ""),
    ("price", "0"),
    ("price", "-1"),
    ("price", "1.5"),
    ("price", "a lot"),
    ("price", "99999999999999999999"),
    ("stock", ""),
    ("stock", "-1"),
    ("stock", "1.5"),
    ("stock", "many"),
    ("stock", "1000001"),
    ("story", "x" * (MAX_STORY + 1)),
]


@pytest.mark.parametrize(("column", "text"), WRONG)
def test_what_cannot_be_read_is_named_by_row_and_column(session, load, row, column, text):
    province = {"province": ""} if text == "4" else {}
    outcome = load(row(product_name="Một", sku="A"), row(**{column: text}, **province))
    assert places(outcome) == [(3, column)]
    error = outcome.errors[0]
    assert error.text == text.strip()[:80]
    assert str(error) == (error.message % error.facts if error.facts else error.message)
    assert session.scalar(select(func.count()).select_from(Product)) == 0


def test_every_column_has_its_wrong_values_above():
    # Those of fresh and of bulky goods have a file of their own: test_conditions.py.
    assert {column for column, _ in WRONG} | {"province", *CONDITIONS, *SIDES} == set(COLUMNS)


@pytest.mark.parametrize("province", ["Tỉnh Cà Mau", "Atlantis", "79", "Hà Giang"])
def test_a_commune_outside_its_province(load, row, province):
    outcome = load(row(province=province))
    assert places(outcome) == [(2, "commune_code")]
    assert outcome.errors[0].facts["written"] == province
    assert "Hà Nội" in str(outcome.errors[0])


@pytest.mark.parametrize(
    ("code", "province"),
    [
        ("00004", ""),
        ("00004", "TP. Hà Nội"),
        ("00004", "01"),
        ("00004", "1"),
        ("4", "Hà Nội"),
        ("28984", "Bến Tre"),
        ("28984", "tỉnh Vĩnh Long"),
    ],
)
def test_a_commune_inside_its_province_of_today_or_before(session, load, row, code, province):
    assert load(row(commune_code=code, province=province)).errors == []
    assert session.scalars(select(Producer.commune_code)).one() == code.zfill(5)


def test_all_errors_of_all_rows_come_at_once_and_nothing_is_written(session, load, row):
    load(row())
    version, entries = current_version(session), session.scalar(select(func.count()).select_from(Entry))
    outcome = load(
        row(product_name="Tốt", sku="GOOD", price="1k"),
        row(sku="B", price="x", stock="-1", decided_on="?", stars="9"),
        row(product_name="", sku="C", producer_kind="??", marks="Champagne", commune_code="1"),
        row(price="300k"),
    )
    assert places(outcome) == [
        (3, "stars"),
        (3, "decided_on"),
        (3, "price"),
        (3, "stock"),
        (4, "product_name"),
        (4, "producer_kind"),
        (4, "commune_code"),
        (4, "marks"),
    ]
    assert outcome.changed == 0
    assert session.scalars(select(Variant.price)).all() == [250_000]
    assert session.scalar(select(func.count()).select_from(Movement)) == 1
    assert session.scalar(select(func.count()).select_from(Entry)) == entries
    assert current_version(session) == version


def test_decision_columns_without_stars(load, row):
    outcome = load(row(stars="", expires_on="01/01/2029"))
    assert places(outcome) == [
        (2, column) for column in ("decision_no", "decided_on", "expires_on", "issuer")
    ]


def test_unknown_and_missing_columns_are_all_named(load, row):
    cells = row(colour="red", stars_2="5")
    del cells["price"], cells["producer"]
    outcome = load(cells)
    assert places(outcome) == [(1, "producer"), (1, "price"), (1, "colour"), (1, "stars_2")]
    assert "colour" in str(outcome.errors[2])
    assert "price" in str(outcome.errors[1])


def test_columns_that_may_be_empty_may_be_missing(load, row):
    needed = ["product_name", "producer", "commune_code", "category_set", "net_weight_g", "price", "stock"]
    outcome = load({name: text for name, text in row().items() if name in needed})
    assert (outcome.errors, outcome.products) == ([], 1)


def test_cells_to_the_right_of_the_header(session, now, today, row):
    table = Table(list(COLUMNS), [(2, row() | {"": "stray"})])
    assert places(import_catalogue(session, table, now=now, today=today)) == [(2, "")]


CONTRADICTIONS = [
    ("sku", {"product_name": "Khác"}),
    ("category_set", {"sku": "B", "category_set": "12"}),
    ("producer_kind", {"sku": "B", "producer_kind": "HKD"}),
    ("story", {"sku": "B", "story": "Chuyện khác."}),
    ("price", {"price": "1k"}),
    ("stock", {"stock": "1"}),
    ("pack", {"pack": "Lọ"}),
    ("net_weight_g", {"net_weight_g": "101"}),
    ("decision_no", {"sku": "B", "stars": "5"}),
    ("decision_no", {"sku": "B", "expires_on": "01/01/2029"}),
    ("decision_no", {"sku": "B", "issuer": "UBND tỉnh Cà Mau"}),
    ("marks", {"marks": "gi-tan-cuong=GP 1@31/12/2029"}),
    ("marks", {"marks": "gi-tan-cuong@31/12/2029"}),
    ("marks", {"marks": "nh-tra-vang@31/12/2029"}),
    ("marks", {"sku": "B", "producer": "HTX Khác", "marks": "nh-tra-vang"}),
    ("marks", {"sku": "B", "commune_code": "00008", "marks": "nh-tra-vang=DK 9@31/12/2020"}),
]
# What the rows stand beside in which the cases above are wrong.
FIRST = {"marks": "gi-tan-cuong=GP 1@31/12/2028; nh-tra-vang"}


@pytest.mark.parametrize(("column", "cells"), CONTRADICTIONS)
def test_contradictions_inside_the_file_name_both_rows(load, row, column, cells):
    outcome = load(row(**FIRST), row(**FIRST | cells))
    assert places(outcome) == [(3, column)]
    assert outcome.errors[0].facts["row"] == 2


@pytest.mark.parametrize(
    ("column", "cells"),
    [item for item in CONTRADICTIONS if item[0] not in ("story", "price", "stock")],
)
def test_contradictions_with_what_is_listed(load, row, column, cells):
    load(row(**FIRST))
    assert places(load(row(**FIRST | cells))) == [(2, column)]


@pytest.mark.parametrize("name", ["gi-tan-cuong", "Tân Cương", "cn-an-toan"])
def test_a_missing_or_wrong_last_day_names_the_mark_and_the_form(load, row, name):
    for written in (f"{name}=GP 12", f"{name}=GP 12@soon"):
        (error,) = load(row(marks=f"nh-tra-vang; {written}")).errors
        assert f"“{name}”" in str(error)
        assert f"{name}=permit no.@05/08/2026" in str(error)


def test_another_last_day_names_the_mark_and_sends_to_an_officer(session, load, row):
    load(row(marks="gi-tan-cuong=GP 1@31/12/2028"))
    (error,) = load(row(marks="gi-tan-cuong=GP 1@31/12/2029")).errors
    assert "“Tân Cương”" in str(error)
    assert "only grows" in str(error) and "officer" in str(error)


def test_two_last_days_in_one_cell(load, row):
    outcome = load(row(marks="gi-tan-cuong=GP 1@31/12/2028; gi-tan-cuong=GP 1@31/12/2029"))
    assert [error.facts["row"] for error in outcome.errors] == [2]


def test_a_last_day_for_a_right_without_end_is_an_officers_business(session, load, row):
    load(row(marks="nh-tra-vang=DK 5"))
    assert places(load(row(marks="nh-tra-vang=DK 5@31/12/2029"))) == [(2, "marks")]


def test_one_sku_for_two_products_without_a_sku_column_cannot_happen(load, row):
    outcome = load(row(sku=""), row(sku="", product_name="Khác"))
    assert outcome.variants == 2


def test_a_kind_that_the_name_does_not_tell(load, row):
    unknown = row(producer="Tám Lúa", producer_kind="")
    assert places(load(unknown)) == [(2, "producer_kind")]
    assert load(unknown, unknown | {"sku": "B", "producer_kind": "farm"}).errors == []
    assert load(unknown).errors == []


def test_a_service_without_weight_needs_a_pack(load, row):
    outcome = load(row(category_set="26", net_weight_g="", pack=""))
    assert places(outcome) == [(2, "net_weight_g")]


ANY = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "",
            "4 sao",
            "46239",
            "05/08/2026",
            "250k",
            "00004",
            "1",
            "gi-tan-cuong=1@46239;;",
            "nh-tra-vang@",
            "=@",
            "\ud800",
        ]
    ),
    st.floats(allow_nan=True),
    st.dates(),
)


@given(rows=st.lists(st.dictionaries(st.sampled_from(COLUMNS), ANY), max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_cells_hold_the_answer_is_an_outcome(session, now, today, row, rows):
    table = Table(list(COLUMNS), [(i, row(**cells)) for i, cells in enumerate(rows, 2)], "0" * 64)
    outcome = import_catalogue(session, table, now=now, today=today)
    assert all(
        2 <= error.row < 2 + len(rows) and error.column in COLUMNS and str(error) for error in outcome.errors
    )
    session.flush()
    if outcome.errors:
        assert outcome.changed == 0
    else:
        again = import_catalogue(session, table, now=now, today=today)
        assert (again.errors, again.changed) == ([], 0)
    session.rollback()
