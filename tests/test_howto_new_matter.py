"""What docs/howto/new-matter.md says works: its files, word for word, make a kind of matter that can be used."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.database import create_with_tables

from cdos.runtime.postgres import APP, OWNER, Postgres

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "howto" / "new-matter.md"
FILE = re.compile(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", re.S)
DATABASE = "test_howto"

PLANT = """
import django; django.setup()
from django.test import Client
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor, AreaLevel, AreaRow, HeldPost, Role, UnitLevel, UnitRow
from cdos.base.matters import api as matters

square = {"type": "Polygon", "coordinates": [[[114, 22], [115, 22], [115, 23], [114, 23], [114, 22]]]}
codes = (("440300", AreaLevel.CITY, ""), ("440391", AreaLevel.DISTRICT, "440300"),
         ("440391001", AreaLevel.STREET, "440391"), ("440391001001", AreaLevel.COMMUNITY, "440391001"))
organisation.load_areas([AreaRow(code, code, level, parent, 114.5, 22.5, square) for code, level, parent in codes])
organisation.load_units([UnitRow("440391-urban", "Parks", UnitLevel.DISTRICT, "urban", "440391")])

visitor = Client()
refused = visitor.post("/trees/", {"wish": "", "address": "x", "lon": "114.5", "lat": "22.5"})
assert refused.status_code == 422 and b"what kind of tree" in refused.content, refused.content[-600:]
answer = visitor.post("/trees/", {"wish": "A lychee tree", "address": "1 Main Street", "lon": "114.5", "lat": "22.5"})
assert answer.status_code == 302, answer.content[-600:]
number = answer["Location"].rsplit("/", 1)[1]

parks = Actor(account_id=1, name="Li", posts=(HeldPost("440391-urban", "Parks", Role.HANDLER, "440391"),))
assert [move.name for move in matters.offered(actor=parks, number=number)] == ["plant", "refuse"]
assert matters.act(actor=parks, number=number, move="plant", data={"species": "lychee"}).state == "planted"
assert [clock.state.value for clock in matters.clocks(actor=parks, number=number)] == ["met"]
stranger = Actor(account_id=2, name="Wu", posts=(HeldPost("440392-urban", "Parks", Role.HANDLER, "440392"),))
from trees.models import Tree
for actor, trees in ((parks, 1), (stranger, 0), (Actor(), 0)):
    with organisation.acting(actor):
        assert Tree.objects.count() == trees
print("planted", number)
"""


def in_city(postgres: Postgres, folder: Path, role: str, *command: str) -> str:
    environment = os.environ | {
        "CDOS_APPS": "trees",
        "PYTHONPATH": f"{folder}:{ROOT / 'src'}",
        "DJANGO_SETTINGS_MODULE": "cdos.runtime.settings",
        "DATABASE_URL": f"postgresql://{role}@/{DATABASE}?host={postgres.socket_folder}&port=5432",
        "CDOS_DATA": str(folder / "data"),
        "CDOS_HOSTS": "testserver",
    }
    done = subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    for name, text in FILE.findall(PAGE.read_text()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for package in ("trees", "trees/migrations"):
        (folder / package / "__init__.py").touch()
    return folder


def test_the_files_of_the_howto_make_a_kind_of_matter_that_plants_a_tree(
    trees: Path, postgres: Postgres
) -> None:
    create_with_tables(postgres, DATABASE)
    in_city(postgres, trees, OWNER, "-m", "django", "makemigrations", "--check", "trees")
    in_city(postgres, trees, OWNER, "-m", "django", "migrate", "--verbosity", "0")
    assert in_city(postgres, trees, APP, "-c", PLANT).startswith("planted T-")
