"""Links between matters: parent, duplicate of, related."""

from collections.abc import Sequence

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cdos.base import statements
from cdos.base.fence import api as fence
from cdos.base.matters.contracts import LinkInfo, LinkKind, MoveRefused, NotAllowed, Visibility
from cdos.base.matters.logic import entries, parts, rows
from cdos.base.matters.models import Matter, MatterLink
from cdos.base.organisation.contracts import Actor

LINKED = gettext_noop("Linked to another matter")
UNLINKED = gettext_noop("Link to another matter removed")
DEEPEST = 50
SHOWN = 50

# Follows links of one kind from a matter to where they end; the depth stops at what cannot be honest data.
_CHAIN = f"""
WITH RECURSIVE chain (id, depth) AS (
  SELECT %s::bigint, 0
  UNION ALL
  SELECT l.target_id, depth + 1 FROM matters_matterlink l JOIN chain c ON l.source_id = c.id
  WHERE l.kind = %s AND depth < {DEEPEST}
)
SELECT id FROM chain ORDER BY depth
"""


def chain(matter_id: int, kind: LinkKind) -> list[int]:
    """The matter itself and what it leads to."""
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [matter_id, kind.value])
        return [row[0] for row in cursor.fetchall()]


def live(number: str) -> str:
    """The number of the matter that goes on: a duplicate leads to its original, however often it was merged."""
    with fence.everything():
        last = chain(rows.matter(number=number).pk, LinkKind.DUPLICATE)[-1]
        return Matter.objects.values_list("number", flat=True).get(pk=last)


def link(*, actor: Actor, source: str, target: str, kind: LinkKind) -> bool:
    """Link two matters; staff who may see both. False: was so before."""
    first, second = rows.matter(number=source), rows.matter(number=target)
    for matter in (first, second):
        check_staff(actor, matter)
    made = write(actor=actor, source=first.pk, target=second.pk, kind=kind)
    if made:
        data = {"kind": kind.value, "target": second.number}
        line = entries.Line(title=LINKED, visibility=Visibility.STAFF, data=data)
        entries.write(matter=first, actor=actor, line=line, now=timezone.now())
    return made


def check_staff(actor: Actor, matter: Matter) -> None:
    if not parts.check_may_see(actor, matter) & parts.STAFF_PARTS:
        raise NotAllowed("staff_only", _("Only staff may do this."))


def write(*, actor: Actor, source: int, target: int, kind: LinkKind) -> bool:
    """A matter has one parent and one original: a new one takes the place of the old."""
    if kind is not LinkKind.RELATED and source in chain(target, kind):
        raise MoveRefused("link_circle", _("These matters are linked the other way round already."))
    if source == target:
        raise MoveRefused("link_self", _("A matter cannot be linked to itself."))
    if (
        kind is LinkKind.RELATED
        and MatterLink.objects.filter(source=target, target=source, kind=kind.value).exists()
    ):
        return False
    if kind is not LinkKind.RELATED:
        MatterLink.objects.filter(source=source, kind=kind.value).exclude(target=target).delete()
    values = {"source_id": source, "target_id": target, "kind": kind.value}
    return MatterLink.objects.get_or_create(**values, defaults={"by": actor.name})[1]


def unlink(*, actor: Actor, source: str, target: str, kind: LinkKind) -> bool:
    first, second = rows.matter(number=source), rows.matter(number=target)
    check_staff(actor, first)
    gone, _kinds = MatterLink.objects.filter(source=first, target=second, kind=kind.value).delete()
    if gone:
        data = {"kind": kind.value, "target": second.number}
        line = entries.Line(title=UNLINKED, visibility=Visibility.STAFF, data=data)
        entries.write(matter=first, actor=actor, line=line, now=timezone.now())
    return bool(gone)


def links(*, actor: Actor, number: str) -> list[LinkInfo]:
    """Links of the matter to others; those the actor may not see are left out."""
    matter = rows.matter(number=number)
    parts.check_may_see(actor, matter)
    return read(actor, matter)


def read(actor: Actor, matter: Matter) -> list[LinkInfo]:
    """The newest SHOWN, oldest first."""
    tail = f"source_id = %s::bigint OR target_id = %s::bigint ORDER BY id DESC LIMIT {SHOWN}"
    found = statements.rows(MatterLink, tail, [matter.pk, matter.pk])
    others = _others(found, matter)
    seen = parts.seen_of(actor, others.values())
    pairs = [(row, row.source_id == matter.pk) for row in reversed(found)]
    return [
        LinkInfo(LinkKind(row.kind), outgoing, rows.info_of(other))
        for row, outgoing in pairs
        if (other := others.get(row.target_id if outgoing else row.source_id)) and other.pk in seen
    ]


def _others(found: Sequence[MatterLink], matter: Matter) -> dict[int, Matter]:
    """What the links lead to, by id; no query where there is no link."""
    ids = {end for row in found for end in (row.source_id, row.target_id)} - {matter.pk}
    return (
        {one.pk: one for one in statements.rows(Matter, "id = ANY(%s::bigint[])", [list(ids)])} if ids else {}
    )
