"""The commands that learn from files, run as a person runs them: no database, JSON alone on stdout."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from random import Random

from cdos.hubs.ai.tests.test_classifier import messages


def written(path: Path, count: int, seed: int) -> Path:
    texts, labels = messages(count, seed)
    with path.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["留言主题", "留言详情", "一级分类"])
        writer.writerows([(*text, label) for text, label in zip(texts, labels, strict=True)])
    return path


def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "cdos", "appeals", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def test_evaluate_prints_json_alone_and_writes_what_was_said(tmp_path: Path) -> None:
    train, test = written(tmp_path / "a.csv", 300, 1), written(tmp_path / "b.csv", 80, 2)
    out = tmp_path / "said.csv"
    done = run("evaluate", "--train", train, "--test", test, "--label", "一级分类", "--out", out)
    assert done.returncode == 0, done.stderr
    measured = json.loads(done.stdout)
    with out.open(encoding="utf-8") as stream:
        said = list(csv.DictReader(stream))
    with test.open(encoding="gb18030") as stream:
        wanted = [row["一级分类"] for row in csv.DictReader(stream)]
    assert [int(row["row"]) for row in said] == list(range(80))
    right = sum(row["predicted"] == label for row, label in zip(said, wanted, strict=True))
    assert measured["accuracy"] == right / 80
    assert set(measured) >= {"macro_f1", "top2_accuracy", "f1", "coverage_at_99", "rows_per_cpu_s"}


def test_what_a_file_lacks_is_said_in_one_sentence(tmp_path: Path) -> None:
    done = run("evaluate", written(tmp_path / "a.csv", 20, 1), "--label", "分类")
    assert done.returncode == 1
    assert "“分类”" in done.stderr
    assert not done.stdout


def replies(path: Path, count: int, seed: int) -> Path:
    """Made so that a hollow reply is as long as one that answers: length alone is no better than chance."""
    random = Random(seed)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["message", "reply", "kind"])
        for number in range(count):
            street, day = (
                f"{random.choice('甲乙丙丁戊己庚辛')}{random.randint(1, 99)}街",
                random.randint(1, 28),
            )
            hollow = number % 4 == 0
            said = (
                "您反映的问题已收悉，已转相关部门调查核实处理，感谢您对我们工作的理解支持与监督"
                if hollow
                else f"经查{street}路灯线路老化，{day}日已更换电缆{random.randint(20, 90)}米，现已恢复照明"
            )
            filler = "".join(random.choice("的了是在有和也就都很") for _ in range(random.randint(0, 40)))
            writer.writerow([f"{street}路灯不亮", said + filler, "hollow" if hollow else "answers"])
    return path


def test_hollow_replies_are_found_where_length_says_nothing(tmp_path: Path) -> None:
    train, test = replies(tmp_path / "a.csv", 200, 7), replies(tmp_path / "b.csv", 80, 8)
    columns = ("--message", "message", "--reply", "reply", "--label", "kind", "--positive", "hollow")
    done = run("evaluate-replies", "--train", train, "--test", test, *columns)
    assert done.returncode == 0, done.stderr
    measured = json.loads(done.stdout)
    assert measured["average_precision"] > measured["length_only_ap"] + 0.2
    assert measured["banded_ap"] > measured["length_only_banded_ap"]
    assert measured["f1"] > 0.9
