"""Eleven languages: every page of the frame in each of them, dates and plurals as its readers write them."""

import re
from datetime import datetime, timedelta, timezone

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.translation import gettext, ngettext

from cdos.base.web import generic, languages, messages, moments

pytestmark = pytest.mark.django_db
ELEVEN = ["zh-hans", "zh-hant", "en", "ja", "ko", "fr", "ar", "es", "ru", "de", "pt"]
CHINA = timezone(timedelta(hours=8))


def test_the_city_speaks_eleven_languages_each_named_in_its_own_script() -> None:
    assert [code for code, _ in settings.LANGUAGES] == ELEVEN
    assert {code: languages.PLANNED[code][0] for code in ELEVEN} == dict(settings.LANGUAGES)
    assert {translation.to_locale(code) for code in ELEVEN[3:]} == set(generic.LOCALES)


@pytest.mark.parametrize("path", ["/display/", "/", "/accounts/sign-in/", "/accounts/register/", "/nowhere/"])
@pytest.mark.parametrize("code", ELEVEN[3:])
def test_a_page_says_which_language_it_is_in_and_which_way_it_runs(
    client: Client, code: str, path: str
) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = code
    answer = client.get(path)
    html = answer.content.decode()
    assert answer["Content-Language"] == code
    assert f'lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}"' in html
    assert html.count("<h1") == 1
    with translation.override(code):
        assert gettext("Skip to the content") in html
        assert gettext("Display and reading aids") in html
    assert "Skip to the content" not in html


def test_no_language_lacks_a_word_or_borrows_it_from_english_by_accident() -> None:
    """What is the same as in English must be a name, a unit or a pattern, never a forgotten sentence."""
    for locale in generic.LOCALES:
        for module in messages.modules():
            if messages.catalogue_path(module, locale).exists():
                for message in messages.read(module, locale):
                    key = messages.key(message)[1]
                    sentence = len(re.findall(r"[A-Za-z]{3,}", re.sub(r"%\(\w+\)[sd]|\{\w*\}", "", key))) > 3
                    assert not sentence or key not in messages.strings(message), (locale, key)


@pytest.mark.parametrize(
    ("code", "day", "left"),
    [
        ("ja", "11月26日", "2 日"),
        ("ko", "11월 26일", "2일"),
        ("fr", "26 nov.", "2 jours"),
        ("ar", "26 نوفمبر", "يومان"),
        ("es", "26 nov", "2 días"),
        ("ru", "26 ноября", "2 дня"),
        ("de", "26. Nov", "2 Tage"),
        ("pt", "26 nov", "2 dias"),
    ],
)
def test_days_and_spans_are_written_as_the_reader_writes_them(code: str, day: str, left: str) -> None:
    at = datetime.now(CHINA).replace(month=11, day=26, hour=14, minute=5)
    with translation.override(code):
        assert moments.day(at).rstrip(".") == day.rstrip(".")
        assert moments.span(timedelta(days=2)) == left


def test_dates_and_masked_numbers_are_not_turned_round_in_a_sentence_from_right_to_left() -> None:
    text = Template("{% load cdos %}{{ number|ltr }}{{ nothing|ltr|default:'–' }}")
    content = Context({"number": "138****0001", "nothing": ""})
    with translation.override("ar"):
        assert text.render(content) == "\u2066138****0001\u2069–"
    with translation.override("de"):
        assert text.render(content) == "138****0001–"


def test_arabic_and_russian_count_by_their_own_forms() -> None:
    with translation.override("ar"):
        said = [ngettext("%(n)d day", "%(n)d days", n) % {"n": n} for n in (0, 1, 2, 3, 11, 100, 103, 111)]
    assert said == ["0 يوم", "يوم واحد", "يومان", "3 أيام", "11 يومًا", "100 يوم", "103 أيام", "111 يومًا"]
    with translation.override("ru"):
        said = [ngettext("%(n)d day", "%(n)d days", n) % {"n": n} for n in (1, 2, 5, 11, 21, 22)]
    assert said == ["1 день", "2 дня", "5 дней", "11 дней", "21 день", "22 дня"]


def test_what_a_language_does_not_say_is_said_in_english_not_in_chinese() -> None:
    with translation.override("fr"):
        assert gettext("Workbench") == "Workbench"  # a page of staff
    with translation.override("zh-hant"):
        assert gettext("Workbench") != "Workbench"


def test_pages_of_staff_are_wholly_english_for_who_reads_neither_chinese_nor_english(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    html = client.get("/design/").content.decode()
    assert 'lang="en" dir="ltr"' in html
    assert 'value="ja"' not in html
    assert "Staff pages are in Chinese and English." in html


@pytest.mark.parametrize(
    ("header", "offered"),
    [("ja", "ja"), ("pt-BR,pt;q=0.9", "pt"), ("ar-EG", "ar"), ("zh-CN", ""), ("tlh", ""), ("de-AT,en", "de")],
)
def test_the_browser_s_language_is_offered_and_never_forced(header: str, offered: str) -> None:
    request = RequestFactory().get("/", headers={"Accept-Language": header})
    assert languages.chosen(request) == "zh-hans"
    with translation.override("zh-hans"):
        choice = languages.offer(request)
    assert (choice.code if choice else "") == offered


def test_a_program_gets_the_language_it_asks_for() -> None:
    request = RequestFactory().get("/api/appeals", headers={"Accept-Language": "ko"})
    assert languages.chosen(request) == "ko"
