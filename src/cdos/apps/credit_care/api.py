"""The only door to treatment on credit. CareRefused says one sentence; what is not there, or another's, is LookupError."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from cdos.base.fence import api as fence
from cdos.base.matters import api as matters
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.rules import api as rules
from cdos.nets.services.payments.api import in_words

from .adapters import registry
from .adapters.base import Bank, Hospital
from .contracts import Agreement, CareRefused, Code, Desk, Eligibility, Message, Mine, Payment, Visit
from .logic import agreeing, books, desk, eligibility, hearing, loading, repaying, shapes
from .models import Enquiry, Transfer
from .models import Visit as Row

__all__ = ["Bank", "Hospital"]

add_hospital, add_bank, hospital_name = registry.add_hospital, registry.add_bank, registry.hospital_name
put_into_reserve = books.put_into_reserve


def mine(*, actor: Actor) -> Mine:
    """For the person themselves. CareRefused: who is not one, or has not confirmed their name."""
    party = agreeing.person(actor)
    with fence.everything():
        row = agreeing.running(party)
        enquiry = Enquiry.objects.filter(party_id=party).order_by("-pk").first()
        return Mine(
            eligibility=eligibility.look(actor=actor, party_id=party),
            agreement=shapes.agreement(row) if row else None,
            used_fen=books.used_fen(row) if row else 0,
            visits=tuple(shapes.visits(Row.objects.filter(party_id=party).order_by("-opened_at"))),
            enquiry=shapes.enquiry(enquiry) if enquiry else None,
        )


def eligible(*, actor: Actor) -> Eligibility:
    party = agreeing.person(actor)
    with fence.everything():
        return eligibility.look(actor=actor, party_id=party)


def allow(*, actor: Actor) -> None:
    """The person lets the registers be asked for this."""
    with fence.everything(), transaction.atomic():
        agreeing.allow(actor)


def sign(*, actor: Actor) -> Agreement:
    """Signed again it is the same one. CareRefused where the conditions are not met."""
    with fence.everything(), transaction.atomic():
        return shapes.agreement(agreeing.sign(actor))


def end(*, actor: Actor) -> None:
    """CareRefused while a visit is open or something is owed."""
    with fence.everything(), transaction.atomic():
        agreeing.end(actor)


def code(*, actor: Actor) -> Code:
    """To show at a hospital's desk: for one visit, for ten minutes."""
    with fence.everything(), transaction.atomic():
        return agreeing.code(actor)


def ask_person(*, actor: Actor) -> None:
    with fence.everything(), transaction.atomic():
        agreeing.ask_person(actor)


def visit(*, actor: Actor, number: str) -> tuple[Visit, list[Payment]]:
    """Of the person's own, with what was moved for it, newest first. LookupError."""
    with fence.everything():
        row = repaying.own(actor, number)
        moved = Transfer.objects.filter(visit=row).order_by("-pk")
        return shapes.visits([row])[0], [shapes.payment(one) for one in moved]


def repay(*, actor: Actor, number: str, fen: int) -> Payment:
    """The bank is asked to collect it; it counts when the bank has it. LookupError, CareRefused."""
    with fence.everything(), transaction.atomic():
        return shapes.payment(repaying.repay(actor, number, fen))


def heard(*, message: Message) -> str:
    """What a hospital tells; number of the visit. The same again changes nothing. CareRefused."""
    with fence.everything():
        with transaction.atomic():
            told = hearing.take(message)
        if told.refused:
            raise CareRefused(told.refused)
        return told.number


def called(*, hospital: str, raw: bytes, headers: Mapping[str, str]) -> str:
    """A hospital's call, its signature checked. LookupError: takes no part; ValueError: not understood."""
    message = registry.hospital(hospital).read(raw, headers)
    hearing.check_shape(message)
    return heard(message=message)


def may_watch(actor: Actor) -> bool:
    """Who works for the office, and whose figures reach the whole city."""
    if any(post.unit == settings.CARE_OFFICE for post in actor.posts):
        return organisation.may(actor, Action.FIGURES) or organisation.may(actor, Action.HANDLE)
    areas = map(organisation.area, organisation.areas_of(actor, Action.FIGURES))
    return any(area.level == "city" for area in areas if area)


def may_decide(actor: Actor) -> bool:
    """Enquiries and claims: who handles matters of the office."""
    return settings.CARE_OFFICE in organisation.units_of(actor, Action.HANDLE)


def watch(*, actor: Actor) -> Desk:
    """Who waits to be looked at, for who decides only. LookupError for who may not."""
    if not may_watch(actor):
        raise LookupError("care")
    with fence.everything():
        return desk.look(actor, decides=may_decide(actor))


def answer(*, actor: Actor, enquiry_id: int, granted: bool, reason: str = "") -> None:
    """LookupError for who may not, and for what was answered already. CareRefused: no reason given."""
    if not may_decide(actor):
        raise LookupError(enquiry_id)
    with fence.everything(), transaction.atomic():
        agreeing.answer(actor, enquiry_id, granted=granted, reason=reason)


def claim(*, actor: Actor, number: str) -> None:
    """The guarantor pays the bank. MoveRefused, NotAllowed, LookupError."""
    with fence.everything():
        if not Row.objects.filter(number=number).exists():
            raise LookupError(number)
    matters.act(actor=actor, number=number, move="claim")


def at_hospital(*, hospital: str) -> list[Visit]:
    """For the demonstration's desk of a hospital: its newest visits, without the persons."""
    with fence.everything():
        return shapes.visits(Row.objects.filter(hospital=hospital).order_by("-opened_at")[:20])


def detail(matter_id: int, actor: Actor) -> dict[str, Any]:
    """For the workbench."""
    with fence.everything():
        found = shapes.visits(Row.objects.filter(matter_id=matter_id))[0]
    sums = ("credit_fen", "repaid_fen", "owed_fen")
    return {"visit": found} | {name: in_words(getattr(found, name)) for name in sums}


def load_rule(*, since: date) -> int:
    """The rule that comes with CDOS, in force from that day."""
    return rules.load([loading.rule(since)])
