"""Does the jobs of a test's shop, and reads what was written to whom."""

from flask import Flask
from sqlalchemy import select

from marketplace.letters import SentLetter
from storefront.work.loop import work_off


def do_jobs(app: Flask) -> None:
    """What the worker does, in this thread: every job that is due by the test's clock."""
    with app.app_context():
        work_off(app.extensions["database"], app.extensions["clock"])


def letters_to(app: Flask, to: str) -> list[SentLetter]:
    """After the jobs are done: the letters to this address or telephone, oldest first."""
    do_jobs(app)
    with app.extensions["database"].reading() as session:
        return list(session.scalars(select(SentLetter).where(SentLetter.to == to).order_by(SentLetter.id)))
