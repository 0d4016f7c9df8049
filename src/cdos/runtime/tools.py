"""The tool the checkout needs now and then after its first start: uv, for the packages of a dependency group."""

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from cdos.runtime.data_folder import checkout


class ToolFailed(RuntimeError):
    """A tool is missing or failed; the message says which and what to do."""


def root() -> Path:
    found = checkout()
    if found is None:
        raise ToolFailed("This works in a source checkout only; here CDOS is installed as a package.")
    return found


def uv() -> str:
    own = root() / ".cdos" / "uv" / "bin" / "uv"
    found = str(own) if own.exists() else shutil.which("uv")
    if not found:
        raise ToolFailed("uv is missing; run ./cdos (the script in the checkout), which fetches it.")
    return found


def add_group(*groups: str) -> None:
    """Install the locked packages of dependency groups beside those already there."""
    command = [
        uv(),
        "sync",
        "--frozen",
        "--inexact",
        "--no-python-downloads",
        "--python",
        sys.executable,
        "--quiet",
    ]
    wanted = [word for group in groups for word in ("--group", group)]
    done = subprocess.run(
        [*command, *wanted], cwd=root(), env={**os.environ, "UV_PROJECT_ENVIRONMENT": sys.prefix}
    )
    if done.returncode:
        raise ToolFailed(f"The packages of {', '.join(groups)} could not be installed; uv says why above.")
    importlib.invalidate_caches()
