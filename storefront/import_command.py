"""`import-recognitions FILE`: what the page for lists does, on the command line, with a summary that a script can read."""

import json
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import force_locale
from sqlalchemy.orm import Session

from catalog.recognitions import Evidence
from catalog.records import Refused
from marketplace.register.lists.imports import ListImport, find_import
from marketplace.register.lists.plan import ListPlan
from marketplace.register.lists.service import commit, dry_run, read_import, release, undo, upload

from .clock import clock
from .database import database
from .list_words import sentence
from .locales import translated


@click.command("import-recognitions")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--dry-run", "mode", flag_value="dry-run", default="dry-run", help="Write nothing (the default)."
)
@click.option(
    "--commit", "mode", flag_value="commit", help="Write every row that is not wrong, in force at once."
)
@click.option("--province", help="Code of the province the list is of; without it every row names its own.")
@click.option(
    "--evidence",
    type=click.Choice([str(e) for e in Evidence]),
    default=str(Evidence.DECISION_SEEN),
    help="How well the list is founded; see docs/import-recognitions.md.",
)
@with_appcontext
def import_recognitions(file: Path, mode: str, province: str | None, evidence: str) -> None:
    """Check a list of recognitions (XLSX, XLS, CSV) against the register, or write it; prints JSON.

    Exit code 1: the file could not be read or nothing could be written. Wrong rows alone are none.
    """
    with force_locale("vi"):
        summary = _run(file, mode, province, evidence)
    click.echo(json.dumps(summary, ensure_ascii=False, indent=1))
    if "refused" in summary:
        raise SystemExit(1)


@click.command("undo-import")
@click.argument("code")
@with_appcontext
def undo_import(code: str) -> None:
    """Take the list with this CODE back: as if it had never been written."""
    try:
        with database().transaction() as session:
            session.info["now"] = clock().now()
            imported = find_import(session, code, None, lock=True)
            if imported is None:
                raise Refused("There is no list with the code “%(code)s”.", code=code)
            undo(session, imported, clock().now())
    except Refused as refusal:
        with force_locale("vi"):
            raise click.ClickException(translated(refusal)) from None
    click.echo(f"{code}: undone.")


def _run(file: Path, mode: str, province: str | None, evidence: str) -> dict:
    made = {"file": file.name, "mode": mode}
    database_ = database()
    with database_.writing() as session, session.begin() as transaction:
        session.info["now"] = clock().now()
        try:
            imported = upload(
                session,
                file.read_bytes(),
                file.name,
                Evidence(evidence),
                clock().now(),
                province_code=province,
            )
            plan = _plan(session, imported, mode)
        except Refused as refusal:
            transaction.rollback()
            return made | {"refused": translated(refusal)}
        summary = made | _summary(imported, plan)
        if mode == "dry-run":
            transaction.rollback()
    return summary


def _plan(session: Session, imported: ListImport, mode: str) -> ListPlan:
    today, now = clock().today(), clock().now()
    if mode == "dry-run":
        return dry_run(session, imported, read_import(session, imported), today)
    with click.progressbar(length=100, label=imported.name, file=click.get_text_stream("stderr")) as bar:
        plan = commit(
            session,
            imported,
            now,
            today,
            lambda done, total: bar.update(100 * done // max(total, 1) - bar.pos),
        )
    # The operator who can write to the database is both officers.
    release(session, imported, now)
    return plan


def _summary(imported: ListImport, plan: ListPlan) -> dict:
    counts = plan.counts()
    return {
        "import": imported.code if imported.batch_id else None,
        "sha256": imported.digest,
        "sheet": imported.sheet,
        "rows": len(plan.rows),
        "counts": counts,
        "written": len(plan.recognitions) if imported.batch_id else 0,
        "messages": [
            {
                "row": row.row.number,
                "outcome": str(row.outcome),
                "product": row.row.product,
                "notes": [
                    {
                        "column": note.column,
                        "code": note.remark.code,
                        "error": note.wrong,
                        "sentence": sentence(note),
                    }
                    for note in row.row.notes
                ],
            }
            for row in plan.rows
            if row.row.notes
        ],
    }
