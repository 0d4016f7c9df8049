"""Any file of messages is read: headers, encodings and dates of any usual kind; a bad row stops nothing."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cdos.nets.governance.appeals import api
from cdos.nets.governance.appeals.cli import app
from cdos.nets.governance.appeals.logic.messagefile import instant
from cdos.runtime.cli.main import _needs_database


def read(path: Path, **mapping: str) -> tuple[list, list[str]]:
    said: list[str] = []
    return api.read_messages(path=path, mapping=mapping, say=said.append), said


def test_chinese_headers_in_gb18030_with_a_bad_row_and_a_bad_time(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        "留言编号,留言用户,留言主题,留言时间,留言详情,反对数,点赞数\n"
        "7,甲,枫林路积水,2031/2/28 11:25:05,一下雨就积水,2,9\n"
        "8,乙\n"
        "9,丙,路灯不亮,某一天,漆黑,0,0\n".encode("gb18030")
    )
    found, said = read(path)
    assert [(m.id, m.person, m.votes) for m in found] == [("7", "甲", 7), ("9", "丙", 0)]
    assert found[0].at is not None
    assert (found[0].at.month, found[0].at.hour) == (2, 11)
    assert found[1].at is None
    assert len(said) == 2


def test_english_headers_and_a_mapped_column(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text(
        "Message ID;User;Subject;Created At;Words;Likes\n1;u;Noise;2031-03-01T09:30:00Z;Too loud;3\n",
        "utf-16",
    )
    found, said = read(path, detail="Words")
    assert (found[0].id, found[0].title, found[0].detail, found[0].votes) == ("1", "Noise", "Too loud", 3)
    assert not said


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2031-08-01 00:00:00", (8, 1, 0)), ("2031/8/1 9:05", (8, 1, 9)), ("2031年8月1日 9时5分", (8, 1, 9)),
        ("20310801", (8, 1, 0)), ("31.08.2031", (8, 31, 0)), ("8/31/2031 3:15 PM", (8, 31, 15)),
        ("2031/8/1 下午 3:20", (8, 1, 15)), ("Aug 1, 2031", (8, 1, 0)), ("1 August 2031 10:00", (8, 1, 10)),
        ("48061", (8, 1, 0)),
    ],
)  # fmt: skip
def test_dates_of_any_usual_kind(text: str, day: tuple[int, int, int]) -> None:
    found = instant(text)
    assert found is not None
    assert (found.month, found.day, found.hour) == day


def test_a_file_without_text_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("x,y\n1,2\n")
    with pytest.raises(api.ImportRefused):
        read(path)


def test_the_command_prints_json_alone_and_needs_no_database(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    rows = [
        "1,枫林花园电梯坏了,2031-01-01,枫林花园电梯坏了三天没人修",
        "2,枫林花园电梯停运,2031-01-02,枫林花园的电梯又坏了没人修",
    ]
    path.write_text("id,title,time,detail\n" + "\n".join(rows) + "\nbroken\n", "utf-8")
    done = CliRunner().invoke(app, ["topics", str(path), "--json"])
    assert done.exit_code == 0
    for topic in json.loads(done.stdout):
        assert set(topic) == {"name", "place", "problem", "heat", "first", "last", "members"}
    assert done.stderr
    assert not _needs_database("appeals", ["appeals", "topics", str(path)])
    assert _needs_database("appeals", ["appeals", "import", str(path)])
