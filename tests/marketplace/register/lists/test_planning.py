"""What a list would do to the register: every row by its outcome and its reasons, and nothing is written."""

from datetime import date

import pytest

from catalog.producers import ProducerKind, ProducerState
from catalog.recognitions import Evidence
from catalog.records import Refused
from marketplace.register.lists.set_words import set_by_words
from tests import world
from tests.marketplace.register.lists.making import (
    DECISION,
    HEADER,
    ROWS,
    csv_file,
    outcomes,
    plan_of,
    planned,
    told,
    uploaded,
    workbook,
)


def row(**changed) -> list:
    cells = dict(
        zip(("no", "product", "producer", "address", "stars", "decision", "note"), ROWS[0], strict=True)
    )
    return list((cells | changed).values())


def test_a_typical_appendix(session):
    plan = planned(session, uploaded(session, workbook()))
    assert outcomes(plan) == ["new", "new", "new"]
    assert [told(plan, i) for i in range(3)] == [["issuer_inferred", "set_guessed"]] * 3
    assert [maker.name for maker in plan.makers.values()] == ["HTX Suối Giàng", "Hộ KD Lò Văn A"]
    assert {maker.kind for maker in plan.makers.values()} == {
        ProducerKind.COOPERATIVE,
        ProducerKind.HOUSEHOLD,
    }
    assert {maker.commune for maker in plan.makers.values()} == {world.VAN_CHAN}
    first = plan.recognitions[0].recognised
    assert (first.stars, first.number, first.day) == (4, "3981/QĐ-UBND", date(2026, 8, 5))
    assert first.expires_on == date(2029, 8, 5)
    assert first.issuer == "UBND tỉnh Lào Cai"
    assert first.legal_basis == "26/2026/QĐ-TTg"


def test_the_producer_of_merged_cells_is_carried_down(session):
    rows = [row(), row(product="Mật ong", producer=None, address=None)]
    plan = plan_of(session, rows, merged=("C5:C6", "D5:D6"))
    assert outcomes(plan) == ["new", "new"]
    assert len(plan.makers) == 1
    assert "carried_down" not in told(plan, 1)


def test_an_empty_producer_is_that_of_the_row_above_and_told(session):
    plan = plan_of(session, [row(), row(product="Mật ong", producer="", address="")])
    assert outcomes(plan) == ["new", "new"]
    assert "carried_down" in told(plan, 1)


def test_a_section_ends_what_is_carried_down(session):
    plan = plan_of(
        session, [row(), ["II", "Huyện Văn Chấn"], row(product="Mật ong", producer="", address="")]
    )
    assert outcomes(plan) == ["new", "error"]


def test_sections_totals_and_numbers_of_columns_are_no_products(session):
    rows = [
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        ["I"],
        row(),
        ["Tổng cộng", None, None, None, 1],
    ]
    plan = plan_of(session, rows)
    assert outcomes(plan) == ["skipped", "new", "skipped"]
    assert told(plan, 0) == ["column_index_row"]


def test_two_recognitions_in_a_row(session):
    header = ["STT", "Tên sản phẩm", "Chủ thể", "Xã", "Hạng sao lần 1", "Số QĐ lần 1", "Ngày QĐ lần 1"]
    header += ["Hạng sao lần 2", "Số QĐ lần 2", "Ngày QĐ lần 2"]
    rows = [[1, "Chè", "HTX A", "Văn Chấn", "3", "12/QĐ-UBND", "5/8/2023", "4", "34/QĐ-UBND", "6.9.2026"]]
    plan = plan_of(session, rows, header=header)
    assert [(r.recognised.stars, r.recognised.day) for r in plan.recognitions] == [
        (3, date(2023, 8, 5)),
        (4, date(2026, 9, 6)),
    ]


def test_groups_above_the_header(session):
    header = ["STT", "Tên sản phẩm", "Chủ thể", "Xã", "Lần 1", "", "Lần 2", ""]
    second = ["", "", "", "", "Hạng sao", "Quyết định", "Hạng sao", "Quyết định"]
    first = [1, "Chè", "HTX A", "Văn Chấn", "3", "12/QĐ-UBND ngày 5/8/2023", "4", "34/QĐ-UBND ngày 6/9/2026"]
    plan = plan_of(session, [second, first], header=header, merged=("E4:F4", "G4:H4", "B4:B5", "C4:C5"))
    assert [r.recognised.stars for r in plan.recognitions] == [3, 4]


