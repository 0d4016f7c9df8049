"""What hospitals tell: a visit opened by the person's code, its bill settled, corrected or cancelled. Each counts once."""

from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Filing, MoveRefused
from cdos.base.notices import api as notices
from cdos.base.organisation.contracts import SYSTEM
from cdos.base.rules.contracts import Truth

from ..adapters import registry
from ..contracts import KIND, CareRefused, Message, Told
from ..models import Agreement, Settlement, Visit
from . import books, eligibility


def take(message: Message) -> str:
    """The number of the visit. CareRefused says to the hospital's desk what to do."""
    if message.told is Told.OPENED:
        return _opened(message)
    visit = _visit(message)
    if message.told is Told.SETTLED:
        _settled(visit, message)
    else:
        _cancelled(visit, message)
    return visit.number


def _visit(message: Message) -> Visit:
    found = Visit.objects.filter(hospital=message.hospital, stay=message.stay).first()
    if found is None:
        raise CareRefused(_("There is no such visit on credit."))
    return found


def _opened(message: Message) -> str:
    known = Visit.objects.filter(hospital=message.hospital, stay=message.stay).first()
    if known is not None:
        return known.number
    agreement = _by_code(message.code)
    _check(agreement)
    number = _file(message, agreement)
    agreement.code = ""
    agreement.save(update_fields=["code"])
    return number


def _by_code(code: str) -> Agreement:
    found = (
        Agreement.objects.select_for_update()
        .filter(code=code, ended_at=None, code_until__gt=timezone.now())
        .exclude(code="")
        .first()
    )
    if found is None:
        raise CareRefused(_("This code is not valid any more. Please ask the patient to show a new one."))
    return found


def _check(agreement: Agreement) -> None:
    """Decided anew at every visit; what is not known now was known when the agreement was signed, and refuses nobody."""
    found = eligibility.look(actor=SYSTEM, party_id=agreement.party_id)
    if found.truth is Truth.NO:
        why = "；".join(one.mend or one.words for one in found.reasons if one.truth is Truth.NO)
        notices.tell(
            party_id=agreement.party_id,
            title=_("Not on credit this time"),
            body=why,
            link="/care/",
        )
        raise CareRefused(_("Not on credit this time; the patient pays as before, and was told why."))
    if books.used_fen(agreement) >= agreement.limit_fen:
        raise CareRefused(_("The credit is used up; the patient pays as before."))


def _file(message: Message, agreement: Agreement) -> str:
    name = registry.hospital_name(message.hospital)
    title = message.title.strip()[:60] or _("Treatment")
    filing = Filing(
        kind=KIND,
        title=f"{name} · {title}",
        subject_id=agreement.party_id,
        source="api",
        holder_unit=settings.CARE_OFFICE,
        idempotency_key=f"care:{message.hospital}:{message.stay}",
    )
    with matters.opening(actor=SYSTEM) as serial:
        matter = matters.file(actor=SYSTEM, filing=filing, serial=serial).matter
        Visit.objects.create(
            matter_id=matter.id,
            number=matter.number,
            party_id=agreement.party_id,
            agreement=agreement,
            hospital=message.hospital,
            stay=message.stay,
            title=title,
            opened_at=matter.filed_at,
        )
    return matter.number


def _settled(visit: Visit, message: Message) -> None:
    if message.own_fen < 0 or message.insurance_fen < 0:
        raise CareRefused(_("A sum of the bill is below nothing."))
    if message.total_fen != message.insurance_fen + message.own_fen:
        raise CareRefused(_("The parts of the bill do not add up to its total."))
    if _told(visit, message, cancelled=False):
        _act(visit, "settle")


def _told(visit: Visit, message: Message, *, cancelled: bool) -> bool:
    """Whether it is new. CareRefused: the same version came with other sums."""
    sums = (message.total_fen, message.insurance_fen, message.own_fen)
    row, made = Settlement.objects.get_or_create(
        visit=visit,
        settlement=message.settlement or message.stay,
        version=message.version,
        defaults={
            "total_fen": sums[0],
            "insurance_fen": sums[1],
            "own_fen": sums[2],
            "cancelled": cancelled,
            "at": timezone.now(),
        },
    )
    if (row.total_fen, row.insurance_fen, row.own_fen) != sums:
        raise CareRefused(_("This settlement was told with other sums; a correction needs a higher version."))
    return made


def _cancelled(visit: Visit, message: Message) -> None:
    """Before the bill the visit is called off; afterwards the bill is cancelled and everything goes back. Twice is once."""
    last = visit.settlements.order_by("-version").first()
    if visit.cancelled or (last is not None and last.cancelled):
        return
    if last is None:
        _act(visit, "call_off")
        return
    zero = replace(message, settlement=last.settlement, version=last.version + 1)
    zero = replace(zero, total_fen=0, insurance_fen=0, own_fen=0)
    if _told(visit, zero, cancelled=True):
        _act(visit, "settle")


def _act(visit: Visit, move: str) -> None:
    try:
        with override(settings.LANGUAGE_CODE), transaction.atomic():
            matters.act(actor=SYSTEM, number=visit.number, move=move)
    except MoveRefused as refused:
        raise CareRefused(_("This visit is over; the hospital settles it with the patient.")) from refused
