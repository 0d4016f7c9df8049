"""Decisions that no longer fit: noticed and shown, never recomputed in silence."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.organisation.contracts import SYSTEM, Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Truth, Value
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import RegisterRefused

from ..contracts import APPLICANT, DOCUMENT, DecisionRefused, Drift, DriftState, Outcome
from ..models import Drift as Row
from ..models import Receipt
from . import deciding, recording, sealing

log = structlog.get_logger()
BATCH = 500  # receipts that one job looks at


def look(*, rule: str = "", receipt_id: int = 0, registers_too: bool = True) -> int:
    """Look again at what was decided by rule; how many drifts are new. All at once: for tests and, one by one, for staff."""
    if receipt_id:
        with fence.everything():
            found = list(_decided(rule).filter(pk=receipt_id))
        return sum(_tried(row, registers_too) for row in found)
    new, last = look_on(rule=rule, registers_too=registers_too)
    while last:
        more, last = look_on(before=last, rule=rule, registers_too=registers_too)
        new += more
    return new


def look_on(*, before: int = 0, rule: str = "", registers_too: bool = True) -> tuple[int, int]:
    """The newest receipts of the last months, or the next older ones: how many drifts are new, and where to go on; 0: all
    were looked at.
    """
    since = timezone.now() - timedelta(days=settings.DRIFT_DAYS)
    rows = _decided(rule).filter(decided_at__gte=since)
    rows = rows.filter(pk__lt=before) if before else rows
    with fence.everything():
        found = list(rows.order_by("-pk")[:BATCH])
    new = sum(_tried(row, registers_too) for row in found)
    return new, found[-1].pk if len(found) == BATCH else 0


def _decided(rule: str) -> QuerySet[Receipt]:
    """By the rule itself, of which no drift waits for a person."""
    rows = Receipt.objects.filter(erased_at__isnull=True, truth__in=[Truth.YES.value, Truth.NO.value])
    rows = rows.filter(rule=rule) if rule else rows
    return rows.exclude(drift__state=DriftState.OPEN.value)


def _tried(row: Receipt, registers_too: bool) -> int:
    """One that cannot be looked at stops no other."""
    try:
        return _looked(row, registers_too)
    except (LookupError, RegisterRefused) as error:
        log.warning("receipt not looked at again", receipt=row.pk, error=repr(error))
        return 0


def _looked(row: Receipt, registers_too: bool) -> int:
    content = sealing.unseal(row.sealed, sealing.RECEIPTS)[1]
    used = content["used"]
    facts: dict[str, Value] = {name: value for name, value, *_rest in used}
    changes: list[list[Any]] = []
    live = rules.live(row.rule)
    if live is not None and live.hash != row.hash:
        changes.append(["rule", row.version, live.version])
    if registers_too and row.party_id is not None:
        changes += _changed(row, used, facts, content.get("purpose") or f"item:{row.rule}")
    if not changes:
        return 0
    version = live if live is not None else rules.version(row.rule, row.version)
    truth = rules.decide(version.node, facts).truth
    if truth is Truth.UNKNOWN or truth.value == row.truth:
        return 0
    return int(_kept(row, truth, changes))


def _changed(row: Receipt, used: list[list[Any]], facts: dict[str, Value], purpose: str) -> list[list[Any]]:
    """What registers say now of data they gave then, asked for the same purpose; `facts` takes it over."""
    asked = [
        name
        for name, _value, source, *_rest in used
        if source != APPLICANT and not source.startswith(DOCUMENT)
    ]
    if not asked or row.party_id is None:
        return []
    now = registers.facts_of(party_id=row.party_id, fields=asked, purpose=purpose, actor=SYSTEM)
    changes: list[list[Any]] = []
    for name in asked:
        fact = now.get(name)
        if fact is not None and fact.found and fact.value != facts[name]:
            changes.append(["data", name, facts[name], fact.value, fact.source])
            facts[name] = fact.value
    return changes


def _kept(row: Receipt, truth: Truth, changes: list[list[Any]]) -> bool:
    content = sealing.text(changes)
    with transaction.atomic(), fence.everything():
        _drift, made = Row.objects.get_or_create(
            receipt=row,
            cause=sealing.digest(row.seal, content),
            defaults={
                "matter_id": row.matter_id, "seen_at": timezone.now(), "now": deciding.OUTCOMES[truth].value,
                "sealed": sealing.seal(content, sealing.DRIFTS),
            },
        )  # fmt: skip
    return made


def info(row: Row) -> Drift:
    receipt = row.receipt
    changes = sealing.unseal(row.sealed, sealing.DRIFTS)[1]
    version = rules.version(receipt.rule, receipt.version)
    return Drift(
        receipt_id=receipt.pk,
        matter=receipt.matter,
        seen_at=row.seen_at,
        now=Outcome(row.now),
        changed=tuple(_sentence(change) for change in changes),
        id=row.pk,
        before=Outcome(receipt.outcome),
        rule=receipt.rule,
        title=version.title,
        state=DriftState(row.state),
        note=row.note,
        by=row.by,
        looked_at=row.looked_at,
    )


def _sentence(change: list[Any]) -> str:
    language = get_language() or "zh-hans"
    if change[0] == "rule":
        return _("The rule was at version {then} then, and is at version {now} now.").format(
            then=change[1], now=change[2]
        )
    _kind, name, before, after, source = change
    known = registers.source(source)
    return _("{what}: {before} then, {after} now ({source}).").format(
        what=rules.title(name, language),
        before=rules.value_in_words(before, field=name, language=language),
        after=rules.value_in_words(after, field=name, language=language),
        source=known.words if known else source,
    )


def listed(state: DriftState | None, *, matters: list[int] | None = None, limit: int = 100) -> list[Drift]:
    """Newest first, of what the transaction may see."""
    rows = Row.objects.select_related("receipt").order_by("-seen_at", "-pk")
    rows = rows.filter(state=state.value) if state else rows
    rows = rows.filter(matter_id__in=matters) if matters is not None else rows
    return [info(row) for row in rows[:limit]]


def counts() -> Mapping[str, int]:
    found = dict.fromkeys((state.value for state in DriftState), 0)
    for state in Row.objects.values_list("state", flat=True):
        found[state] += 1
    return found


def settle(actor: Actor, drift_id: int, state: DriftState, note: str) -> Row:
    """What a person says of it: the decision stands, or somebody takes it up again."""
    row = Row.objects.select_for_update().select_related("receipt").filter(pk=drift_id).first()
    if row is None:
        raise LookupError(drift_id)
    if row.state != DriftState.OPEN.value:
        raise DecisionRefused(_("Somebody has looked at this already."))
    if state is DriftState.OPEN or not note.strip():
        raise DecisionRefused(_("Please say in a sentence why."))
    row.state, row.note, row.by = state.value, note.strip()[:500], actor.name[:100]
    row.looked_at = timezone.now()
    row.save(update_fields=["state", "note", "by", "looked_at"])
    recording.entry(
        recording.DRIFT,
        by=actor.account_id,
        about=row.receipt.party_id,
        object=f"receipt:{row.receipt_id}",
        details={"matter": row.receipt.matter, "state": state.value, "note": row.note},
    )
    return row
