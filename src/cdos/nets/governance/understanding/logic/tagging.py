"""Tags that clerks put on a matter."""

from cdos.base.organisation.contracts import Actor

from ..contracts import TagInfo
from ..models import MatterTag, Tag


def of(matter_id: int) -> list[TagInfo]:
    rows = MatterTag.objects.filter(matter_id=matter_id).select_related("tag").order_by("id")
    return [TagInfo(row.tag.pk, row.tag.name, tuple(row.tag.words), row.tag.active) for row in rows]


def put(actor: Actor, matter_id: int, tag_id: int) -> None:
    """LookupError for a tag that is not there or no longer used."""
    tag = Tag.objects.filter(pk=tag_id, active=True).first()
    if tag is None:
        raise LookupError(tag_id)
    MatterTag.objects.get_or_create(matter_id=matter_id, tag=tag, defaults={"account_id": actor.account_id})


def take(matter_id: int, tag_id: int) -> None:
    MatterTag.objects.filter(matter_id=matter_id, tag_id=tag_id).delete()
