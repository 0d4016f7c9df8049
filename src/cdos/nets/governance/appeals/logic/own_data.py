"""What appeals keep about a person, for that person."""

from cdos.base.fence import api as fence
from cdos.base.files import api as files
from cdos.base.identity.contracts import Self
from cdos.base.matters import api as matters

from ..models import Appeal
from . import contacts


def of(asked: Self) -> list[dict[str, object]]:
    """All appeals of which they are the person, oldest first."""
    if asked.party_id is None:
        return []
    with fence.everything():
        rows = Appeal.objects.filter(matter_id__in=matters.ids_of_subject(party_id=asked.party_id))
        return [_one(row) for row in rows.order_by("pk")]


def _one(row: Appeal) -> dict[str, object]:
    contact = contacts.of(row)
    return {
        "number": row.number,
        "title": row.title,
        "text": row.text,
        "state": row.state,
        "address": row.address,
        "filed_at": row.filed_at,
        "public": row.public,
        "contact": {"name": contact.name, "phone": contact.phone, "mail": contact.mail},
        "files": [one.name for one in files.by_tokens(row.files)],
        "reply": row.reply,
        "closed_at": row.closed_at,
    }
