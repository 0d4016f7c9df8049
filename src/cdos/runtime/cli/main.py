"""The command line. Modules add their own commands: a typer `app` in their `cli.py`, named in MODULES."""

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cdos.runtime.cli import keep, keys, run, work
from cdos.runtime.cli.options import django_ready
from cdos.runtime.server_user import PostgresFailed
from cdos.runtime.tools import ToolFailed

MODULES = {
    "appeals": ("cdos.nets.governance.appeals.cli", "Appeals: load real messages from a CSV file."),
    "items": ("cdos.nets.services.items.cli", "Service items: bring in, give out, lint, savings."),
    "bundles": ("cdos.nets.services.bundles.cli", "Bundles: what each saves, counted."),
    "benefits": ("cdos.nets.services.benefits.cli", "Benefits: open pools of money, put money in."),
    "ledger": ("cdos.base.ledger.cli", "The ledger: signed heads, witnesses, proofs."),
    "staff": ("cdos.portals.admin.cli", "Staff: the first administrators of a real city."),
    "sample": ("cdos.sample.cli", "The sample city: what is in it, and its figures."),
}

# Commands that only read files: no database is started for them.
NO_DATABASE = {"appeals": {"topics", "train", "evaluate", "evaluate-replies"}}

app = typer.Typer(
    name="cdos",
    help="CDOS, the City Digital Operating System. Begin with: ./cdos up",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode="rich",
)
run.add_to(app)
keep.add_to(app)
work.add_to(app)
keys.add_to(app)


@app.callback()
def root(
    data: Annotated[
        Path | None, typer.Option("--data", help="Data folder (default: .cdos/data in the checkout).")
    ] = None,
) -> None:
    """CDOS, the City Digital Operating System. Begin with: ./cdos up"""
    from cdos.runtime.cli.options import remember_data

    remember_data(data)


def main() -> None:
    """Exit code 0 when done, 1 when something is wrong (said in plain words), 2 for a wrong command line."""
    word = next((word for word in _words(sys.argv[1:])), "")
    try:
        if word in MODULES:
            sys.argv[1:] = _without_data(sys.argv[1:])
        if word in MODULES and find_spec(MODULES[word][0]):
            _run_module(word)
        else:
            _list_modules()
            app(prog_name="./cdos")
    except (PostgresFailed, ToolFailed) as error:
        Console(stderr=True).print(str(error), style="red", highlight=False, markup=False)
        raise SystemExit(1) from None


def _words(arguments: list[str]) -> list[str]:
    """The arguments without the global `--data DIR`, which is taken into account."""
    from cdos.runtime.cli.options import remember_data

    if arguments[:1] == ["--data"] and len(arguments) > 1:
        remember_data(Path(arguments[1]))
        return arguments[2:]
    if arguments and arguments[0].startswith("--data="):
        remember_data(Path(arguments[0].removeprefix("--data=")))
        return arguments[1:]
    return arguments


def _without_data(arguments: list[str]) -> list[str]:
    """A module's commands take `--data DIR` anywhere, as the others do; it is taken into account and removed."""
    from cdos.runtime.cli.options import remember_data

    kept, waiting = [], iter(arguments)
    for word in waiting:
        if word == "--data" or word.startswith("--data="):
            remember_data(Path(word.removeprefix("--data=") if "=" in word else next(waiting, ".")))
        else:
            kept.append(word)
    return kept


def _list_modules() -> None:
    for name, (module, text) in MODULES.items():
        if find_spec(module):
            app.add_typer(typer.Typer(help=text), name=name, rich_help_panel="Modules")


def _run_module(name: str) -> None:
    """Module commands import models, so Django (and unless only help is wanted, the database) comes first."""
    module, text = MODULES[name]
    with django_ready(name, with_database=_needs_database(name, sys.argv[1:])):
        app.add_typer(import_module(module).app, name=name, help=text, rich_help_panel="Modules")
        app(prog_name="./cdos")


def _needs_database(name: str, arguments: list[str]) -> bool:
    command = next((word for word in arguments[arguments.index(name) + 1 :] if not word.startswith("-")), "")
    return "--help" not in arguments and command not in NO_DATABASE.get(name, ())
