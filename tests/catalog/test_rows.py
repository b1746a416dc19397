from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from catalog import rows as module
from catalog.acts import Act
from catalog.columns import Columns
from catalog.marks import Authorisation, Mark, MarkKind
from catalog.recognitions import Evidence, Recognition
from catalog.register import Proofs
from catalog.standing import ActKind

DAY = timedelta(days=1)
LAST = date(2026, 11, 20)


def spell(value, first, last):
    return value, first.toordinal(), last.toordinal()


def stars(value, first, last, code="R1"):
    """A spell of stars whose recognition was decided on its first day."""
    return *spell(value, first, last), first.toordinal(), code


def recognition(acts=()):
    return Recognition(
        id=1,
        code="R1",
        stars=4,
        decided_on=date(2025, 5, 4),
        expires_on=LAST,
        evidence=Evidence.DECISION_SEEN,
        acts=list(acts),
    )


def read(proofs, **facts):
    """What the columns keep of one product that the database gave."""
    usual = {
        "id": 1,
        "name": "Chè Shan",
        "name_en": "Shan tea",
        "set_code": "11",
        "season_months": 0,
        "only_in_season": False,
        "kind": "farm",
        "producer_id": 7,
        "slug": "che-shan",
        "producer_slug": "deo-gio",
        "producer_name": "Trang trại Đèo Gió",
        "sample": False,
        "commune_code": "00001",
        "commune": "Phúc Sơn",
        "province_code": "14",
        "province": "Sơn La",
        "adults_only": False,
        "icon": "food",
    }
    packs = [
        SimpleNamespace(price=90_000, net=200, unit="g", available=available)
        for available in facts.pop("sold", [True])
    ]
    product = SimpleNamespace(**usual | facts)
    return module._row(product, packs, None, proofs)


def test_reads_the_facts_of_a_product_from_the_database_s_answer():
    made = read(Proofs(), sold=[False])
    assert (made.id, made.set_number, made.province, made.price, made.available) == (
        1,
        11,
        "14",
        90_000,
        False,
    )
    assert module.KINDS[made.kind] == "farm"
    assert made.stars == made.marks == ()


def test_both_names_are_kept_as_search_compares_them():
    assert read(Proofs(), name="Gạo ST25 quý").names == ("gao st 25 qui", "shan tea")


def test_reads_spells_of_stars_and_marks_from_the_register():
    mark = Mark(kind=MarkKind.CERTIFICATION, name="Sơn La", registered_on=None, expires_on=LAST)
    permit = Authorisation(mark=mark, valid_from=date(2025, 1, 1), valid_until=None, acts=[], code="M1")
    made = read(Proofs([recognition()], [permit]))
    assert made.stars == (stars(4, date(2025, 5, 4), LAST),)
    assert made.marks == ((*spell(2, date(2025, 1, 1), LAST), "Sơn La", "M1"),)


@pytest.mark.parametrize("days", [-600, -400, -181, -180, -1, 0, 1, 30])
def test_the_columns_give_the_same_badges_as_the_register(days):
    marks = [Mark(kind=kind, name=f"N{i}", expires_on=LAST - i * DAY) for i, kind in enumerate(MarkKind)]
    rights = [
        Authorisation(mark=mark, valid_from=date(2025, 1, 1), valid_until=until, acts=[], code=f"M{i}{n}")
        for i, mark in enumerate(marks)
        for n, until in enumerate((None, LAST - 30 * DAY))
    ]
    extended = Act(kind=ActKind.EXTEND, effective_on=date(2026, 3, 1), expires_on=LAST + 7 * DAY)
    proofs = Proofs([recognition(), recognition([extended])], rights)
    proofs.recognitions[1].id, proofs.recognitions[1].code = 2, "R2"
    assert read(proofs).badges(LAST + days * DAY) == proofs.badges(LAST + days * DAY)


def test_a_reinstated_recognition_keeps_its_day_of_decision():
    acts = [
        Act(kind=kind, effective_on=day, expires_on=None)
        for kind, day in ((ActKind.SUSPEND, date(2026, 1, 1)), (ActKind.REINSTATE, date(2026, 6, 1)))
    ]
    now = Columns(1, {1: read(Proofs([recognition(acts)]))}).on_day(LAST)
    assert now.stars.tolist() == [4]
    assert now.decided.tolist() == [date(2025, 5, 4).toordinal()]
