"""Folders that are dear to make, made once in a run by whichever process needs them first, and copied from then on."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cdos.runtime.trial import Trial, trial_folder

MOULDS = "CDOS_TEST_MOULDS"  # the folder of this run's moulds, the same for all its processes


def pytest_configure(config: pytest.Config) -> None:
    if MOULDS not in os.environ:
        os.environ[MOULDS] = str(trial_folder())
        compile_once()
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(MOULDS), ignore_errors=True))


def compile_once() -> None:
    """The many processes of a run compile each source once, also where the environment keeps no compiled files; none is left."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = f"{os.environ[MOULDS]}/compiled"
    sys.dont_write_bytecode = False


def mould(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of that name; `make` is given a place where none is yet."""
    found = Path(os.environ[MOULDS]) / name
    with found.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not found.exists():
            half = Path(tempfile.mkdtemp(dir=found.parent))
            half.chmod(0o711)
            make(half / "data")
            half.rename(found)
    return found / "data"


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


def tables() -> Path:
    """The data of a city whose tables are made by the real command, and that never ran."""

    def make(data: Path) -> None:
        environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "CDOS_DATA"}}
        command = [sys.executable, "-m", "cdos", "--data", str(data), "migrate"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    return mould("tables", make)


def copy_of_city(folder: Path, *options: str) -> Trial:
    """A city not yet started whose first start, by `cdos up` with these options, was done once in this run."""

    def make(data: Path) -> None:
        copy(tables(), data)
        first = Trial(data, options)
        first.start()
        assert first.stop() == 0

    copy(mould("-".join(options).strip("-") or "plain", make), folder)
    return Trial(folder, options)
