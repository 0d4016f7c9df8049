"""The file of a backup: a tar with `manifest.json`, the dump of the database and the files. Keys are never in it."""

import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cdos.runtime.keeping.counts import Contents
from cdos.runtime.tools import ToolFailed

FORMAT = 1
MANIFEST, DUMP, FILES = "manifest.json", "database", "files"


@dataclass(frozen=True, slots=True)
class Manifest:
    made_at: str  # UTC
    cdos: str  # version of the code
    postgresql: int  # major version
    contents: Contents
    files: int
    files_bytes: int
    state: dict[str, Any] = field(default_factory=dict)  # which sample city was loaded
    format: int = FORMAT


@contextmanager
def written(path: Path) -> Iterator[tarfile.TarFile]:
    """Whole or not at all, for the operator's eyes only, on the disk when the block ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.half")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield tar
            file.flush()
            os.fsync(file.fileno())
        half.rename(path)
    finally:
        half.unlink(missing_ok=True)


def manifest_text(manifest: Manifest) -> str:
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1)


def read_manifest(path: Path) -> Manifest:
    """ToolFailed when this is no backup, or one of a newer CDOS."""
    try:
        with tarfile.open(path) as tar:
            member = tar.extractfile(MANIFEST)
            found = json.loads(member.read()) if member else {}
        if found.get("format") == FORMAT:
            return Manifest(**{**found, "contents": Contents(**found["contents"])})
    except (OSError, KeyError, TypeError, ValueError, tarfile.TarError) as error:
        raise ToolFailed(f"{path} cannot be read as a backup of CDOS ({error}).") from error
    raise ToolFailed(f"{path} is a backup of another release (format {found.get('format')}); use that one.")


def unpack(path: Path, into: Path) -> None:
    """Only plain files and folders below `into` come out, whatever the tar says."""
    with tarfile.open(path) as tar:
        tar.extractall(into, filter="data")
