"""Commands for those who work on CDOS."""

import os
import sys
from typing import Annotated

import typer

from cdos.runtime.cli.options import Data, django_ready, remember_data

PASS_ON = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


def test(context: typer.Context) -> None:
    """Lint, types, floors and tests; with arguments only pytest, which gets them."""
    from cdos.runtime.gates import run_all, run_pytest

    raise typer.Exit(run_pytest(context.args) if context.args else run_all())


def bench(
    context: typer.Context, name: Annotated[str, typer.Argument(help="A file in benchmarks/.")] = ""
) -> None:
    """Run a benchmark, which prints JSON on stdout."""
    from cdos.runtime.tools import ToolFailed, root

    found = {path.stem: path for path in sorted((root() / "benchmarks").glob("[!_]*.py"))}
    if name not in found:
        raise ToolFailed(
            f"Benchmarks: {', '.join(found) or 'none'}. For example: ./cdos bench {next(iter(found), 'NAME')}"
        )
    environment = {**os.environ, "PYTHONPATH": str(root() / "src")}
    os.execve(sys.executable, [sys.executable, str(found[name]), *context.args], environment)


def assets() -> None:
    """Build scripts, styles and glyphs for browsers; compile the languages."""
    from cdos.runtime import assets as work

    work.build()
    typer.echo(f"Assets built. Languages compiled: {work.compile_messages()}.")


def messages(context: typer.Context) -> None:
    """Gather the texts of every module for translation; say what is not translated."""
    with django_ready("messages", with_database=False):
        from cdos.base.web.api import messages as gather

        raise typer.Exit(gather(context.args))


def shell(data: Data = None) -> None:
    """Python with Django ready."""
    import code

    remember_data(data)
    with django_ready("shell"):
        code.interact(
            banner="CDOS. Modules are entered by their api, e.g. from cdos.base.jobs import api", local={}
        )


def add_to(app: typer.Typer) -> None:
    for command in (test, bench, messages):
        app.command(rich_help_panel="Building", context_settings=PASS_ON)(command)
    for command in (assets, shell):
        app.command(rich_help_panel="Building")(command)
