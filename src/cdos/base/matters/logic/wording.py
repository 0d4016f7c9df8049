"""Lists by words: the search gives candidates of the actor's reach, newest first; the table gives those that fit."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import connection

from cdos.base.matters.contracts import MatterInfo, Page, Question, Visibility
from cdos.base.matters.logic import finding, index, reach, rows
from cdos.base.matters.logic.reach import Reach
from cdos.base.matters.models import Entry
from cdos.base.search import api as search
from cdos.base.search.contracts import Hit

BATCH = 100
MOST_BATCHES = 20
Before = tuple[datetime, int]


def find(seen: Reach, question: Question) -> Page:
    """Newest hit first, each matter at its newest. The cursor is the last hit looked at, so a page after it skips none."""
    start = before = _before(question.after)
    found: dict[int, MatterInfo] = {}
    for _number in range(MOST_BATCHES):
        hits = search.find(
            words=question.words,
            reach=_labels(seen, question),
            kinds=(index.MATTER, index.ENTRY),
            limit=BATCH,
            before=before,
        )
        fitting = _fitting(seen, question, hits)
        shown = _shown(seen, question.words, start, fitting.values()) if start else frozenset()
        for hit in hits:
            before = (hit.at, hit.object_id)
            matter = fitting.get((hit.kind, hit.object_id))
            if matter is not None and matter.id not in shown:
                found.setdefault(matter.id, matter)
            if len(found) == question.limit:
                return Page(tuple(found.values()), f"{hit.at.isoformat()}~{hit.object_id}")
        if len(hits) < BATCH or _all_older(question, before):
            return Page(tuple(found.values()))
    return Page(tuple(found.values()), f"{before[0].isoformat()}~{before[1]}" if before else "")


def _all_older(question: Question, before: Before | None) -> bool:
    """Nothing that follows was filed in the time asked about: no line is older than its matter."""
    return question.filed_from is not None and before is not None and before[0] < question.filed_from


def _before(cursor: str) -> Before | None:
    if not cursor:
        return None
    at, number = finding.position(cursor)
    return datetime.fromisoformat(at), number


def _shown(seen: Reach, words: str, start: Before, matters: Iterable[MatterInfo]) -> frozenset[int]:
    """Those that an earlier page has shown: a line of theirs before the cursor is a hit, too."""
    own = {one.id for one in matters if one.subject_id is not None and one.subject_id == seen.party}
    lines = Entry.objects.filter(matter__in={one.id for one in matters}, at__gte=start[0]).exclude(text="")
    return frozenset(
        line.matter_id
        for line in lines.only("matter_id", "at", "text", "visibility")
        if (line.at, line.pk) >= start
        # Nobody finds by words what is said of them among staff.
        and not (line.matter_id in own and line.visibility == Visibility.STAFF.value)
        and search.matches(text=line.text, words=words)
    )


def _labels(seen: Reach, question: Question) -> search.Reach:
    """The narrower of what is asked and what may be seen, where one label says both."""
    asked_units = tuple(question.units)
    if asked_units and (seen.everything or set(asked_units) <= set(seen.units)):
        return reach.labels(Reach(units=asked_units))
    areas = tuple(area for area in question.areas if reach.area_column(area) is not None)
    if areas and len(areas) == len(question.areas) and (seen.everything or set(areas) <= set(seen.areas)):
        return reach.labels(Reach(areas=areas))
    if question.subject_id is not None and seen.everything:
        return reach.labels(Reach(party=question.subject_id))
    return reach.labels(seen)


def _fitting(seen: Reach, question: Question, hits: list[Hit]) -> dict[tuple[str, int], MatterInfo]:
    """By hit: its matter, where the question and the actor's reach allow it."""
    lines = [hit.object_id for hit in hits if hit.kind == index.ENTRY]
    owner = dict(Entry.objects.filter(pk__in=lines).values_list("pk", "matter_id")) if lines else {}
    by_hit = {
        (hit.kind, hit.object_id): hit.object_id if hit.kind == index.MATTER else owner.get(hit.object_id, 0)
        for hit in hits
    }
    matters = _allowed(seen, question, list(set(by_hit.values())))
    return {hit: matters[matter] for hit, matter in by_hit.items() if matter in matters}


def _allowed(seen: Reach, question: Question, ids: list[int]) -> dict[int, MatterInfo]:
    where = finding.conditions(replace(question, after=""), finding.FILED)
    condition, values = reach.sql(seen)
    where.add(condition, *values)
    sql = f"SELECT {rows.SELECTED} FROM matters_matter m WHERE m.id = ANY(%s) AND {where.text}"
    with connection.cursor() as cursor:
        cursor.execute(sql, [ids, *where.values])
        return {row[0]: rows.info(row) for row in cursor.fetchall()}
