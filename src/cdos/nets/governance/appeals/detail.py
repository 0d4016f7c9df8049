"""What an appeal adds to the pages that show any matter."""

from typing import Any

from cdos.base.organisation.contracts import Actor

from .logic import duty, reading
from .models import Appeal


def detail(matter_id: int, actor: Actor) -> dict[str, Any]:
    """Values for `appeals/detail.html`; the caller has checked that the actor may see the matter."""
    row = Appeal.objects.filter(matter_id=matter_id).first()
    if row is None:
        return {}
    return {
        "appeal": reading.appeal(actor, row.number),
        "item": duty.item(row.item_code, row.list_version or None),
    }
