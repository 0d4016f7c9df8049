"""Programmes are written like rules: a draft, a preview, a second pair of eyes; conditions and terms become live together."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import meanwhile, statements
from cdos.base.jobs import api as jobs
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Node, RuleRefused, RuleRow, RuleState, RuleVersion

from ..contracts import RULE, BenefitRefused, ProgrammeRow, ProgrammeState, Terms
from ..models import OPEN
from ..models import ProgrammeVersion as Row
from . import editors, recording, shelf
from . import terms as terms_

LIVE_TOPIC = "programme.live"
LOCK = 7_302_119


def _lock(code: str) -> None:
    assert connection.in_atomic_block
    statements.run("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, code])


def row(code: str, version: int, *, lock: bool = False) -> Row:
    """LookupError."""
    rows = Row.objects.select_for_update() if lock else Row.objects
    found = rows.filter(code=code, version=version).first()
    if found is None:
        raise LookupError(f"{code} {version}")
    return found


def open_row(code: str) -> Row | None:
    return Row.objects.filter(code=code, state__in=OPEN).first()


def open_rule(code: str) -> RuleVersion | None:
    """The version of its conditions that is being written or waits."""
    states = (RuleState.DRAFT, RuleState.WAITING)
    return next((one for one in rules.versions(RULE + code) if one.state in states), None)


def draft(actor: Actor, code: str, terms: Terms, note: str = "", seen: str | None = None) -> Row:
    """Writes the open draft, or begins one; its conditions are written in the rule book beside. SavedMeanwhile."""
    editors.check(actor)
    terms_.check(terms, code=code)
    with transaction.atomic():
        _lock(code)
        editors.check_unit(actor, code, terms.unit)
        found = open_row(code)
        if found is not None and found.state == ProgrammeState.WAITING:
            raise BenefitRefused(_("A version waits for approval; take it back before you change it."))
        if found is not None:
            meanwhile.check(seen, version=found.version, at=found.updated_at, by=found.author)
        else:
            last = Row.objects.filter(code=code).order_by("-version").first()
            found = Row(code=code, version=(last.version if last else 0) + 1, state="draft", written_by=[])
        found.title, found.unit, found.terms = terms.title.strip(), terms.unit, terms_.dump(terms)
        found.note, found.author, found.updated_at = note.strip()[:500], actor.name[:100], timezone.now()
        if actor.account_id is not None and actor.account_id not in found.written_by:
            found.written_by = [*found.written_by, actor.account_id]
        found.save()
        recording.version(recording.DRAFTED, found, by=actor.account_id)
    return found


def draft_node(actor: Actor, code: str, node: Node) -> RuleVersion:
    """Conditions of the open draft, as the rule book's editor writes them too."""
    found = open_row(code) or Row.objects.filter(code=code).order_by("-version").first()
    if found is None:
        raise LookupError(code)
    try:
        return rules.draft(actor=actor, code=RULE + code, title=found.title, node=node, unit=found.unit)
    except RuleRefused as refused:
        raise BenefitRefused(str(refused)) from refused


def submit(actor: Actor, code: str, version: int) -> Row:
    with transaction.atomic():
        _lock(code)
        editors.check_unit(actor, code)
        found = _in_state(code, version, ProgrammeState.DRAFT, _("Only a draft is handed in."))
        rule = open_rule(code) or rules.live(RULE + code)
        if rule is None or not rules.leaves(rule.node):
            raise BenefitRefused(_("Please write first who is entitled."))
        _with_rule(code, RuleState.DRAFT, partial(rules.submit, actor=actor))
        _put(found, ProgrammeState.WAITING)
        recording.version(recording.SUBMITTED, found, by=actor.account_id)
    return found


def _with_rule(code: str, state: RuleState, step: Callable[..., RuleVersion]) -> None:
    """Its conditions go the same way where they are at the same place."""
    rule = open_rule(code)
    if rule is None or rule.state is not state:
        return
    try:
        step(code=rule.code, version=rule.version)
    except RuleRefused as refused:
        raise BenefitRefused(str(refused)) from refused


def writers(found: Row) -> set[int]:
    """Accounts that had a hand in its terms, or in conditions that wait with it."""
    rule = open_rule(found.code)
    return {*found.written_by, *(rules.writers(rule.code, rule.version) if rule else ())}


