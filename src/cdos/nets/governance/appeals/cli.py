"""Commands about appeals: `./cdos appeals import FILE.csv`, `… topics FILE.csv --json`, `… duty-list import FILE.csv`."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from cdos.nets.governance.topics import api as topics
from cdos.nets.governance.topics.contracts import Topic

from . import api, learning
from .contracts import DutyListInfo, ImportReport

app = typer.Typer(
    help="Appeals: load real messages from a CSV file, keep the duty list.", no_args_is_help=True
)
lists = typer.Typer(help="The duty list: which unit handles what, by when.", no_args_is_help=True)
app.add_typer(lists, name="duty-list")
learning.add_to(app)

SHOWN_ERRORS = 20


def mapping_of(pairs: list[str]) -> dict[str, str]:
    """`ours=theirs` pairs; typer.BadParameter for anything else."""
    found: dict[str, str] = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not equals or not ours.strip() or not theirs.strip():
            raise typer.BadParameter(f"“{pair}” is not OURS=THEIRS, as in --map detail=content")
        found[ours.strip()] = theirs.strip()
    return found


@app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="CSV file; only a column with the text is required.")],
    map: Annotated[
        list[str] | None, typer.Option("--map", help="OURS=THEIRS, for other headers: --map detail=content")
    ] = None,
    source: Annotated[
        str,
        typer.Option("--source", help="Name of where the file is from, where its ids clash with another's."),
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, store nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Load messages as history: no clocks start and nobody is told. The same file again changes nothing.

    Columns: id, title, detail, filed_at, lon, lat, category. UTF-8, GB18030 and UTF-16 are recognised.
    """
    console = Console(stderr=True)
    mapping = mapping_of(map or [])
    try:
        with Progress(
            TextColumn("{task.completed} rows"), BarColumn(), console=console, transient=True
        ) as bar:
            task = bar.add_task("", total=None)
            report = api.import_appeals(
                path=file,
                mapping=mapping,
                dry_run=dry_run,
                actor_name="command line",
                source=source,
                progress=lambda rows: bar.update(task, completed=rows),
            )
    except api.ImportRefused as refusal:
        console.print(str(refusal), style="red", markup=False)
        raise typer.Exit(1) from None
    if as_json:
        typer.echo(msgspec.json.encode(report).decode())
    else:
        _print(report)


def _print(report: ImportReport) -> None:
    would = "would go in" if report.dry_run else "went in"
    typer.echo(f"{report.file}: {report.rows} rows read as {report.encoding} in {report.seconds} s.")
    typer.echo(
        f"  {report.imported} {would}, {report.already_there} were there already, {report.refused} refused."
    )
    for error in report.errors[:SHOWN_ERRORS]:
        typer.echo(f"  line {error.line}: {error.reason}")
    if report.refused > SHOWN_ERRORS:
        typer.echo(f"  … and {report.refused - SHOWN_ERRORS} more; --json lists the first thousand.")
    if report.ignored:
        typer.echo(f"  Columns not used: {', '.join(report.ignored)}.")


@app.command("topics")
def topics_command(
    file: Annotated[
        Path, typer.Argument(help="CSV file with id, time, title, detail, votes; a person if known.")
    ],
    map: Annotated[
        list[str] | None, typer.Option("--map", help="OURS=THEIRS, for other headers: --map detail=content")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON, alone on stdout.")] = False,
    top: Annotated[int, typer.Option(min=0, help="Only the hottest; 0 prints all.")] = 0,
) -> None:
    """Similar-case groups in a file of messages, each one place and one problem, the hottest first. No database.

    Columns: id, time, title, detail, votes, against, person. Rows that cannot be read are told on stderr.
    """
    try:
        messages = api.read_messages(
            path=file, mapping=mapping_of(map or []), say=lambda said: typer.echo(said, err=True)
        )
    except api.ImportRefused as refusal:
        Console(stderr=True).print(str(refusal), style="red", markup=False)
        raise typer.Exit(1) from None
    found = topics.topics_of(messages)[: top or None]
    if as_json:
        typer.echo(json.dumps([_topic(topic) for topic in found], ensure_ascii=False, indent=1))
        return
    for topic in found:
        typer.echo(f"{topic.heat:8.1f}  {topic.people:4d}  {topic.name}  ({len(topic.members)} messages)")


def _topic(topic: Topic) -> dict[str, object]:
    return {
        "name": topic.name,
        "place": topic.place,
        "problem": topic.problem,
        "heat": topic.heat,
        "first": topic.first.isoformat() if topic.first else None,
        "last": topic.last.isoformat() if topic.last else None,
        "members": topic.members,
    }


@lists.command("import")
def import_list(
    file: Annotated[Path, typer.Argument(help="CSV file with code, class, group, item, function, level, …")],
    effective: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day it is used.")
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Store it without putting it in force.")] = False,
) -> None:
    """Store a new version of the duty list; nothing is stored when a line is wrong."""
    day = effective.date() if effective else date.today()
    made = api.import_duty_list(path=file, effective_on=day, actor_name="command line", draft=draft)
    if made.list is None:
        for error in made.errors[:SHOWN_ERRORS]:
            typer.echo(error, err=True)
        raise typer.Exit(1)
    _print_list(made.list)


@lists.command("show")
def show_lists() -> None:
    """All versions, newest first."""
    for found in api.duty_lists():
        _print_list(found)


def _print_list(found: DutyListInfo) -> None:
    typer.echo(
        f"version {found.version}: {found.items} items, {found.state.value}, from {found.effective_on} ({found.source_name})"
    )
