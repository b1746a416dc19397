"""Commands of `flask --app storefront …` (through `./run app …`)."""

import sys
from datetime import datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_babel import force_locale, gettext
from sqlalchemy import select

from catalog.categories import load_categories
from catalog.document_rules import load_document_rules
from catalog.place_data import load_places
from catalog.producers import Producer
from catalog.recognition_terms import load_terms
from catalog.records import Refused
from catalog.search.synonym_lists import load_synonyms
from catalog.shelf_rules import load_shelf_rules
from marketplace import migrations
from marketplace.accounts.holidays import load_holidays, remove_holiday, set_holiday
from marketplace.accounts.memberships import ProducerRole, add_member, appoint_officer
from marketplace.accounts.second_factor import seal_secrets, take_off
from marketplace.accounts.users import add_user, find_user
from marketplace.orders.delivery import load_rates
from marketplace.payments.fees import load_fees
from marketplace.payments.taxes import load_taxes
from marketplace.register.catalogue_import import import_catalogue
from marketplace.register.outcome import Outcome
from marketplace.spreadsheets import read_table

from .clock import clock
from .database import database
from .demo import load_demo
from .demo.contracts import add_missing_contracts
from .demo.fairs import add_missing_fairs
from .demo.messages import add_missing_messages
from .demo.papers import add_missing_papers
from .demo.pictures import draw_missing_pictures
from .demo.purchase_orders import add_missing_purchase_orders
from .demo.retailers import add_missing_retailers
from .demo.sourcing_requests import add_missing_requests
from .demo.versions import add_missing_versions
from .import_command import import_recognitions, undo_import
from .locales import translated
from .login import seal
from .work.feeding import build_index
from .work.housekeeping import tidy_up


def init(app: Flask) -> None:
    for command in (
        prepare,
        migrate,
        reference,
        tidy,
        demo,
        demo_pictures,
        import_catalogue_command,
        import_recognitions,
        undo_import,
        revise,
        add_officer,
        add_member_command,
        reset_second_factor,
        holiday,
    ):
        app.cli.add_command(command)


@click.command()
@click.pass_context
@with_appcontext
def prepare(context: click.Context) -> None:
    """Everything before the first page: migrate, reference, tidy, demo unless DEMO is off, and the search index."""
    context.invoke(migrate)
    context.invoke(reference)
    context.invoke(tidy)
    if current_app.extensions["settings"].demo:
        context.invoke(demo)
    build_index()


@click.command()
@with_appcontext
def migrate() -> None:
    """Bring the database up to date, and seal what the present secret has not sealed."""
    migrations.upgrade(database().engine)
    with database().transaction() as session:
        seal_secrets(session, seal())


@click.command()
@click.argument("message")
@with_appcontext
def revise(message: str) -> None:
    """Write a migration from the difference between models and database (for developers)."""
    migrations.revise(database().engine, message)


@click.command()
@with_appcontext
def reference() -> None:
    """Load places, categories, delivery rates, fees, tax rates, holidays, rules of papers and synonyms; what is there stays as it is."""
    with database().transaction() as session:
        added = load_places(session) + load_categories(session) + load_rates(session)
        added += (
            load_fees(session)
            + load_taxes(session)
            + load_terms(session)
            + load_holidays(session)
            + load_document_rules(session)
            + load_shelf_rules(session)
            + load_synonyms(session, clock().now())
        )
    click.echo(f"Reference data: {added} rows added.")


@click.command()
@with_appcontext
def tidy() -> None:
    """Delete baskets, with the addresses in them, that nobody has touched for 90 days, counts of searches of more
    than 400 days ago, notes of changes that every index has long seen, and jobs done and letters kept more than
    30 days ago, sign-ups nobody confirmed, and the persons on old orders of erased accounts. The worker does it once a day, and every start."""
    with database().transaction() as session:
        gone = tidy_up(session, clock().now(), clock().today())
    click.echo(
        f"Baskets forgotten: {gone.baskets}. Counts of searches forgotten: {gone.searches}."
        f" Jobs forgotten: {gone.jobs}. Letters forgotten: {gone.letters}."
    )


@click.command("add-officer")
@click.argument("email")
@click.option("--name", default="", help="Full name; needed for a new account.")
@click.option("--province", help="Code of the province whose office it is; without it the central one.")
@with_appcontext
def add_officer(email: str, name: str, province: str | None) -> None:
    """Make EMAIL an officer. The password is asked for, or read from standard input.

    Somebody who has an account gets the new password, and is signed out everywhere.
    """
    password = _password()
    try:
        with database().transaction() as session:
            user = find_user(session, email)
            if user is None:
                user = add_user(session, email, name, password, clock().now())
            else:
                user.change_password(password)
            appoint_officer(session, user, province, clock().now())
            click.echo(f"{user.name} <{user.email}> is an officer.")
    except Refused as refusal:
        with force_locale("vi"):
            raise click.ClickException(translated(refusal)) from None


