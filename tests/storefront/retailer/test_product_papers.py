"""The folder of papers that retailers take: what is accepted, in force and shown to them, and nothing else."""

import io
import zipfile
from datetime import timedelta

import pytest
from pypdf import PdfReader

from catalog.document_files import store_document
from catalog.document_kinds import DocumentKind as K
from tests import hostile_pdfs, world
from tests.world import TODAY


@pytest.fixture
def tea(session):
    made = world.product(session, "Chè Sỉ")
    session.commit()
    return made


@pytest.fixture
def stored(app) -> str:
    """A file that is really there."""
    return store_document(hostile_pdfs.paper(), app.extensions["settings"].papers_dir).path


def take(client, product):
    return client.get(f"/retailer/papers/{product.slug}")


def names(answer) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(answer.data)).namelist()


def test_open_papers_of_the_product_and_of_its_producer_are_inside(buyer, session, tea, stored):
    maker = session.get(world.Producer, tea.producer_id)
    world.document(session, maker, K.FOOD_SAFETY, number="1", file=stored)
    world.document(session, tea, K.LAB_TEST, number="2", file=stored, audience="retailers")
    session.commit()
    answer = take(buyer, tea)
    assert answer.status_code == 200 and answer.mimetype == "application/zip"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert f"giay-to-{tea.slug}.zip" in answer.headers["Content-Disposition"]
    inside = names(answer)
    assert inside[0] == "00-bia.pdf" and len(inside) == 3
    cover = PdfReader(io.BytesIO(zipfile.ZipFile(io.BytesIO(answer.data)).read("00-bia.pdf")))
    assert maker.name.split()[-1] in "".join(page.extract_text() for page in cover.pages)


@pytest.mark.parametrize(
    "wrong",
    [
        {"audience": "officers"},
        {"audience": "producer", "state": "kept", "submitted_at": None},
        {"state": "submitted", "audience": "retailers"},
        {"valid_until": TODAY - timedelta(days=1)},
        {"valid_from": TODAY + timedelta(days=1)},
    ],
)
def test_no_other_paper_is(buyer, session, tea, stored, wrong):
    world.document(session, tea, K.LAB_TEST, number="KIN-99", file=stored, **wrong)
    session.commit()
    answer = take(buyer, tea)
    assert answer.status_code == 404 and "KIN-99" not in answer.text
    world.document(session, tea, K.SELF_DECLARATION, file=stored, valid_until=None)
    session.commit()
    assert len(names(take(buyer, tea))) == 2


def test_papers_of_other_products_and_producers_are_not(buyer, session, tea, stored):
    maker = session.get(world.Producer, tea.producer_id)
    world.document(session, world.product(session, by=maker), K.LAB_TEST, file=stored)
    world.document(session, world.product(session), K.FOOD_SAFETY, file=stored)
    session.commit()
    assert take(buyer, tea).status_code == 404


def test_of_a_renewed_paper_the_one_in_use_is(buyer, session, tea, stored):
    first = world.document(session, tea, K.LAB_TEST, number="CU", file=stored)
    second = world.document(session, tea, K.LAB_TEST, number="MOI", file=stored, replaces_id=first.id)
    session.commit()
    assert [name for name in names(take(buyer, tea)) if "moi" in name] and len(names(take(buyer, tea))) == 2
    # The producer has shown the newer one to officers alone: the old one is no way around that.
    second.audience = "officers"
    session.commit()
    assert take(buyer, tea).status_code == 404


def test_too_much_is_said_and_not_packed(buyer, session, tea, stored):
    world.document(session, tea, K.LAB_TEST, file=stored, size=61 * 2**20)
    session.commit()
    assert take(buyer, tea).status_code == 422
