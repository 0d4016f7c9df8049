"""The door of languages: the city's own words in the reader's language, always marked where a machine made them.

    said = languages.said(item.title)            # in a view; many: languages.said_many(titles)
    {% load languages %}{% said item.title %}    # in a template: marks it, and the original is one click away

Only what the city wrote and published is translated, never what a resident wrote: a translator may be another house.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import to_locale

from cdos.base.languages.adapters.base import Translator
from cdos.base.languages.adapters.registry import add as add_translator
from cdos.base.languages.contracts import (
    Content,
    Language,
    Message,
    MistakeReport,
    Said,
    TranslationRefused,
)
from cdos.base.languages.logic import catalogues, content, recording, reports
from cdos.base.ledger import api as ledger
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.web import api as web

__all__ = ["TranslationRefused", "Translator", "add_translator"]


def said(text: str, *, source: str = "zh-hans", language: str = "") -> Said:
    """`text` in `language` (else the reader's); the original where there is no translation."""
    return said_many([text], source=source, language=language)[0]


def said_many(texts: Sequence[str], *, source: str = "zh-hans", language: str = "") -> list[Said]:
    """As `said`, with one look into the table for all of them; in order."""
    return content.said(texts, source=source, target=language or content.reader_language())


def load(rows: Mapping[str, Mapping[str, str]], *, source: str = "zh-hans", made_by: str) -> int:
    """Keeps {original: {language: text}} as a machine's; what is there already stays. Answers how many."""
    by_language: dict[str, dict[str, str]] = {}
    for original, texts in rows.items():
        for language, text in texts.items():
            by_language.setdefault(language, {})[original] = text
    for language, made in by_language.items():
        content.keep(made, source=source, target=language, made_by=made_by)
    return sum(len(made) for made in by_language.values())


def may_edit(actor: Actor) -> bool:
    return organisation.may(actor, Action.EDIT_LISTS)


def languages() -> list[Language]:
    """Those a machine began, with what is left to read."""
    waiting, reported = Counter(content.count_unread()), reports.counts()
    found = []
    for code, name in settings.LANGUAGES:
        locale = to_locale(code)
        if locale in web.machine_locales():
            made = len(catalogues.machine_made(locale))
            left = made - catalogues.refresh(locale).read
            found.append(Language(code, name, made, left, reported.get(code, 0), waiting[code]))
    return found


def messages(*, language: str, words: str = "", unread: bool = True) -> list[Message]:
    return catalogues.messages(to_locale(language), words=words, unread=unread)


def contents(*, language: str, after: int = 0, limit: int = 50) -> list[Content]:
    """Titles and texts that a machine translated and nobody has read."""
    return content.unread(language, after=after, limit=limit)


def read_message(*, actor: Actor, language: str, key: str, strings: tuple[str, ...]) -> None:
    """The actor answers for a message from now on. PermissionError, TranslationRefused, LookupError."""
    _check(actor)
    with transaction.atomic():
        entry = catalogues.confirm(locale=to_locale(language), key=key, strings=strings, by=actor.name)
        _record(actor, f"message:{entry.locale}:{key[:12]}")


def read_content(*, actor: Actor, content_id: int, text: str) -> None:
    """The actor answers for the translation of a title. PermissionError, TranslationRefused, LookupError."""
    _check(actor)
    with transaction.atomic():
        row = content.confirm(content_id=content_id, text=text, by=actor.name)
        _record(actor, f"translation:{row.id}")


def _check(actor: Actor) -> None:
    if not may_edit(actor):
        raise PermissionError


def _record(actor: Actor, thing: str) -> None:
    ledger.record(act=recording.READ, by=actor.account_id, object=thing)


def report(*, language: str, path: str, quote: str, better: str = "") -> None:
    """A reader found a mistake. TranslationRefused."""
    reports.take(language=language, path=path, quote=quote, better=better)


def waiting(language: str) -> list[MistakeReport]:
    return reports.waiting(language)


def settle(*, actor: Actor, report_id: int) -> None:
    """PermissionError, LookupError."""
    _check(actor)
    with transaction.atomic():
        row = reports.settle(report_id=report_id, by=actor.name)
        ledger.record(act=recording.SETTLED, by=actor.account_id, object=f"report:{row.id}")


def for_the_project() -> dict[str, list[dict[str, Any]]]:
    """What was read here, in the form that `./cdos messages --take` takes in."""
    return catalogues.for_the_project()