@click.command("add-member")
@click.argument("email")
@click.argument("producer_slug")
@click.option("--name", default="", help="Full name; needed for a new account.")
@click.option(
    "--role",
    type=click.Choice(list(ProducerRole)),
    default=ProducerRole.OWNER,
    help="What EMAIL may do there.",
)
@with_appcontext
def add_member_command(email: str, producer_slug: str, name: str, role: str) -> None:
    """Let EMAIL act for the producer whose page ends in PRODUCER_SLUG.

    For a new account the password is asked for, or read from standard input; a known one keeps its own.
    """
    try:
        with database().transaction() as session:
            producer = session.scalar(select(Producer).where(Producer.slug == producer_slug))
            if producer is None:
                raise Refused("There is no producer with the address “%(slug)s”.", slug=producer_slug)
            user = find_user(session, email)
            if user is None:
                user = add_user(session, email, name, _password(), clock().now())
            add_member(session, user, producer, clock().now(), ProducerRole(role))
            click.echo(f"{user.name} <{user.contact}> acts for {producer.name}.")
    except Refused as refusal:
        with force_locale("vi"):
            raise click.ClickException(translated(refusal)) from None


@click.command("reset-second-factor")
@click.argument("email")
@with_appcontext
def reset_second_factor(email: str) -> None:
    """Take the second factor off the account EMAIL, after a lost telephone; it is signed out everywhere."""
    with database().transaction() as session:
        user = find_user(session, email)
        if user is None:
            raise click.ClickException(f"There is no account {email}.")
        take_off(session, user)
        click.echo(f"{user.name} signs in with the password alone now; an officer sets up a new one at once.")


def _at_a_terminal() -> bool:
    return sys.stdin.isatty()


def _password() -> str:
    if _at_a_terminal():
        return click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return sys.stdin.readline().rstrip("\r\n")


@click.command()
@with_appcontext
def demo() -> None:
    """Load the demo catalogue once; demo-pictures draws its pictures."""
    with database().transaction() as session:
        added = load_demo(session, clock().now(), clock().today())
    click.echo(f"Demo data: {added} products added.")
    folder = current_app.extensions["settings"].papers_dir
    papers = add_missing_papers(database(), folder, clock().now(), clock().today())
    if papers:
        click.echo(f"Sample papers: {papers} added.")
    fairs = add_missing_fairs(database(), clock().now(), clock().today())
    if fairs:
        click.echo(f"Sample fairs: {fairs} added.")
    retailers = add_missing_retailers(database(), folder, clock().now())
    if retailers:
        click.echo(f"Sample retailers: {retailers} added.")
    requests = add_missing_requests(database(), clock().now())
    if requests:
        click.echo(f"Sample requests: {requests} added.")
    orders = add_missing_purchase_orders(database(), clock().now())
    if orders:
        click.echo(f"Sample purchase orders: {orders} added.")
    contracts = add_missing_contracts(database(), clock().now())
    if contracts:
        click.echo(f"Sample contracts: {contracts} added.")
    messages = add_missing_messages(database(), clock().now())
    if messages:
        click.echo(f"Sample messages: {messages} added.")


@click.command("demo-pictures")
@with_appcontext
def demo_pictures() -> None:
    """Draw the demo pictures that are still missing; may be stopped and started again."""
    settings = current_app.extensions["settings"]
    if not settings.demo:
        return
    draw_missing_pictures(database(), settings.pictures_dir, click.echo)
    # A version goes to the office with its pictures.
    add_missing_versions(database(), clock().now())


@click.command("import-catalogue")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_catalogue_command(file: Path) -> None:
    """Load products, packs and recognitions from a CSV, XLSX or JSON Lines FILE; see docs/import-catalogue.md."""
    with force_locale("vi"):
        try:
            outcome = _import(file)
        except Refused as refusal:
            raise click.ClickException(translated(refusal)) from None
        for error in outcome.errors:
            sentence = gettext(error.message, **error.facts)
            click.echo(
                f"{file.name}, dòng {error.row}, cột {error.column}: {sentence} [{error.text}]", err=True
            )
    if outcome.errors:
        raise click.ClickException(f"{len(outcome.errors)} lỗi; không dòng nào được ghi.")
    facts = {name: value for name, value in vars(outcome).items() if name != "errors"}
    click.echo(", ".join(f"{name} {value}" for name, value in facts.items()))


def _import(file: Path) -> Outcome:
    """One transaction for the whole file: with any error the import has written nothing."""
    table = read_table(file)
    with (
        database().transaction() as session,
        click.progressbar(length=2 * len(table.rows), label=file.name) as bar,
    ):
        return import_catalogue(
            session,
            table,
            now=clock().now(),
            today=clock().today(),
            progress=lambda done, total: bar.update(done - bar.pos),
        )


@click.command()
@click.argument("day", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]))
@click.argument("name", default="")
@click.option("--basis", default="", help="Where it stands, for example the number of the announcement.")
@click.option("--remove", is_flag=True, help="It is a working day after all.")
@with_appcontext
def holiday(day: datetime, name: str, basis: str, remove: bool) -> None:
    """Write down that DAY (2027-02-11 or 11/02/2027) is a public holiday: no term runs on it."""
    try:
        with database().transaction() as session:
            if remove and not remove_holiday(session, day.date()):
                raise click.ClickException(f"{day:%d/%m/%Y} is no holiday.")
            if not remove:
                set_holiday(session, day.date(), name, basis)
    except Refused as refusal:
        with force_locale("vi"):
            raise click.ClickException(translated(refusal)) from None
    click.echo(f"{day:%d/%m/%Y}: {'a working day' if remove else name}.")
