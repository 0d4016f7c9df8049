"""The house's import contracts hold, and would notice if they did not."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

VIOLATIONS = {
    "a lower floor imports a higher one": ("base/calendar/logic_extra.py", "import cdos.sample.apps\n"),
    "a module's models are read from outside": (
        "portals/citizen/extra.py",
        "import cdos.base.identity.models\n",
    ),
    "neighbours go in a circle": ("base/jobs/extra.py", "import cdos.base.matters.api\n"),
    "logic calls its own api": ("base/search/logic/extra.py", "import cdos.base.search.api\n"),
}


def lint(folder: Path) -> "subprocess.CompletedProcess[str]":
    program = Path(sys.prefix) / "bin" / "lint-imports"
    return subprocess.run(
        [str(program), "--no-cache", "--no-logo"], cwd=folder, env={"PYTHONPATH": f"{folder / 'src'}:{folder}"},
        capture_output=True, text=True,
    )  # fmt: skip


def copy_of_the_house(folder: Path) -> Path:
    leave = shutil.ignore_patterns("node_modules", "static", "__pycache__", "locale", "templates", "data")
    shutil.copytree(ROOT / "src", folder / "src", ignore=leave)
    shutil.copytree(ROOT / "tests" / "support", folder / "tests" / "support", ignore=leave)
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def test_the_house_keeps_its_floors_and_doors(tmp_path: Path) -> None:
    done = lint(copy_of_the_house(tmp_path))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", VIOLATIONS)
def test_it_is_noticed_when(tmp_path: Path, name: str) -> None:
    path, text = VIOLATIONS[name]
    house = copy_of_the_house(tmp_path)
    target = house / "src" / "cdos" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)
    done = lint(house)
    assert done.returncode == 1
    assert f"cdos.{path.removesuffix('.py').replace('/', '.')}" in done.stdout
