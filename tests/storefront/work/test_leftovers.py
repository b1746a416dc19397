"""What was uploaded and is attached to nothing goes after two days; what anything shows or showed never does."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.listing_moves import approve, send_back, submit
from catalog.picture_uploads import PictureUpload
from catalog.products import Product
from catalog.revisions import open_revision, save_draft
from catalog.unused_uploads import forget_unused
from storefront.settings import Settings
from storefront.work.leftovers import KEPT_FOR, forget_leftovers
from storefront.work.registry import TIMERS
from tests import world
from tests.storefront.producer.listing_making import DIGEST, finished_listing, upload
from tests.world import NOW

LATER = NOW + KEPT_FOR + timedelta(minutes=1)
OTHER = "cd" * 10


@pytest.fixture
def root(app, tmp_path, monkeypatch):
    monkeypatch.setattr(Settings, "listing_pictures_dir", property(lambda _: tmp_path / "listing-pictures"))
    monkeypatch.setattr(Settings, "papers_dir", property(lambda _: tmp_path / "papers"))
    return tmp_path


@pytest.fixture
def listing(session) -> Product:
    """Its draft shows one picture; the other was taken and replaced."""
    made = finished_listing(session, world.producer(session).id)
    upload(session, made, OTHER)
    session.commit()
    return made


@pytest.fixture
def run(app, session, root):
    """Does the check at this moment; answers with the digests of the uploads that are left."""

    def run(now=LATER) -> set[str]:
        session.commit()
        with app.app_context():
            forget_leftovers(app.extensions["database"], now)
        session.expire_all()
        return set(session.scalars(select(PictureUpload.digest)))

    return run


def show(session, listing, *digests: str) -> None:
    pictures = [{"digest": digest, "alt": "Chè", "alt_en": "", "is_label": True} for digest in digests]
    save_draft(session, listing, None, {"pictures": pictures}, NOW)


def store(root, name: str, moment=NOW):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"picture")
    os.utime(path, (moment.timestamp(),) * 2)
    return path


def test_it_runs_once_a_day():
    assert TIMERS["leftover uploads"].every == timedelta(days=1)


def test_what_no_version_shows_goes_after_two_days_and_not_before(run, listing):
    assert run(NOW + KEPT_FOR - timedelta(minutes=1)) == {DIGEST, OTHER}
    assert run() == {DIGEST}
    assert run() == {DIGEST}


def decided(session, listing, decide) -> None:
    """A version that showed both pictures was decided on, and the next one shows one."""
    show(session, listing, DIGEST, OTHER)
    submit(session, listing, open_revision(session, listing.id), NOW)
    decide(session, listing, open_revision(session, listing.id))
    show(session, listing, DIGEST)


@pytest.mark.parametrize(
    "decide",
    [
        lambda session, listing, version: approve(session, listing, version, [], NOW),
        lambda session, listing, version: send_back(session, listing, version, "Mờ", NOW),
    ],
    ids=["approved", "returned"],
)
def test_what_a_decided_version_showed_stays_with_its_history(run, session, listing, decide):
    decided(session, listing, decide)
    assert run() == {DIGEST, OTHER}


def test_what_another_listing_shows_does_not_keep_an_upload(run, session, listing):
    other = finished_listing(session, listing.producer_id, "Chè khác")
    upload(session, other, OTHER)
    show(session, other, OTHER)
    run()
    left = session.execute(select(PictureUpload.product_id, PictureUpload.digest)).all()
    assert {tuple(row) for row in left} == {(listing.id, DIGEST), (other.id, OTHER)}


def test_what_is_shown_meanwhile_stays(session, listing):
    """Found unused, and put into the draft before its row is deleted."""
    show(session, listing, DIGEST, OTHER)
    assert forget_unused(session, [listing.id], LATER) == 0


def test_files_go_with_the_last_row_that_names_them(run, session, root, listing):
    turned = upload(session, listing, "ef" * 10)
    turned.source = "12" * 10
    show(session, listing, DIGEST, turned.digest)
    private = "listing-pictures"
    kept = [
        store(root, f"{private}/originals/ab/{DIGEST}.jpg"),
        store(root, f"{private}/originals/12/{turned.source}.jpg"),
        store(root, f"{private}/made/ab/{DIGEST}-800.webp"),
        store(root, f"{private}/made/ef/{turned.digest}-480.webp"),
        store(root, f"{private}/made/99/{'99' * 10}-480.webp", LATER - timedelta(hours=1)),
    ]
    gone = [
        store(root, f"{private}/originals/cd/{OTHER}.jpg"),
        store(root, f"{private}/made/cd/{OTHER}-480.webp"),
        store(root, f"{private}/made/12/{turned.source}-480.webp"),
    ]
    run()
    assert [path.exists() for path in kept] == [True] * len(kept)
    assert [path.exists() for path in gone] == [False] * len(gone)


def test_papers_whose_form_never_came_back_go_and_filed_ones_stay(run, session, root, listing):
    world.document(session, listing, file="ab/filed.pdf", state="returned", reason="Mờ")
    world.mark(session, rules_file="ab/rules.pdf")
    world.retailer(session, registration_file="ab/registration.pdf")
    session.commit()
    filed = [store(root, f"papers/ab/{name}.pdf") for name in ("filed", "rules", "registration")]
    loose = store(root, "papers/cd/loose.jpeg")
    run()
    assert all(path.exists() for path in filed) and not loose.exists()


def test_what_a_worker_that_died_has_left_goes_the_next_night(run, session, root, listing, monkeypatch):
    path = store(root, f"listing-pictures/made/cd/{OTHER}-480.webp")
    with monkeypatch.context() as broken:
        broken.setattr("storefront.work.leftovers.sweep", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run()
    assert path.exists()
    assert run() == {DIGEST}
    assert not path.exists()


def test_many_listings_take_few_statements(run, session, statements, listing):
    run()
    for i in range(30):
        upload(session, finished_listing(session, listing.producer_id, f"Chè số {i}"), OTHER)
    session.commit()
    statements.clear()
    run()
    assert len(statements) < 20
