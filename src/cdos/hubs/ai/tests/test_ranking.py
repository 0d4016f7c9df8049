"""Ranking: the text that a question is about comes first, and a wrong text is not taken for an answer."""

import json
from pathlib import Path

import pytest

from cdos.hubs.ai.api import Ranking

DATA = Path(__file__).resolve().parents[6] / "shared" / "data" / "qa"
TEXTS = [
    "租房可以提取住房公积金吗 可以，连续缴存满三个月。",
    "怎么办理居住证 带身份证到社区办理。",
    "How do I register a company? Apply online with the market office.",
]


def test_the_text_a_question_is_about_comes_first() -> None:
    ranking = Ranking(texts=TEXTS)
    assert [
        ranking.ask(question)[0].at for question in ("公积金租房提取", "居住证在哪办", "register my company")
    ] == [
        0,
        1,
        2,
    ]


def test_what_shares_nothing_is_no_candidate() -> None:
    assert Ranking(texts=TEXTS).ask("电梯") == []
    assert Ranking(texts=TEXTS).ask("") == []
    assert Ranking(texts=[]).ask("电梯") == []


def test_a_wrong_text_is_not_sure() -> None:
    ranking = Ranking(texts=TEXTS)
    assert ranking.ask("公积金租房提取")[0].sure
    assert not any(one.sure for one in ranking.ask("怎么办理小区电梯维修资金申请"))


def test_the_bar_is_learned_from_the_collection() -> None:
    questions = [f"第{n}类补贴怎么申请" for n in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"]
    alike = Ranking(texts=[f"{question} 在网上申请" for question in questions], questions=questions)
    assert alike.bar > 0.5  # questions that differ in one character: much must be covered


@pytest.mark.slow
@pytest.mark.skipif(not DATA.exists(), reason="the shared questions are not here")
def test_on_real_questions_it_finds_the_policy() -> None:
    policies = [json.loads(line) for line in (DATA / "policies.jsonl").read_text().splitlines()]
    place = {one["docid"]: at for at, one in enumerate(policies)}
    lines = (DATA / "policy_questions.tsv").read_text().splitlines()[1:]
    asked = [(cells[2], place[cells[1]]) for line in lines if (cells := line.split("\t"))[1] in place]
    ranking = Ranking(texts=[one["text"] for one in policies])
    hits = [[one.at for one in ranking.ask(question, limit=5)] for question, _at in asked]
    assert sum(found[:1] == [at] for found, (_q, at) in zip(hits, asked, strict=True)) / len(asked) > 0.75
    assert sum(at in found for found, (_q, at) in zip(hits, asked, strict=True)) / len(asked) > 0.93
