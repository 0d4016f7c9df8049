"""What applications keep about a person, for that person."""

from cdos.base.fence import api as fence
from cdos.base.identity.contracts import Self

from ..models import Application, Draft
from . import drafts, vault


def of(asked: Self) -> list[dict[str, object]]:
    """All applications of which they are the person, oldest first, and what they began and did not send."""
    with fence.everything():
        begun = drafts.own_data(asked.account_id)
        rows = Application.objects.filter(party_id=asked.party_id) if asked.party_id is not None else ()
        unsent: list[dict[str, object]] = [{"draft": one} for one in begun]
        return [*map(_one, rows), *unsent]


def _one(row: Application) -> dict[str, object]:
    return {
        "number": row.number,
        "item": row.title,
        "answers": vault.answers(row),
        "sources": row.sources,
        "materials": [one["name"] for one in row.materials],
        "channel": row.channel,
        "outcome": row.outcome,
        "reason": row.reason,
        "clauses": row.clauses,
        "decided_at": row.decided_at,
        "licence": row.licence,
        "grade": row.grade,
        "grade_text": row.grade_text,
    }


def forget(asked: Self) -> None:
    """At the closing of an account: drafts go; of what was applied for, the answers and words of what is not open any more.

    The decision stays, with its reasons: it is the city's act.
    """
    with fence.everything():
        Draft.objects.filter(account_id=asked.account_id).delete()
        if asked.party_id is None:
            return
        closed = Application.objects.filter(party_id=asked.party_id, matter__closed_at__isnull=False)
        closed.update(sealed=None, sources={}, grade_text="", asked="")
