"""The end of retention: the person leaves a matter, and perhaps its words do; number, state, unit and times stay."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.fence import api as fence
from cdos.base.files import api as files
from cdos.base.ledger import api as ledger
from cdos.base.masking.api import mask
from cdos.base.matters.contracts import Erasing, Retained, RetentionRule
from cdos.base.matters.logic import index, recording
from cdos.base.matters.logic.attaching import OWNER, STAFF_OWNER
from cdos.base.matters.models import ClockPause, Entry, Erasure, Matter, Request, Retention
from cdos.base.notices import api as notices
from cdos.base.search import api as search

BATCH = 200
Eraser = Callable[[Sequence[int], Erasing], None]
ERASERS: dict[str, list[Eraser]] = {}
_DUE = """
    FROM matters_matter m LEFT JOIN matters_erasure e ON e.matter_id = m.id
    WHERE m.kind = %(kind)s AND m.closed_at < %(before)s AND (%(state)s = '' OR m.state = %(state)s)
      AND (e.what IS NULL OR (e.what = 'anonymise' AND %(what)s = 'delete'))
"""


def register(kind: str, eraser: Eraser) -> None:
    """What a module erases of its own tables for matters of a kind."""
    ERASERS.setdefault(kind, []).append(eraser)


def rules() -> list[RetentionRule]:
    rows = Retention.objects.order_by("kind", "days")
    return [RetentionRule(row.kind, row.state, row.days, Erasing(row.what)) for row in rows]


def set_rule(rule: RetentionRule) -> None:
    """One a kind, state and way; a new number of days takes the place of the old one."""
    Retention.objects.update_or_create(
        kind=rule.kind, state=rule.state, what=rule.what.value, defaults={"days": rule.days}
    )


def due(now: datetime) -> list[Retained]:
    """How many matters each rule would reach now; nothing is changed."""
    return [Retained(rule, _count(rule, now)) for rule in rules()]


def _values(rule: RetentionRule, now: datetime) -> dict[str, str | datetime]:
    return {
        "kind": rule.kind,
        "state": rule.state,
        "what": rule.what.value,
        "before": now - timedelta(days=rule.days),
    }


def _count(rule: RetentionRule, now: datetime) -> int:
    with fence.everything(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_DUE}", _values(rule, now))
        return int(cursor.fetchone()[0])


def carry_out(rule: RetentionRule, now: datetime) -> Retained:
    """One batch, in one transaction; call again until it reaches none."""
    with fence.everything():
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT m.id {_DUE} ORDER BY m.id LIMIT {BATCH} FOR UPDATE OF m", _values(rule, now)
            )
            ids = [int(row[0]) for row in cursor.fetchall()]
        return Retained(rule, len(ids), erase(ids, rule.what, now))


def erase(ids: Sequence[int], what: Erasing, now: datetime | None = None) -> int:
    """The files that went. Index, files with thumbnails, notices, contact and the kind's own tables included."""
    rows = list(Matter.objects.filter(pk__in=list(ids)))
    lines = list(Entry.objects.filter(matter__in=rows))
    for kind in {row.kind for row in rows}:
        if kind in ERASERS:
            for erase in ERASERS[kind]:
                erase([row.pk for row in rows if row.kind == kind], what)
    keys = [row.pk for row in rows]
    gone = sum(files.erase(owner_kind=owner, owner_ids=keys) for owner in (OWNER, STAFF_OWNER))
    for row in rows:
        search.remove(kind=index.MATTER, object_id=row.pk)
    for line in lines:
        search.remove(kind=index.ENTRY, object_id=line.pk)
    notices.forget_about(words=[row.number for row in rows])
    _clear_matters(rows, what)
    _clear_lines(lines, what)
    _clear_requests(rows, what)
    _note(rows, what, now or timezone.now())
    return gone


def words(text: str, what: Erasing) -> str:
    """What is left of a text."""
    return mask(text) if what is Erasing.ANONYMISE else ""


def _left_of(value: Any, what: Erasing) -> Any:
    """What was typed into a move stands beside the line's own words."""
    if isinstance(value, dict):
        return {key: _left_of(one, what) for key, one in value.items() if key != "message_id"}
    if isinstance(value, list):
        return [_left_of(one, what) for one in value]
    return words(value, what) if isinstance(value, str) else value


def gone_words() -> str:
    with override(settings.LANGUAGE_CODE):
        return _("(erased at the end of its retention)")


def _clear_matters(rows: list[Matter], what: Erasing) -> None:
    for row in rows:
        row.title = words(row.title, what) or gone_words()
        row.subject_id = row.filed_by = row.lon = row.lat = row.idempotency = None
        row.address = row.key_hash = row.key_salt = row.payload_hash = ""
    fields = (
        "title",
        "subject_id",
        "filed_by",
        "lon",
        "lat",
        "idempotency",
        "address",
        "key_hash",
        "key_salt",
    )
    Matter.objects.bulk_update(rows, [*fields, "payload_hash"], batch_size=BATCH)


def _clear_lines(lines: list[Entry], what: Erasing) -> None:
    for line in lines:
        line.text, line.files = words(line.text, what), []
        line.before = line.undo_until = None  # what could be taken back holds the words, too
        if not line.actor_unit:
            line.actor_name, line.account_id = "", None
        line.data = _left_of(line.data, what) if what is Erasing.ANONYMISE else {}
    fields = ("text", "before", "undo_until", "files", "actor_name", "account_id", "data")
    Entry.objects.bulk_update(lines, fields, batch_size=BATCH)


def _clear_requests(rows: list[Matter], what: Erasing) -> None:
    asked = list(Request.objects.filter(matter__in=rows))
    for one in asked:
        one.reason, one.decision = words(one.reason, what) or gone_words(), words(one.decision, what)
    Request.objects.bulk_update(asked, ("reason", "decision"), batch_size=BATCH)
    pauses = list(ClockPause.objects.filter(clock__matter__in=rows))
    for pause in pauses:
        pause.reason = words(pause.reason, what) or gone_words()
    ClockPause.objects.bulk_update(pauses, ("reason",), batch_size=BATCH)


def _note(rows: list[Matter], what: Erasing, now: datetime) -> None:
    """The ledger keeps that it was done; its chain holds no words of people and stays whole."""
    for row in rows:
        Erasure.objects.update_or_create(matter=row, defaults={"what": what.value, "at": now})
        ledger.record(act=recording.ERASED, object=recording.object_of(row.pk), details={"what": what.value})
