"""Commands that keep a city: backup and restore, the queue by hand, what to send to who helps."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cdos.runtime.cli.options import Data, django_ready, folder, remember_data
from cdos.runtime.database import city_server

File = Annotated[Path, typer.Argument(dir_okay=False, help="The file of the backup.")]
Keys = Annotated[
    Path | None, typer.Option(dir_okay=False, help="The file of the keys; keep it apart from the backup.")
]
WARNING = (
    "The keys are NOT in this file: without them nobody reads what is encrypted, and nobody can continue the ledger. "
    "Keep them in another place than the backup: ./cdos backup FILE --keys KEYFILE"
)


def backup(file: File, keys: Keys = None, data: Data = None) -> None:
    """Database and files as they are at one moment, of a city that may be running. Keys only with --keys, apart."""
    remember_data(data)
    console = Console(highlight=False, markup=False, soft_wrap=True)
    with django_ready("backup", as_owner=True) as base:
        from cdos.base.crypto.api import keys_folder
        from cdos.base.vitals import api as vitals
        from cdos.base.vitals.contracts import BACKUP
        from cdos.runtime.keeping.backup import back_up, back_up_keys
        from cdos.runtime.keeping.tools import Keeper

        made = back_up(folder(), Keeper.of(base, embedded=city_server() is None), file)
        vitals.mark(BACKUP, bytes=made.bytes, seconds=round(made.seconds, 1))
        kept = back_up_keys(folder(), keys_folder(), keys) if keys else 0
    found = made.manifest.contents
    console.print(
        f"{file}: {made.bytes / 2**20:.1f} MB in {made.seconds:.1f} s · {found.total:,} rows in {len(found.rows)} "
        f"tables · {made.manifest.files:,} files · ledger {found.ledger_size:,} rows {found.ledger_root[:16]}"
    )
    if keys:
        console.print(f"{keys}: {kept} keys. Whoever has both files has the city: keep them apart.")
    else:
        console.print(WARNING, style="yellow")


def restore(file: File, data: Data = None, keys: Keys = None) -> None:
    """Make a backup into a city again, in an empty folder (--data). Exit code 1 when counts or ledger differ."""
    from cdos.runtime.tools import ToolFailed

    if data is None:
        raise ToolFailed("Name an empty folder for the restored city: ./cdos restore FILE --data NEWDIR")
    raise typer.Exit(0 if _restored(file, data, keys) else 1)


def restore_test(file: File, keys: Keys = None, data: Data = None) -> None:
    """Restore a backup into a folder for the while, compare, remove it, and note in the city that this went well."""
    remember_data(data)
    city, there = folder().path, dict(os.environ)  # restoring sets this process up on the other city
    room = Path(tempfile.mkdtemp(prefix="cdos-restore-", dir="/tmp"))
    room.chmod(0o711)
    try:
        well = _restored(file, room / "data", keys)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    if well:
        command = [sys.executable, "-m", "cdos", "--data", str(city), "mark", "restore-test"]
        subprocess.run(command, env=there, check=True)
    raise typer.Exit(0 if well else 1)


def _restored(file: Path, new: Path, keys: Path | None) -> bool:
    from cdos.runtime.keeping.restore import restore as make

    console = Console(highlight=False, markup=False, soft_wrap=True)
    done = make(file.absolute(), new.absolute(), keys)
    there = done.contents
    console.print(
        f"{new}: {there.total:,} rows in {len(there.rows)} tables · {done.manifest.files:,} files · "
        f"ledger {there.ledger_size:,} rows {there.ledger_root[:16]} · {done.seconds:.1f} s"
    )
    if done.differences:
        console.print("NOT EQUAL to what was backed up:\n" + "\n".join(done.differences), style="red")
        return False
    console.print(f"Counts and ledger head are equal to the backup of {done.manifest.made_at}.")
    if keys is None:
        console.print(
            "Restored without keys; put them there before ./cdos up: restore … --keys KEYFILE", style="yellow"
        )
    return True


def doctor(file: File, data: Data = None) -> None:
    """A bundle for whoever helps: findings, figures, logs; without personal data, secrets or texts of people."""
    remember_data(data)
    with django_ready("doctor"):
        from cdos.runtime.keeping.doctor import write

        parts = write(folder(), file)
    typer.echo(f"{file}: {', '.join(parts)}")


queue = typer.Typer(help="The queue of durable work, by hand.", no_args_is_help=True)


@queue.command("ls")
def queue_ls(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False, data: Data = None
) -> None:
    """How much waits, and the jobs that failed for good (dead letters)."""
    remember_data(data)
    with django_ready("queue"):
        from cdos.base.jobs import api as jobs
        from cdos.base.masking.api import mask

        found = jobs.figures()
        dead = [
            {
                "id": job.id,
                "name": job.name,
                "attempts": job.attempts,
                "at": f"{job.created_at:%F %T}",
                "error": mask(job.error),
            }
            for job in jobs.dead()
        ]
    if as_json:
        typer.echo(json.dumps({**asdict(found), "dead_jobs": dead}, ensure_ascii=False))
        return
    typer.echo(
        f"{found.ready} ready, the oldest {found.oldest_s:.0f} s; {found.running} running; {found.dead} dead"
    )
    for name, count in sorted(found.by_name.items()):
        typer.echo(f"  {count:6} {name}")
    for job in dead:
        typer.echo(
            f"dead {job['id']}  {job['name']}  {job['attempts']} attempts  {job['at']}  {job['error']}"
        )


@queue.command("retry")
def queue_retry(
    numbers: Annotated[
        list[int] | None, typer.Argument(help="Numbers of dead jobs, from `queue ls`.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every dead job.")] = False,
    data: Data = None,
) -> None:
    """Give dead jobs their attempts back; exit code 1 when one of those named is not dead."""
    remember_data(data)
    with django_ready("queue"):
        from cdos.base.jobs import api as jobs

        wanted = [job.id for job in jobs.dead(limit=100_000)] if everything else list(numbers or [])
        unknown = [number for number in wanted if not jobs.retry(number)]
    typer.echo(f"{len(wanted) - len(unknown)} will be tried again.")
    if unknown:
        typer.echo(f"Not dead: {', '.join(map(str, unknown))}", err=True)
        raise typer.Exit(1)


def mark(name: str, data: Data = None) -> None:
    """Note that something went well just now."""
    remember_data(data)
    with django_ready("mark"):
        from cdos.base.vitals import api as vitals

        vitals.mark(name)


def add_to(app: typer.Typer) -> None:
    panel = "Keeping it"
    app.command(rich_help_panel=panel)(backup)
    app.command(rich_help_panel=panel)(restore)
    app.command(name="restore-test", rich_help_panel=panel)(restore_test)
    app.command(rich_help_panel=panel)(doctor)
    app.add_typer(queue, name="queue", rich_help_panel=panel)
    app.command(hidden=True)(mark)
