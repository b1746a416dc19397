"""Who opens the desks: an officer of the central office, the owner of the producer with most products, a retailer's manager."""

from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.producers import Producer
from catalog.products import Product
from marketplace.accounts import second_factor
from marketplace.accounts.company_people import add_person
from marketplace.accounts.memberships import add_member, appoint_officer
from marketplace.accounts.retailers import Retailer, RetailerKind
from marketplace.accounts.stores import Store
from marketplace.accounts.users import User, add_user
from marketplace.submissions import SubmissionState

_PASSWORD = "bench only, on a database that is thrown away"


def officer(session: Session, now: datetime) -> User:
    """Of the central office: nothing is out of reach, so every list is as long as it gets."""
    user = add_user(session, "officer@bench.example", "Officer", _PASSWORD, now)
    appoint_officer(session, user, None, now)
    user.totp_secret = second_factor.new_secret()
    session.flush()
    return user


def largest(session: Session) -> int:
    """The id of the producer with most products."""
    query = select(Product.producer_id).group_by(Product.producer_id)
    return session.scalars(query.order_by(func.count().desc(), Product.producer_id).limit(1)).one()


def owner(session: Session, now: datetime) -> User:
    user = add_user(session, "owner@bench.example", "Owner", _PASSWORD, now)
    add_member(session, user, session.get_one(Producer, largest(session)), now)
    session.flush()
    return user


def browser(app: Flask, user: User) -> FlaskClient:
    """Signed in as this user."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = f"{user.id}:{user.session_generation}"
        cookie["_fresh"] = True
    return client


def buyer(session: Session, now: datetime) -> User:
    """The manager of a verified retailer with one store."""
    user = add_user(session, "buyer@bench.example", "Buyer", _PASSWORD, now)
    commune = session.scalars(select(Producer.commune_code).limit(1)).one()
    facts = {"tax_code": "0101243150", "commune_code": commune, "state": SubmissionState.APPROVED}
    retailer = Retailer(
        name="Bench", kind=RetailerKind.SUPERMARKET, submitted_at=now, decided_at=now, created_at=now, **facts
    )
    session.add(retailer)
    session.flush()
    session.add(Store(retailer_id=retailer.id, code="1", name="Store", commune_code=commune, created_at=now))
    add_person(session, user, retailer, now)
    return user
