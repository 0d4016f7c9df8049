"""What reads the words in a file: speech in a clip, print in a photo. Runs on a plain CPU, without any network."""

from pathlib import Path
from typing import Protocol

from cdos.base.files.contracts import FileKind


class FileReader(Protocol):
    name: str
    kind: FileKind

    def missing(self) -> str:
        """What has to be installed or set, as a sentence; empty where it can read."""
        ...

    def read(self, path: Path) -> str:
        """The words, line by line; empty where there are none. Any error means that it cannot be read."""
        ...
