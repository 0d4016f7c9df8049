"""A person closes their own account: what lets anybody in ends at once, who they are goes when no open matter needs it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, override

from cdos.base.crypto import api as crypto
from cdos.base.fence import api as fence
from cdos.base.identity import models
from cdos.base.identity.contracts import Assurance, IdentityRefused, Self
from cdos.base.identity.logic import devices, recording, vault
from cdos.base.jobs import api as jobs
from cdos.base.ledger import api as ledger
from cdos.base.web import api as web

CLOSED = "identity.closed"
BATCH = 200


@dataclass(frozen=True, slots=True)
class Keeper:
    """What a module does when an account is closed, and whether it still needs to know who the person is."""

    forget: Callable[[Self], None]
    needs: Callable[[int], bool]  # by party id


KEEPERS: dict[str, Keeper] = {}


def _nothing(_asked: Self) -> None:
    return None


def _no_need(_party_id: int) -> bool:
    return False


def register(
    name: str, *, forget: Callable[[Self], None] = _nothing, needs: Callable[[int], bool] = _no_need
) -> None:
    """Once, when the module is loaded. `forget` runs at the closing and once more when the person is erased."""
    KEEPERS[name] = Keeper(forget, needs)


def why_not(account_id: int) -> str:
    """Why this account is not closed by its owner; empty where it may be."""
    row = models.Account.objects.get(pk=account_id)
    if row.is_staff:
        return gettext(
            "This is an account of staff: what was done with it must stay. An administrator ends it."
        )
    if row.demo_role:
        return gettext(
            "This is a demonstration account that everybody uses. Register one of your own to close it."
        )
    return ""


def needed(account_id: int) -> bool:
    """Whether an open matter still needs the person."""
    row = models.Account.objects.get(pk=account_id)
    return row.party_id is not None and _open(row.party_id)


def _open(party_id: int) -> bool:
    with fence.everything():
        return any(keeper.needs(party_id) for keeper in KEEPERS.values())


def close(*, account_id: int) -> bool:
    """All in one transaction; whether the person was erased already, else the night after the last open matter does it.

    IdentityRefused for accounts of staff and of the demonstration. That it is the owner who asks is for the caller.
    """
    with transaction.atomic():
        row = (
            models.Account.objects.select_for_update(of=("self",)).select_related("party").get(pk=account_id)
        )
        if refusal := why_not(account_id):
            raise IdentityRefused(refusal, code="not-closed")
        _say_farewell(row)
        _end_ways_in(row)
        with fence.everything():
            _forget(row)
        recording.entered(recording.CLOSED, account_id)
        _empty_account(row)
        done = _erase(row)
        if row.party_id:
            ledger.erase_details(about=row.party_id, by=account_id)
    return done


def _say_farewell(row: models.Account) -> None:
    """The addresses go with the event, sealed, since nothing else may know them a moment later."""
    if row.party is None:
        return
    to = {"phone": vault.phone_of(row.party), "mail": vault.mail_of(row.party)}
    sealed = {name: crypto.seal(clear, column=CLOSED).hex() for name, clear in to.items() if clear}
    if sealed:
        jobs.announce(CLOSED, account=row.pk, language=row.language, **sealed)


def _end_ways_in(row: models.Account) -> None:
    devices.end_all(account_id=row.pk, why="account closed")
    for table in (
        models.DeviceSession,
        models.ApiToken,
        models.Factor,
        models.RecoveryCode,
        models.PasswordState,
        models.ExternalIdentity,
    ):
        table._default_manager.filter(account_id=row.pk).delete()
    if row.party is None:
        return
    models.Mandate.objects.filter(Q(holder=row.party) | Q(party=row.party)).delete()
    if phone := vault.phone_of(row.party):
        models.PhoneCode.objects.filter(phone=vault.phone_mark(phone)).delete()


def _forget(row: models.Account) -> None:
    web.forget_drafts(account_id=row.pk)
    for keeper in KEEPERS.values():
        keeper.forget(Self(row.pk, row.party_id))


def gone_words() -> str:
    with override(settings.LANGUAGE_CODE):
        return gettext("(closed account)")


def _empty_account(row: models.Account) -> None:
    """The row stays, since lines and the ledger point to it; its login is free for whoever has that phone."""
    row.login, row.name, row.password = f"closed:{row.pk}", gone_words(), "!"
    row.is_active, row.assurance, row.closed_at = False, Assurance.ANONYMOUS, timezone.now()
    row.save(update_fields=["login", "name", "password", "is_active", "assurance", "closed_at"])


def _erase(row: models.Account) -> bool:
    """Whether the person is gone: not while something is open. A person who has another account stays with that one."""
    own = row.party
    if own is not None and not _has_another(own, row):
        if _open(own.pk):
            return False
        _empty_party(own)
    row.erased_at = timezone.now()
    row.save(update_fields=["erased_at"])
    return True


def _has_another(own: models.Party, row: models.Account) -> bool:
    return models.Account.objects.filter(party=own, closed_at=None).exclude(pk=row.pk).exists()


def _empty_party(own: models.Party) -> None:
    vault.put_document(own, "")
    vault.put_phone(own, "")
    vault.put_mail(own, "")
    own.name, own.document_kind, own.community, own.born_on, own.sex = gone_words(), "", "", None, ""
    own.save()


def waiting() -> Sequence[int]:
    """Closed accounts whose person is still known, for an open matter."""
    rows = models.Account.objects.filter(closed_at__isnull=False, erased_at=None).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def erase_waiting() -> int:
    """Whose last matter has closed since; each in a transaction of its own. How many."""
    return sum(_erase_one(account_id) for account_id in waiting())


def _erase_one(account_id: int) -> bool:
    with transaction.atomic():
        row = (
            models.Account.objects.select_for_update(of=("self",)).select_related("party").get(pk=account_id)
        )
        if not _erase(row):
            return False
        with fence.everything():
            _forget(row)
        recording.ruled(recording.ERASED, account_id=account_id)
        if row.party_id:
            ledger.erase_details(about=row.party_id)
    return True
