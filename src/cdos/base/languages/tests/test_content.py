"""The city's own words in the reader's language: marked, kept, the original at hand."""

from collections.abc import Iterator, Sequence

import pytest
from django.template import Context, Template
from django.test import override_settings
from django.utils import translation

from cdos.base.jobs import api as jobs
from cdos.base.languages import api
from cdos.base.languages.adapters.base import Translator
from cdos.base.languages.adapters.demo import phrases
from cdos.base.languages.logic import content
from cdos.base.languages.models import Translation

pytestmark = pytest.mark.django_db
TITLE = "新生儿出生登记"


def test_the_demonstration_knows_the_sample_s_titles_in_every_language_and_makes_nothing_up() -> None:
    languages = ("en", "ja", "ko", "fr", "ar", "es", "ru", "de", "pt")
    assert all(set(texts) == set(languages) and all(texts.values()) for texts in phrases().values())
    with override_settings(TRANSLATOR="demo"):
        assert api.said("结婚登记", language="de").text == "Eheschließung"
        assert api.said("从未见过的事项", language="de").translated is False


class Parrot(Translator):
    """Says the words back in capitals, and counts how often it was asked."""

    asked = 0
    instant = True

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        type(self).asked += 1
        return [f"{target}:{text}" for text in texts]


class Slow(Parrot):
    instant = False


@pytest.fixture(autouse=True)
def parrot() -> Iterator[None]:
    api.add_translator("parrot", Parrot)
    api.add_translator("slow", Slow)
    content.forget()
    Parrot.asked = Slow.asked = 0
    with override_settings(TRANSLATOR="parrot"):
        yield
    content.forget()


def test_a_machine_s_words_are_marked_kept_and_asked_for_once() -> None:
    first = api.said(TITLE, language="fr")
    content.forget()
    again = api.said(TITLE, language="fr")
    assert (first.text, first.machine, first.original) == (f"fr:{TITLE}", True, TITLE)
    assert again == first
    assert Parrot.asked == 1


def test_what_nobody_translates_stays_as_it_was_written() -> None:
    with override_settings(TRANSLATOR=""):
        said = api.said(TITLE, language="fr")
    assert (said.text, said.language, said.translated, said.machine) == (TITLE, "zh-hans", False, False)


def test_the_reader_s_own_language_and_traditional_characters_need_no_machine() -> None:
    assert api.said(TITLE, language="zh-hans").text == TITLE
    assert api.said("办理新生儿登记", language="zh-hant").text == "辦理新生兒登記"
    assert Parrot.asked == 0


def test_a_slow_machine_is_asked_by_one_job_and_the_page_does_not_wait() -> None:
    with override_settings(TRANSLATOR="slow"):
        assert api.said(TITLE, language="fr").text == TITLE
        assert api.said(TITLE, language="fr").text == TITLE
        assert Slow.asked == 0
        jobs.drain()
        content.forget()
        assert api.said(TITLE, language="fr").text == f"fr:{TITLE}"
    assert Slow.asked == 1


def test_many_texts_cost_one_look_into_the_table(django_assert_num_queries: object) -> None:
    texts = [f"事项{n}" for n in range(40)]
    api.said_many(texts, language="de")
    content.forget()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert [one.text for one in api.said_many(texts, language="de")] == [f"de:{text}" for text in texts]
    with django_assert_num_queries(0):  # type: ignore[operator]
        api.said_many(texts, language="de")


def test_the_tag_marks_a_machine_s_words_and_keeps_the_original_beside_them() -> None:
    text = Template("{% load languages %}{% said title %}|{% said title inside=True %}")
    with translation.override("ar"):
        whole, inside = text.render(Context({"title": TITLE})).split("|")
    assert 'lang="ar"' in whole
    assert f'<span lang="zh-Hans" dir="auto">{TITLE}</span></details>' in whole
    assert "<details" not in inside
    assert f'title="{TITLE}"' in inside
    with translation.override("zh-hans"):
        assert "details" not in text.render(Context({"title": TITLE}))


def test_what_a_person_has_read_is_no_longer_marked() -> None:
    api.said(TITLE, language="fr")
    row = Translation.objects.get()
    content.confirm(content_id=row.id, text="Déclaration de naissance", by="Lin")
    said = api.said(TITLE, language="fr")
    assert (said.text, said.machine) == ("Déclaration de naissance", False)
