"""Commands about keys."""

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


def add_to(app: typer.Typer) -> None:
    app.command("rotate-key", rich_help_panel="Its parts")(rotate_key)
