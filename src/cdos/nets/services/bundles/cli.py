"""`./cdos bundles table`: what each bundle costs a person one by one, and as one."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from . import api
from .contracts import Row

app = typer.Typer(help="Bundles: one thing done at once.", no_args_is_help=True)
NAMES = ("steps", "days", "trips", "papers", "fields")


@app.callback()
def root() -> None:
    """Bundles: one thing done at once."""


@app.command()
def table(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON on standard output.")] = False,
) -> None:
    """Steps, days, trips, papers and fields to type of every bundle: before any reform, one by one today, as a bundle."""
    rows = api.table()
    if as_json:
        typer.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1))
        return
    typer.echo("steps days trips papers fields: before the reform | one by one today | as a bundle")
    for row in rows:
        typer.echo(f"{_figures(row)}  {row.items:2} items  {row.departments} departments  {row.title}")
    typer.echo(f"{len(rows)} bundles")


def _figures(row: Row) -> str:
    groups = (
        " ".join(f"{getattr(one, name):5g}" for name in NAMES) for one in (row.once, row.before, row.after)
    )
    return " |".join(groups)


@app.command()
def check() -> None:
    """Bundles in force whose items ask for what another one gives, and do not wait for it."""
    for bundle in api.bundles():
        for hint in api.hints(bundle=bundle):
            typer.echo(f"{bundle.code}: {hint}")
