"""What `flask --app storefront …` does, on a database of its own."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from catalog.products import Product
from catalog.search.searches import record
from catalog.search.synonym_lists import current_synonyms
from marketplace.accounts.memberships import Membership
from marketplace.accounts.users import User, find_user
from storefront import create_app
from storefront.settings import Settings

HEADER = (
    "product_name,name_en,producer,producer_kind,commune_code,province,category_set,stars,decision_no,"
    "decided_on,expires_on,issuer,marks,sku,pack,net_weight_g,price,stock,story\n"
)
ROW = "Chè thử,,HTX Thử,HTX,04672,,11,4,12/QĐ-UBND,05/08/2025,,UBND tỉnh Lào Cai,,T-1,Túi 200 g,200,120.000,5,\n"


@pytest.fixture
def shop(tmp_path, data_dir):
    return create_app(Settings(data_dir=tmp_path, secret_key="only-for-the-tests", demo=False).complete())


@pytest.fixture
def run(shop):
    runner = shop.test_cli_runner()
    runner.invoke(args=["prepare"], catch_exceptions=False)
    return lambda *words: runner.invoke(args=[str(word) for word in words], catch_exceptions=False)


def products(shop) -> int:
    with shop.extensions["database"].reading() as session:
        return session.scalar(select(func.count()).select_from(Product))


def test_prepare_a_second_time_changes_nothing(run):
    assert "Reference data: 0 rows added." in run("prepare").output


def test_prepare_without_demo_leaves_the_shop_empty_but_open(run, shop):
    assert products(shop) == 0
    assert shop.test_client().get("/").status_code == 200


def test_an_import_tells_what_it_did_and_a_second_one_does_nothing(run, shop, tmp_path):
    file = tmp_path / "one.csv"
    file.write_text(HEADER + ROW, "utf-8")
    assert "products 1" in run("import-catalogue", file).output
    assert "products 0" in run("import-catalogue", file).output
    assert products(shop) == 1


def test_an_import_with_errors_names_row_and_column_and_writes_nothing(run, shop, tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text(HEADER + ROW + ROW.replace("04672", "99999").replace("T-1", "T-2"), "utf-8")
    answer = run("import-catalogue", file)
    assert answer.exit_code == 1
    assert "dòng 3, cột commune_code" in answer.output
    assert products(shop) == 0


def test_a_file_that_is_no_table_is_refused_with_a_sentence(run, tmp_path):
    file = tmp_path / "picture.xlsx"
    file.write_bytes(b"\x89PNG\r\n\x1a\n")
    answer = run("import-catalogue", file)
    assert answer.exit_code == 1
    assert answer.output.startswith("Error: ")


PASSWORD = "mật khẩu rất dài"


def officers(shop) -> list[tuple]:
    query = select(User.email, User.name, User.session_generation, Membership.province_code)
    with shop.extensions["database"].reading() as session:
        return [tuple(row) for row in session.execute(query.join(Membership, Membership.user_id == User.id))]


@pytest.fixture
def add_officer(run, shop):
    def add(*words: str, password: str = PASSWORD):
        runner = shop.test_cli_runner()
        return runner.invoke(args=["add-officer", *words], input=f"{password}\n", catch_exceptions=False)

    return add


def test_an_officer_is_added_with_a_password_from_standard_input(shop, add_officer):
    answer = add_officer("An@Vidu.vn", "--name", "Nguyễn Thị An", "--province", "15")
    assert (answer.exit_code, answer.output) == (0, "Nguyễn Thị An <an@vidu.vn> is an officer.\n")
    assert officers(shop) == [("an@vidu.vn", "Nguyễn Thị An", 1, "15")]


def test_a_password_typed_at_a_terminal_is_asked_for_twice_and_not_shown(shop, add_officer, monkeypatch):
    monkeypatch.setattr("storefront.commands._at_a_terminal", lambda: True)
    answer = add_officer("an@vidu.vn", "--name", "An", password=f"{PASSWORD}\n{PASSWORD}")
    assert answer.exit_code == 0
    assert PASSWORD not in answer.output
    assert [email for email, *_ in officers(shop)] == ["an@vidu.vn"]


def test_a_known_officer_gets_a_new_password_and_another_office(shop, add_officer):
    add_officer("an@vidu.vn", "--name", "An", "--province", "15")
    assert add_officer("an@vidu.vn", password="một mật khẩu khác").exit_code == 0
    assert officers(shop) == [("an@vidu.vn", "An", 2, None)]


@pytest.mark.parametrize(
    ("words", "password", "sentence"),
    [
        (["an@vidu.vn", "--name", "An"], "short", "12"),
        (["an@vidu.vn", "--name", "An"], "", "12"),
        (["an", "--name", "An"], PASSWORD, "ten@vidu.vn"),
        (["an@vidu.vn"], PASSWORD, "200"),
        (["an@vidu.vn", "--name", "An", "--province", "99"], PASSWORD, "99"),
    ],
)
def test_an_officer_with_something_wrong_is_not_added(shop, add_officer, words, password, sentence):
    answer = add_officer(*words, password=password)
    assert answer.exit_code == 1
    assert answer.output.startswith("Error: ")
    assert sentence in answer.output
    assert officers(shop) == []


def test_a_lost_telephone_is_helped_by_the_command(run, shop, add_officer):
    add_officer("an@vidu.vn", "--name", "An")
    with shop.extensions["database"].transaction() as session:
        find_user(session, "an@vidu.vn").totp_secret = "ABCDEFGHIJKLMNOP"
    assert run("reset-second-factor", "AN@vidu.vn").exit_code == 0
    with shop.extensions["database"].reading() as session:
        user = find_user(session, "an@vidu.vn")
        assert (user.totp_secret, user.session_generation) == (None, 2)
    answer = shop.test_cli_runner().invoke(args=["reset-second-factor", "nobody@vidu.vn"])
    assert (answer.exit_code, answer.output) == (1, "Error: There is no account nobody@vidu.vn.\n")


def test_tidy_forgets_counts_of_searches_after_400_days(run, shop):
    database, today = shop.extensions["database"], shop.extensions["clock"].today()
    with database.transaction() as session:
        for days in (0, 400, 401):
            record(session, today - timedelta(days=days), {("chè", True): 1})
    assert "Counts of searches forgotten: 1." in run("tidy").output


def test_the_packaged_synonyms_are_stored_at_the_start(run, shop):
    with shop.extensions["database"].reading() as session:
        assert current_synonyms(session)[0] == 1


def test_a_holiday_is_written_down_and_taken_off(run, shop):
    assert run("holiday", "2027-02-11", "Tết").output == "11/02/2027: Tết.\n"
    assert run("holiday", "11/02/2027", "--remove").output == "11/02/2027: a working day.\n"
    again = shop.test_cli_runner().invoke(args=["holiday", "11/02/2027", "--remove"])
    assert (again.exit_code, again.output) == (1, "Error: 11/02/2027 is no holiday.\n")
    nameless = shop.test_cli_runner().invoke(args=["holiday", "2027-02-11"])
    assert nameless.exit_code == 1 and "ngày lễ" in nameless.output
    assert shop.test_cli_runner().invoke(args=["holiday", "32/01/2027", "x"]).exit_code == 2
