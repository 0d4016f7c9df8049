"""What residents correct about themselves. The ledger keeps which field, never a value."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext

from cdos.base.identity import models
from cdos.base.identity.contracts import Assurance, IdentityRefused
from cdos.base.identity.logic import recording, vault
from cdos.base.identity.logic.parties import check_name, register_person


def may_rename(account_id: int) -> bool:
    """A proven name is proven anew; that of staff is an administrator's."""
    row = models.Account.objects.get(pk=account_id)
    return not row.is_staff and row.assurance < Assurance.REAL_NAME


def mail(account_id: int) -> str:
    """Their own, in clear: for its owner only."""
    row = models.Account.objects.select_related("party").get(pk=account_id)
    return vault.mail_of(row.party) if row.party else ""


def correct(*, account_id: int, name: str = "", mail: str = "") -> list[str]:
    """Which fields changed; an empty name leaves it as it is, an empty mail takes it away. IdentityRefused."""
    address = _check_mail(mail)
    with transaction.atomic():
        row = (
            models.Account.objects.select_for_update(of=("self",)).select_related("party").get(pk=account_id)
        )
        own = row.party or models.Party.objects.get(pk=register_person(name=row.name).id)
        row.party, changed = own, []
        clean = check_name(name) if name else row.name
        if clean != row.name:
            _rename(row, own, clean)
            changed.append("name")
        if address != vault.mail_of(own):
            vault.put_mail(own, address)
            changed.append("mail")
        own.save()
        row.save(update_fields=["name", "party"])
        for field in changed:
            recording.entered(recording.CORRECTED, account_id, field=field)
    return changed


def _check_mail(mail: str) -> str:
    address = mail.strip()
    if not address:
        return ""
    try:
        validate_email(address)
    except ValidationError:
        raise IdentityRefused(
            gettext("This is no mail address; it looks like name@example.org."), code="mail"
        ) from None
    return address


def _rename(row: models.Account, own: models.Party, name: str) -> None:
    if not may_rename(row.pk):
        raise IdentityRefused(gettext("This name was proved; prove it again to correct it."), code="name")
    row.name = name
    if not vault.has_document(own):
        own.name = name
