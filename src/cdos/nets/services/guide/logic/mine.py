"""What somebody has going on: drafts and open matters of the party acted for."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Party, PartyKind
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MatterInfo, Question
from cdos.base.organisation.contracts import Actor
from cdos.nets.services.applications import api as applications
from cdos.nets.services.applications.contracts import Draft
from cdos.nets.services.bundles import api as bundles
from cdos.nets.services.items import api as items
from cdos.nets.services.items.contracts import Item

from ..contracts import DraftRow, MatterRow

KINDS = ("application", "bundle")
SHOWN = 6


def firm_of(actor: Actor) -> Party | None:
    """The enterprise acted for now."""
    if actor.party_id is None or actor.party_id == actor.own_party_id:
        return None
    found = identity.party(actor.party_id)
    return found if found and found.kind is PartyKind.ENTERPRISE else None


def acts_for_a_firm(actor: Actor) -> bool:
    return firm_of(actor) is not None


def in_progress(actor: Actor, *, kinds: tuple[str, ...] = KINDS, limit: int = SHOWN) -> list[MatterRow]:
    if actor.party_id is None or actor.is_staff:
        return []
    asked = Question(kinds=kinds, subject_id=actor.party_id, open_only=True, limit=limit)
    return [row_of(one) for one in matters.find(actor=actor, question=asked).rows]


def row_of(matter: MatterInfo) -> MatterRow:
    flow = matters.flow(matter.kind)
    return MatterRow(
        number=matter.number,
        title=matter.title,
        state=_(flow.state(matter.state).title),
        holder=matter.holder_unit_name,
        url=flow.tracking_path.format(number=matter.number),
        filed_at=matter.filed_at,
        due_at=matter.due_at,
    )


def drafts(actor: Actor) -> list[DraftRow]:
    """Newest first; of the account, for the party acted for."""
    if actor.account_id is None or actor.party_id is None or actor.is_staff:
        return []
    found = [one for one in applications.drafts_of(actor=actor) if one.party_id == actor.party_id]
    known = items.items([one.item for one in found if one.item])
    return [row for one in found if (row := draft_row(one, known))]


def draft_row(draft: Draft, known: dict[str, Item]) -> DraftRow | None:
    """None for a service that is no longer offered."""
    if draft.item in known:
        url = reverse("applications:form", args=[draft.id])
        return DraftRow(draft.item, known[draft.item].title, url, draft.saved_at)
    bundle = bundles.bundle(draft.bundle) if draft.bundle else None
    if bundle is None:
        return None
    return DraftRow("", bundle.title, reverse("bundles:form", args=[bundle.code]), draft.saved_at)