@pytest.mark.parametrize(
    "day", ["05/8/2026", "5.8.2026", "ngày 05 tháng 8 năm 2026", date(2026, 8, 5), 46239]
)
def test_days_in_all_their_forms(session, day):
    header = [*HEADER[:6], "Ngày QĐ"]
    plan = plan_of(session, [row(decision="3981/QĐ-UBND", note=day)], header=header)
    assert plan.recognitions[0].recognised.day == date(2026, 8, 5)


@pytest.mark.parametrize(
    ("changed", "outcome", "code"),
    [
        ({"stars": "Không đạt"}, "skipped", "not_recognised"),
        ({"stars": "2 sao"}, "error", "not_a_recognised_star"),
        ({"stars": "6"}, "error", "out_of_range"),
        ({"stars": ""}, "error", "missing"),
        ({"stars": "đẹp"}, "error", "no_stars"),
        ({"stars": "Tiềm năng 5 sao"}, "new", "potential_5_is_not_5"),
        ({"stars": "3 sao lên 4 sao"}, "new", "upgrade_text"),
        # A formula without a value that was saved with it is an empty cell: nothing is ever worked out.
        ({"decision": "=E12"}, "error", "missing"),
        ({"product": "=E12"}, "error", "missing"),
        ({"product": ""}, "error", "missing"),
        ({"decision": "3981/QĐ-UBND"}, "error", "missing"),
        ({"decision": "3981/QĐ-UBND ngày 31/02/2026"}, "error", "invalid_date"),
        ({"decision": "3981/QĐ-UBND ngày 05/08/2027"}, "error", "in_the_future"),
        ({"address": "xã Không Có Thật"}, "error", "commune_missing"),
        ({"address": "xã Thông Hòa, tỉnh Vĩnh Long"}, "error", "outside_reach"),
        ({"producer": "Hội Nông dân xã X"}, "new", "association"),
        ({"product": "Sản vật lạ"}, "error", "set_missing"),
    ],
)
def test_what_a_cell_does_to_its_row(session, changed, outcome, code):
    plan = plan_of(session, [row(**changed)])
    assert (outcomes(plan), code in told(plan)) == ([outcome], True), told(plan)


def test_the_title_names_the_decision(session):
    title = ["PHỤ LỤC", "(Kèm theo Quyết định số 3981/QĐ-UBND ngày 05/8/2026 của UBND tỉnh Lào Cai)"]
    header = [name for name in HEADER if name != "Quyết định"]
    plan = plan_of(session, [[cell for cell in ROWS[0] if cell != DECISION]], header=header, title=title)
    found = plan.recognitions[0].recognised
    assert (found.number, found.day) == ("3981/QĐ-UBND", date(2026, 8, 5))


def test_former_names_of_places(session):
    """Thông Hòa of the district of Cầu Kè in Trà Vinh is Thông Hòa... where it went in 2025, in Vĩnh Long."""
    rows = [row(address="xã Thông Hòa, huyện Cầu Kè, tỉnh Trà Vinh")]
    plan = planned(session, uploaded(session, workbook(rows), province=None))
    assert next(iter(plan.makers.values())).commune == "29335"


def test_a_commune_that_was_split_is_asked_for(session):
    rows = [row(address="xã Tân Thạnh, huyện Thới Lai, thành phố Cần Thơ")]
    imported = uploaded(session, workbook(rows), province=None)
    plan = planned(session, imported)
    assert (outcomes(plan), "commune_ambiguous" in told(plan)) == (["error"], True)
    imported.correct(5, {"commune": plan.rows[0].row.choices[0]})
    plan = planned(session, imported)
    assert outcomes(plan) == ["new"]


def test_corrections_are_read_in_place_of_the_cells(session):
    imported = uploaded(session, workbook([row(stars="đẹp"), row(product="Chè khác")]))
    imported.correct(5, {"stars": "5"})
    imported.correct(6, {"leave_out": "1"})
    plan = planned(session, imported)
    assert outcomes(plan) == ["new", "skipped"]
    assert plan.recognitions[0].recognised.stars == 5


