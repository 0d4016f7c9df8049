"""What is in force: held in the process, so that a decision asks the database nothing."""

from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Max
from django.utils import timezone

from cdos.base import meanwhile, statements
from cdos.base.versioned import Versioned

from ..contracts import RuleState, RuleVersion
from ..models import Version
from . import tree

LOCK = 5_210_377  # of the rule book, beside the code's own number


def lock(code: str) -> None:
    """One at a time changes the versions of a rule."""
    assert connection.in_atomic_block
    statements.run("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, code])


def info(row: Version) -> RuleVersion:
    state, today = RuleState(row.state), timezone.localdate()
    if state is RuleState.LIVE and row.effective_until is not None and row.effective_until < today:
        state = RuleState.ENDED
    return RuleVersion(
        code=row.code,
        version=row.version,
        title=row.title,
        node=tree.parse(row.tree),
        hash=row.hash,
        state=state,
        effective_from=row.effective_from,
        effective_until=row.effective_until,
        author=row.author,
        approver=row.approver,
        written_at=row.written_at,
        outputs=row.outputs,
        id=row.pk,
        author_id=row.author_id,
        approver_id=row.approver_id,
        decided_at=row.decided_at,
        unit=row.unit,
        note=row.note,
        mark=meanwhile.mark(row.version, row.updated_at),
    )


def _stamp() -> tuple[int, datetime | None]:
    found = Version.objects.filter(state=RuleState.LIVE.value).aggregate(n=Count("id"), at=Max("updated_at"))
    return found["n"], found["at"]


def _load() -> dict[str, list[RuleVersion]]:
    """Newest first day first."""
    made: dict[str, list[RuleVersion]] = {}
    for row in Version.objects.filter(state=RuleState.LIVE.value).order_by("code", "-effective_from"):
        made.setdefault(row.code, []).append(info(row))
    return made


_live = Versioned(stamp=_stamp, load=_load)


def version(code: str, *, on: date | None = None) -> RuleVersion | None:
    """The version in force on a day, today by default."""
    when = on or timezone.localdate()
    return _live.find(lambda held: _on(held, code, when))


def _on(held: dict[str, list[RuleVersion]], code: str, when: date) -> RuleVersion | None:
    for one in held.get(code, ()):
        if one.effective_from is not None and one.effective_from <= when:
            return one if one.effective_until is None or when <= one.effective_until else None
    return None


def every(on: date) -> dict[str, RuleVersion]:
    held = _live.get()
    found = {code: _on(held, code, on) for code in held}
    return {code: one for code, one in found.items() if one is not None}


def by_number(code: str, number: int) -> RuleVersion | None:
    """A version that was ever in force, without a query."""
    return next((one for one in _live.get().get(code, ()) if one.version == number), None)


def forget() -> None:
    _live.forget()
