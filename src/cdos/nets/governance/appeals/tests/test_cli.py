"""What the commands print."""

import json
from pathlib import Path

from typer.testing import CliRunner

from cdos.nets.governance.appeals.cli import app
from cdos.nets.governance.appeals.models import Appeal

from .conftest import LIST

RUN = CliRunner()


def test_import_says_how_many_and_why_not(city: None, tmp_path: Path) -> None:
    path = tmp_path / "messages.csv"
    path.write_text("id,detail\n1,路灯不亮\n2,\n3\n", encoding="gb18030")
    first = RUN.invoke(app, ["import", str(path)])
    assert first.exit_code == 0, first.output
    assert "1 went in, 0 were there already, 2 refused" in first.output
    assert "line 3:" in first.output
    again = RUN.invoke(app, ["import", str(path), "--json"])
    report = json.loads(again.stdout)
    assert (report["rows"], report["imported"], report["already_there"], report["refused"]) == (3, 0, 1, 2)
    assert [error["line"] for error in report["errors"]] == [3, 4]


def test_import_takes_other_headers_and_refuses_what_it_cannot_read(city: None, tmp_path: Path) -> None:
    path = tmp_path / "messages.csv"
    path.write_text("what,kind\n路灯不亮,x\n", encoding="utf-8")
    assert RUN.invoke(app, ["import", str(path)]).exit_code == 1
    assert RUN.invoke(app, ["import", str(path), "--map", "detail"]).exit_code == 2
    assert RUN.invoke(app, ["import", str(path), "--map", "detail=what", "--dry-run"]).exit_code == 0
    assert Appeal.objects.count() == 0
    done = RUN.invoke(app, ["import", str(path), "--map", "detail=what", "--map", "category=kind"])
    assert done.exit_code == 0
    assert Appeal.objects.get().category == "x"
    assert RUN.invoke(app, ["import", str(tmp_path / "none.csv")]).exit_code == 1


def test_a_duty_list_is_brought_in_and_shown(city: None, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST.replace("停水与水压不足", "停水"), encoding="utf-8")
    made = RUN.invoke(app, ["duty-list", "import", str(path), "--effective", "2025-01-01"])
    assert made.exit_code == 0, made.output
    assert "6 items, live, from 2025-01-01" in made.output
    assert RUN.invoke(app, ["duty-list", "show"]).output.count("version") == 2
    path.write_text("code,class\n1,2\n")
    assert RUN.invoke(app, ["duty-list", "import", str(path)]).exit_code == 1
