"""Model files of the data folder: what serves is `models/appeals.npz`, every version is kept beside it under its name."""

import os
import shutil
from pathlib import Path

from cdos.nets.governance.appeals import api as appeals

KEPT = 10  # versions whose files stay


def folder() -> Path:
    path = appeals.model_path().parent / "appeals"
    path.mkdir(parents=True, exist_ok=True)
    return path


def of(version: str) -> Path:
    return folder() / f"{version}.npz"


def serve(version: str) -> None:
    """Put a kept version where every process reads it; replaced whole."""
    target = appeals.model_path()
    beside = target.with_name(f"{target.name}.{os.getpid()}.new")
    shutil.copyfile(of(version), beside)
    beside.replace(target)


def keep_serving(version: str) -> None:
    """Keep what serves under its version, as after `./cdos appeals train`."""
    if not of(version).exists():
        shutil.copyfile(appeals.model_path(), of(version))


def tidy(known: list[str]) -> None:
    """Remove the files of all but the first `KEPT` of `known`."""
    stay = {of(version) for version in known[:KEPT]}
    for path in folder().glob("*.npz"):
        if path not in stay:
            path.unlink(missing_ok=True)
