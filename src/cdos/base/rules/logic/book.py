"""The rule book: drafts, the second pair of eyes, versions with their days."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import meanwhile
from cdos.base.jobs import api as jobs
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

from ..contracts import Node, RuleRefused, RuleRow, RuleState, RuleVersion, Value
from ..models import Version
from . import homes, live, recording, tree

OPEN = (RuleState.DRAFT.value, RuleState.WAITING.value)
LIVE_TOPIC = "rules.live"  # {code, version, effective_from}


@dataclass(frozen=True, slots=True)
class Writing:
    """What an editor writes of a rule."""

    title: str
    node: Node
    effective_from: date | None = None
    effective_until: date | None = None
    unit: str = ""
    note: str = ""
    outputs: Mapping[str, Value] | None = None


def check_editor(actor: Actor, code: str) -> None:
    if actor.system:
        return
    if not organisation.may(actor, Action.EDIT_LISTS):
        raise RuleRefused(_("Rules are written by editors; this is for staff with another post."))
    if not homes.may_write(actor, code):
        raise RuleRefused(_("This belongs to another unit, whose editors write it."))


def row(code: str, version: int, *, lock: bool = False) -> Version:
    """LookupError."""
    rows = Version.objects.select_for_update() if lock else Version.objects
    found = rows.filter(code=code, version=version).first()
    if found is None:
        raise LookupError(f"{code} {version}")
    return found


def draft(actor: Actor, code: str, writing: Writing, seen: str | None = None) -> Version:
    """Writes the open draft of a rule, or begins one; whoever writes in it cannot approve it. SavedMeanwhile."""
    check_editor(actor, code)
    values = _checked(code, writing)
    with transaction.atomic():
        live.lock(code)
        now, found = timezone.now(), Version.objects.filter(code=code, state__in=OPEN).first()
        if found is not None and found.state == RuleState.WAITING:
            raise RuleRefused(
                _("A version of this rule waits for approval; take it back before you change it.")
            )
        if found is None:
            found = Version(code=code, version=_next(code), written_at=now, written_by=[])
        else:
            meanwhile.check(seen, version=found.version, at=found.updated_at, by=found.author)
        for name, value in values.items():
            setattr(found, name, value)
        found.author, found.author_id = actor.name[:100], actor.account_id
        if actor.account_id is not None and actor.account_id not in found.written_by:
            found.written_by = [*found.written_by, actor.account_id]
        found.updated_at = now
        found.save()
    return found


def _next(code: str) -> int:
    last = Version.objects.filter(code=code).order_by("-version").values_list("version", flat=True).first()
    return (last or 0) + 1


def _checked(code: str, writing: Writing) -> dict[str, object]:
    title, first, last = " ".join(writing.title.split()), writing.effective_from, writing.effective_until
    if (
        not code
        or len(code) > 60
        or not code.replace("-", "").replace("_", "").isalnum()
        or not code.isascii()
    ):
        raise RuleRefused(_("The code of a rule is made of Latin letters, digits and hyphens."))
    if not title:
        raise RuleRefused(_("Please give the rule a title."))
    if first and last and last < first:
        raise RuleRefused(_("The last day lies before the first one."))
    if writing.unit and organisation.unit(writing.unit) is None:
        raise RuleRefused(_("This unit is not known; please choose one from the list."))
    node = tree.parse(tree.dump(writing.node))
    return {
        "title": title[:120],
        "tree": tree.dump(node),
        "hash": tree.digest(node),
        "effective_from": first,
        "effective_until": last,
        "unit": writing.unit,
        "note": writing.note.strip()[:500],
        "outputs": {name: tree.plain(value) for name, value in (writing.outputs or {}).items()},
    }


def submit(actor: Actor, code: str, version: int) -> Version:
    check_editor(actor, code)
    with transaction.atomic():
        found = _in_state(code, version, RuleState.DRAFT, _("Only a draft is handed in."))
        _begin_at_earliest_today(found)
        _check_days(found)
        _check_differs(found)
        _put(found, RuleState.WAITING)
        recording.entry(recording.SUBMITTED, found, by=actor.account_id)
    return found


def take_back(actor: Actor, code: str, version: int, besides: Collection[int] = ()) -> Version:
    """Back to a draft, by somebody who wrote it; `besides`: accounts that wrote what goes with it."""
    check_editor(actor, code)
    with transaction.atomic():
        found = _in_state(code, version, RuleState.WAITING, _("Only what waits for approval is taken back."))
        if actor.account_id not in (*found.written_by, *besides):
            raise RuleRefused(_("Who wrote it takes it back; you may refuse it with a reason."))
        _put(found, RuleState.DRAFT)
    return found


def approve(actor: Actor, code: str, version: int) -> Version:
    """Live from its first day, or today where that has passed; the version before it ends the day before. Never by who wrote it (四眼原则)."""
    check_editor(actor, code)
    with transaction.atomic():
        live.lock(code)
        found = _decidable(actor, code, version)
        _begin_at_earliest_today(found)
        _check_days(found)
        assert found.effective_from is not None
        _end_before(code, found.effective_from)
        found.approver, found.approver_id = actor.name[:100], actor.account_id
        found.decided_at = timezone.now()
        _put(found, RuleState.LIVE)
        more = {"effective_from": found.effective_from.isoformat()}
        recording.entry(recording.APPROVED, found, by=actor.account_id, more=more)
        jobs.announce(LIVE_TOPIC, code=code, version=version, **more)
        transaction.on_commit(live.forget)
    live.forget()
    return found


def refuse(actor: Actor, code: str, version: int, reason: str) -> Version:
    check_editor(actor, code)
    if not reason.strip():
        raise RuleRefused(_("Please say what must be changed."))
    with transaction.atomic():
        found = _decidable(actor, code, version)
        found.approver, found.approver_id = actor.name[:100], actor.account_id
        found.decided_at, found.note = timezone.now(), reason.strip()[:500]
        _put(found, RuleState.REFUSED)
        recording.entry(recording.REFUSED, found, by=actor.account_id, more={"reason": found.note})
    return found


def discard(actor: Actor, code: str, version: int) -> None:
    """Throw a draft away."""
    check_editor(actor, code)
    with transaction.atomic():
        _in_state(code, version, RuleState.DRAFT, _("Only a draft is thrown away.")).delete()


def _decidable(actor: Actor, code: str, version: int) -> Version:
    found = _in_state(code, version, RuleState.WAITING, _("This version does not wait for approval."))
    if actor.account_id is None or actor.account_id in found.written_by:
        raise RuleRefused(_("A second person decides: you wrote this version yourself."))
    return found


def _in_state(code: str, version: int, state: RuleState, otherwise: str) -> Version:
    found = row(code, version, lock=True)
    if found.state != state:
        raise RuleRefused(otherwise)
    return found


def _put(found: Version, state: RuleState) -> None:
    found.state, found.updated_at = state.value, timezone.now()
    found.save()


def _begin_at_earliest_today(found: Version) -> None:
    """A first day that passed while it was written or waited is no day that was gone by when it was begun."""
    today, first = timezone.localdate(), found.effective_from
    if first is None or timezone.localdate(found.written_at) <= first < today:
        found.effective_from = today


def _check_days(found: Version) -> None:
    first, last = found.effective_from, found.effective_until
    if first and last and last < first:
        raise RuleRefused(_("The last day lies before the first one."))
    if first is None or first < timezone.localdate():
        raise RuleRefused(_("A rule is never made for days gone by: choose today or a later day."))
    later = Version.objects.filter(code=found.code, state=RuleState.LIVE.value, effective_from__gte=first)
    if there := later.order_by("-effective_from").first():
        raise RuleRefused(
            _("Version %(version)d is in force from %(day)s; choose a later day.")
            % {"version": there.version, "day": there.effective_from}
        )


def _check_differs(found: Version) -> None:
    now = live.version(found.code, on=found.effective_from)
    same = now is not None and (now.hash, now.title, dict(now.outputs), now.unit, now.effective_until) == (
        found.hash, found.title, found.outputs, found.unit, found.effective_until,
    )  # fmt: skip
    if same:
        raise RuleRefused(_("Nothing differs from the version in force."))


def _end_before(code: str, first: date) -> None:
    rows = Version.objects.filter(code=code, state=RuleState.LIVE.value, effective_from__lt=first)
    for one in rows:
        if one.effective_until is None or one.effective_until >= first:
            one.effective_until, one.updated_at = first - timedelta(days=1), timezone.now()
            one.save(update_fields=["effective_until", "updated_at"])


def load(rows: Iterable[RuleRow]) -> int:
    """Rules that are in force from the start, for the sample and for a move from another system; known codes stay."""
    now, made = timezone.now(), []
    known = set(Version.objects.values_list("code", flat=True))
    for one in rows:
        if one.code in known:
            continue
        known.add(one.code)
        values = _checked(
            one.code, Writing(one.title, one.node, one.effective_from, None, "", "", one.outputs)
        )
        values |= {"unit": one.unit, "author": one.author or "system", "approver": one.approver or "system"}
        writers = [one.author_id] if one.author_id else []
        made.append(
            Version(
                code=one.code, version=1, state=RuleState.LIVE.value, written_at=now, decided_at=now, updated_at=now,
                author_id=one.author_id, approver_id=one.approver_id, written_by=writers, **values,
            )
        )  # fmt: skip
    Version.objects.bulk_create(made, batch_size=500)
    live.forget()
    return len(made)


def versions(code: str) -> list[RuleVersion]:
    """Newest first."""
    return [live.info(one) for one in Version.objects.filter(code=code).order_by("-version")]
