import stat
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.cli import FlaskGroup

from storefront import create_app
from storefront.settings import Settings, WrongSetting
from tests.conftest import ROOT


def read(tmp_path: Path, **environment: str) -> Settings:
    return Settings.from_environment({"DATA_DIR": str(tmp_path)} | environment)


def test_without_any_setting_everything_has_a_default(tmp_path):
    settings = read(tmp_path)
    assert settings.data_dir == tmp_path
    assert settings.database_url == f"sqlite:///{tmp_path}/chophien.db"
    assert (settings.rate_limits, settings.trusted_proxies, settings.request_max_mb) == (True, 0, 16)
    assert settings.pictures_dir == tmp_path / "pictures"


def test_an_empty_variable_counts_as_not_set(tmp_path):
    assert read(tmp_path, SHOP_NAME="  ", TRUSTED_PROXIES="").shop_name == "Chợ Phiên"


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", True), ("YES", True), ("true", True), ("0", False), ("no", False), ("False", False)],
)
def test_yes_and_no_are_read_in_their_usual_forms(tmp_path, text, value):
    assert read(tmp_path, RATE_LIMITS=text).rate_limits is value


@pytest.mark.parametrize(
    ("variable", "text", "sentence"),
    [
        ("TRUSTED_PROXIES", "two", r"TRUSTED_PROXIES=two: .* whole number"),
        ("TRUSTED_PROXIES", "-1", r"TRUSTED_PROXIES=-1: .* whole number"),
        ("TRUSTED_PROXIES", "²", r"TRUSTED_PROXIES=²: .* whole number"),
        ("PAGE_CACHE_MB", "1.5", r"PAGE_CACHE_MB=1.5: .* whole number"),
        ("REQUEST_MAX_MB", "0", r"REQUEST_MAX_MB=0: .* 1 or more"),
        ("RATE_LIMITS", "maybe", r"RATE_LIMITS=maybe: .* yes or no"),
        ("DEMO", "2", r"DEMO=2: .* yes or no"),
        ("SEARCH_BACKEND", "elastic", r"SEARCH_BACKEND=elastic: .* whoosh or postgres"),
        ("SEARCH_BACKEND", "postgres", r"SEARCH_BACKEND=postgres: DATABASE_URL .* postgresql://"),
        ("SECRET_KEY", "short", r"SECRET_KEY .* at least 16"),
        ("PUBLIC_URL", "chophien.example", r"PUBLIC_URL=chophien.example: .* https://"),
        ("RATE_LIMIT_STORAGE", "nonsense", r"RATE_LIMIT_STORAGE .* redis://"),
        ("SMS_URL", "sms.vidu.vn", r"SMS_URL: it must begin with https://"),
        ("MAIL_FROM", "a@b.vn\nBcc: c@d.vn", r"MAIL_FROM: .* no e-mail address"),
        ("SMTP_URL", "smtp://u:p4ss@mail.vidu.vn", r"SMTP_URL needs PUBLIC_URL too"),
        ("PORT", "http", r"PORT=http: .* whole number"),
        ("DATABASE_URL", "mysql://u:p4ss@host/shop", r"DATABASE_URL=mysql:…: .* postgresql://"),
        ("DATABASE_URL", "sqlite://", r"DATABASE_URL=sqlite:…: .* sqlite:///"),
        ("DATABASE_URL", "postgresql://u:p4ss@host:port/shop", "DATABASE_URL can't be read"),
    ],
)
def test_a_wrong_value_stops_with_a_sentence_that_names_it(tmp_path, variable, text, sentence):
    with pytest.raises(WrongSetting, match=sentence) as stopped:
        read(tmp_path, **{variable: text})
    assert "p4ss" not in str(stopped.value)


def test_a_data_folder_that_cannot_be_made_stops_with_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(WrongSetting, match=r"DATA_DIR=.*the folder can't be made"):
        read(tmp_path, DATA_DIR=str(tmp_path / "file" / "below"))


def test_the_application_does_not_start_with_a_wrong_setting(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("RATE_LIMITS", "maybe")
    with pytest.raises(WrongSetting, match="yes or no"):
        create_app()


def test_a_command_shows_the_sentence_without_a_traceback(tmp_path):
    commands = FlaskGroup(create_app=create_app)
    shown = CliRunner().invoke(commands, ["migrate"], env={"DATA_DIR": str(tmp_path), "RATE_LIMITS": "maybe"})
    assert (shown.exit_code, shown.output) == (1, "Error: RATE_LIMITS=maybe: it must be yes or no.\n")


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("postgres://u@host/shop", "postgresql+psycopg://u@host/shop"),
        ("postgresql://u@host/shop?x=1", "postgresql+psycopg://u@host/shop?x=1"),
        ("postgresql+psycopg://u@host/shop", "postgresql+psycopg://u@host/shop"),
        ("sqlite:////data/shop.db", "sqlite:////data/shop.db"),
    ],
)
def test_a_database_is_named_in_any_usual_form(tmp_path, text, url):
    assert read(tmp_path, DATABASE_URL=text).database_url == url


def test_the_secret_key_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    first, second = read(tmp_path), read(tmp_path)
    kept = tmp_path / "secret_key"
    assert len(first.secret_key) >= 48
    assert first.secret_key == second.secret_key == kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_two_shops_never_have_the_same_secret_key(tmp_path):
    assert read(tmp_path / "one").secret_key != read(tmp_path / "other").secret_key


def test_a_given_secret_key_is_used_and_not_kept(tmp_path):
    assert read(tmp_path, SECRET_KEY="a key of one's own").secret_key == "a key of one's own"
    assert not (tmp_path / "secret_key").exists()


def test_completing_settings_twice_changes_nothing(tmp_path):
    settings = read(tmp_path, SHOP_NAME="Chợ Thử", PAGE_CACHE_MB="0")
    assert settings.complete() == settings


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.name)
def test_every_setting_stands_on_the_page_of_settings(field):
    assert f"`{field.name.upper()}`" in (ROOT / "docs" / "settings.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"STRIPE_SECRET_KEY": "sk_test_x"}, "STRIPE_WEBHOOK_SECRET"),
        ({"STRIPE_WEBHOOK_SECRET": "whsec_x"}, "STRIPE_SECRET_KEY"),
        ({"STRIPE_API_BASE": "ftp://x"}, "STRIPE_API_BASE"),
        ({"COD_CEILING": "-1"}, "COD_CEILING"),
        ({"COD_CEILING": "5tr"}, "COD_CEILING"),
    ],
    ids=str,
)
def test_wrong_settings_of_payments_stop_the_start(tmp_path, wrong, told):
    with pytest.raises(WrongSetting, match=told):
        Settings.from_environment({"DATA_DIR": str(tmp_path)} | wrong)
