"""Consents: per source and purpose, given, withdrawn and counted."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base import statements
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor

from ..adapters import registry
from ..contracts import Consent, RegisterRefused
from ..models import ConsentRow
from . import recording


def info(row: ConsentRow) -> Consent:
    return Consent(
        id=row.pk,
        party_id=row.party_id,
        source=row.source,
        purpose=row.purpose,
        given_at=row.given_at,
        withdrawn_at=row.withdrawn_at,
        used=row.used,
        used_at=row.used_at,
        given_to=row.given_to,
    )


def of_party(party_id: int) -> list[Consent]:
    rows = ConsentRow.objects.filter(party_id=party_id).order_by("-given_at", "-pk")
    return [info(row) for row in rows]


_OPEN = """
    SELECT source FROM registers_consentrow
    WHERE party_id = %s::bigint AND purpose = %s::text AND withdrawn_at IS NULL
"""


def open_sources(party_id: int, purpose: str) -> frozenset[str]:
    return frozenset(source for (source,) in statements.run(_OPEN, [party_id, purpose]))


def check_may_give(actor: Actor, party_id: int) -> str:
    """The unit at whose counter it is given; "" for the party itself."""
    if actor.system or (actor.party_id is not None and actor.party_id == party_id):
        return ""
    at_counter = organisation.may(actor, Action.FILE_FOR_OTHERS) or organisation.may(actor, Action.HANDLE)
    if not actor.is_staff or not at_counter:
        raise RegisterRefused(_("Only the person themselves, or who acts for them, may allow this."))
    return actor.posts[0].unit


def give(actor: Actor, party_id: int, source: str, purpose: str) -> Consent:
    unit = check_may_give(actor, party_id)
    if registry.get(source) is None:
        raise RegisterRefused(_("The city has no such register."))
    if not purpose or len(purpose) > 80:
        raise RegisterRefused(_("A consent needs a purpose."))
    try:
        with transaction.atomic():
            row = ConsentRow.objects.create(
                party_id=party_id,
                account_id=actor.account_id,
                given_to=unit,
                source=source,
                purpose=purpose,
                given_at=timezone.now(),
            )
    except IntegrityError:  # given already
        return info(
            ConsentRow.objects.get(party_id=party_id, source=source, purpose=purpose, withdrawn_at=None)
        )
    recording.consented(actor, party_id, source, purpose, given=True)
    return info(row)


def withdraw(actor: Actor, consent_id: int) -> Consent:
    """LookupError for one of another party; one withdrawn before stays as it is."""
    row = ConsentRow.objects.select_for_update().filter(pk=consent_id).first()
    if row is None or not (actor.system or actor.party_id == row.party_id):
        raise LookupError(consent_id)
    if row.withdrawn_at is None:
        row.withdrawn_at = max(timezone.now(), row.given_at)
        row.save(update_fields=["withdrawn_at"])
        recording.consented(actor, row.party_id, row.source, row.purpose, given=False)
    return info(row)


_USED = """
    UPDATE registers_consentrow SET used = used + 1, used_at = %s
    WHERE party_id = %s::bigint AND purpose = %s::text AND withdrawn_at IS NULL AND source = ANY(%s::text[])
"""


def count(party_id: int, purpose: str, sources: Iterable[str]) -> None:
    """One use more of each open consent."""
    statements.run(_USED, [timezone.now(), party_id, purpose, list(sources)])
