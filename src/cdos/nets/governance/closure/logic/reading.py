"""Answers as staff read them, within their reach: the database shows no others."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from cdos.base.files import api as files
from cdos.base.matters import api as matters
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.closure.contracts import AnswerInfo, Case, Found, Judge, Reason, Standing, Wish
from cdos.nets.governance.closure.logic import reviewing, scoring
from cdos.nets.governance.closure.logic.periods import midnight
from cdos.nets.governance.closure.models import Answer

COUNTED = 1000
AREA_COLUMNS = {6: "district", 9: "street", 12: "community"}


def reasons(kept: Sequence[dict[str, object]]) -> tuple[Reason, ...]:
    return tuple(
        Reason(str(one["code"]), float(str(one.get("weight", 0))), str(one.get("said", ""))) for one in kept
    )


def chosen(wish: Wish) -> "QuerySet[Answer]":
    """The most suspicious first, else the newest."""
    rows = Answer.objects.all()
    if wish.standing is not None:
        rows = rows.filter(standing=wish.standing.value)
    if wish.unit:
        rows = rows.filter(unit="" if wish.unit == "-" else wish.unit)
    if wish.item:
        rows = rows.filter(item_code="" if wish.item == "-" else wish.item)
    if wish.area in ("", "-"):
        rows = rows.filter(district="") if wish.area == "-" else rows
    elif len(wish.area) in AREA_COLUMNS:
        rows = rows.filter(**{AREA_COLUMNS[len(wish.area)]: wish.area})
    if wish.since:
        rows = rows.filter(at__gte=midnight(wish.since))
    if wish.until:
        rows = rows.filter(at__lt=midnight(wish.until))
    if condition := reviewing.conditions().get(wish.what):
        rows = rows.filter(condition)
    return rows.order_by("-suspicion", "-at", "-id")


def find(actor: Actor, rows: "QuerySet[Answer]", limit: int, offset: int) -> Found:
    later = Answer.objects.filter(matter_id=OuterRef("matter_id"), id__gt=OuterRef("id"))
    page = list(rows.annotate(superseded=Exists(later))[offset : offset + limit])
    known = matters.get_many(actor=actor, ids=[row.matter_id for row in page])
    shown = tuple(
        info(row, known[row.matter_id].title, last=not getattr(row, "superseded", False))
        for row in page
        if row.matter_id in known
    )
    return Found(shown, len(rows.values_list("id", flat=True)[:COUNTED]))


def of_matter(matter_id: int, title: str) -> list[AnswerInfo]:
    """Newest first."""
    rows = list(Answer.objects.filter(matter_id=matter_id).order_by("-id"))
    return [info(row, title, last=place == 0) for place, row in enumerate(rows)]


def info(row: Answer, title: str, *, last: bool) -> AnswerInfo:
    unit = organisation.unit(row.unit)
    area = organisation.area(row.street or row.district)
    return AnswerInfo(
        id=row.pk,
        number=row.number,
        title=title,
        at=row.at,
        unit=row.unit,
        unit_name=unit.name if unit else row.unit,
        item_name=row.item_name,
        area_name=area.name if area else "",
        outcome=row.outcome,
        score=row.score,
        hollow=row.hollow,
        judge=Judge(row.judge),
        by_length=row.by_length,
        sent_anyway=row.sent_anyway,
        suspicion=row.suspicion,
        reasons=reasons(row.reasons),
        signs=reasons(row.signs),
        standing=Standing(row.standing),
        judged_by=row.judged_by,
        judged_at=row.judged_at,
        note=row.note,
        last=last,
    )


def row_of(answer_id: int) -> Answer:
    """LookupError where there is none, or none for the present reader."""
    row = Answer.objects.filter(pk=answer_id).first()
    if row is None:
        raise LookupError(answer_id)
    return row


def case(actor: Actor, answer_id: int) -> Case:
    """With the words of message and reply; the look is kept in the ledger. LookupError, NotAllowed."""
    row = row_of(answer_id)
    view = appeals.appeal(actor=actor, number=row.number)
    entry = next((one for one in view.timeline if one.id == row.entry_id), None)
    later = Answer.objects.filter(matter_id=row.matter_id, id__gt=row.pk).exists()
    reply, evidence = scoring.words_of(entry) if entry else ("", "")
    return Case(
        answer=info(row, view.matter.title, last=not later),
        message=view.text,
        reply=reply,
        evidence=evidence,
        address=view.matter.place.address,
        state=view.matter.state,
        state_title=view.state_title,
        files=tuple(files.by_tokens(entry.files)) if entry and entry.files else (),
        before=view.files,
    )
