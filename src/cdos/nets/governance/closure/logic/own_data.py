"""What honest closure keeps about a person, for that person: that they look for the city, and what they wrote."""

from cdos.base.fence import api as fence
from cdos.base.identity.contracts import Self
from cdos.nets.governance.closure.models import Officer, Visit


def of(asked: Self) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    with fence.everything():
        for officer in Officer.objects.filter(account_id=asked.account_id):
            since, active = officer.since, officer.active
            found.append({"experience_officer": officer.kind, "since": since, "active": active})
        for visit in Visit.objects.filter(account_id=asked.account_id).order_by("pk"):
            said = {"verdict": visit.verdict, "note": visit.note, "at": visit.done_at}
            found.append({"visit": visit.number, **said})
    return found
