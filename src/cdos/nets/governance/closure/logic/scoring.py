"""Each reply becomes an answer with its score, as soon as it is given."""

import hashlib
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from cdos.base.matters.contracts import EntryInfo, Question
from cdos.base.organisation.contracts import SYSTEM
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealView
from cdos.nets.governance.closure.contracts import Standing
from cdos.nets.governance.closure.logic import judging, signs
from cdos.nets.governance.closure.models import Answer, Warned

REPLIES = frozenset({"reply", "answer"})
TOGETHER = "reply_together"  # the same answer for who was joined
DEEPEST = 20


def digest(reply: str) -> str:
    return hashlib.sha256(" ".join(reply.split()).encode()).hexdigest()


def warn(matter_id: int, reply: str, account_id: int | None) -> None:
    """Remember that a clerk was told that this reply says nothing."""
    Warned.objects.get_or_create(
        matter_id=matter_id,
        digest=digest(reply),
        defaults={"account_id": account_id, "at": timezone.now()},
    )


def take_in(number: str, entry_id: int) -> tuple[Answer, AppealView, EntryInfo] | None:
    """The answer of this line of the timeline, made unless it is there; None where the line is gone."""
    view = appeals.appeal(actor=SYSTEM, number=number)
    entry = next((one for one in view.timeline if one.id == entry_id), None)
    if entry is None or entry.undone:
        return None
    answer, _created = Answer.objects.get_or_create(entry_id=entry_id, defaults=_columns(view, entry))
    return answer, view, entry


def words_of(entry: EntryInfo) -> tuple[str, str]:
    """Reply and evidence; a line of the past has them in one text."""
    reply = str(entry.data.get("reply", "")) or entry.text
    return reply, str(entry.data.get("evidence", ""))


def last_answer(number: str) -> Answer | None:
    """The last reply's answer, taken in unless it was; None where nobody replied."""
    view = appeals.appeal(actor=SYSTEM, number=number)
    last = next((one for one in reversed(view.timeline) if one.move in REPLIES and not one.undone), None)
    found = take_in(number, last.id) if last is not None else None
    return found[0] if found else None


def answer_of_live(view: AppealView) -> Answer | None:
    """The answer that who was joined got: that of the appeal they were answered with."""
    for _step in range(DEEPEST):
        if not view.merged_into:
            return None
        found = last_answer(view.merged_into)
        if found is not None:
            return found
        view = appeals.appeal(actor=SYSTEM, number=view.merged_into)
    return None


def take_in_past(limit: int, area: str) -> list[tuple[Answer, EntryInfo]]:
    """The last replies of the newest answered appeals: for a city that begins with honest closure."""
    question = Question(states=("replied", "solved", "confirmed"), areas=(area,) if area else (), limit=limit)
    taken = []
    for brief in appeals.find(actor=SYSTEM, question=question).rows:
        view = appeals.appeal(actor=SYSTEM, number=brief.matter.number)
        last = next((one for one in reversed(view.timeline) if one.move in REPLIES), None)
        found = take_in(brief.matter.number, last.id) if last is not None else None
        if found is not None:
            taken.append((found[0], found[2]))
    return taken


def _columns(view: AppealView, entry: EntryInfo) -> dict[str, Any]:
    reply, evidence = words_of(entry)
    found = judging.score(f"{view.matter.title}\n{view.text}", reply, evidence)
    matter_id = view.matter.id
    anyway = found.hollow and Warned.objects.filter(matter_id=matter_id, digest=digest(reply)).exists()
    answer = Answer(signs=[asdict(one) for one in signs.of_reply(found, sent_anyway=anyway)])
    signs.settle(answer)
    scope = view.matter.place.scope
    return {
        "matter_id": matter_id,
        "number": view.matter.number,
        "at": entry.at,
        "unit": view.matter.holder_unit,
        "item_code": view.item.code if view.item else "",
        "item_name": view.item.name[:120] if view.item else "",
        "district": scope.district,
        "street": scope.street,
        "community": scope.community,
        "outcome": str(entry.data.get("outcome", "")) or (view.outcome.value if view.outcome else ""),
        "length": len(reply),
        "score": found.score,
        "hollow": found.hollow,
        "judge": found.judge.value,
        "version": found.version,
        "by_length": found.by_length,
        "sent_anyway": anyway,
        "reasons": [asdict(reason) for reason in found.reasons],
        "signs": answer.signs,
        "suspicion": answer.suspicion,
        "standing": answer.standing or Standing.CLEAR.value,
    }
