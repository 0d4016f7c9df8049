"""Commands about personal data: its key, the end of its retention."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from cdos.runtime.cli.options import Data, django_ready, remember_data


def rotate_key(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False, data: Data = None
) -> None:
    """Seal personal data with a new key while the city runs; the old one is put away when no row needs it.

    Web and worker take the new key up by themselves. Back the key folder up afterwards; older backups of the database still
    need the keys in its folder `retired`.
    """
    remember_data(data)
    with django_ready("rotate-key"):
        from cdos.runtime.rotation import rotate

        done = rotate()
    if as_json:
        typer.echo(json.dumps(asdict(done), indent=1))
        return
    rows = sum(done.resealed.values())
    typer.echo(f"Key {done.key} seals from now on; {rows} values were sealed anew in {done.seconds} s.")
    typer.echo(f"Put away: {', '.join(done.retired) or 'none'}. Now back the key folder up.")


def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be erased.")] = False,
    rule: Annotated[
        list[str] | None,
        typer.Option(
            help="First set a rule KIND:STATE:DAYS:WHAT, such as appeal:closed:1095:anonymise (or delete)."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
    data: Data = None,
) -> None:
    """Erase what is past its retention: persons, files, notices, search index; numbers and figures stay."""
    remember_data(data)
    with django_ready("retention"):
        from cdos.runtime import retaining

        for words in rule or ():
            retaining.set_rule(words)
        done = retaining.due() if dry_run else retaining.carry_out()
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in done], indent=1))
        return
    for one in done:
        kept = one.rule
        typer.echo(
            f"{kept.kind}, {kept.state or 'closed'}, after {kept.days} days, {kept.what.value}: {one.matters}"
        )
    typer.echo("Nothing was changed." if dry_run else "Done." if done else "No rule is set: see --rule.")


def add_to(app: typer.Typer) -> None:
    app.command("rotate-key", rich_help_panel="Its parts")(rotate_key)
    app.command(rich_help_panel="Its parts")(retention)
