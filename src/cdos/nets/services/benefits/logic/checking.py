"""Where the risk is high a person of the unit looks: a matter on their desk, whose end pays or refuses."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Party, PartyKind
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Effect, Erasing, Filing, MatterInfo, MoveRefused, Place
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Verdict, Whose

from ..contracts import EntitlementState as State
from ..contracts import Programme
from ..models import Entitlement as Row
from . import explaining, limits, paying, shelf, steps, vault

KIND = "benefit_check"


def open_check(row: Row, one: Programme) -> None:
    unit = organisation.unit(one.terms.unit)
    filing = Filing(
        kind=KIND,
        title=row.title,
        text=row.number,
        subject_id=row.party_id,
        place=Place(scope=organisation.scope_of(unit.area if unit else settings.CITY_CODE)),
        holder_unit=one.terms.unit,
        idempotency_key=f"{KIND}:{row.pk}:{row.steps.count()}",
    )
    filed = matters.file(actor=Actor(system=True), filing=filing)
    row.matter = filed.matter.number
    steps.move(row, State.CHECKING, "checking")


def _row(matter: MatterInfo) -> Row:
    found = Row.objects.select_for_update().filter(matter=matter.number, state=State.CHECKING.value).first()
    if found is None:
        raise MoveRefused("gone", str(steps.STATES[State.CANCELLED]))
    return found


def _check_not_own(matter: MatterInfo, actor: Actor) -> None:
    if actor.own_party_id is not None and actor.own_party_id == matter.subject_id:
        raise MoveRefused("own", _("Somebody else decides in your own matter."))


def grant(matter: MatterInfo, actor: Actor, data: dict[str, Any]) -> Effect:
    _check_not_own(matter, actor)
    with fence.everything():
        row = _row(matter)
        one = shelf.find(row.programme)
        if one is None:
            raise MoveRefused("gone", str(steps.STATES[State.CANCELLED]))
        if paying.lapsed(row, one):
            return Effect(state="refused", note=str(steps.STATES[State.CANCELLED]))
        paying.pay(row, one)
    return Effect()


def refuse(matter: MatterInfo, actor: Actor, data: dict[str, Any]) -> Effect:
    _check_not_own(matter, actor)
    with fence.everything():
        steps.move(_row(matter), State.REFUSED, "refused", why=str(data.get("reason") or ""))
    return Effect()


def detail(matter_id: int, actor: Actor) -> dict[str, Any]:
    """For the workbench: the conditions in words, and the values that the yes stands on."""
    info = matters.get_many(actor=actor, ids=[matter_id]).get(matter_id)
    if info is None:
        return {}
    with fence.everything():  # whoever may open the check sees what it is about
        row = Row.objects.filter(matter=info.number).first()
        return _shown(row) if row is not None else {}


def _shown(row: Row) -> dict[str, Any]:
    one = shelf.find(row.programme)
    node = shelf.node(one) if one else None
    held = vault.unseal(row)
    verdict = rules.decide(node, held.facts) if node else None
    party = identity.party(row.party_id)
    return {
        "entitlement": steps.info(row),
        "programme": one,
        "person": party,
        "lines": _lines(verdict, party) if verdict else [],
        "sum": explaining.money(row.fen),
        "steps": steps.of(row),
    }


def _lines(verdict: Verdict, party: Party | None) -> list[tuple[str, str]]:
    """For who checks it, of whom it is about."""
    firm = party is not None and party.kind is PartyKind.ENTERPRISE
    whose = Whose.ENTERPRISE if firm else Whose.PERSON
    return [
        (rules.finding_in_words(found, limits.language(), whose=whose), found.truth.value)
        for found in verdict.trace
    ]


def erase(ids: Sequence[int], what: Erasing) -> None:
    """The check itself keeps nothing of the person; the entitlement has its own time."""
