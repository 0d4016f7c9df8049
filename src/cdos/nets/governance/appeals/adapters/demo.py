"""Reads mail from a folder: `mail/*.eml` and `mail/*.mbox` below the data folder."""

import mailbox
from collections.abc import Iterator
from pathlib import Path

from .base import MailSource

MOST_BYTES = 50_000_000


class FolderSource(MailSource):
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fetch(self) -> Iterator[tuple[str, bytes]]:
        if not self.folder.is_dir():
            return
        for path in sorted(self.folder.glob("*.eml")):
            if path.stat().st_size <= MOST_BYTES:
                yield path.name, path.read_bytes()
        for path in sorted(self.folder.glob("*.mbox")):
            yield from self._box(path)

    def _box(self, path: Path) -> Iterator[tuple[str, bytes]]:
        """The box is put aside once all of it was given; its mails are not told apart."""
        box = mailbox.mbox(path, create=False)
        try:
            for key in box.iterkeys():
                yield "", box.get_bytes(key)
        finally:
            box.close()
        self._move(path.name, "done")

    def done(self, name: str) -> None:
        self._move(name, "done")

    def refused(self, name: str) -> None:
        self._move(name, "refused")

    def _move(self, name: str, where: str) -> None:
        path = self.folder / name
        if name and path.is_file():
            (self.folder / where).mkdir(exist_ok=True)
            path.replace(self.folder / where / name)
