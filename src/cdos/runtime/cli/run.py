"""Commands that run the city."""

import json
import os
import signal
import threading
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cdos.runtime.cli.options import Data, django_ready, folder, remember_data
from cdos.runtime.data_folder import default_data
from cdos.runtime.server_user import die_with_parent

Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for every network.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port of the web.")]


def up(
    port: Port = 8000,
    host: Host = "127.0.0.1",
    data: Data = None,
    scale: Annotated[
        float, typer.Option(min=0.0001, max=1, help="Size of the sample city; 1 is 20 million people.")
    ] = 0.001,
    seed: Annotated[int, typer.Option(help="The same seed makes the same sample city.")] = 4403,
    sample: Annotated[bool, typer.Option(help="Load the sample city at the first start.")] = True,
) -> None:
    """Start the city: database, web and worker; the sample city at the first start.

    Ctrl-C or SIGTERM stops it cleanly. Exit code 0 when it was stopped so, and also when it already runs on this
    data (the address is printed); 1 when it could not start, said in one sentence.
    """
    from cdos.runtime.city import City, Wishes

    remember_data(data)
    wishes = Wishes(data=default_data(), host=host, port=port, scale=scale, seed=seed, sample=sample)
    raise typer.Exit(City(wishes, Console()).up())


def web(
    port: Port = 8000,
    host: Host = "127.0.0.1",
    descriptor: Annotated[int, typer.Option(hidden=True, help="An open listener.")] = 0,
) -> None:
    """Only the web (several machines share one DATABASE_URL)."""
    from cdos.runtime.web_server import serve

    serve(host, port, descriptor)


def worker() -> None:
    """Only the worker: durable jobs, notices, schedules."""
    die_with_parent(signal.SIGTERM)()
    with django_ready("worker"):
        from cdos.base.jobs.api import run_worker
        from cdos.runtime import loaded

        loaded.keep()
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        run_worker(stop)


def restart(data: Data = None) -> None:
    """Bring a running city to the code that is here now, part by part, without a failed request."""
    from cdos.runtime.restarting import restart_running

    remember_data(data)
    raise typer.Exit(restart_running(folder(), Console()))


def accounts(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False, data: Data = None
) -> None:
    """The demonstration accounts: who they are and how to sign in."""
    from dataclasses import asdict

    remember_data(data)
    with django_ready("accounts"):
        from cdos.base.identity.api import demo_accounts

        rows = [asdict(account) for account in demo_accounts()]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in rows[0] if rows else ["no demonstration accounts"]:
        # What is typed is never cut; what explains may fold.
        table.add_column(name.replace("_", " "), no_wrap=name in {"login", "password"}, overflow="fold")
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    Console().print(table)


def check(data: Data = None) -> None:
    """Say what is wrong, in plain words; exit code 1 when anything is."""
    from cdos.runtime.checks import report

    remember_data(data)
    raise typer.Exit(0 if report(Console()) else 1)


def verify(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False, data: Data = None
) -> None:
    """Verify the whole ledger; names rows that were altered, deleted or inserted. Exit code 1 when anything is wrong."""
    from dataclasses import asdict

    remember_data(data)
    with django_ready("verify"):
        from cdos.base.ledger import api as ledger

        report = ledger.verify(ask=True)
        words = ledger.in_words(report)
    typer.echo(json.dumps(asdict(report), ensure_ascii=False) if as_json else words)
    raise typer.Exit(0 if report.ok else 1)


def migrate(
    data: Data = None,
    make: Annotated[str, typer.Option(help="First write the migration that this app's models lack.")] = "",
) -> None:
    """Bring the tables up to date, as the owner role."""
    remember_data(data)
    with django_ready("migrate", as_owner=True) as base:
        from cdos.runtime.migrate import make_migration, migrate_as_owner

        if make:
            make_migration(make)
        migrate_as_owner(app_url=base.app)


def load_sample(scale: float = 0.001, seed: int = 4403) -> None:
    """Load the sample city, as the owner role: it may make the search index after the texts, which is much faster."""
    with django_ready("load-sample", as_owner=True):
        from cdos.runtime.sample import load_with_progress

        loaded = load_with_progress(scale=scale, seed=seed)
    folder().remember(sample="loaded" if loaded else "none")


def collect_static(
    keep: Annotated[
        bool, typer.Option(help="Leave the files of the release before: its pages are still open.")
    ] = False,
) -> None:
    """Gather every module's static files in the data folder, their names hashed."""
    os.environ["CDOS_STATIC"] = str(default_data() / "static")
    with django_ready("collect-static", with_database=False):
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, clear=not keep, verbosity=0)


def add_to(app: typer.Typer) -> None:
    city, parts = "The city", "Its parts"
    app.command(rich_help_panel=city)(up)
    app.command(rich_help_panel=city)(restart)
    app.command(rich_help_panel=city)(accounts)
    app.command(rich_help_panel=city)(check)
    app.command(rich_help_panel=city)(verify)
    app.command(rich_help_panel=parts)(web)
    app.command(rich_help_panel=parts)(worker)
    app.command(rich_help_panel=parts)(migrate)
    app.command(hidden=True)(load_sample)
    app.command(hidden=True)(collect_static)
