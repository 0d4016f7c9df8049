"""A person says that a value is wrong: a matter at the register's unit, which corrects it or says why it stays."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.identity import api as identity
from cdos.base.jobs import api as jobs
from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Effect, Erasing, Filing, MatterInfo, MoveRefused, Place
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.rules.contracts import Field

from ..adapters import registry
from ..adapters.base import Register
from ..contracts import CORRECTION, Correction, RegisterRefused
from ..models import CorrectionRow
from . import asking, keeping, recording, values

MAX_REASON = 2000


def known(source: str, field: str) -> tuple[Register, Field]:
    adapter = registry.get(source)
    found = adapter.source.field(field) if adapter else None
    if adapter is None or found is None:
        raise RegisterRefused(_("The register has no such value."))
    return adapter, found


def info(row: CorrectionRow) -> Correction:
    said = values.unseal(row.sealed, values.CLAIMS) if row.sealed else {}
    return Correction(
        number=row.number,
        source=row.source,
        field=row.field,
        held=said.get("held"),
        claimed=said.get("claimed"),
        reason=said.get("reason") or "",
        state=row.state,
        asked_at=row.asked_at,
        answer=row.answer,
        answered_at=row.answered_at,
    )


def ask(
    actor: Actor, party_id: int, source: str, field: str, claimed: str, reason: str, files: Sequence[str]
) -> str:
    """The number of the matter; the one that is open already for this value is given back."""
    if actor.account_id is None or actor.party_id != party_id:
        raise RegisterRefused(_("Only the person themselves, or who acts for them, may ask for this."))
    adapter, element = known(source, field)
    value = values.typed(element, claimed)
    reason = reason.replace("\x00", "").strip()
    if not reason or len(reason) > MAX_REASON:
        raise RegisterRefused(_("Please say in a sentence or two why the value is wrong."))
    open_one = CorrectionRow.objects.filter(party_id=party_id, source=source, field=field, state="asked")
    if before := open_one.first():
        return before.number
    with fence.everything():
        reading = asking.read([adapter], party_id).get(source)
    held = asking.value_of(reading, field) if reading else None
    return _file(actor, party_id, adapter, element, {"held": held, "claimed": value, "reason": reason}, files)


def _file(
    actor: Actor, party_id: int, adapter: Register, element: Field, said: dict[str, Any], files: Sequence[str]
) -> str:
    unit = organisation.unit(adapter.source.unit) or organisation.find_backstop(area=settings.CITY_CODE)
    filing = Filing(
        kind=CORRECTION,
        title=_("%(register)s: %(field)s is wrong")
        % {"register": adapter.source.title, "field": element.title},
        text=said["reason"],
        subject_id=party_id,
        place=Place(scope=organisation.scope_of(unit.area if unit else settings.CITY_CODE)),
        holder_unit=unit.code if unit else "",
    )
    with matters.opening(actor=actor) as serial:
        filed = matters.file(actor=actor, filing=filing, files=files, serial=serial)
        CorrectionRow.objects.create(
            matter_id=filed.matter.id,
            number=filed.matter.number,
            party_id=party_id,
            source=adapter.source.code,
            field=element.name,
            sealed=values.seal(said, values.CLAIMS),
            asked_at=filed.matter.filed_at,
        )
    return filed.matter.number


def of_party(party_id: int, *, limit: int = 50) -> list[Correction]:
    rows = CorrectionRow.objects.filter(party_id=party_id).order_by("-asked_at")[:limit]
    return [info(row) for row in rows]


def check_value(matter: MatterInfo, actor: Actor, data: dict[str, Any]) -> None:
    row = CorrectionRow.objects.get(matter_id=matter.id)
    _adapter, element = known(row.source, row.field)
    try:
        values.typed(element, str(data.get("value") or ""))
    except RegisterRefused as wrong:
        raise MoveRefused("value", str(wrong)) from wrong


def check_words(matter: MatterInfo, actor: Actor, data: dict[str, Any]) -> None:
    if not str(data.get("answer") or "").strip():
        raise MoveRefused("answer", _("Please tell the person why the value stays."))


def correct(matter: MatterInfo, actor: Actor, data: dict[str, Any]) -> Effect:
    """The register has the right value from this transaction on, and whoever stands on it is told."""
    row = CorrectionRow.objects.select_for_update().get(matter_id=matter.id)
    adapter, element = known(row.source, row.field)
    value = values.typed(element, str(data.get("value") or ""))
    with fence.everything():
        try:
            adapter.correct(row.party_id, {row.field: value})
        except RegisterRefused as wrong:
            raise MoveRefused(
                "own_house",
                _("%(register)s takes corrections in its own system only: change it there, then close this.")
                % {"register": adapter.source.title},
            ) from wrong
        except Exception as broken:
            raise MoveRefused("away", _("The register does not answer. Please try again later.")) from broken
    recording.corrected(actor, row.party_id, row.source, row.field)
    jobs.announce(keeping.CHANGED, source=row.source, party_id=row.party_id, fields=[row.field])
    return _settle(row, "corrected", str(data.get("answer") or ""))


def keep(matter: MatterInfo, actor: Actor, data: dict[str, Any]) -> Effect:
    return _settle(CorrectionRow.objects.get(matter_id=matter.id), "kept", str(data.get("answer") or ""))


def take_back(matter: MatterInfo, actor: Actor, data: dict[str, Any]) -> Effect:
    return _settle(CorrectionRow.objects.get(matter_id=matter.id), "withdrawn", "")


def _settle(row: CorrectionRow, state: str, answer: str) -> Effect:
    CorrectionRow.objects.filter(pk=row.pk).update(
        state=state, answer=answer.strip()[:MAX_REASON], answered_at=timezone.now()
    )
    return Effect()


def detail(matter_id: int, actor: Actor) -> dict[str, Any]:
    """For the workbench: what the register says, what the person says, and the likeliest next step."""
    row = CorrectionRow.objects.filter(matter_id=matter_id).first()
    if row is None:
        return {}
    adapter = registry.get(row.source)
    element = adapter.source.field(row.field) if adapter else None
    said = info(row)
    claimed = values.in_words(row.field, said.claimed)
    party = identity.party(row.party_id)
    return {
        "correction": said,
        "register": adapter.source if adapter else None,
        "element": element,
        "held": values.in_words(row.field, said.held),
        "claimed": claimed,
        "person": party,
        "proposal": {
            "move": "correct",
            "data": {"value": claimed},
            "texts": {},
            "words": _("Correct the value"),
            "reason": _("The person says: %(value)s") % {"value": claimed},
            "confidence": None,
        },
    }


def erase(ids: Sequence[int], what: Erasing) -> None:
    """The values go; the answer stays without people where the matter is made anonymous."""
    rows = list(CorrectionRow.objects.filter(pk__in=list(ids)))
    for row in rows:
        row.sealed = values.seal({}, values.CLAIMS)
        row.answer = mask(row.answer) if what is Erasing.ANONYMISE else ""
        row.party_id = 0
    CorrectionRow.objects.bulk_update(rows, ("sealed", "answer", "party_id"), batch_size=200)
