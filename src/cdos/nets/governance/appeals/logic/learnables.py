"""Appeals of the past whose subject a person named: what a classifier can learn from."""

from ..contracts import ChosenBy, Learnable
from ..models import Appeal

FIELDS = ("matter_id", "title", "text", "item_code", "item_by", "category")


def rows(limit: int) -> list[Learnable]:
    """Newest first; what only the program guessed teaches nothing."""
    named = Appeal.objects.filter(item_by=ChosenBy.STAFF.value).exclude(item_code="")
    filed = Appeal.objects.exclude(category="")
    found: dict[int, Learnable] = {}
    for query in (named, filed):
        for row in query.order_by("-filed_at").values(*FIELDS)[:limit]:
            item = row["item_code"] if row["item_by"] == ChosenBy.STAFF.value else ""
            found.setdefault(
                row["matter_id"],
                Learnable(row["matter_id"], row["title"], row["text"], item, row["category"]),
            )
    return list(found.values())[:limit]