def test_rows_of_one_file_that_say_the_same_or_contradict(session):
    plan = plan_of(session, [row(), row(), row(stars="5")])
    assert outcomes(plan) == ["new", "same", "error"]
    assert "row_twice" in told(plan, 1)
    assert "rows_contradict" in told(plan, 2)


# What the register has already


@pytest.fixture
def known(session):
    """A tea of a co-operative that the register has with four stars."""
    maker = world.producer(session, "Hợp tác xã Suối Giàng")
    tea = world.product(session, "Chè Shan tuyết Suối Giàng", by=maker)

    def recognised(stars: int = 4, **facts):
        return world.recognition(
            session,
            tea,
            stars,
            date(2026, 8, 5),
            **{"decision_no": "3981/QĐ-UBND", "issuer": "UBND tỉnh Lào Cai"} | facts,
        )

    recognised.product = tea
    return recognised


def test_what_the_register_has_is_the_same_whatever_the_spelling(session, known):
    known()
    plan = plan_of(session, [row(producer="HTX Suối Giàng", product="CHÈ SHAN TUYẾT SUỐI GIÀNG")])
    assert (outcomes(plan), plan.recognitions) == (["same"], [])


def test_other_stars_of_one_decision_are_an_update(session, known):
    known(3)
    plan = plan_of(session, [row()])
    assert outcomes(plan) == ["update"]
    assert plan.recognitions[0].corrects.stars == 3


@pytest.mark.parametrize("evidence", [Evidence.STATE_NEWS, Evidence.PROPOSAL, Evidence.CLAIM])
def test_an_unverified_list_never_changes_what_was_verified(session, known, evidence):
    known(4)
    plan = plan_of(session, [row(stars="3")], evidence=evidence)
    assert (outcomes(plan), plan.recognitions) == (["kept"], [])
    assert "verified_kept" in told(plan)


def test_a_later_lower_decision_of_a_news_list_does_not_push_out_verified_stars(session, known):
    known(4)
    rows = [row(stars="3", decision="12/QĐ-UBND ngày 1/9/2026")]
    assert outcomes(plan_of(session, rows, evidence=Evidence.STATE_NEWS)) == ["kept"]
    assert outcomes(plan_of(session, rows)) == ["new"]


def test_a_better_founded_list_raises_the_evidence(session, known):
    known(evidence=Evidence.STATE_NEWS)
    assert outcomes(plan_of(session, [row()])) == ["update"]
    assert outcomes(plan_of(session, [row()], evidence=Evidence.STATE_NEWS)) == ["same"]


def test_what_was_revoked_since_is_not_touched(session, known):
    world.act(session, known(3), "revoke", date(2026, 9, 1))
    plan = plan_of(session, [row()])
    assert (outcomes(plan), "acted_upon" in told(plan)) == (["kept"], True)


def test_two_producers_sell_a_product_of_one_name_in_one_decision(session):
    plan = plan_of(session, [row(), row(producer="HTX Khác")])
    assert outcomes(plan) == ["new", "new"]
    assert len(plan.products) == 2


def test_a_registered_producer_is_found_by_its_name_without_its_commune(session):
    world.producer(session, "HTX Suối Giàng", state=ProducerState.REGISTERED)
    assert outcomes(plan_of(session, [row(address="")])) == ["new"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_in_the_encodings_of_unicode(session, encoding):
    plan = planned(session, uploaded(session, csv_file(encoding=encoding), "ds.csv"))
    assert outcomes(plan) == ["new"] * 3


@pytest.mark.parametrize("column", ["product", "producer", "decision"])
def test_a_reference_that_was_saved_as_text_is_no_value(session, column):
    plan = planned(session, uploaded(session, csv_file([row(**{column: "=E12"})]), "ds.csv"))
    assert (outcomes(plan), "cell_reference" in told(plan)) == (["error"], True)


def test_a_sheet_without_a_header_is_refused(session):
    with pytest.raises(Refused, match="No sheet has a header"):
        uploaded(session, workbook(header=["a", "b"]))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Trà hoa vàng", "12"),
        ("Tinh bột nghệ vàng", "10"),
        ("Rượu vang nho", "15"),
        ("Rượu ngô", "14"),
        ("Gỗ đá", ""),
    ],
)
def test_the_set_is_told_from_the_words_of_a_name(name, code):
    assert set_by_words(name) == code
