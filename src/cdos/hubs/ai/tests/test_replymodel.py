"""The judge of replies in a file says what it said when it was trained, and its trees what the library's say."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier

from cdos.hubs.ai import api as ai
from cdos.hubs.ai.contracts import LabelledReplies, ModelRefused
from cdos.hubs.ai.logic import forest, replymodel


def rows(count: int) -> LabelledReplies:
    random, messages, replies, labels = Random(3), [], [], []
    for number in range(count):
        street = f"{random.choice('甲乙丙丁戊己')}{random.randint(1, 99)}街"
        filler = "".join(random.choice("的了是在有和也就都很") for _ in range(random.randint(0, 60)))
        hollow = number % 3 == 0
        said = (
            f"您反映的{street}问题已转{random.choice(['相关', '有关', '主管'])}部门，感谢您的理解"
            if hollow
            else f"经查{street}线路老化，{random.randint(1, 28)}日已更换电缆{random.randint(2, 90)}米"
        )
        messages.append(f"{street}路灯不亮，{filler[:10]}")
        replies.append(said + filler)
        labels.append("hollow" if hollow else "says")
    return LabelledReplies(messages, replies, labels)


def test_trees_as_arrays_say_what_the_library_says() -> None:
    random = np.random.default_rng(1)
    known = random.normal(size=(300, 6))
    labels = (known[:, 0] + known[:, 1] * known[:, 2] > 0).astype(int)
    voting = ExtraTreesClassifier(50, min_samples_leaf=3, random_state=0).fit(known, labels)
    correcting = HistGradientBoostingClassifier(max_iter=40, random_state=0).fit(known, labels)
    asked = random.normal(size=(100, 6))
    assert np.allclose(forest.of(voting, 2).chances(asked), voting.predict_proba(asked), atol=1e-6)
    assert np.allclose(forest.boosted(correcting).chances(asked), correcting.predict_proba(asked), atol=1e-5)


def test_a_saved_judge_says_the_same_and_finds_what_it_learned(tmp_path: Path) -> None:
    seen, path = rows(240), tmp_path / "replies.npz"
    model = replymodel.train(seen, "hollow")
    replymodel.save(model, path)
    unseen = rows(60)
    before = model.judge(unseen.messages, unseen.replies)
    judge = ai.ReplyJudge(path)
    after = judge.judge(unseen.messages, unseen.replies)
    assert [one.hollow for one in after] == [one.hollow for one in before]
    assert np.allclose([one.chance for one in after], [one.chance for one in before], atol=1e-4)
    right = [one.hollow == (label == "hollow") for one, label in zip(after, unseen.labels, strict=True)]
    assert np.mean(right) > 0.9
    assert judge.info.held_out["average_precision"] > 0.9


def test_what_nothing_can_be_learned_from_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused):
        replymodel.train(rows(30), "敷衍")
    path = tmp_path / "replies.npz"
    path.write_bytes(b"PK broken")
    with pytest.raises(ModelRefused):
        ai.ReplyJudge(path)
