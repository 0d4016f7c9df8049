"""`cdos check`: each thing the city stands on, and what to do where one is wrong."""

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from rich.console import Console

from cdos.runtime import assets
from cdos.runtime.cli.options import django_ready
from cdos.runtime.data_folder import default_data
from cdos.runtime.database import city_server

LEAST_FREE_GB = 2


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    wrong: str = ""  # one sentence with what to do; empty when all is well


def report(console: Console) -> bool:
    """Print every finding; True when nothing is wrong."""
    findings = list(all_findings())
    for finding in findings:
        mark = "[red]✗[/red]" if finding.wrong else "[green]✓[/green]"
        console.print(f"{mark} {finding.what}", highlight=False)
        if finding.wrong:
            console.print(f"  {finding.wrong}", highlight=False, markup=False)
    return not any(finding.wrong for finding in findings)


def all_findings() -> Iterator[Finding]:
    yield python()
    yield disk()
    yield web_assets()
    yield languages()
    if not default_data().exists() and city_server() is None:
        yield Finding(f"Data folder {default_data()}", "There is none yet: ./cdos up makes it.")
        return
    try:
        with django_ready("check"):
            yield from in_the_database()
    except Exception as error:  # whatever it is, the operator reads it here
        yield Finding("Database", f"It cannot be used: {error}")


def python() -> Finding:
    wrong = "" if sys.version_info >= (3, 11) else "CDOS needs Python 3.11 or newer."
    return Finding(f"Python {sys.version.split()[0]}", wrong)


def disk() -> Finding:
    place = default_data()
    while not place.exists():
        place = place.parent
    free_gb = shutil.disk_usage(place).free / 2**30
    wrong = (
        f"Less than {LEAST_FREE_GB} GB; make room or move the data with --data."
        if free_gb < LEAST_FREE_GB
        else ""
    )
    return Finding(f"Free space {free_gb:.0f} GB", wrong)


def web_assets() -> Finding:
    return Finding(
        "Web assets", "" if assets.are_current() else "Not built, or older than their sources: ./cdos assets"
    )


def languages() -> Finding:
    stale = len(assets.stale_catalogues())
    return Finding("Languages", f"{stale} catalogues are not compiled: ./cdos assets" if stale else "")


def in_the_database() -> Iterator[Finding]:
    questions: tuple[Callable[[], Finding], ...] = (database_role, migrations, calendar, jobs, keys)
    for question in questions:
        yield question()


def database_role() -> Finding:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        name, mighty = cursor.fetchone()
    wrong = (
        f"{name} is a superuser or bypasses row-level security; give the web an ordinary role."
        if mighty
        else ""
    )
    return Finding(f"Database role {name}", wrong)


def migrations() -> Finding:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return Finding("Tables", f"{missing} migrations are not applied: ./cdos migrate" if missing else "")


def calendar() -> Finding:
    from cdos.base.calendar.api import missing_years

    years = ", ".join(map(str, missing_years(today=date.today())))
    return Finding(
        "Calendar", f"Working days of {years} are missing: enter them on the calendar page." if years else ""
    )


def jobs() -> Finding:
    from cdos.base.jobs.api import figures

    found = figures()
    if found.dead:
        return Finding("Jobs", f"{found.dead} jobs failed for good; see them on the jobs page.")
    late = found.oldest_s > 600
    return Finding(
        f"Jobs ({found.ready} waiting)",
        "The oldest has waited 10 minutes: is the worker running?" if late else "",
    )


def keys() -> Finding:
    """Whether every key that stored rows need lies in the key folder."""
    from cdos.base.crypto import api as crypto
    from cdos.base.fence import api as fence

    with fence.everything():
        lost = crypto.missing_keys()
    wrong = (
        f"{', '.join(lost)} missing: what they sealed cannot be read. Bring the key folder of this city back from its backup."
        if lost
        else ""
    )
    return Finding(f"Keys in {crypto.keys_folder()}", wrong)
