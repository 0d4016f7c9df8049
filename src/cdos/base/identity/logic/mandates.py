"""Who may act for whom (代办), and until when."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from cdos.base.identity import models
from cdos.base.identity.contracts import IdentityRefused, Mandate, Party, Relation
from cdos.base.identity.logic import recording, vault


def _valid(holder_id: int, today: date) -> QuerySet[models.Mandate]:
    open_or_later = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    return models.Mandate.objects.filter(open_or_later, holder_id=holder_id, valid_from__lte=today)


def current(party_id: int) -> QuerySet[models.Mandate]:
    """Of everybody who may act for the party today."""
    today = timezone.localdate()
    open_or_later = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    return models.Mandate.objects.filter(open_or_later, party_id=party_id, valid_from__lte=today)


def mandates(account_id: int) -> list[Mandate]:
    """All that the account may act for today; itself first. Empty for an account without a party."""
    account = models.Account.objects.select_related("party").filter(pk=account_id).first()
    if account is None or account.party is None:
        return []
    own = Mandate(
        party=vault.shown(account.party), relation=Relation.SELF, valid_from=account.created_at.date()
    )
    rows = _valid(account.party.pk, timezone.localdate()).select_related("party").order_by("relation", "id")
    others = [
        Mandate(
            party=vault.shown(row.party),
            relation=Relation(row.relation),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in rows
    ]
    return [own, *others]


def party_acted_for(*, own_party_id: int, party_id: int) -> Party | None:
    """The party when a mandate holds today, else None: an ended mandate stops at once."""
    row = _valid(own_party_id, timezone.localdate()).filter(party_id=party_id).select_related("party").first()
    return vault.shown(row.party) if row else None


def named(*, party_id: int, name: str, born_on: date | None) -> Party | None:
    """Who a child's name and day of birth mean where this party says them: the party itself, or a child for whom it may act
    today. A day that is not known says nothing against a name.
    """
    own = models.Party.objects.get(pk=party_id)
    if born_on is not None and own.born_on == born_on:
        return vault.shown(own)
    children = _valid(party_id, timezone.localdate()).filter(relation=Relation.CHILD.value)
    for one in [*(row.party for row in children.select_related("party").order_by("id")), own]:
        if one.name == name and (born_on is None or one.born_on in (None, born_on)):
            return vault.shown(one)
    return None


def grant_mandate(
    *,
    holder_id: int,
    party_id: int,
    relation: Relation,
    valid_from: date | None = None,
    valid_until: date | None = None,
    confirmed_by: str = "",
) -> None:
    """`valid_until` is the last day. Raises IdentityRefused for dates or relations that cannot be, or one that exists."""
    try:
        with transaction.atomic():
            models.Mandate.objects.create(
                holder_id=holder_id,
                party_id=party_id,
                relation=relation,
                valid_from=valid_from or timezone.localdate(),
                valid_until=valid_until,
                confirmed_by=confirmed_by,
            )
            recording.ruled(
                recording.MANDATE_GRANTED, about=party_id, holder_party=holder_id, relation=relation.value
            )
    except IntegrityError as error:
        raise IdentityRefused(
            gettext("This right exists already, or its dates cannot be."), code="mandate"
        ) from error


def end_mandate(*, holder_id: int, party_id: int) -> None:
    """Ends today's rights of the holder for the party at once; rows of the past stay as they were."""
    today = timezone.localdate()
    current = _valid(holder_id, today).filter(party_id=party_id)
    with transaction.atomic():
        current.filter(valid_from=today).delete()
        current.update(valid_until=today - timedelta(days=1))
        recording.ruled(recording.MANDATE_ENDED, about=party_id, holder_party=holder_id)
