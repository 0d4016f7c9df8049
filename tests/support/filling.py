"""Run beside a city (its DATABASE_URL and CDOS_DATA): fees with refunds, and decisions that no longer fit, by the doors.

The sample city decides and collects only what people ask for, so these pages of staff would stand empty.
"""

import os

if __name__ == "__main__":  # settings are read before any model
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdos.runtime.settings")
    import django

    django.setup()

from django.utils import timezone

from cdos.base.identity import api as identity
from cdos.base.matters import api as matters
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor
from cdos.hubs.registers import api as registers
from cdos.hubs.registers.contracts import NewRow
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealFiling
from cdos.nets.services.decisions import api as decisions
from cdos.nets.services.payments import api as payments
from cdos.nets.services.payments.contracts import Heard, Notice, Share
from cdos.nets.services.payments.models import Charge

SHARES = (
    ("planning", 8_000, "不动产登记费"),
    ("police", 2_000, "证件工本费"),
    ("trafficpolice", 12_345_600, "号牌费"),
)
RULES = {
    "residence-permit": ["residence_years", "social_security_months", "employment", "age"],
    "social-security-card": ["hukou", "social_security_months"],
}


def resident(login: str) -> Actor:
    account = identity.account_by_login(login)
    assert account is not None
    return organisation.actor_of_account(account.id)


def filed(actor: Actor, text: str) -> str:
    return appeals.file(actor=actor, filing=AppealFiling(text=text, title=text)).number


def fees(actor: Actor) -> None:
    """Four payments, two of them given back, one by one department only."""
    for at in range(4):
        number = filed(actor, f"第 {at + 1} 件要缴费的事，收费与退费一起看")
        shares = [Share(f"440300-{unit}", fen * (at + 1), name) for unit, fen, name in SHARES]
        made = payments.open(matter=number, shares=shares, title="不动产登记与证件工本费")
        payments.begin(reference=made.reference)
        key = Charge.objects.filter(payment_id=made.id).latest("pk").key
        payments.paid(provider="demo", notice=Notice(f"n{number}", key, Heard.PAID, made.fen))
        if at == 1:
            payments.refund(payment_id=made.id, reason="申请人撤回了申请，费用原路退回")
        if at == 2:
            payments.refund(payment_id=made.id, reason="号牌未制作", departments=["440300-trafficpolice"])


def drift(actor: Actor) -> int:
    """What registers said and say no more: the decisions stand, and no longer fit. How many."""
    assert actor.party_id is not None
    for rule, fields in RULES.items():
        purpose = f"item:{rule}"
        for source in registers.sources_of(fields, about="person"):
            if source.needs_consent:
                registers.consent(actor=actor, party_id=actor.party_id, source=source.code, purpose=purpose)
        facts = registers.facts_of(party_id=actor.party_id, fields=fields, purpose=purpose, actor=actor)
        matter = matters.get(
            actor=SYSTEM, number=filed(actor, f"按规则 {rule} 当场批准的一件事，后来数据变了")
        )
        with organisation.acting(actor):
            decisions.decide(
                matter=matter, rule=rule, facts=registers.known(facts), sources=facts, actor=actor
            )
    changed = {"social_security": {"social_security_months": 0}, "residence": {"residence_years": 0}}
    registers.load([NewRow(source, actor.party_id, held, timezone.now()) for source, held in changed.items()])
    return decisions.look_for_drift()


if __name__ == "__main__":
    someone = resident("zhouyichen")
    fees(someone)
    print(drift(someone))