def take_back(actor: Actor, code: str, version: int) -> Row:
    with transaction.atomic():
        _lock(code)
        editors.check_unit(actor, code)
        found = _in_state(
            code, version, ProgrammeState.WAITING, _("Only what waits for approval is taken back.")
        )
        if actor.account_id not in writers(found):
            raise BenefitRefused(_("Who wrote it takes it back; you may send it back with a reason."))
        back = partial(rules.take_back, actor=actor, besides=found.written_by)
        _with_rule(code, RuleState.WAITING, back)
        _put(found, ProgrammeState.DRAFT)
    return found


def approve(actor: Actor, code: str, version: int) -> Row:
    """Never by who wrote it; terms and conditions are live in the same transaction, and the city is looked at again."""
    with transaction.atomic():
        _lock(code)
        editors.check_unit(actor, code)
        found = _decidable(actor, code, version)
        rule = open_rule(code)
        if (
            rule is not None
            and rule.state is RuleState.DRAFT
            or (rule is None and rules.live(RULE + code) is None)
        ):
            raise BenefitRefused(_("Please write first who is entitled."))
        _with_rule(code, RuleState.WAITING, partial(rules.approve, actor=actor))
        Row.objects.filter(code=code, state="live").update(state="ended", updated_at=timezone.now())
        found.approver = actor.name[:100]
        _put(found, ProgrammeState.LIVE)
        recording.version(recording.APPROVED, found, by=actor.account_id)
        jobs.announce(LIVE_TOPIC, code=code, version=version)
        transaction.on_commit(shelf.forget)
    shelf.forget()
    return found


def send_back(actor: Actor, code: str, version: int, reason: str) -> Row:
    editors.check(actor)
    if not reason.strip():
        raise BenefitRefused(_("Please say what must be changed."))
    with transaction.atomic():
        _lock(code)
        editors.check_unit(actor, code)
        found = _decidable(actor, code, version)
        _with_rule(code, RuleState.WAITING, partial(rules.refuse, actor=actor, reason=reason))
        found.approver, found.note = actor.name[:100], reason.strip()[:500]
        _put(found, ProgrammeState.REFUSED)
        recording.version(recording.REFUSED, found, by=actor.account_id)
    return found


def discard(actor: Actor, code: str, version: int) -> None:
    """Throw a draft away, with the draft of its conditions."""
    with transaction.atomic():
        _lock(code)
        editors.check_unit(actor, code)
        found = _in_state(code, version, ProgrammeState.DRAFT, _("Only a draft is thrown away."))
        rule = open_rule(code)
        if rule is not None and rule.state is RuleState.DRAFT:
            rules.discard(actor=actor, code=rule.code, version=rule.version)
        found.delete()


def _decidable(actor: Actor, code: str, version: int) -> Row:
    found = _in_state(code, version, ProgrammeState.WAITING, _("This version does not wait for approval."))
    if actor.account_id is None or actor.account_id in found.written_by:
        raise BenefitRefused(_("A second person decides: you wrote this version yourself."))
    return found


def _in_state(code: str, version: int, state: ProgrammeState, otherwise: str) -> Row:
    found = row(code, version, lock=True)
    if found.state != state.value:
        raise BenefitRefused(otherwise)
    return found


def _put(found: Row, state: ProgrammeState) -> None:
    found.state, found.updated_at = state.value, timezone.now()
    found.save()


def load(rows: Iterable[ProgrammeRow]) -> int:
    """Programmes in force from the start, with their rules; known codes stay. How many are new."""
    held = list(rows)
    known = set(Row.objects.values_list("code", flat=True))
    fresh = [one for one in held if one.code not in known]
    now = timezone.now()
    first = timezone.localdate() - timedelta(days=1)
    made = []
    for one in fresh:
        terms_.check(one.terms, code=one.code)
        made.append(
            Row(
                code=one.code, version=1, state="live", title=one.terms.title, unit=one.terms.unit,
                terms=terms_.dump(one.terms), author="system", approver="system", updated_at=now,
            )
        )  # fmt: skip
    rules.load(
        RuleRow(RULE + one.code, one.terms.title, one.node, min(first, one.terms.opens_on), one.terms.unit)
        for one in fresh
    )
    Row.objects.bulk_create(made, batch_size=500)
    shelf.forget()
    return len(made)
