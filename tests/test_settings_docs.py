"""docs/operating/settings.md lists every environment variable the code reads, with the default it has."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs" / "operating" / "settings.md"
ROW = re.compile(r"^\| `([A-Z_]+)` \| (.*?) \| (.+) \|$", re.MULTILINE)
READERS = {"env", "env_bool", "env_int", "get", "setdefault", "pop"}


def documented() -> dict[str, str]:
    return {name: default.strip("`") for name, default, _ in ROW.findall(TABLE.read_text())}


def read_in(path: Path) -> Iterator[tuple[str, ast.expr | None]]:
    """Name and default (where one is given) of each variable a file reads."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Subscript):
            first, rest = node.slice, None
        elif isinstance(node, ast.Call) and node.args and called(node) in READERS:
            first, rest = node.args[0], node.args[1] if len(node.args) > 1 else None
        else:
            continue
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and is_setting(first.value):
            yield first.value, rest


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def is_setting(name: str) -> bool:
    return re.fullmatch(r"CDOS_[A-Z_]+|DATABASE_URL", name) is not None


def in_code() -> set[str]:
    files = [path for path in (ROOT / "src").rglob("*.py") if "tests" not in path.parts]
    return {name for path in files if "node_modules" not in path.parts for name, _ in read_in(path)}


def test_every_variable_the_code_reads_is_documented() -> None:
    assert in_code() - set(documented()) == set()


def test_no_documented_variable_is_stale() -> None:
    assert set(documented()) - in_code() == set()


DEFAULTS = [
    (name, default)
    for name, default in read_in(ROOT / "src" / "cdos" / "runtime" / "settings.py")
    if default is not None and name not in {"DATABASE_URL", "CDOS_DATA"}
]


@pytest.mark.parametrize(("name", "default"), DEFAULTS, ids=[name for name, _ in DEFAULTS])
def test_the_documented_default_is_the_one_in_the_code(name: str, default: ast.expr) -> None:
    value = eval(ast.unparse(default), {})  # a literal or a product of literals from our own settings
    assert documented()[name] == (str(int(value)) if isinstance(value, bool) else str(value))
