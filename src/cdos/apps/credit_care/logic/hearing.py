"""What hospitals tell: a visit opened by the person's code, its bill settled, corrected or cancelled. Each counts once."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.identity import api as identity
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Filing, MoveRefused
from cdos.base.notices import api as notices
from cdos.base.organisation.contracts import SYSTEM
from cdos.base.rules.contracts import Truth

from ..adapters import registry
from ..contracts import KIND, CareRefused, Eligibility, Message, Told
from ..models import Agreement, Settlement, Visit
from . import books, eligibility, levelling

LONGEST = {"stay": 60, "settlement": 60, "code": 60, "title": 500}
MOST = {"version": 10**9, "total_fen": 10**14, "insurance_fen": 10**14, "own_fen": 10**14}


@dataclass(frozen=True, slots=True)
class Heard:
    """The number of the visit, or what the desk is told once it is kept what was looked at and what the patient was told."""

    number: str
    refused: str = ""


def check_shape(message: Message) -> None:
    """ValueError: not what a hospital's system sends."""
    for name, longest in LONGEST.items():
        text = getattr(message, name)
        if not isinstance(text, str) or len(text) > longest or "\x00" in text:
            raise ValueError(name)
    for name, most in MOST.items():
        number = getattr(message, name)
        if type(number) is not int or abs(number) > most:
            raise ValueError(name)
    if not message.stay or message.version < 0:
        raise ValueError("stay, version")


def take(message: Message) -> Heard:
    """CareRefused says to the hospital's desk what to do; nothing of it is kept then."""
    if message.told is Told.OPENED:
        return _opened(message)
    visit = _visit(message)
    if message.told is Told.SETTLED:
        _settled(visit, message)
    else:
        _cancelled(visit, message)
    return Heard(visit.number)


def _known(message: Message) -> Visit | None:
    return Visit.objects.filter(hospital=message.hospital, stay=message.stay).first()


def _visit(message: Message) -> Visit:
    found = _known(message)
    if found is None:
        raise CareRefused(_("There is no such visit on credit."))
    return found


def _opened(message: Message) -> Heard:
    """Told twice at the same moment, the second one waits for the code, which the first has used by then."""
    if known := _known(message):
        return Heard(known.number)
    agreement = _by_code(message.code)
    if agreement is None:
        if known := _known(message):
            return Heard(known.number)
        raise CareRefused(_("This code is not valid any more. Please ask the patient to show a new one."))
    if not _still_eligible(agreement):
        return Heard("", _("Not on credit this time; the patient pays as before, and was told why."))
    if books.used_fen(agreement) >= agreement.limit_fen:
        return Heard("", _("The credit is used up; the patient pays as before."))
    number = _file(message, agreement)
    agreement.code = ""
    agreement.save(update_fields=["code"])
    return Heard(number)


def _by_code(code: str) -> Agreement | None:
    return (
        Agreement.objects.select_for_update()
        .filter(code=code, ended_at=None, code_until__gt=timezone.now())
        .exclude(code="")
        .first()
    )


def _still_eligible(agreement: Agreement) -> bool:
    """Decided anew at every visit; what is not known now was known when the agreement was signed, and refuses nobody."""
    with override(identity.contact(agreement.party_id).language or settings.LANGUAGE_CODE):
        found = eligibility.look(actor=SYSTEM, party_id=agreement.party_id)
        if found.truth is Truth.NO:
            _tell_why(agreement, found)
    if found.truth is Truth.YES:
        _limit(agreement, found)
    return found.truth is not Truth.NO


def _tell_why(agreement: Agreement, found: Eligibility) -> None:
    """Once a code, however often the desk tries it."""
    notices.tell(
        party_id=agreement.party_id,
        title=_("Not on credit this time"),
        body="；".join(one.mend or one.words for one in found.reasons if one.truth is Truth.NO),
        link="/care/",
        key=f"care-not:{agreement.pk}:{agreement.code}",
    )


def _limit(agreement: Agreement, found: Eligibility) -> None:
    """That of today's level, and never above the one that was signed for."""
    fen = min(found.limit_fen, books.signed_fen(agreement))
    if fen > 0 and fen != agreement.limit_fen:
        agreement.level, agreement.limit_fen = found.level, fen
        agreement.save(update_fields=["level", "limit_fen"])


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
    """Before any bill the visit is called off; afterwards the bill that is named, or every one, goes back. Twice is once."""
    if visit.cancelled:
        return
    bills = levelling.settlements(visit)
    if not bills:
        _act(visit, "call_off")
        return
    named = [one for one in bills if message.settlement in ("", one.settlement)]
    if not named:
        raise CareRefused(_("It is not settled yet."))
    zero = replace(message, total_fen=0, insurance_fen=0, own_fen=0)
    fresh = [
        _told(visit, replace(zero, settlement=one.settlement, version=one.version + 1), cancelled=True)
        for one in named
        if not one.cancelled
    ]
    if any(fresh):
        _act(visit, "settle")


def _act(visit: Visit, move: str) -> None:
    try:
        with override(settings.LANGUAGE_CODE), transaction.atomic():
            matters.act(actor=SYSTEM, number=visit.number, move=move)
    except MoveRefused as refused:
        raise CareRefused(_("This visit is over; the hospital settles it with the patient.")) from refused
