"""A shop with one product, whose producer has a member and a bank account, and with cards; its letters are read here."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from flask import Flask
from sqlalchemy import select

from catalog.categories import load_categories
from catalog.place_data import load_places
from catalog.producers import Producer
from marketplace import migrations
from marketplace.accounts.memberships import add_member
from marketplace.accounts.users import add_user
from marketplace.orders.delivery import load_rates
from marketplace.payments.bank_accounts import add_account
from marketplace.payments.fees import load_fees
from marketplace.payments.payments import Payment
from marketplace.payments.taxes import load_taxes
from storefront import assets, create_app
from storefront.database import Database
from storefront.letters import quiet
from storefront.settings import Settings
from tests import people, world
from tests.letters import letters_to
from tests.people import PASSWORD
from tests.server import running_server
from tests.stripe_server import KEY, SECRET, Stripe, running_stripe

SELLER = "lan@vidu.vn"
OFFICER = "an@vidu.vn"
PRODUCT = "Chè Shan tuyết"
_LINK = re.compile(r"https?://\S+")


@dataclass
class Market:
    """`app` is the worker's: it does the jobs when letters are asked for."""

    address: str
    stripe: Stripe
    app: Flask
    slug: str

    def letters(self, to: str) -> list[str]:
        """Subject and text of each letter to this address, oldest first, after all jobs are done."""
        return [f"{letter.subject}\n{letter.text}" for letter in letters_to(self.app, to)]

    def link(self, to: str, path: str) -> str:
        """The newest link with this path in the letters to this address."""
        return [link for letter in self.letters(to) for link in _LINK.findall(letter) if path in link][-1]

    def newest_payment(self) -> Payment:
        with self.app.extensions["database"].reading() as session:
            return session.scalars(select(Payment).order_by(Payment.id.desc())).first()


@contextmanager
def running_market(folder: Path, data_dir: Path) -> Iterator[Market]:
    """The market on a real server, and the payment server beside it."""
    assets.build(data_dir)
    shutil.copytree(data_dir / "static", folder / "static")
    url = f"sqlite:///{folder / 'shop.db'}"
    slug = _stock(url)
    # Letters are read at any hour.
    by_day = patch.object(quiet, "quiet_until", return_value=None)
    with by_day, running_stripe() as stripe:
        keys = {"STRIPE_SECRET_KEY": KEY, "STRIPE_WEBHOOK_SECRET": SECRET, "STRIPE_API_BASE": stripe.address}
        with running_server(folder, url, **keys) as port:
            address = f"http://127.0.0.1:{port}"
            stripe.webhook_url = f"{address}/webhooks/stripe"
            settings = Settings(data_dir=folder, database_url=url, public_url=address, rate_limits=False)
            app = create_app(settings.complete())
            yield Market(address, stripe, app, slug)
            app.extensions["database"].engine.dispose()


def _stock(url: str) -> str:
    """Fill a new database; answers with the address of the product."""
    database = Database(url)
    migrations.upgrade(database.engine)
    with database.transaction() as session:
        load_places(session)
        load_categories(session)
        load_rates(session)
        load_fees(session)
        load_taxes(session)
    with database.writing(expire_on_commit=False) as session:
        product = world.product(session, PRODUCT, stock=200)
        producer = session.get_one(Producer, product.producer_id)
        add_member(session, add_user(session, SELLER, "Lò Thị Lan", PASSWORD, world.NOW), producer, world.NOW)
        add_account(session, producer, "970436", "0123456789", "HTX THU", world.NOW)
        people.officer(session, OFFICER)
    database.engine.dispose()
    return product.slug
