"""Every word a person reads is there in its languages: all in Chinese, what residents meet in eleven."""

import importlib.util

import pytest

from cdos.base.web import messages, wordcheck


def test_no_message_lacks_a_translation_or_changes_a_placeholder() -> None:
    gaps = wordcheck.grave(wordcheck.missing())
    assert not gaps, "\n".join(f"{g.module} {g.locale} {g.why}: {g.msgid}" for g in gaps[:40])


@pytest.mark.skipif(importlib.util.find_spec("opencc") is None, reason="opencc is not installed")
def test_the_catalogues_hold_just_what_the_sources_say() -> None:
    stale = [
        path
        for path, content in messages.updated().items()
        if not path.exists() or path.read_bytes() != content
    ]
    assert not stale, "run: ./cdos messages"


def test_a_template_gives_its_plain_its_plural_and_its_contextual_messages() -> None:
    text = (
        '{% load i18n %}{% translate "Hello" %}'
        "{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}"
        '{% translate "May" context "month" %}'
    )
    found = {(one.id, one.context) for one in messages._in_template(text, "x.html")}
    assert found == {("Hello", None), (("%(n)s day", "%(n)s days"), None), ("May", "month")}


def test_a_lost_placeholder_is_found() -> None:
    wanted = messages.fresh([messages.Found("%(n)s left", None, "x.py")], "zh_Hans").get("%(n)s left")
    known = messages.fresh([messages.Found("%(n)s left", None, "x.py")], "zh_Hans").get("%(n)s left")
    assert wanted is not None
    assert known is not None
    known.string = "还剩"
    assert wordcheck.why_not(wanted, known) == "placeholders differ"
    known.string = "还剩 %(n)s"
    assert wordcheck.why_not(wanted, known) == ""
