"""Keeps the joined appeals with the live one: its unit, its reply, its end. Run by the worker after each of its moves."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from cdos.base.fence import api as fence
from cdos.base.files import api as files
from cdos.base.files.contracts import FileKind
from cdos.base.identity import api as identity
from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import EntryInfo, LinkKind, MatterInfo, MoveRefused
from cdos.base.organisation.contracts import SYSTEM

from ..models import Appeal
from . import contacts, joining

log = structlog.get_logger()
ANSWERED = ("replied", "solved")
REPLIES = ("reply", "answer")
# Moves that never change what the others go along with, and this file's own.
OWN = frozenset(
    {
        *("follow", "follow_first", "reply_together", "supplement", "classify", "contact", "attempt"),
        *("accept", "take_over", "urge", "rate", "lapse", "unmerge", "unmerge_answered"),
    }
)
TITLES = ("先生", "女士", "小姐", "同志", "老师")


def keep(number: str) -> int:
    """How many were moved. Also after a joining: the live appeal is found from any of its members."""
    with fence.everything(), override(settings.LANGUAGE_CODE):
        live = joining.live_of(joining.by_number(number))
        if live is None:
            return 0
        gone = joining.members(live.number)
        if not gone:
            return _solved_later(live)
        matter = matters.get(actor=SYSTEM, number=live.number)
        if live.state in ANSWERED:
            return _answer(live, matter, gone)
        if live.state in joining.ENDED:
            return _promote(live, matter)
        return sum(_along(row, live, matter) for row in gone)


def _act(row: Appeal, move: str, data: dict[str, Any], tokens: Sequence[str] = ()) -> int:
    matters.act(actor=SYSTEM, number=row.number, move=move, data=data, files=tokens)
    return 1


def _along(row: Appeal, live: Appeal, matter: MatterInfo) -> int:
    if row.dispatched_at is None and live.dispatched_at is not None and live.state != "received":
        return _act(row, "follow_first", {"unit": matter.holder_unit})
    if row.unit != matter.holder_unit and matter.holder_unit:
        return _act(row, "follow", {"unit": matter.holder_unit})
    return 0


def _answer(live: Appeal, matter: MatterInfo, gone: list[Appeal]) -> int:
    names = _names(live, matter)
    data = {
        "reply": impersonal(live.reply, names),
        "outcome": live.outcome,
        "evidence": impersonal(live.evidence, names),
        "unit": matter.holder_unit,
    }
    pictures = _pictures(matter)
    return sum(_answered(row, data, pictures) for row in gone)


def _answered(row: Appeal, data: dict[str, Any], pictures: Sequence[str]) -> int:
    """Each for itself: who was parted from the others at this very moment keeps nobody's answer back."""
    try:
        with transaction.atomic():
            return _act(row, "reply_together", data, _copies(pictures))
    except MoveRefused as refused:
        log.info("appeals.not_answered_together", number=row.number, why=str(refused))
        return 0


def _solved_later(live: Appeal) -> int:
    """The unit says afterwards that it is solved: those answered together, and not sent back since, hear it, too."""
    if live.state != "solved":
        return 0
    rows = _answered_with(live.number)
    if not rows:
        return 0
    names = _names(live, matters.get(actor=SYSTEM, number=live.number))
    return sum(_act(row, "solve", {"evidence": impersonal(live.evidence, names)}) for row in rows)


def _answered_with(number: str) -> list[Appeal]:
    """All that were answered together with it, however they had come to it."""
    rows = Appeal.objects.filter(state="replied", redo_count=0)
    return joining.behind(number, lambda numbers: rows.filter(merged_into__in=numbers))


def _promote(live: Appeal, matter: MatterInfo) -> int:
    """The eldest goes on in its place, the others with it."""
    first, *others = joining.direct([live.number])
    _act(first, "promote", {"unit": matter.holder_unit})
    for row in others:
        Appeal.objects.filter(pk=row.pk).update(merged_into=first.number)
        matters.link(actor=SYSTEM, source=row.number, target=first.number, kind=LinkKind.DUPLICATE)
    return 1 + len(others)


def _names(live: Appeal, matter: MatterInfo) -> tuple[str, ...]:
    party = identity.party(matter.subject_id) if matter.subject_id is not None else None
    found = (contacts.of(live).name, party.name if party else "")
    return tuple(dict.fromkeys(name for name in found if len(name) > 1))


def impersonal(text: str, names: Sequence[str]) -> str:
    """The reply without what tells one appellant of another: numbers are masked, name and surname with title become 您."""
    for name in names:
        called = [name, *(f"{name[:length]}{title}" for length in (2, 1) for title in TITLES)]
        for one in called:
            text = text.replace(one, "您")
    return mask(text)


def _pictures(matter: MatterInfo) -> list[str]:
    """Of the last reply: pictures of the result belong to all."""
    lines = matters.timeline(actor=SYSTEM, number=matter.number)
    last: EntryInfo | None = next((line for line in reversed(lines) if line.move in REPLIES), None)
    found = files.by_tokens(last.files) if last else []
    return [one.token for one in found if one.kind is FileKind.IMAGE]


def _copies(tokens: Sequence[str]) -> list[str]:
    """A file has one owner, so that each appellant may read it by the own number."""
    made = []
    for token in tokens:
        with suppress(LookupError):  # it is gone, and the words still count
            made.append(files.duplicate(token=token).token)
    return made
