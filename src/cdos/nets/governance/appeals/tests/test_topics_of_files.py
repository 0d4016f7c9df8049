"""The same messages in any usual kind of file give the same topics."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cdos.nets.governance.appeals.cli import app

START = datetime(2031, 3, 1, 8, 30)
SMOKE = (
    "枫林苑楼下烧烤店油烟太大", "枫林苑底商烧烤店油烟呛人", "投诉枫林苑楼下烧烤店油烟扰民", "枫林苑烧烤店油烟直排进屋",
)  # fmt: skip
ROAD = ("望湖路路面坑洼下雨积水", "路面坑洼，望湖路电动车颠得厉害", "望湖路路面坑洼积水，车胎扎破")
ALONE = ("咨询居住证怎么续签", "想问公积金提取要什么材料", "学校午餐费能不能开发票")
Row = dict[str, str]


def rows() -> list[Row]:
    texts = [*SMOKE, *ROAD, *ALONE]
    return [
        {
            "id": str(101 + at), "time": f"{START + timedelta(days=at):%Y-%m-%d %H:%M:%S}", "title": text[:16],
            "detail": f"{text}，请有关部门处理。", "votes": str(at), "person": f"u{at}",
        }
        for at, text in enumerate(texts)
    ]  # fmt: skip


def written(header: dict[str, str], made: list[Row], *, sign: str = ",") -> str:
    """Columns in the header's order, under its names."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=sign, lineterminator="\n")
    table.writerow(header.values())
    table.writerows([one.get(name, "") for name in header] for one in made)
    return out.getvalue()


OURS = {name: name for name in ("id", "time", "title", "detail", "votes", "person")}
THEIRS = {
    "person": "留言用户", "id": "留言编号", "title": "留言主题", "time": "留言时间", "detail": "留言详情", "votes": "点赞数",
}  # fmt: skip
ENGLISH = {"votes": "Up Votes", "time": "Submitted At", "id": "Ticket_ID", "detail": "Body", "title": "Headline", "person": "User"}  # fmt: skip
STRANGE = {"id": "no.", "time": "when", "title": "about", "detail": "said", "votes": "hearts", "person": "by"}


def changed(name: str, change: Callable[[str], str]) -> list[Row]:
    return [one | {name: change(one[name])} for one in rows()]


def dated(form: str) -> list[Row]:
    return changed("time", lambda text: datetime.fromisoformat(text).strftime(form))


def holes() -> str:
    """Empty lines, lines of separators, blanks and a line that ends early, among the messages."""
    lines = written(OURS, rows()).splitlines()
    return "\n".join([lines[0], "", ",,,,,", *lines[1:4], "   ", ' , , ,"",,', *lines[4:], "999", "", ""])


FILES: dict[str, bytes] = {
    "utf-8": written(OURS, rows()).encode(),
    "utf-8 with a mark": written(OURS, rows()).encode("utf-8-sig"),
    "gb18030": written(THEIRS, rows()).encode("gb18030"),
    "gbk": written(THEIRS, rows()).encode("gbk"),
    "utf-16": written(OURS, rows()).encode("utf-16"),
    "semicolons": written(ENGLISH, rows(), sign=";").encode(),
    "tabs": written(ENGLISH, rows(), sign="\t").encode(),
    "windows lines": written(OURS, rows()).replace("\n", "\r\n").encode(),
    "slashes": written(THEIRS, dated("%Y/%m/%d %H:%M")).encode(),
    "chinese dates": written(THEIRS, dated("%Y年%m月%d日 %H:%M")).encode(),
    "dots": written(OURS, dated("%d.%m.%Y %H:%M")).encode(),
    "american": written(OURS, dated("%m/%d/%Y %I:%M %p")).encode(),
    "seconds since 1970": written(OURS, changed("time", lambda t: str(int(datetime.fromisoformat(t).timestamp())))).encode(),
    "no time at all": written({name: name for name in OURS if name != "time"}, rows()).encode(),
    "no votes column": written({name: name for name in OURS if name != "votes"}, rows()).encode(),
    "votes missing here and there": written(OURS, changed("votes", lambda n: n if int(n) % 2 else "")).encode(),
    "votes that are words": written(OURS, changed("votes", lambda _n: "很多")).encode(),
    "no person": written({name: name for name in OURS if name != "person"}, rows()).encode(),
    "lines inside the text": written(OURS, changed("detail", lambda t: f"{t}\n\n谢谢，\t盼复")).encode(),
    "empty rows": holes().encode(),
    "columns nobody knows": written({"x1": "备用1", **OURS, "x2": "备用2"}, rows()).encode(),
}  # fmt: skip


def topics(path: Path, *options: str) -> list[dict[str, object]]:
    done = CliRunner().invoke(app, ["topics", str(path), "--json", *options])
    assert done.exit_code == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def members(found: list[dict[str, object]]) -> list[set[str]]:
    return [set(map(str, one["members"])) for one in found]  # type: ignore[call-overload]


EXPECTED = [{"101", "102", "103", "104"}, {"105", "106", "107"}]


@pytest.mark.parametrize("kind", FILES)
def test_topics_are_the_same_in_any_kind_of_file(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "messages.csv"
    path.write_bytes(FILES[kind])
    found = topics(path)
    assert sorted(members(found)[:2], key=len, reverse=True) == EXPECTED
    names = " ".join(str(one["name"]) for one in found[:2])
    assert "枫林苑" in names
    assert "望湖路" in names


def test_headers_that_nobody_knows_are_named_with_map(tmp_path: Path) -> None:
    path = tmp_path / "messages.csv"
    path.write_text(written(STRANGE, rows()), "utf-8")
    options = [f"--map={ours}={theirs}" for ours, theirs in STRANGE.items()]
    assert sorted(members(topics(path, *options))[:2], key=len, reverse=True) == EXPECTED


def test_a_file_without_ids_counts_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "messages.csv"
    path.write_text(written({name: name for name in OURS if name != "id"}, rows()), "utf-8")
    assert {"1", "2", "3", "4"} in members(topics(path))


def test_an_empty_file_has_no_topics_and_one_without_text_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "messages.csv"
    path.write_text("id,time,title,detail\n", "utf-8")
    assert topics(path) == []
    path.write_text("a,b\n1,2\n", "utf-8")
    done = CliRunner().invoke(app, ["topics", str(path), "--json"])
    assert done.exit_code == 1
    assert "--map detail=COLUMN" in done.stderr or "--map" in done.stderr
