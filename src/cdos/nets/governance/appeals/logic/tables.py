"""Columns of any CSV file by their names, for learning from it without storing it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from ..contracts import Table
from .csvfile import inspect, records
from .importrows import ALIASES, ImportRefused
from .text import safe

SEGMENTED = ("tokens", "分词")  # words cut apart, in files where the detail itself is missing


def read(
    path: Path, *, label: str, columns: Sequence[str] = (), say: Callable[[str], None] = lambda said: None
) -> Table:
    """ImportRefused: no such file or column. A row that cannot be read is told of and keeps its place, empty."""
    if not path.is_file():
        raise ImportRefused(_("There is no file %(path)s.") % {"path": path})
    rows = records(path, inspect(path))
    header = [cell.strip() for cell in next(rows).cells]
    chosen = list(columns) or texts_of(header, label)
    places = [_place(header, name) for name in (*chosen, label)]
    table = Table(tuple(chosen), [], [])
    for record in rows:
        if record.error:
            say(f"line {record.line}: {record.error}")
        cells = [safe(record.cells[place]) if record.cells else "" for place in places]
        table.texts.append(tuple(cells[:-1]))
        table.labels.append(cells[-1].strip())
    return table


def texts_of(header: Sequence[str], label: str) -> list[str]:
    """The columns that hold a message, where none were named: title, detail, and its words where the detail lacks."""
    lower = {name.lower(): name for name in reversed(header)}
    wanted = (ALIASES["title"], ALIASES["detail"], SEGMENTED)
    found = [next((lower[name] for name in names if name in lower), "") for names in wanted]
    chosen = [name for name in found if name and name != label]
    if not chosen:
        raise ImportRefused(
            _("No column holds a text; the file has: %(found)s. Name one with --text COLUMN.")
            % {"found": ", ".join(header)}
        )
    return chosen


def _place(header: Sequence[str], name: str) -> int:
    if name not in header:
        raise ImportRefused(
            _("The file has no column “%(name)s”; it has: %(found)s.")
            % {"name": name, "found": ", ".join(header)}
        )
    return header.index(name)
