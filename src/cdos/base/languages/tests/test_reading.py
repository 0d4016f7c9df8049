"""An editor reads what a machine translated; a reader reports what is wrong; the notice goes when all is read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from cdos.base.languages import api
from cdos.base.languages.contracts import TranslationRefused
from cdos.base.languages.logic import catalogues
from cdos.base.languages.models import Reading, Report
from cdos.base.organisation.contracts import Actor, HeldPost, Role
from cdos.base.web import api as web
from cdos.base.web import generic, languages

pytestmark = pytest.mark.django_db


def editor() -> Actor:
    post = HeldPost(unit="", unit_name="", role=Role.EDITOR, area="")
    return Actor(account_id=None, name="林译", posts=(post,))


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    for locale, entries in list(_touched()):
        for entry in entries.values():
            if entry.locale == locale:
                catalogues.say(entry, entry.strings)
    catalogues.forget()


def _touched() -> Iterator[tuple[str, dict[str, object]]]:
    yield "pt", catalogues.machine_made("pt")
    yield "ru", catalogues.machine_made("ru")


def key_of(locale: str, msgid: str) -> str:
    return next(key for key, one in catalogues.machine_made(locale).items() if one.msgid == msgid)


def test_better_words_are_said_at_once_and_counted_as_read() -> None:
    before = catalogues.read_count("pt")
    api.read_message(actor=editor(), language="pt", key=key_of("pt", "Sign out"), strings=("Sair",))
    with translation.override("pt"):
        assert gettext("Sign out") == "Sair"
    assert catalogues.read_count("pt") == before + 1  # it stands in one module
    key = key_of("pt", "Save")
    api.read_message(actor=editor(), language="pt", key=key, strings=("Guardar",))
    places = sum(one.msgid == "Save" for one in web.catalogue("pt"))
    assert catalogues.read_count("pt") == before + 1 + places
    assert generic.unread("pt") == generic.machine_made("pt") - before - 1 - places
    found = api.messages(language="pt", words="Sign out", unread=False)
    assert [(one.strings, one.by) for one in found if one.english == "Sign out"] == [(("Sair",), "林译")]
    assert "Sign out" not in [one.english for one in api.messages(language="pt", words="Sign out")]


def test_a_lost_placeholder_or_plural_form_is_refused() -> None:
    actor = editor()
    with pytest.raises(TranslationRefused):
        api.read_message(
            actor=actor,
            language="pt",
            key=key_of("pt", "You are acting for %(name)s."),
            strings=("Age por.",),
        )
    with pytest.raises(TranslationRefused):
        api.read_message(actor=actor, language="ru", key=key_of("ru", "%(n)d day"), strings=("%(n)d день",))
    assert not Reading.objects.exists()


def test_nobody_but_an_editor_answers_for_words() -> None:
    with pytest.raises(PermissionError):
        api.read_message(
            actor=Actor(name="x"), language="pt", key=key_of("pt", "Sign out"), strings=("Sair",)
        )


def test_another_translation_of_the_project_is_unread_again(monkeypatch: pytest.MonkeyPatch) -> None:
    key = key_of("pt", "Sign out")
    api.read_message(actor=editor(), language="pt", key=key, strings=("Sair",))
    entries = dict(catalogues.machine_made("pt"))
    entries[key] = replace(entries[key], strings=("Fechar",))
    monkeypatch.setattr(catalogues, "machine_made", lambda _locale: entries)
    assert catalogues.refresh("pt").read == 0


def test_the_page_is_marked_until_everything_is_read(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.cookies["django_language"] = "pt"
    assert 'class="machine"' in client.get("/display/").content.decode()
    made = generic.machine_made("pt")
    monkeypatch.setattr("cdos.base.web.generic._readers", [lambda _locale: made])
    assert not languages.is_machine_made("pt")
    assert 'class="machine"' not in client.get("/display/").content.decode()


def test_chinese_and_english_are_not_marked(client: Client) -> None:
    for code in ("zh-hans", "zh-hant", "en"):
        client.cookies["django_language"] = code
        assert 'class="machine"' not in client.get("/display/").content.decode()


def test_a_report_keeps_neither_the_person_nor_an_address_with_a_secret(client: Client) -> None:
    client.cookies["django_language"] = "fr"
    page = "/track/SZ-26-000001?key=verysecret"
    answer = client.post(
        "/translation/report/", {"page": page, "quote": "call 13800138000", "better": "Bonjour"}
    )
    assert answer["Location"] == page
    row = Report.objects.get()
    assert (row.language, row.page, row.better) == ("fr", "appeals:track", "Bonjour")
    assert "13800138000" not in row.quote
    assert client.post("/translation/report/", {"page": "/", "quote": ""}).status_code == 422
    assert [one.quote for one in api.waiting("fr")] == [row.quote]
    api.settle(actor=editor(), report_id=row.id)
    assert api.waiting("fr") == []


def test_what_was_read_here_can_be_taken_into_the_project() -> None:
    api.read_message(actor=editor(), language="pt", key=key_of("pt", "Sign out"), strings=("Sair",))
    rows = api.for_the_project()["pt"]
    assert [(row["msgid"], row["strings"], row["by"]) for row in rows] == [("Sign out", ["Sair"], "林译")]
    assert date.fromisoformat(rows[0]["on"])
