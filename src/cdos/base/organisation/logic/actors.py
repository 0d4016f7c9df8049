"""Who acts now, with the posts held today: own ones and those stood in for."""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from cdos.base.identity.contracts import Account, Party
from cdos.base.organisation import models, people
from cdos.base.organisation.contracts import Actor, HeldPost, Role
from cdos.base.organisation.directory import directory

KEPT = "_cdos_actor"
FIELDS = ("account_id", "post__unit_id", "post__role", "post__area_id")


def actor_of(request: HttpRequest) -> Actor:
    """Kept on the request, until sign-in or a switch of the party changes who it is."""
    account, party = _account(request), _party(request)
    kept: tuple[tuple[int | None, int | None], Actor] | None = getattr(request, KEPT, None)
    who = (account.id if account else None, party.id if party else None)
    if kept is None or kept[0] != who:
        kept = (who, make_actor(account, party))
        setattr(request, KEPT, kept)
    return kept[1]


def make_actor(account: Account | None, party: Party | None = None) -> Actor:
    if account is None:
        return Actor()
    return Actor(
        account_id=account.id,
        name=account.name,
        party_id=party.id if party else account.party_id,
        own_party_id=account.party_id,
        assurance=account.assurance,
        posts=held_posts(account.id, timezone.localdate()) if account.is_staff else (),
    )


def held_posts(account_id: int, on: date) -> tuple[HeldPost, ...]:
    """One query; a second one for the names of those stood in for."""
    own = current(on).filter(account_id=account_id)
    lent = current(on).filter(
        deputations__deputy_id=account_id,
        deputations__from_on__lte=on,
        deputations__until_on__gte=on,
        deputations__accepted_at__isnull=False,
        deputations__ended_at=None,
    )
    rows = list(own.values_list(*FIELDS).union(lent.values_list(*FIELDS)))
    holders = people.accounts(holder for holder, *_ in rows if holder != account_id)
    return tuple(
        HeldPost(
            unit=unit,
            unit_name=directory().units[unit].name,
            role=Role(role),
            area=area,
            deputy_for="" if holder == account_id else people.name(holders, holder),
        )
        for holder, unit, role, area in sorted(rows, key=lambda row: (row[0] != account_id, *row[1:]))
    )


def current(on: date) -> QuerySet[models.Appointment]:
    return models.Appointment.objects.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)


def _account(request: HttpRequest) -> Account | None:
    found = getattr(request, "account", None)
    return found if isinstance(found, Account) else None


def _party(request: HttpRequest) -> Party | None:
    found = getattr(request, "acting_for", None)
    return found if isinstance(found, Party) else None
