"""`cdos backup FILE`: database and files of a running city, as they were at one moment."""

import io
import tarfile
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psycopg

from cdos.runtime.data_folder import DataFolder
from cdos.runtime.keeping import bundle, tools
from cdos.runtime.keeping.counts import Contents, count_rows, ledger_position
from cdos.runtime.keeping.tools import Keeper

JOBS = "2"  # tables that are dumped at a time


@dataclass(frozen=True, slots=True)
class Made:
    manifest: bundle.Manifest
    seconds: float
    bytes: int


def back_up(folder: DataFolder, keeper: Keeper, target: Path) -> Made:
    """Django must be ready. The dump, the counts and the ledger's root are of one snapshot; files come after it.

    A file is written before the row that names it and removed long after, so every row's file is there.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=_room(target)) as room:
        dump = Path(room) / bundle.DUMP
        contents, major = _dump(keeper, dump)
        with bundle.written(target) as tar:
            tar.add(dump, bundle.DUMP)
            files, size = _add_files(tar, folder.path / bundle.FILES)
            manifest = bundle.Manifest(
                made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                cdos=version("cdos"),
                postgresql=major,
                contents=contents,
                files=files,
                files_bytes=size,
                state={key: folder.state().get(key) for key in ("sample", "scale", "seed")},
            )
            _add_text(tar, bundle.MANIFEST, bundle.manifest_text(manifest))
    return Made(manifest, time.monotonic() - began, target.stat().st_size)


def _room(target: Path) -> Path:
    """Beside the target, where the space is that the operator chose for it."""
    target.absolute().parent.mkdir(parents=True, exist_ok=True)
    return target.absolute().parent


def _dump(keeper: Keeper, into: Path) -> tuple[Contents, int]:
    with psycopg.connect(keeper.url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        snapshot = str(row[0]) if row else ""
        major = tools.major(connection)
        command = [tools.program("pg_dump", major), "--format=directory", f"--jobs={JOBS}", "--compress=1"]
        tools.run([*command, f"--snapshot={snapshot}", *keeper.options, f"--file={into}", keeper.url])
        size, root = ledger_position(snapshot)
        return Contents(count_rows(connection), size, root), major


def _add_files(tar: tarfile.TarFile, folder: Path) -> tuple[int, int]:
    count = size = 0
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            try:
                tar.add(path, f"{bundle.FILES}/{path.relative_to(folder)}", recursive=False)
            except FileNotFoundError:  # it hung on nothing and was tidied away meanwhile
                continue
            count, size = count + 1, size + path.stat().st_size
    return count, size


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    data = text.encode()
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(data), 0o600, int(time.time())
    tar.addfile(entry, io.BytesIO(data))


def back_up_keys(folder: DataFolder, keys: Path, target: Path) -> int:
    """The secrets that the backup has not: into a file that is kept elsewhere. How many files."""
    paths = sorted(path for path in keys.glob("*") if path.is_file() and not path.name.startswith("."))
    with bundle.written(target) as tar:
        for path in paths:
            tar.add(path, f"keys/{path.name}")
        if (secrets := folder.path / "secrets.json").exists():
            tar.add(secrets, "secrets.json")
            paths.append(secrets)
    return len(paths)


def restore_keys(source: Path, folder: DataFolder) -> None:
    """Into the new folder, before anything there makes keys of its own."""
    bundle.unpack(source, folder.path)
    for path in [folder.path / "secrets.json", *(folder.path / "keys").glob("*")]:
        if path.exists():
            path.chmod(0o600)
    if (folder.path / "keys").exists():
        (folder.path / "keys").chmod(0o700)
