"""Asks the knowledge base: entries in force today, in the reader's language where there is one."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max
from django.utils import timezone

from cdos.base import statements
from cdos.base.fence import api as fence
from cdos.hubs.ai import api as ai
from cdos.hubs.ai.contracts import Ranked

from ..contracts import Answer, Audience, EntryState, Found
from ..contracts import Entry as EntryInfo
from ..models import Entry
from . import keeping

FRESH_S = 5.0
LOOKED_AT = 12
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Held:
    stamp: tuple[int, datetime | None]
    entries: tuple[EntryInfo, ...]
    ranking: ai.Ranking
    versions: dict[tuple[str, str], EntryInfo]  # by code and language


class Memory:
    """The index of this process; whether it still holds is asked every five seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: Held | None = None
        self._asked = 0.0

    def held(self) -> Held:
        with self._lock:
            now = time.monotonic()
            if self._held is None or now - self._asked > FRESH_S:
                self._asked = now
                with fence.everything():
                    stamp = _stamp()
                    if self._held is None or self._held.stamp != stamp:
                        self._held = _read(stamp)
            return self._held

    def forget(self) -> None:
        with self._lock:
            self._held = None


MEMORY = Memory()


def _stamp() -> tuple[int, datetime | None]:
    found = Entry.objects.filter(state=EntryState.LIVE.value).aggregate(n=Count("id"), at=Max("updated_at"))
    return found["n"], found["at"]


def _read(stamp: tuple[int, datetime | None]) -> Held:
    rows = Entry.objects.filter(state=EntryState.LIVE.value).order_by("id")[:MOST]
    entries = tuple(keeping.info(row) for row in rows)
    texts = [f"{one.question} {one.question} {one.keywords} {one.answer}" for one in entries]
    return Held(
        stamp,
        entries,
        ai.Ranking(texts=texts, questions=[one.question for one in entries]),
        {(one.code, one.language): one for one in entries},
    )


def ask(question: str, *, language: str, audience: Audience, limit: int) -> Found:
    """Answers that cover the question; else none, and what comes near."""
    held, today = MEMORY.held(), timezone.localdate()
    answers: list[Answer] = []
    near: list[Answer] = []
    seen: set[str] = set()
    for ranked in held.ranking.ask(question[:2000], limit=LOOKED_AT):
        entry = held.entries[ranked.at]
        if entry.code in seen or not entry.holds(today) or not _for(entry, audience):
            continue
        seen.add(entry.code)
        (answers if ranked.sure else near).append(_answer(held, entry, ranked, language))
    return Found(tuple(answers[:limit]), () if answers else tuple(near[:limit]))


def _for(entry: EntryInfo, audience: Audience) -> bool:
    return entry.audience is Audience.EVERYONE or audience is Audience.ENTERPRISE


def _answer(held: Held, entry: EntryInfo, ranked: Ranked, language: str) -> Answer:
    own = held.versions.get((entry.code, language))
    shown = own if own and own.holds(timezone.localdate()) else entry
    return Answer(shown, round(ranked.covered, 3), shown.language == language)


COUNT = """
INSERT INTO knowledge_askedday (day, portal, asked, known) VALUES (%s, %s, 1, %s)
ON CONFLICT (day, portal) DO UPDATE SET
  asked = knowledge_askedday.asked + 1, known = knowledge_askedday.known + excluded.known
"""


def count(portal: str, known: bool) -> None:
    """That somebody asked; never what."""
    statements.run(COUNT, [timezone.localdate(), portal[:20], int(known)])


def rate(entry_id: int, helped: bool) -> None:
    field = "helped" if helped else "not_helped"
    with fence.everything():
        Entry.objects.filter(pk=entry_id, state=EntryState.LIVE.value).update(**{field: F(field) + 1})
