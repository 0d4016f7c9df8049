"""The work of translators: what is wrong is found, what a machine made is marked, what a person read is not."""

import json
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from cdos.base.web import generic, messages, wordcheck, wordwork

DAYS = Message(("%(n)s day", "%(n)s days"))


@pytest.mark.parametrize(
    ("locale", "strings", "why"),
    [
        ("ru", ("%(n)s день", "%(n)s дня", "%(n)s дней"), ""),
        ("ru", ("%(n)s день", "%(n)s дня", ""), "a plural form is missing"),
        ("ru", ("день", "%(n)s дня", "%(n)s дней"), "placeholders differ"),
        ("ar", ("لا يوم", "يوم", "يومان", "%(n)s أيام", "%(n)s يومًا", "%(n)s يوم"), ""),
        ("ar", ("لا يوم", "يوم", "يومان", "أيام", "%(n)s يومًا", "%(n)s يوم"), "placeholders differ"),
    ],
)
def test_plural_forms_are_all_there_and_keep_the_number(
    locale: str, strings: tuple[str, ...], why: str
) -> None:
    assert wordcheck.why_not(DAYS, Message(DAYS.id, strings), locale) == why


def test_a_lost_tag_is_found() -> None:
    wanted = Message("Read <strong>this</strong>.")
    assert wordcheck.why_not(wanted, Message(wanted.id, "Lisez ceci."), "fr") == "tags differ"
    assert wordcheck.why_not(wanted, Message(wanted.id, "Lisez <strong>ceci</strong>."), "fr") == ""


def test_a_catalogue_with_the_wrong_plural_rule_or_without_its_compiled_file_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cdos.base.web.generic.SOURCE", tmp_path)
    monkeypatch.setattr("cdos.base.web.generic.FILES", {"shop": ("*",)})
    monkeypatch.setattr(messages, "SOURCE", tmp_path)
    path = messages.catalogue_path(tmp_path / "shop", "ru")
    path.parent.mkdir(parents=True)
    path.write_text('msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n', "utf-8")
    found = [messages.Found(("%(n)s day", "%(n)s days"), None, "x.py")]

    def why() -> list[str]:
        return [gap.why for gap in wordcheck._of_module(tmp_path / "shop", found) if gap.locale == "ru"]

    assert why() == ["not compiled", "not translated"]
    path.with_suffix(".mo").write_bytes(b"")
    assert why()[0].startswith("plural forms differ")


def test_a_file_is_of_the_generic_pages_by_the_last_pattern_that_fits() -> None:
    assert generic.is_generic("base/web", ["templates/web/base.html"])
    assert not generic.is_generic("base/web", ["templates/web/workbench.html"])
    assert generic.is_generic("base/web", ["templates/web/workbench.html", "fields.py"])
    assert not generic.is_generic("portals/staff", ["shell.py"])


def test_taking_a_machine_s_words_marks_them_and_a_person_s_name_takes_the_mark_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tmp_path / "shop"
    path = messages.catalogue_path(module, "fr")
    path.parent.mkdir(parents=True)
    path.write_bytes(messages.as_bytes(messages.fresh([messages.Found("Save", None, "x.py")], "fr")))
    monkeypatch.setattr(messages, "modules", lambda: [module])
    given = tmp_path / "given.json"
    row = {"context": "", "msgid": "Save", "strings": ["Enregistrer"]}
    given.write_text(json.dumps({"fr": [row]}), "utf-8")
    assert wordwork.take(given) == 1
    assert b"# machine\n#: x.py" in path.read_bytes()
    given.write_text(json.dumps({"fr": [row | {"by": "Dupont", "on": "2026-11-26"}]}), "utf-8")
    wordwork.take(given)
    assert b"# read by Dupont, 2026-11-26\n" in path.read_bytes()
    assert b"machine" not in path.read_bytes()
    assert b"Enregistrer" in path.read_bytes()
