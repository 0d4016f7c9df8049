"""An enterprise asks; the knowledge base answers before anything is filed."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import PartyKind
from cdos.base.matters.contracts import Place
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import SYSTEM, Actor, Scope
from cdos.hubs.knowledge import api as knowledge
from cdos.hubs.knowledge.contracts import Audience, Found
from cdos.nets.governance.appeals import api as appeals
from cdos.nets.governance.appeals.contracts import AppealFiling, Contact, Filed, Source

from ..contracts import MAX_QUESTION, EnterpriseRefused, Firm, Question
from ..models import Asked, Case
from . import categories

PORTAL = "business"
KEEP = timedelta(days=90)


def firm_of(actor: Actor) -> Firm | None:
    """The enterprise acted for now; None for who acts for a person."""
    if actor.party_id is None:
        return None
    party = identity.party(actor.party_id)
    if party is None or party.kind is not PartyKind.ENTERPRISE:
        return None
    return Firm(party.id, party.name, True)


def firms(actor: Actor) -> list[Firm]:
    """The enterprises that the actor's account may act for today."""
    if actor.account_id is None or actor.is_staff:
        return []
    found = (one.party for one in identity.mandates(actor.account_id))
    return [
        Firm(party.id, party.name, party.id == actor.party_id)
        for party in found
        if party.kind is PartyKind.ENTERPRISE
    ]


def needed(actor: Actor) -> tuple[Firm, int]:
    firm = firm_of(actor)
    if firm is None or actor.account_id is None:
        raise EnterpriseRefused("firm", _("Please choose the enterprise you act for first."))
    return firm, actor.account_id


def ask(actor: Actor, *, category: str, text: str, urgent: bool) -> Asked:
    firm, account = needed(actor)
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not text or len(text) > MAX_QUESTION:
        raise EnterpriseRefused("text", _("Please say what it is about, in at most 5,000 characters."))
    if category not in categories.CODES:
        raise EnterpriseRefused("category", _("Please choose what it is about."))
    found = look_up(text, PORTAL)
    return Asked.objects.create(
        party_id=firm.party_id,
        account_id=account,
        category=category,
        text=text,
        urgent=urgent,
        asked_at=timezone.now(),
        known=found.known,
        entries=[one.entry.id for one in found.answers],
    )


def look_up(text: str, portal: str = "") -> Found:
    language = get_language() or settings.LANGUAGE_CODE
    return knowledge.ask(question=text, language=language, audience=Audience.ENTERPRISE, portal=portal)


def row_of(actor: Actor, question_id: int) -> Asked:
    """One of the enterprise acted for. LookupError."""
    firm, _account = needed(actor)
    found = Asked.objects.filter(pk=question_id, party_id=firm.party_id).first()
    if found is None:
        raise LookupError(question_id)
    return found


def bare(row: Asked, found: Found = Found(())) -> Question:
    return Question(row.pk, row.category, row.text, row.urgent, row.asked_at, row.outcome, row.number, found)


def question(row: Asked) -> Question:
    return bare(row, look_up(row.text)) if row.text else bare(row)


def answered(row: Asked) -> None:
    """The enterprise says that the answer settles it. One that was filed stays filed."""
    if not row.known:
        raise EnterpriseRefused("known", _("There was no answer that could settle it."))
    changed = Asked.objects.filter(pk=row.pk, outcome="").update(
        outcome="answered", settled_at=timezone.now()
    )
    if changed:
        for entry in row.entries[:1]:
            knowledge.rate(entry_id=entry, helped=True)


def file(
    actor: Actor, row: Asked, *, text: str, address: str, phone: str, urgent: bool, idempotency_key: str
) -> Filed:
    """An appeal of the enterprise; an urgent one is with the backstop unit in the same transaction."""
    if row.outcome == "filed":
        raise EnterpriseRefused("filed", _("This was filed already: %(number)s.") % {"number": row.number})
    firm, _account = needed(actor)
    party = identity.party(firm.party_id)
    scope = organisation.scope_of(party.community) if party and party.community else Scope()
    filing = AppealFiling(
        text=text.strip() or row.text,
        place=Place(address=address, scope=scope),
        contact=Contact(phone=phone),
        source=Source.ENTERPRISE,
        urgent=urgent,
    )
    with transaction.atomic():
        filed = appeals.file_appeal(actor=actor, filing=filing, idempotency_key=idempotency_key)
        if filed.created:
            _keep(filed, row, urgent)
    return filed


def _keep(filed: Filed, row: Asked, urgent: bool) -> None:
    matter, now = filed.matter, timezone.now()
    scope = matter.place.scope
    unit = (
        organisation.find_backstop(area=scope.street or scope.district or settings.CITY_CODE)
        if urgent
        else None
    )
    with organisation.acting(SYSTEM):
        Case.objects.create(
            matter_id=matter.id,
            number=matter.number,
            category=row.category,
            urgent=urgent,
            filed_at=matter.filed_at,
            backstop_unit=unit.code if unit else "",
            backstop_at=now if unit else None,
        )
        Asked.objects.filter(pk=row.pk).update(
            outcome="filed", number=matter.number, text="", urgent=urgent, settled_at=now
        )
        if unit is not None:
            reason = _("Urgent for an enterprise: the backstop unit takes it at once.")
            appeals.dispatch(actor=SYSTEM, number=matter.number, unit=unit.code, reason=reason)


def forget() -> int:
    """Words of questions older than ninety days go; what came of them stays for the figures."""
    old = Asked.objects.filter(asked_at__lt=timezone.now() - KEEP).exclude(text="")
    return old.update(text="")
