"""Rules are read with every mistake named by its place, and written in one form."""

import pytest

from cdos.base.rules import api
from cdos.base.rules.contracts import All, Field, FieldType, Leaf, Op, RuleInvalid

from . import randomly

AGE = {"id": "a", "field": "age", "op": "ge", "value": 18}


@pytest.mark.parametrize(
    ("tree", "where"),
    [
        (3, "the rule: expected an object"),
        ({}, "expected exactly one of all, any, not, field"),
        ({"all": [AGE, {"any": []}]}, "all[1].any: the group is empty"),
        ({"all": [AGE, {"any": [{**AGE, "id": "b", "op": "like"}]}]}, "all[1].any[0].op: expected one of"),
        ({"all": [AGE, AGE]}, "the id 'a' is given twice"),
        ({**AGE, "value": "eighteen"}, "the rule.value: 'eighteen' is no integer"),
        ({**AGE, "value": True}, "the rule.value: True is no integer"),
        ({**AGE, "op": "between", "value": [40, 18]}, "the rule.value: expected the lower and the upper end"),
        ({**AGE, "op": "has"}, "'has' is for fields of several values"),
        ({"id": "e", "field": "education", "op": "lt", "value": "bachelor"}, "lt is for numbers and days"),
        ({**AGE, "valid_from": "2026-02-30"}, "the rule.valid_from: expected a day"),
        ({**AGE, "valid_from": "2026-03-01", "valid_until": "2026-02-01"}, "lies before valid_from"),
        ({**AGE, "ref": "name", "value": 3}, "no value beside it"),
        ({"id": "r", "field": "age", "op": "eq", "ref": "name"}, "'name' is of another kind than 'age'"),
        ({**AGE, "vaule": 3}, "unknown entry 'vaule'"),
        ({"all": [AGE], "any": [AGE]}, "expected exactly one of"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tree: object, where: str) -> None:
    with pytest.raises(RuleInvalid) as refused:
        api.parse(tree)
    assert where in str(refused.value)


def test_a_rule_nested_without_end_is_refused() -> None:
    tree: object = AGE
    for _ in range(30):
        tree = {"not": tree}
    with pytest.raises(RuleInvalid, match="nested deeper"):
        api.parse(tree)


def test_what_is_written_is_read_again_as_the_same_rule() -> None:
    api.register_fields([randomly.WANTED])
    for node in randomly.rules(100, seed=7):
        again = api.parse(api.dump(node))
        assert again == node
        assert api.digest(again) == api.digest(node)


def test_the_digest_tells_yes_from_one() -> None:
    digests = {api.digest(Leaf("a", "unheard", Op.EQ, value)) for value in (1, True, "1")}
    assert len(digests) == 3


def test_a_rule_that_asks_nothing_is_met() -> None:
    assert api.parse({"all": []}) == All(())


def test_a_field_keeps_its_type() -> None:
    with pytest.raises(ValueError, match="age is integer already"):
        api.register_fields([Field("age", "年龄", FieldType.TEXT)])


def test_words_are_made_for_every_random_rule_in_chinese_and_english() -> None:
    for node in randomly.rules(60, seed=11):
        for language in ("zh-hans", "zh-hant", "en"):
            words = api.in_words(node, language)
            assert len(words.split("\n")) >= len(api.leaves(node))
            assert "{" not in words
