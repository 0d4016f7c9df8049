"""`./cdos items`: bring in and give out the catalogue, lint it, count what was saved."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from cdos.base.organisation.contracts import SYSTEM

from . import api
from .contracts import Imported, Item, ItemRefused, Problem, Severity

app = typer.Typer(help="Service items: bring in, give out, lint, count what was saved.", no_args_is_help=True)
SHOWN = 50


@app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="CSV or JSON, with the columns of the export.")],
    live: Annotated[
        bool, typer.Option("--live", help="Publish at once; otherwise good rows wait as drafts.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
) -> None:
    """Good rows are taken, refused ones are named with the rule they break; exit code 1 when any was refused."""
    try:
        report = api.bring_in(actor=SYSTEM, raw=file.read_bytes(), live=live)
    except (ItemRefused, OSError) as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from None
    if as_json:
        typer.echo(json.dumps(asdict(report), ensure_ascii=False))
    else:
        _report(report, live)
    if report.refused:
        raise typer.Exit(1)


def _report(report: Imported, live: bool) -> None:
    what = "published" if live else "drafts"
    typer.echo(
        f"{report.rows} rows: {len(report.drafts)} {what}, {report.unchanged} unchanged, {len(report.refused)} refused"
    )
    for row in report.refused[:SHOWN]:
        typer.echo(f"  row {row.line} {row.code}: {'; '.join(row.reasons)}")


@app.command("export")
def export_command(
    file: Annotated[Path, typer.Argument(help="Where to; the ending says which: .csv or .json.")],
) -> None:
    """The newest version of every item."""
    kind = "json" if file.suffix == ".json" else "csv"
    file.write_bytes(api.export(actor=SYSTEM, kind=kind))
    typer.echo(f"{file}")


@app.command()
def lint(
    file: Annotated[
        Path | None, typer.Argument(help="A CSV or JSON file; without one, what is in force in this city.")
    ] = None,
    warnings: Annotated[
        bool, typer.Option("--warnings/--no-warnings", help="Also what does not keep an item back.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Every rule that an item breaks, with what it rests on; exit code 1 when there is an error."""
    found, unread = _linted(file)
    errors = unread + sum(one.severity is Severity.ERROR for problems in found.values() for one in problems)
    if as_json:
        rows = [{"code": code, **asdict(one)} for code, problems in found.items() for one in problems]
        typer.echo(
            json.dumps(
                {"rules": len(api.lint_rules()), "errors": errors, "problems": rows}, ensure_ascii=False
            )
        )
    else:
        _print(found, warnings)
        typer.echo(
            f"{len(api.lint_rules())} rules: {errors} errors, {sum(map(len, found.values()))} findings."
        )
    if errors:
        raise typer.Exit(1)


def _linted(file: Path | None) -> tuple[dict[str, list[Problem]], int]:
    if file is None:
        return api.lint_all(), 0
    try:
        rows = api.read(file.read_bytes())
    except (ItemRefused, OSError) as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from None
    items: list[Item] = []
    for line, given in rows:
        if isinstance(given, Item):
            items.append(given)
        else:
            typer.echo(f"row {line}: {given}", err=True)
    return api.lint_all(items), len(rows) - len(items)


def _print(found: dict[str, list[Problem]], warnings: bool) -> None:
    for code, problems in found.items():
        for one in problems:
            if warnings or one.severity is Severity.ERROR:
                typer.echo(
                    f"{code}: {one.severity.value} {one.rule} {one.element}: {one.words} [{one.basis}]"
                )


@app.command()
def savings(as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False) -> None:
    """Steps, days, visits and papers before and after, item by item and in all."""
    rows = api.savings()
    before, after = api.total(one.before for one in rows), api.total(one.after for one in rows)
    if as_json:
        whole = {"items": len(rows), "before": asdict(before), "after": asdict(after)}
        typer.echo(json.dumps({**whole, "rows": [asdict(one) for one in rows]}, ensure_ascii=False))
        return
    for one in rows:
        typer.echo(
            f"{one.code:32} steps {one.before.steps}->{one.after.steps}  days {one.before.days:g}->{one.after.days:g}  "
            f"visits {one.before.trips}->{one.after.trips}  papers {one.before.papers}->{one.after.papers}"
        )
    typer.echo(
        f"{len(rows)} items: steps {before.steps}->{after.steps}, days {before.days:g}->{after.days:g}, "
        f"visits {before.trips}->{after.trips}, papers {before.papers}->{after.papers}"
    )
