"""Builds what browsers load (scripts, styles, map glyphs) and compiles the languages; both only when older."""

import hashlib
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from cdos.runtime.data_folder import checkout
from cdos.runtime.tools import ToolFailed, npm, run_node

PACKAGE = Path(__file__).resolve().parents[1]
SOURCES = PACKAGE / "base" / "web" / "assets"
BUILT = PACKAGE / "base" / "web" / "static" / "built"
STAMP = BUILT / ".sources"


def fingerprint() -> str:
    """A hash over every source file of the assets, by name and content."""
    found = hashlib.sha256()
    for path in sorted(SOURCES.rglob("*")):
        if path.is_file() and "node_modules" not in path.parts:
            found.update(str(path.relative_to(SOURCES)).encode())
            found.update(path.read_bytes())
    return found.hexdigest()


def are_current() -> bool:
    if checkout() is None or not (SOURCES / "package.json").exists():
        return True  # a package carries its assets built
    return STAMP.exists() and STAMP.read_text() == fingerprint()


def build() -> None:
    """npm's locked packages without their install scripts, then the project's own build."""
    if not (SOURCES / "build.mjs").exists():
        raise ToolFailed(f"{SOURCES} has no build.mjs.")
    wanted = fingerprint()
    installed = SOURCES / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (SOURCES / "package-lock.json").stat().st_mtime:
        npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=SOURCES)
        installed.touch()
    run_node("build.mjs", folder=SOURCES)
    BUILT.mkdir(parents=True, exist_ok=True)
    STAMP.write_text(wanted)


def catalogues() -> list[Path]:
    return sorted(PACKAGE.rglob("locale/*/LC_MESSAGES/django.po"))


def stale_catalogues() -> list[Path]:
    def stale(source: Path) -> bool:
        made = source.with_suffix(".mo")
        return not made.exists() or made.stat().st_mtime < source.stat().st_mtime

    return [path for path in catalogues() if stale(path)]


def compile_messages() -> int:
    """How many catalogues were compiled."""
    stale = stale_catalogues()
    for source in stale:
        half = source.with_suffix(".mo.half")
        with source.open("rb") as text, half.open("wb") as binary:
            write_mo(binary, read_po(text, locale=source.parent.parent.name))
        half.rename(source.with_suffix(".mo"))
    return len(stale)
