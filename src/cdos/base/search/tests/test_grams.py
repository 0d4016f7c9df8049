"""What the index keeps of a text."""

from cdos.base.search import api
from cdos.base.search.logic import grams


def test_white_space_width_case_and_invisible_characters_do_not_count() -> None:
    assert grams.normalise("Ａ 市\n３区\u200b\u202e\ufeff\x00") == "a市3区"


def test_pairs_cross_punctuation_and_keep_it_beside() -> None:
    found = grams.pairs(grams.normalise("你好，世界。")).positions
    assert found["你好"] == [1]
    assert found["好世"] == [2]
    assert found["世界"] == [3]
    assert {"好，".replace("，", ","), ",世", "界。"} <= found.keys()


def test_the_last_character_can_be_found_alone() -> None:
    assert "界" in grams.pairs("世界").positions
    assert any(pair.startswith("界") for pair in grams.pairs("世界。").positions)
    assert any(pair.startswith("。") for pair in grams.pairs("世界。").positions)


def test_quotes_and_backslashes_are_doubled() -> None:
    assert grams.phrase("a'") == "'a'''"
    assert grams.phrase("\\b") == "'\\\\b'"


def test_nothing_searchable_gives_no_words() -> None:
    assert grams.words(" \u200b\t\x00 ") == []


def test_highlight_marks_words_across_breaks_and_joins_to_the_text() -> None:
    text = "<b>井\n盖</b>，松动；井盖"
    pieces = api.highlight(text, "井盖")
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, hit in pieces if hit] == ["井\n盖", "井盖"]


def test_highlight_of_nothing_marks_nothing() -> None:
    assert api.highlight("", "井盖") == []
    assert api.highlight("路灯", "井盖") == [("路灯", False)]
    assert api.highlight("路灯", "") == [("路灯", False)]


def test_an_excerpt_shows_the_hit_with_ellipses() -> None:
    pieces = api.excerpt("甲" * 500 + "井盖" + "乙" * 500, "井盖", length=60)
    assert pieces[0] == ("…", False)
    assert ("井盖", True) in pieces
    assert pieces[-1] == ("…", False)
