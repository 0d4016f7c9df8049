"""The only door to mutual aid. MutualRefused says one sentence; what is not there, or another's, is LookupError."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cdos.base.fence import api as fence
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

from .adapters import demo, registry
from .adapters.base import Source
from .contracts import Account, Claim, ClaimState, Figures, Mine, Stay
from .logic import deciding, desk, granting, loading, looking, own, recording, shapes
from .models import Claim as Row
from .models import Look, Member

__all__ = ["Source"]

add_source = registry.add
LOOKS, HISTORY = 20, 50


def mine(*, actor: Actor) -> Mine:
    """Of the person themselves; who is no member sees that. MutualRefused: not a person for themselves."""
    party = own.person(actor)
    with fence.everything():
        member = Member.objects.filter(looking.running(), party_id=party).first()
        if member is None:
            return Mine(None, "", None, (), (), (), (), None, 0, 0, deciding.most_fen())
        rows = Row.objects.filter(member=member).prefetch_related("grants").order_by("-left_on")[:HISTORY]
        claims = [shapes.claim(row) for row in rows]
        paid, kept = deciding.of_year(member.pk, timezone.localdate().year)
        return Mine(
            member_since=member.since,
            number=member.number,
            allowed_at=member.allowed_at,
            ready=tuple(one for one in claims if one.state is ClaimState.READY),
            failed=tuple(one for one in claims if one.state is ClaimState.FAILED),
            others=tuple(one for one in claims if one.state not in (ClaimState.READY, ClaimState.FAILED)),
            looks=tuple(map(shapes.look, Look.objects.filter(member=member).order_by("-at")[:LOOKS])),
            account=account(actor=actor) if member.allowed_at else None,
            paid_fen=paid,
            kept_fen=kept,
            most_fen=deciding.most_fen(),
        )


def account(*, actor: Actor) -> Account | None:
    """Where it would be paid to, as the register says, masked."""
    with fence.everything():
        found = own.payee(actor)
    return Account(found.bank, f"**** {found.account[-4:]}") if found else None


def allow(*, actor: Actor) -> int:
    """The standing authorisation; what is there is looked for at once. How many settlements were found. SourceAway."""
    with fence.everything(), transaction.atomic():
        own.allow(actor)
    return look(actor=actor, why="given")


def end(*, actor: Actor) -> None:
    """Taken back: nothing is read any more."""
    with fence.everything(), transaction.atomic():
        own.end(actor)


def look(*, actor: Actor, why: str = "asked") -> int:
    """Outside of any transaction: a source is asked. Nothing is read without the authorisation. SourceAway."""
    return looking.look(own.person(actor), why)


def confirm(*, actor: Actor, claim_id: int, account: str = "", bank: str = "") -> Claim:
    """One tap; twice is once. Without an account the register's. LookupError, MutualRefused."""
    with fence.everything(), transaction.atomic():
        given = own.typed_payee(actor, account, bank) if account.strip() else None
        return shapes.claim(own.confirm(actor, claim_id, given))


def another_account(*, actor: Actor, claim_id: int, account: str, bank: str) -> None:
    """For what the bank could not pay. LookupError, MutualRefused."""
    with fence.everything(), transaction.atomic():
        claim = own.locked(actor, claim_id)
        granting.another_account(claim, own.typed_payee(actor, account, bank))


def may_watch(actor: Actor) -> bool:
    """Who has the figures of the union's unit, or of the whole city."""
    areas = map(organisation.area, organisation.areas_of(actor, Action.FIGURES))
    city = any(area.level == "city" for area in areas if area)
    return city or settings.MUTUAL_UNIT in organisation.units_of(actor, Action.FIGURES)


def may_decide(actor: Actor) -> bool:
    return settings.MUTUAL_UNIT in organisation.units_of(actor, Action.HANDLE)


def figures(*, actor: Actor) -> Figures:
    """LookupError for who may not."""
    if not may_watch(actor):
        raise LookupError("mutual")
    with fence.everything():
        return desk.figures(actor, decides=may_decide(actor))


def answer(*, actor: Actor, claim_id: int, granted: bool, reason: str = "") -> None:
    """LookupError, MutualRefused."""
    if not may_decide(actor):
        raise LookupError(claim_id)
    with fence.everything(), transaction.atomic():
        claim = desk.answer(actor, claim_id, granted=granted, reason=reason)
        recording.of_claim(recording.ANSWERED, actor, claim)


def load(*, since: date, title: str, fen: int) -> None:
    """The rule that comes with CDOS, and the fund's pool with this much money."""
    with fence.everything():
        loading.rule(since)
        loading.pool(title, timezone.localdate().year, fen)


def load_members(rows: Iterable[tuple[int, str, date]]) -> int:
    """(party, number, member since)."""
    with fence.everything():
        return loading.members(rows)


def demo_stay(*, document_number: str, stay: Stay) -> None:
    """What a hospital of the demonstration has settled."""
    demo.put(document_number, stay)
