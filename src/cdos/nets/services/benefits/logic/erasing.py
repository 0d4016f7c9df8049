"""What benefits keep of a party: given back on request; values and accounts go when the account is closed, sums stay for the audit."""

from cdos.base.fence import api as fence
from cdos.base.identity.contracts import Self

from ..contracts import EntitlementState as State
from ..models import Entitlement as Row
from . import offering, vault

ENDED = [
    one.value
    for one in (State.PAID, State.DECLINED, State.REFUSED, State.CANCELLED, State.EXPIRED, State.RECOVERED)
]


def own_data(asked: Self) -> list[dict[str, object]]:
    with fence.everything():
        rows = Row.objects.filter(party_id=asked.party_id).order_by("pk") if asked.party_id else []
        return [
            {
                "number": row.number,
                "programme": row.title,
                "period": row.period,
                "fen": row.fen,
                "state": row.state,
                "facts": dict(vault.unseal(row).facts),
                "steps": [
                    {"at": step.at.isoformat(), "words": step.words, "act": step.act}
                    for step in row.steps.all()
                ],
            }
            for row in rows
        ]


def forget(asked: Self) -> None:
    """Offers end; what money still moves on keeps its account until it has arrived."""
    if not asked.party_id:
        return
    with fence.everything():
        rows = Row.objects.filter(party_id=asked.party_id)
        offering.withdraw(rows.filter(state=State.OFFERED.value).values_list("pk", flat=True), tell=False)
        rows.filter(state__in=ENDED).update(sealed=None, account_tail="")
