"""`cdos test`: every gate a change must pass, each run to its end, pytest last."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from cdos.runtime import assets, audit
from cdos.runtime.tools import add_group, root

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
GATES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Lint", ("ruff", "check", ".")),
    ("Format", ("ruff", "format", "--check", ".")),
    ("Types", ("mypy",)),
    ("Floors and doors", ("lint-imports",)),
)


def run_all() -> int:
    """1 when any gate failed; the last line printed is pytest's summary."""
    prepare()
    failed = [name for name, command in GATES if not passes(name, command)]
    if not audit.passes(root() / "uv.lock"):
        failed.append("Dependencies")
    print(
        f"── FAILED: {', '.join(failed)} (see above)"
        if failed
        else "── Lint, format, types, floors, dependencies: passed",
        flush=True,
    )
    spread = ["-n", "2", "--dist", "loadgroup"] if (os.cpu_count() or 1) > 1 else []
    tests_failed = run_pytest_here(["-rs", *spread])  # every skipped test is named, with its reason
    return 1 if failed or tests_failed else 0


def run_pytest(arguments: Sequence[str]) -> int:
    prepare()
    return run_pytest_here(arguments)


def prepare() -> None:
    add_group("dev", "assets")
    if not any(map(shutil.which, CHROMIUM)):
        fetch_chromium()
    if not assets.are_current():
        assets.build()
    assets.compile_messages()


def fetch_chromium() -> None:
    """From Debian's packages when that is ours to do; otherwise the browser tests are skipped, and named."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(
            "Chromium is not installed: tests marked `browser` are skipped (listed as s below).", flush=True
        )
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-noto-cjk"]
    for command in (["apt-get", "update", "-q"], install):
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL).returncode:
            print("Chromium could not be installed: tests marked `browser` are skipped.", flush=True)
            return


def passes(name: str, command: Sequence[str]) -> bool:
    print(f"── {name}: {' '.join(command)}", flush=True)
    program = Path(sys.prefix) / "bin" / command[0]
    return subprocess.run([str(program), *command[1:]], cwd=root()).returncode == 0


def run_pytest_here(arguments: Sequence[str]) -> int:
    print("── Tests: pytest", flush=True)
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=root()).returncode
