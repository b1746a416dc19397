import pytest
from sqlalchemy import func, select

from catalog.categories import (
    Category,
    CategoryAlias,
    CategoryLevel,
    find_set,
    load_categories,
    set_codes,
    stands_below,
)


def level(session, level: CategoryLevel) -> list[Category]:
    return list(session.scalars(select(Category).where(Category.level == level).order_by(Category.position)))


@pytest.mark.parametrize(
    ("name", "number"), [(CategoryLevel.INDUSTRY, 6), (CategoryLevel.GROUP, 17), (CategoryLevel.SET, 26)]
)
def test_six_industries_have_seventeen_groups_and_twenty_six_sets(session, name, number):
    assert len(level(session, name)) == number


def test_sets_are_numbered_from_1_to_26(session):
    assert [category.code for category in level(session, CategoryLevel.SET)] == [str(n) for n in range(1, 27)]


@pytest.mark.parametrize(
    ("industry", "sets"),
    [
        ("I", range(1, 14)),
        ("II", range(14, 18)),
        ("III", range(18, 21)),
        ("IV", (21, 22)),
        ("V", (23, 24, 25)),
        ("VI", (26,)),
    ],
)
def test_every_set_stands_below_its_industry_only(session, industry, sets):
    below = [int(c.code) for c in level(session, CategoryLevel.SET) if stands_below(c, industry)]
    assert below == list(sets)


def test_every_category_hangs_on_the_level_above(session):
    by_code = {category.code: category for category in session.scalars(select(Category))}
    above = {CategoryLevel.GROUP: CategoryLevel.INDUSTRY, CategoryLevel.SET: CategoryLevel.GROUP}
    for category in by_code.values():
        if category.level == CategoryLevel.INDUSTRY:
            assert category.parent_code is None
        else:
            assert by_code[category.parent_code].level == above[CategoryLevel(category.level)]


def test_every_category_has_a_name_in_both_languages_and_an_icon(session):
    assert all(c.name and c.name_en and c.slug and c.icon for c in session.scalars(select(Category)))


def test_only_spirits_and_other_alcohol_are_for_adults(session):
    adults = session.scalars(select(Category.code).where(Category.adults_only))
    assert set(adults) == {"14", "15"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("11", "11"),
        (" 26 ", "26"),
        ("Chè", "11"),
        ("che", "11"),
        ("Trà", "11"),
        ("Fabric", "22"),
        ("fabric", "22"),
        ("Vải và may mặc", "22"),
        ("Decor", "21"),
        ("Lưu niệm, nội thất, trang trí", "21"),
        ("Service", "26"),
        ("Dịch vụ du lịch nông thôn, bán hàng", "26"),
        ("Ornamental plants", "24"),
        ("cà phê", "13"),
        ("Coffee", "13"),
    ],
)
def test_a_set_is_found_by_number_name_and_alias(session, text, code):
    assert find_set(set_codes(session), text) == code


@pytest.mark.parametrize(
    "text", ["", "0", "27", "-5", " -5", "1.0", "Food", "Drink", "Herbal", "I", "Rocket science"]
)
def test_what_is_no_set_or_stands_for_several_finds_none(session, text):
    assert find_set(set_codes(session), text) is None


def test_a_set_is_found_without_asking_the_database_again(session, statements):
    codes = set_codes(session)
    spent = len(statements)
    assert [find_set(codes, text) for text in ("11", "Chè", "Fabric", "Food")] == ["11", "11", "22", None]
    assert len(statements) == spent == 2


@pytest.mark.parametrize(
    ("name", "code"),
    [("food", "I"), ("drink", "II"), ("herbal", "III"), ("fabric", "22"), ("decor", "21"), ("service", "VI")],
)
def test_each_of_the_six_old_groups_has_its_place(session, name, code):
    assert session.get(CategoryAlias, name).category_code == code


def test_loading_twice_adds_nothing(session):
    assert load_categories(session) == 0
    assert session.scalar(select(func.count()).select_from(Category)) == 49
