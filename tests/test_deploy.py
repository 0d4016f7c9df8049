"""The files for deploying name commands and settings that exist."""

import re
from pathlib import Path

import pytest
from tests.test_settings_docs import documented
from typer.main import get_command

from cdos.runtime.cli.main import app

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("systemd/*.service"))
# Passwords of roles: of the Compose file itself, no settings of the code.
OWN = {"CDOS_OWNER_PASSWORD", "CDOS_APP_PASSWORD"}


def commands() -> set[str]:
    return set(get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_commands_that_there_are(unit: Path) -> None:
    text = unit.read_text()
    asked = re.findall(
        r"^Exec(?:Start|Reload)=/srv/cdos/(?:cdos|\.venv/bin/python -m cdos) ([\w-]+)", text, re.MULTILINE
    )
    assert asked
    assert set(asked) <= commands()


def test_the_compose_file_names_commands_and_settings_that_there_are() -> None:
    text = (DEPLOY / "compose" / "compose.yaml").read_text()
    assert set(re.findall(r'command: \["([\w-]+)"', text)) == {"migrate", "web", "worker"}
    assert set(re.findall(r"CDOS_[A-Z_]+", text)) - OWN <= set(documented())
