"""Reads mail from a folder: `mail/*.eml` and `mail/*.mbox` below the data folder."""

import mailbox
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from .base import MailSource

MOST_BYTES = 50_000_000


class FolderSource(MailSource):
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._given: dict[str, bytes] = {}  # letters of boxes that were neither taken nor refused

    def fetch(self) -> Iterator[tuple[str, bytes]]:
        if not self.folder.is_dir():
            return
        for path in sorted(self.folder.glob("*.eml")):
            with suppress(FileNotFoundError):  # another worker was faster
                if path.stat().st_size > MOST_BYTES:
                    self.refused(path.name)
                else:
                    yield path.name, path.read_bytes()
        for path in sorted(self.folder.glob("*.mbox")):
            yield from self._box(path)

    def _box(self, path: Path) -> Iterator[tuple[str, bytes]]:
        """The box is put aside once each of its letters was taken or refused; a refused one becomes a file of its own."""
        box = mailbox.mbox(path, create=False)
        try:
            for key in box.iterkeys():
                name = f"{path.name}.{key}.eml"
                self._given[name] = box.get_bytes(key)
                yield name, self._given[name]
        finally:
            box.close()
        if not any(name.startswith(f"{path.name}.") for name in self._given):
            self._move(path.name, "done")

    def done(self, name: str) -> None:
        if self._given.pop(name, None) is None:
            self._move(name, "done")

    def refused(self, name: str) -> None:
        raw = self._given.pop(name, None)
        if raw is None:
            self._move(name, "refused")
        else:
            (self.folder / "refused").mkdir(exist_ok=True)
            (self.folder / "refused" / name).write_bytes(raw)

    def _move(self, name: str, where: str) -> None:
        path = self.folder / name
        if name and path.is_file():
            (self.folder / where).mkdir(exist_ok=True)
            path.replace(self.folder / where / name)
