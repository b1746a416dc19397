"""What becomes of returns because time goes by: silence is passed on, and what is not needed any more is deleted."""

from datetime import datetime, timedelta

from flask import current_app

from catalog.days import day_of
from marketplace.orders.return_lists import forget_accounts
from marketplace.orders.return_steps import pass_time

from ..database import Database
from ..private_pictures import forget_files
from .registry import timer


@timer("returns", every=timedelta(minutes=10))
def move_returns(database: Database, now: datetime) -> None:
    """In short transactions: nobody waits long for the write lock."""
    day, done = day_of(now), 1
    while done:
        with database.transaction() as session:
            done = pass_time(session, now, day)


@timer("data of returns", every=timedelta(days=1))
def forget_returns(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        forget_accounts(session, now)
    with database.reading() as session:
        forget_files(session, current_app.extensions["settings"].private_pictures_dir, now)
