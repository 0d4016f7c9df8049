"""The build of scripts and styles, with the real Node."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cdos.base.web import assets, manifest

BUILD = """
import sys
from pathlib import Path
from cdos.base.web import assets
assets.HERE = Path(sys.argv[1])
assets.STAMP = assets.HERE.parent / "static" / "built" / "source.sha256"
assets.build(force=True)
"""


@pytest.mark.skipif(
    not (assets.HERE / "node_modules").exists(), reason="the assets' packages are not installed"
)
def test_builds_at_the_same_time_leave_everything_a_page_asks_for(tmp_path: Path) -> None:
    here = tmp_path / "assets"
    shutil.copytree(assets.HERE, here, ignore=shutil.ignore_patterns("node_modules"))
    (here / "node_modules").symlink_to(assets.HERE / "node_modules")
    command = [sys.executable, "-c", BUILD, str(here)]
    at_once = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for one in at_once:
        _, said = one.communicate(timeout=300)
        assert one.returncode == 0, said
    built = tmp_path / "static" / "built"
    names = json.loads((built / "manifest.json").read_text())
    assert set(names) == set(json.loads((manifest.BUILT / "manifest.json").read_text()))
    assert [name for name in names.values() if not (built / name).exists()] == []
