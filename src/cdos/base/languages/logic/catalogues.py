"""What reviewers have read of the catalogues; what they wrote better is said in this city within a minute."""

import hashlib
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import to_language, trans_real

from cdos.base.languages.contracts import Message, TranslationRefused
from cdos.base.languages.models import Reading
from cdos.base.web import api as web
from cdos.base.web.contracts import CatalogueEntry

FRESH_S = 60.0
FAULTS = {
    "placeholders differ": _("Keep each %(name)s and {name} as it stands in the English: data is put there."),
    "tags differ": _("Keep each tag such as <strong> as it stands in the English."),
}
EXAMPLES = {"ar": ("0", "1", "2", "3–10", "11–99", "100"), "ru": ("1", "2–4", "5–20")}


@dataclass(frozen=True, slots=True)
class Known:
    """What this process knows of one language's readings."""

    at: float  # of the monotonic clock
    read: int  # messages
    places: int  # where they stand: several modules may say the same words


_known: dict[str, Known] = {}


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x04".join(parts).encode()).hexdigest()


@lru_cache
def machine_made(locale: str) -> dict[str, CatalogueEntry]:
    """By key; the catalogues do not change while a process lives."""
    return {_digest(one.context, one.msgid): one for one in _all(locale)}


@lru_cache
def _all(locale: str) -> tuple[CatalogueEntry, ...]:
    return tuple(one for one in web.catalogue(locale) if one.machine)


def forget() -> None:
    _known.clear()


def read_count(locale: str) -> int:
    """In how many places a person has read what a machine made; asked of the database once a minute."""
    known = _known.get(locale)
    if known and time.monotonic() - known.at < FRESH_S:
        return known.places
    try:
        return refresh(locale).places
    except DatabaseError:  # the page of an error must still come
        return known.places if known else 0


def refresh(locale: str) -> Known:
    """Counts the readings that still hold, and says what they say."""
    rows = list(Reading.objects.filter(locale=locale))
    entries = machine_made(locale) if rows else {}
    held = [(row, entries[row.digest]) for row in rows if row.digest in entries]
    valid = [(row, entry) for row, entry in held if row.of == _digest(*entry.strings)]
    for row, entry in valid:
        say(entry, tuple(row.strings))
    keys = {row.digest for row, _entry in valid}
    places = sum(_digest(one.context, one.msgid) in keys for one in _all(locale)) if keys else 0
    _known[locale] = Known(time.monotonic(), len(valid), places)
    return _known[locale]


def say(entry: CatalogueEntry, strings: tuple[str, ...]) -> None:
    """From now on this process says `strings` for the message."""
    spoken: Any = trans_real.translation(to_language(entry.locale))
    catalog = spoken._catalog
    key = f"{entry.context}\x04{entry.msgid}" if entry.context else entry.msgid
    if entry.plural:
        for form, string in enumerate(strings):
            catalog[key, form] = string
    else:
        catalog[key] = strings[0]


def messages(locale: str, *, words: str, unread: bool) -> list[Message]:
    """Those a machine made, in the order of the modules; `unread`: only what nobody has read."""
    entries = machine_made(locale)
    read = {
        row.digest: row
        for row in Reading.objects.filter(locale=locale)
        if row.digest in entries and row.of == _digest(*entries[row.digest].strings)
    }
    found = [_message(key, entry, read.get(key)) for key, entry in entries.items()]
    sought = words.casefold().split()
    return [one for one in found if not (unread and one.by) and all(word in _text(one) for word in sought)]


def _text(one: Message) -> str:
    return " ".join((one.english, one.chinese, *one.strings, one.module)).casefold()


def _message(key: str, entry: CatalogueEntry, row: Reading | None) -> Message:
    strings = tuple(row.strings) if row else entry.strings
    forms = EXAMPLES.get(entry.locale, ("1", "2")) if len(strings) > 1 else ("",)
    english = f"{entry.msgid} / {entry.plural}" if entry.plural else entry.msgid
    return Message(key, entry.module, english, entry.zh, strings, forms, row.by if row else "")


def confirm(*, locale: str, key: str, strings: tuple[str, ...], by: str) -> CatalogueEntry:
    """A person has read the message; `strings` as they shall stand. TranslationRefused, LookupError."""
    entry = machine_made(locale)[key]
    if fault := web.translation_fault(entry, strings):
        raise TranslationRefused(str(FAULTS.get(fault, _("Write the translation, in every form."))))
    Reading.objects.update_or_create(
        locale=locale,
        digest=key,
        defaults={
            "context": entry.context, "msgid": entry.msgid, "plural": entry.plural,
            "of": _digest(*entry.strings), "strings": list(strings), "by": by,
        },
    )  # fmt: skip
    say(entry, strings)
    _known.pop(locale, None)
    return entry


def for_the_project() -> dict[str, list[dict[str, Any]]]:
    """What was read in this city, for `./cdos messages --take`."""
    made: dict[str, list[dict[str, Any]]] = {}
    for row in Reading.objects.order_by("locale", "id"):
        made.setdefault(row.locale, []).append(
            {
                "context": row.context, "msgid": row.msgid, "plural": row.plural,
                "strings": row.strings, "by": row.by, "on": row.at.date().isoformat(),
            }
        )  # fmt: skip
    return made
