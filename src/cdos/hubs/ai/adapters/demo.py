"""Reads files that carry their words in plain sight, for demonstrations and tests: `…#词语` in the file's own name."""

from pathlib import Path

from cdos.base.files.contracts import FileKind


class DemoReader:
    """Says the words after `#` in a file's name; of others that it is a demonstration."""

    name = "demo"

    def __init__(self, kind: FileKind) -> None:
        self.kind = kind

    def missing(self) -> str:
        return ""

    def read(self, path: Path) -> str:
        return path.stem.partition("#")[2]
