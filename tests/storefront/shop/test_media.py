"""Pictures: files of the pictures folder and nothing else."""

from pathlib import Path

import pytest

DIGEST = "ab" + "c" * 30


@pytest.fixture
def pictures(app, monkeypatch, tmp_path) -> Path:
    """A pictures folder with two pictures, beside a file that is nobody's business."""
    own = type(app.extensions["settings"])(**vars(app.extensions["settings"]) | {"data_dir": tmp_path})
    monkeypatch.setitem(app.extensions, "settings", own)
    folder = own.pictures_dir / "ab"
    folder.mkdir(parents=True)
    for suffix in ("webp", "avif", "txt", "svg", "html"):
        (folder / f"{DIGEST}-480.{suffix}").write_bytes(suffix.encode())
    (tmp_path / "secret.webp").write_bytes(b"secret")
    (own.pictures_dir / "secret.webp").write_bytes(b"secret")
    return own.pictures_dir


@pytest.mark.parametrize(("suffix", "type"), [("webp", "image/webp"), ("avif", "image/avif")])
def test_a_picture_is_sent_with_its_type_and_for_ever(client, pictures, suffix, type):
    answer = client.get(f"/media/ab/{DIGEST}-480.{suffix}", buffered=True)
    assert answer.status_code == 200
    assert answer.data == suffix.encode()
    assert answer.headers["Content-Type"] == type
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.cache_control.immutable
    assert answer.cache_control.public or not answer.cache_control.private
    assert answer.cache_control.max_age == 31536000
    assert "Set-Cookie" not in answer.headers


def test_a_picture_is_not_sent_twice(client, pictures):
    path = f"/media/ab/{DIGEST}-480.webp"
    tag = client.get(path, buffered=True).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}, buffered=True).status_code == 304


def test_the_language_does_not_matter(client, pictures):
    assert client.get(f"/en/media/ab/{DIGEST}-480.webp", buffered=True).status_code == 200


@pytest.mark.parametrize("suffix", ["txt", "svg", "html", "WEBP", "webp/", "webp.txt", "jpg"])
def test_other_types_are_not_sent(client, pictures, suffix):
    assert client.get(f"/media/ab/{DIGEST}-480.{suffix}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/media/../secret.webp",
        "/media/%2e%2e/secret.webp",
        "/media/ab/../secret.webp",
        "/media/ab/..%2fsecret.webp",
        "/media/ab/../../secret.webp",
        "/media/ab/%2e%2e%2f%2e%2e%2fsecret.webp",
        "/media/./secret.webp",
        "/media/%2e/secret.webp",
        "/media/./././secret.webp",
        "/media/ab/..\\secret.webp",
        "/media//secret.webp",
        "/media/ab//etc/passwd.webp",
        "/media/ab/secret.webp%00.webp",
        "/media/..%5c/secret.webp",
    ],
)
def test_nothing_outside_is_sent(client, pictures, path):
    answer = client.get(path, buffered=True)
    assert answer.status_code in (308, 404)
    assert b"secret" not in answer.data.replace(b"secret.webp", b"")
    if answer.status_code == 308:
        assert client.get(path, follow_redirects=True, buffered=True).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        f"/media/ab/{DIGEST}-800.webp",
        "/media/zz/x.webp",
        "/media/ab/.webp",
        "/media/ab/" + "x" * 400 + ".webp",
    ],
)
def test_a_picture_that_is_not_there_is_not_found(client, pictures, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "private, no-store"
