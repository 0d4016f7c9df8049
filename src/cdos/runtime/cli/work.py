"""Commands for those who work on CDOS."""

import os
import sys
from importlib import import_module
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


def assets(context: typer.Context) -> None:
    """Build scripts, styles and icons for browsers where older than their sources (--force, --types)."""
    from cdos.base.web import assets as web_assets
    from cdos.runtime.assets import prepare_node

    prepare_node()
    raise typer.Exit(web_assets.main(context.args))


def messages(context: typer.Context) -> None:
    """Gather the texts of every module for translation and compile them (--check: fail on what is missing)."""
    with django_ready("messages", with_database=False):
        raise typer.Exit(import_module("cdos.base.web.messages").main(context.args))


def shell(data: Data = None) -> None:
    """Python with Django ready."""
    import code

    remember_data(data)
    with django_ready("shell"):
        code.interact(
            banner="CDOS. Modules are entered by their api, e.g. from cdos.base.jobs import api", local={}
        )


def add_to(app: typer.Typer) -> None:
    app.command(rich_help_panel="Building", context_settings=PASS_ON)(test)
    app.command(rich_help_panel="Building", context_settings=PASS_ON)(bench)
    app.command(rich_help_panel="Building", context_settings=PASS_ON)(messages)
    app.command(rich_help_panel="Building", context_settings=PASS_ON)(assets)
    app.command(rich_help_panel="Building")(shell)
