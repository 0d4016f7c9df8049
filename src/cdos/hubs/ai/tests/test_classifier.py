"""The classifier on made-up messages: it learns, says how sure it is and why, and survives its file."""

import json
from pathlib import Path
from random import Random

import numpy as np
import pytest
from scipy import sparse

from cdos.hubs.ai import api
from cdos.hubs.ai.contracts import ModelRefused
from cdos.hubs.ai.logic import grams, kernel

THINGS = {
    "噪音": ("工地夜里打桩", "广场舞音响太大", "楼下酒吧半夜唱歌", "空调外机轰鸣"),
    "供水": ("自来水发黄", "水压太低洗不了澡", "水表井漏水", "停水没有通知"),
    "路灯": ("路灯整条街不亮", "灯杆歪了要倒", "路灯白天亮晚上灭", "人行天桥的灯坏了"),
}
AROUND = ("请尽快派人来看看", "已经反映过两次", "老人小孩都受影响", "麻烦回复一下", "谢谢", "住户意见很大")


def messages(count: int, seed: int) -> tuple[list[tuple[str, str]], list[str]]:
    random = Random(seed)
    texts, labels = [], []
    for _number in range(count):
        label = random.choice(sorted(THINGS))
        what = random.choice(THINGS[label])
        around = random.sample(AROUND, 3)
        place = f"{random.choice('甲乙丙丁戊己')}街{random.randint(1, 99)}号"
        texts.append(
            (
                f"{place}{what[: random.randint(4, len(what))]}",
                f"{place}，{around[0]}，{what}，{'，'.join(around[1:])}",
            )
        )
        labels.append(label)
    return texts, labels


def test_it_learns_says_how_sure_it_is_and_gives_the_words(tmp_path: Path) -> None:
    texts, labels = messages(400, 1)
    info = api.train(texts=texts, labels=labels, path=tmp_path / "model.npz")
    assert (info.rows, info.labels) == (400, tuple(sorted(THINGS)))
    model = api.Classifier(tmp_path / "model.npz")
    clear, unclear = model.predict(
        [("路灯不亮", "甲街的路灯不亮，灯杆也歪了"), ("请问", "办事处周末开门吗")], explain=True
    )
    assert clear.label == "路灯"
    assert any("灯" in word for word in clear.words)
    assert clear.confidence > unclear.confidence
    assert not unclear.sure


def test_a_model_read_from_its_file_says_the_same_and_the_same_rows_make_the_same_model(
    tmp_path: Path,
) -> None:
    texts, labels = messages(300, 2)
    first = api.train(texts=texts, labels=labels, path=tmp_path / "a.npz")
    again = api.train(texts=texts, labels=labels, path=tmp_path / "b.npz")
    assert first.version == again.version
    one, other = api.Classifier(tmp_path / "a.npz"), api.Classifier(tmp_path / "b.npz")
    assert one.predict(texts[:20]) == other.predict(texts[:20])
    assert one.info == first


def test_a_file_of_the_format_before_speaks_without_the_kernel(tmp_path: Path) -> None:
    texts, labels = messages(300, 7)
    api.train(texts=texts, labels=labels, path=tmp_path / "now.npz")
    with np.load(tmp_path / "now.npz") as kept:
        arrays = {name: kept[name] for name in kept if not name.startswith("kernel_")}
    facts = json.loads(arrays["facts"].tobytes()) | {"format": 2}
    del facts["says"]
    arrays["facts"] = np.frombuffer(json.dumps(facts).encode(), dtype=np.uint8)
    np.savez(tmp_path / "before.npz", **arrays)
    said = api.Classifier(tmp_path / "before.npz").predict(texts)
    assert sum(one.label == label for one, label in zip(said, labels, strict=True)) > 290


def test_the_kernel_tells_what_two_words_mean_only_together() -> None:
    """Each word stands as often under either label: a linear model can only guess."""
    random = Random(8)
    pairs = [(random.randrange(2), random.randrange(2)) for _ in range(400)]
    rows = sparse.csr_matrix(
        np.array([[1 - one, one, 1 - other, other, 0.1] for one, other in pairs], np.float32)
    )
    wanted = np.array([one ^ other for one, other in pairs])
    found = kernel.fit(rows, np.ones(5, np.float32), wanted, 2)
    assert (found.scores(rows).argmax(axis=1) == wanted).all()
    assert found.factors.flags.c_contiguous  # else each message asked for alone copies all of them
    assert not kernel.fit(rows[:20], np.ones(5, np.float32), wanted[:20], 2).scores(rows).any()


def test_copies_of_a_message_stand_in_one_fold() -> None:
    texts, _labels = messages(60, 3)
    whole = [" ".join(text) for text in texts]
    copies = [text.replace("请", "恳请") for text in whole]
    groups = api.same_text_groups([*whole, *copies])
    assert groups[:60] == groups[60:]


def test_folds_and_a_test_file_are_measured_alike() -> None:
    texts, labels = messages(300, 4)
    unseen, wanted = messages(100, 5)
    measured, said = api.evaluate(train=texts, labels=labels, test=unseen, wanted=wanted)
    right = sum(one.label == label for one, label in zip(said, wanted, strict=True))
    assert measured.accuracy == right / 100
    assert measured.macro_f1 > 0.95


def test_copies_do_not_flatter_the_figures_of_folds() -> None:
    """A label that only ever comes as copies of one text is not known to the models of the other folds."""
    texts, labels = messages(200, 6)
    texts += [("求一张树苗", "小区想种树，请给一张榕树树苗")] * 20
    measured, said = api.evaluate_folds(texts=texts, labels=labels + ["绿化"] * 20, folds=3)
    assert len(said) == measured.rows == 220
    assert measured.f1["绿化"] == 0


def test_a_number_a_width_and_a_cut_into_words_make_no_difference() -> None:
    assert grams.folded("Ａ市 第１２３次 停 水 了") == grams.folded("a市第99次停水了")


@pytest.mark.parametrize("labels", [["甲"] * 10, []])
def test_nothing_is_learned_where_nothing_is_told_apart(labels: list[str], tmp_path: Path) -> None:
    with pytest.raises(ModelRefused):
        api.train(texts=[("题", "文")] * len(labels), labels=labels, path=tmp_path / "m.npz")


def test_a_damaged_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "m.npz"
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(ModelRefused, match="damaged"):
        api.Classifier(path)
