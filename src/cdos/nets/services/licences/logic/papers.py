"""The city's documents: made once, kept with their digest, found again by code or by file."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cdos.base.fence import api as fence
from cdos.base.files import api as files
from cdos.base.identity import api as identity
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

from ..contracts import Licence, LicenceRefused, Paper
from ..models import Paper as Row
from ..models import Use as UseRow
from . import codes, consents, pdf, reading, recording, wording

OWNER = "licences_paper"


def address(code: str) -> str:
    """Where a code is verified, as it stands on paper."""
    return f"{settings.PUBLIC_ADDRESS}{reverse('licences:verify', args=[code])}"


def document(
    *,
    title: str,
    paragraphs: Sequence[str],
    issuer: str,
    matter: str = "",
    facts: Sequence[tuple[str, str]] = (),
    holder_id: int | None = None,
    issued_on: date | None = None,
    number: str = "",
    watermark: str = "",
    expires_at: datetime | None = None,
    use: UseRow | None = None,
) -> Paper:
    """In the caller's transaction; LicenceRefused without a title or an issuer."""
    title = title.strip()[:200]
    if not title or not issuer:
        raise LicenceRefused(_("A document has a title and an issuer."))
    code, day = codes.new_code(codes.PAPER), issued_on or timezone.localdate()
    made = pdf.make(
        pdf.Sheet(
            title=title,
            paragraphs=paragraphs,
            facts=facts,
            issuer=reading.unit_name(issuer),
            issued_on=day,
            code=code,
            spaced_code=codes.spaced(code),
            address=address(code),
            number=number or matter,
            watermark=watermark,
        )
    )
    kept = files.store(stream=BytesIO(made), name=f"{title}.pdf", uploaded_by=None)
    row = Row.objects.create(
        code=code,
        sha256=hashlib.sha256(made).hexdigest(),
        title=title,
        matter=matter,
        issuer=issuer,
        issued_on=day,
        holder_id=holder_id,
        token=kept.token,
        use=use,
        expires_at=expires_at,
    )
    files.attach(tokens=[kept.token], owner_kind=OWNER, owner_id=row.pk)
    recording.gave(row)
    return shown(row)


def copy(licence: Licence, use: UseRow) -> Paper:
    """A copy for one use, with what it is for and until when across the whole page."""
    with override(settings.LANGUAGE_CODE):
        words = {
            "purpose": consents.purpose_words(use.purpose),
            "by": use.by_name,
            "day": f"{timezone.localtime(use.expires_at):%Y-%m-%d}",
        }
        return document(
            title=_("Copy of: %(licence)s") % {"licence": licence.type.name},
            paragraphs=(
                _("For %(by)s only, for this purpose: %(purpose)s. Good until %(day)s.") % words,
                _(
                    "The holder can end this use before then; whoever scans the code sees whether it still runs."
                ),
            ),
            facts=[
                *wording.rows(licence),
                (_("Number"), licence.number),
                (_("Issued by"), licence.issuer_name),
                (_("Issued on"), f"{licence.issued_on:%Y-%m-%d}"),
            ],
            issuer=licence.issuer,
            holder_id=licence.holder_id,
            watermark=_("Only for: %(purpose)s · %(by)s · until %(day)s") % words,
            expires_at=use.expires_at,
            use=use,
        )


def withdraw(code: str, *, why: str) -> Paper:
    """A document that does not hold any more (a decision that was changed). LookupError, LicenceRefused."""
    row = Row.objects.select_for_update().filter(code=codes.tidy(code)).first()
    if row is None:
        raise LookupError(code)
    if not why.strip():
        raise LicenceRefused(_("Please say why: whoever verifies the document reads it."))
    row.withdrawn_at, row.withdrawn_why = timezone.now(), why.strip()[:500]
    row.save(update_fields=["withdrawn_at", "withdrawn_why"])
    return shown(row)


def of_matter(matter: str) -> list[Paper]:
    """Oldest first."""
    return [shown(row) for row in Row.objects.filter(matter=matter).order_by("id")] if matter else []


def of_holder(party_id: int) -> list[Paper]:
    """Documents given to somebody, newest first, without copies of licences."""
    rows = Row.objects.filter(holder_id=party_id, use=None).order_by("-id")[:200]
    return [shown(row) for row in rows]


def shown(row: Row) -> Paper:
    return Paper(
        id=row.pk,
        code=row.code,
        title=row.title,
        matter=row.matter,
        issuer=row.issuer,
        issued_on=row.issued_on,
        token=row.token,
        sha256=row.sha256,
        holder_id=row.holder_id,
        expires_at=row.expires_at,
        withdrawn=row.withdrawn_at is not None,
    )


def _reads_for(actor: Actor, holder_id: int) -> bool:
    """The holder, and who may act for them today: a mother reads what her child got without a switch of the party."""
    if holder_id in (actor.party_id, actor.own_party_id):
        return True
    own = actor.own_party_id
    return own is not None and bool(identity.party_acted_for(own_party_id=own, party_id=holder_id))


def may_read(paper_id: int, request: HttpRequest) -> bool:
    """The guard of the file: its holder, the unit that gave it, and whoever may see its matter."""
    actor = organisation.actor(request)
    with fence.everything():
        row = Row.objects.filter(pk=paper_id).first()
    if row is None or actor.account_id is None:
        return False
    if row.holder_id is not None and _reads_for(actor, row.holder_id):
        return True
    if row.issuer in organisation.units_of(actor, Action.SEE):
        return True
    if not row.matter:
        return False
    try:
        return bool(matters.get(actor=actor, number=row.matter))
    except (LookupError, NotAllowed):
        return False
