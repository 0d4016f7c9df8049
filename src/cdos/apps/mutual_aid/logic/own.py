"""The member's own verbs: allow and take back, confirm by one tap, another account; and what is kept of them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance, Self
from cdos.base.organisation.contracts import Actor
from cdos.hubs.registers import api as registers
from cdos.nets.services.payouts.contracts import Payee

from ..contracts import PURPOSE, ClaimState, MutualRefused
from ..models import Claim, Look, Member
from . import granting, looking, recording

ACCOUNT = ("bank_account", "bank_name")
DONE = tuple(state.value for state in (ClaimState.NOTHING, ClaimState.PAID, ClaimState.CANCELLED))


def person(actor: Actor) -> int:
    """MutualRefused: not a person for themselves, or the name is not confirmed."""
    if actor.party_id is None or actor.party_id != actor.own_party_id:
        raise MutualRefused(_("Mutual aid is for a person, by themselves."))
    if actor.assurance < Assurance.REAL_NAME:
        raise MutualRefused(_("Please confirm your real name first."))
    return actor.party_id


def allow(actor: Actor) -> None:
    """The standing authorisation, with the account at a bank, once; withdrawn at any time."""
    member = looking.member_of(person(actor), lock=True)
    if member.allowed_at is None:
        member.allowed_at = timezone.now()
        member.save(update_fields=["allowed_at"])
        for source in registers.sources_of(ACCOUNT):
            if source.needs_consent:
                registers.consent(actor=actor, party_id=member.party_id, source=source.code, purpose=PURPOSE)
        recording.authorisation(recording.ALLOWED, actor, member.party_id)


def end(actor: Actor) -> None:
    """From now on nothing is read; what was confirmed is paid all the same."""
    member = looking.member_of(person(actor), lock=True)
    if member.allowed_at is None:
        return
    member.allowed_at = None
    member.save(update_fields=["allowed_at"])
    for one in registers.consents(member.party_id):
        if one.purpose == PURPOSE and one.open:
            registers.withdraw(actor=actor, consent_id=one.id)
    recording.authorisation(recording.ENDED, actor, member.party_id)


def payee(actor: Actor) -> Payee | None:
    """As the register has it, where it may be asked."""
    party = person(actor)
    facts = registers.known(registers.facts_of(party_id=party, fields=ACCOUNT, purpose=PURPOSE, actor=actor))
    name = identity.party(party)
    if name is None or not facts.get("bank_account") or not facts.get("bank_name"):
        return None
    return Payee(name.name, str(facts["bank_account"]), str(facts["bank_name"]))


def typed_payee(actor: Actor, account: str, bank: str) -> Payee:
    """Of the person themselves, always. MutualRefused."""
    number = "".join(account.split())
    if not (number.isascii() and number.isdigit() and 8 <= len(number) <= 30):
        raise MutualRefused(_("Please give the number of your bank card or account, digits only."))
    if not bank.strip():
        raise MutualRefused(_("Please give the name of the bank."))
    name = identity.party(person(actor))
    return Payee(name.name if name else actor.name, number, bank.strip()[:100])


def locked(actor: Actor, claim_id: int) -> Claim:
    """LookupError for another's. The member first, as a look does."""
    member = looking.member_of(person(actor), lock=True)
    found = Claim.objects.select_for_update().filter(pk=claim_id, member=member).first()
    if found is None:
        raise LookupError(claim_id)
    found.member = member
    return found


def confirm(actor: Actor, claim_id: int, given: Payee | None) -> Claim:
    claim = locked(actor, claim_id)
    to = given or payee(actor)
    if to is None:
        raise MutualRefused(_("Please say to which account it shall be paid."))
    if claim.confirmed_at is None:
        granting.confirm(claim, to)
        recording.of_claim(recording.CONFIRMED, actor, claim)
    return claim


def of(asked: Self) -> dict[str, object]:
    if asked.party_id is None:
        return {}
    with fence.everything():
        member = Member.objects.filter(party_id=asked.party_id)
        claims = Claim.objects.filter(member__party_id=asked.party_id).order_by("pk")
        names = (
            "hospital",
            "care",
            "admitted_on",
            "left_on",
            "total_fen",
            "own_fen",
            "fen",
            "state",
            "paid_at",
        )
        return {
            "membership": list(member.values("number", "since", "until", "allowed_at")),
            "claims": list(claims.values(*names)),
            "looks": list(Look.objects.filter(member__in=member).order_by("pk").values("at", "why", "found")),
        }


def needs(party_id: int) -> bool:
    """While money is on its way."""
    return (
        Claim.objects.filter(member__party_id=party_id, confirmed_at__isnull=False)
        .exclude(state__in=DONE)
        .exists()
    )


def forget(asked: Self) -> None:
    """Nothing is read any more; what was read and not paid goes."""
    if asked.party_id is None:
        return
    with fence.everything():
        Member.objects.filter(party_id=asked.party_id).update(allowed_at=None)
        Look.objects.filter(member__party_id=asked.party_id).delete()
        Claim.objects.filter(member__party_id=asked.party_id, confirmed_at=None).delete()
