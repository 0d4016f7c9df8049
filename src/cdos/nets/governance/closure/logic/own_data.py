"""What honest closure keeps about a person, for that person: that they look for the city, and what they wrote."""

from cdos.base.fence import api as fence
from cdos.base.identity.contracts import Self
from cdos.nets.governance.closure.models import Officer, Visit


def of(asked: Self) -> list[dict[str, object]]:
    with fence.everything():
        officer = Officer.objects.filter(account_id=asked.account_id).values(
            "kind", "district", "since", "active"
        )
        visits = Visit.objects.filter(account_id=asked.account_id).order_by("pk")
        return [
            *({"experience_officer": dict(row)} for row in officer),
            *({"visit": dict(row)} for row in visits.values("number", "verdict", "note", "done_at")),
        ]
