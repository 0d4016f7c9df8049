"""What a finding says of whom, and in which language each value of it is said."""

import pytest
from django.utils import translation

from cdos.base.rules import api
from cdos.base.rules.contracts import FieldType, Finding, Leaf, Op, Truth, Value, Whose

AGE = Finding(Leaf("1", "age", Op.GE, 80), Truth.NO, 67)


@pytest.mark.parametrize(
    ("whose", "chinese", "english"),
    [
        (Whose.READER, "您的情况：67 周岁", "yours: 67 years"),
        (Whose.PERSON, "此人的情况：67 周岁", "this person's: 67 years"),
        (Whose.ENTERPRISE, "该企业的情况：67 周岁", "this enterprise's: 67 years"),
    ],
)
def test_a_finding_speaks_to_whom_it_is_about_or_of_them(whose: Whose, chinese: str, english: str) -> None:
    assert chinese in api.finding_in_words(AGE, "zh-hans", whose=whose)
    assert english in api.finding_in_words(AGE, "en", whose=whose)


def test_every_choice_of_the_common_data_has_a_name_in_english() -> None:
    for field in api.fields().values():
        if field.type in (FieldType.CHOICE, FieldType.CHOICES) and field.english:
            lacking = {code for code, _name in field.choices} - {
                code for code, _name in field.english_choices
            }
            assert not lacking, (field.name, lacking)


def test_a_choice_is_said_in_english_to_who_does_not_read_chinese() -> None:
    leaf = Leaf("1", "education", Op.IN, ("bachelor", "master"))
    assert api.leaf_in_words(leaf, "zh-hans") == "学历为本科、硕士之一"
    assert api.leaf_in_words(leaf, "en") == "Education is one of bachelor, master"
    assert api.value_in_words("bachelor", field="education", language="fr") == "bachelor"
    assert api.value_in_words(["sz"], field="hukou", language="zh-hans") == "深圳户籍"
    known = api.field("hukou")
    assert known is not None
    with translation.override("en"):
        assert ("sz", "registered in Shenzhen") in api.choices(known)
    with translation.override("zh-hans"):
        assert ("sz", "深圳户籍") in api.choices(known)


@pytest.mark.parametrize(
    ("value", "field", "language", "said_in"),
    [
        ("bachelor", "education", "zh-hans", "zh-hans"),
        ("bachelor", "education", "en", "en"),
        ("bachelor", "education", "ar", "en"),
        ("no-such-degree", "education", "ar", "zh-hans"),
        (["id-card", "veteran-card"], "licences_held", "fr", "en"),
        (True, "veteran", "fr", "en"),
        ("某某公司", "employer_name", "en", "zh-hans"),
        ("某某公司", "employer_name", "zh-hant", "zh-hant"),
        (67, "age", "fr", "fr"),
        (120_000, "income_month_fen", "ja", "ja"),
    ],
)
def test_the_language_of_a_value_is_known_so_that_it_can_be_marked(
    value: Value, field: str, language: str, said_in: str
) -> None:
    assert api.value_language(value, field=field, language=language) == said_in
