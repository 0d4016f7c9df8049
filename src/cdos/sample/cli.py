"""`./cdos sample`: what is in the sample city, and its figures."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

app = typer.Typer(help="The sample city: what is in it, and its figures.", no_args_is_help=True)


@app.callback()
def root() -> None:
    """The sample city: what is in it, and its figures."""


@app.command()
def figures(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON on standard output.")] = False,
) -> None:
    """Counts, seconds, and the share of near-equal texts of the city that is loaded."""
    from cdos.sample import api

    report = api.report()
    if report is None:
        typer.echo("There is no sample city in this database.")
        raise typer.Exit(1)
    if as_json:
        typer.echo(json.dumps(asdict(report), ensure_ascii=False))
        return
    for name, count in report.counts.items():
        typer.echo(f"{name:>14} {count:>12,}")
    typer.echo(f"Scale {report.scale}, seed {report.seed}; loaded in {report.total_seconds:,.0f} s.")
    typer.echo(
        f"Near-equal texts: {report.near_equal_share:.2%} of a sample (Jaccard over 0.8 of 3-character pieces)."
    )
