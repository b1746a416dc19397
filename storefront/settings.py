"""Settings: one typed class, read once from the environment; docs/settings.md is their page."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import click
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from marketplace.mail import MailServer, read_sender
from marketplace.text_messages import TextMessages


class WrongSetting(click.ClickException):
    """A setting has a value that can't be used; the message says which and what is expected.

    A command shows it as a sentence, without a traceback.
    """


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings with their defaults. Sizes in MB."""

    data_dir: Path = Path("instance")
    database_url: str = ""
    secret_key: str = ""
    former_secret_keys: str = ""
    public_url: str = ""
    trusted_proxies: int = 0
    search_backend: str = "whoosh"
    page_cache_mb: int = 64
    rate_limit_storage: str = "memory://"
    rate_limits: bool = True
    request_max_mb: int = 16
    demo: bool = True
    cod_ceiling: int = 5_000_000
    review_days: int = 3
    stripe_secret_key: str = ""
    stripe_webhook_secret: str = ""
    stripe_api_base: str = ""
    shop_name: str = "Chợ Phiên"
    operator_name: str = "Chợ Phiên (bản dùng thử)"
    operator_address: str = ""
    operator_phone: str = ""
    operator_email: str = ""
    smtp_url: str = ""
    mail_from: str = ""
    sms_url: str = ""
    sms_key: str = ""
    host: str = "127.0.0.1"
    port: int = 8000

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read every setting from the upper-case variable of its name. Raises WrongSetting."""
        values = {}
        for field in fields(cls):
            text = environment.get(field.name.upper())
            if text is not None and text.strip():
                values[field.name] = _read(field.name, field.type, text.strip())
        return cls(**values).complete()

    def complete(self) -> "Settings":
        """With what is derived from other settings filled in; makes the data folder and the secret key."""
        data_dir = self.data_dir.resolve()
        try:
            data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WrongSetting(
                f"DATA_DIR={self.data_dir}: the folder can't be made ({error.strerror})."
            ) from None
        url = _database_url(self.database_url, data_dir)
        _check_search_backend(self.search_backend, url)
        key = self.secret_key or _kept_secret(data_dir)
        if len(key) < 16:
            raise WrongSetting("SECRET_KEY must have at least 16 characters.")
        if self.public_url and not self.public_url.startswith(("http://", "https://")):
            raise WrongSetting(f"PUBLIC_URL={self.public_url}: it must begin with http:// or https://.")
        if not self.rate_limit_storage.startswith(("memory://", "redis://", "rediss://")):
            raise WrongSetting("RATE_LIMIT_STORAGE must begin with memory:// or redis://.")
        _check_cards(self)
        if self.request_max_mb < 1:
            raise WrongSetting(f"REQUEST_MAX_MB={self.request_max_mb}: it must be 1 or more.")
        _check_letters(self)
        return replace(self, data_dir=data_dir, database_url=url, secret_key=key)

    @property
    def former_secrets(self) -> list[str]:
        """Secrets of before: what they have signed or sealed is still read."""
        return [key.strip() for key in self.former_secret_keys.split(",") if key.strip()]

    @property
    def keeps_letters(self) -> bool:
        """Without a mail server letters are kept in the database instead of going out."""
        return not self.smtp_url

    @property
    def has_mailbox(self) -> bool:
        """Whether anybody may look at them: in development alone."""
        return self.keeps_letters and self.demo

    @property
    def can_text(self) -> bool:
        """Whether text messages go anywhere: out, or to the mailbox of development."""
        return bool(self.sms_url) or self.keeps_letters

    @property
    def sender(self) -> str:
        return self.mail_from or self.operator_email or f"{self.shop_name} <shop@localhost>"

    @property
    def address_in_letters(self) -> str:
        """How readers of a letter reach the shop."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def pictures_dir(self) -> Path:
        return self.data_dir / "pictures"

    @property
    def private_pictures_dir(self) -> Path:
        """Pictures of what is wrong with a parcel; no public address leads there."""
        return self.data_dir / "private-pictures"

    @property
    def listing_pictures_dir(self) -> Path:
        """Pictures that producers have taken and no officer has seen yet, and their originals."""
        return self.data_dir / "listing-pictures"

    @property
    def papers_dir(self) -> Path:
        """Papers of producers; who may open one is asked each time."""
        return self.data_dir / "papers"


def _read(name: str, type: Any, text: str) -> Any:
    if type is int:
        if not (text.isascii() and text.isdigit()):
            raise WrongSetting(f"{name.upper()}={text}: it must be a whole number, 0 or more.")
        return int(text)
    if type is bool:
        if text.lower() not in ("0", "1", "true", "false", "yes", "no"):
            raise WrongSetting(f"{name.upper()}={text}: it must be yes or no.")
        return text.lower() in ("1", "true", "yes")
    return Path(text) if type is Path else text


def _database_url(url: str, data_dir: Path) -> str:
    if not url:
        return f"sqlite:///{data_dir / 'chophien.db'}"
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise WrongSetting(
            f"DATABASE_URL={url.split(':', 1)[0]}:…: it must begin with sqlite:/// or postgresql://."
        )
    try:
        make_url(url)
    except (ArgumentError, ValueError):
        # The address itself stays out of the message: it may hold a password.
        raise WrongSetting("DATABASE_URL can't be read as an address of a database.") from None
    return url


def _check_search_backend(name: str, url: str) -> None:
    if name not in ("whoosh", "postgres"):
        raise WrongSetting(f"SEARCH_BACKEND={name}: it must be whoosh or postgres.")
    if name == "postgres" and not url.startswith("postgresql"):
        raise WrongSetting("SEARCH_BACKEND=postgres: DATABASE_URL must then begin with postgresql://.")


def _check_letters(settings: Settings) -> None:
    # The addresses stay out of the messages: they may hold a password.
    if settings.smtp_url:
        if not settings.public_url:
            raise WrongSetting("SMTP_URL needs PUBLIC_URL too: the links in letters lead there.")
        if not (settings.mail_from or settings.operator_email):
            raise WrongSetting("SMTP_URL needs MAIL_FROM too: the address that letters come from.")
        _check_address("SMTP_URL", lambda: MailServer(settings.smtp_url, "shop@localhost"))
    if settings.sms_url:
        _check_address("SMS_URL", lambda: TextMessages(settings.sms_url, settings.sms_key))
    _check_address("MAIL_FROM", lambda: read_sender(settings.sender))


def _check_address(name: str, make: Callable[[], object]) -> None:
    try:
        make()
    except ValueError as error:
        raise WrongSetting(f"{name}: {error}.") from None


def _check_cards(settings: Settings) -> None:
    if bool(settings.stripe_secret_key) != bool(settings.stripe_webhook_secret):
        raise WrongSetting("STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET belong together: set both, or none.")
    if settings.stripe_api_base and not settings.stripe_api_base.startswith(("http://", "https://")):
        raise WrongSetting("STRIPE_API_BASE must begin with http:// or https://.")


def _kept_secret(data_dir: Path) -> str:
    """The secret made at the first start. It is written whole and then named, so that of several
    processes one wins and no reader sees half of it."""
    path = data_dir / "secret_key"
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=data_dir) as beside:
            beside.write(secrets.token_urlsafe(48))
            beside.flush()
            with contextlib.suppress(FileExistsError):
                os.link(beside.name, path)
    return path.read_text("ascii").strip()
