"""What `flask --app storefront …` does, on a database of its own."""

import pytest
from sqlalchemy import func, select

from catalog.products import Product
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
