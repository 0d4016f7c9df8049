"""Who acts now, with the posts held today: own ones and those stood in for, and the matters opened in an emergency."""

from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from cdos.base.identity.contracts import Account, Party
from cdos.base.organisation import models, people
from cdos.base.organisation.contracts import Actor, HeldPost, Role
from cdos.base.organisation.directory import directory

KEPT = "_cdos_actor"
GLASS = "glass"
# One statement for every page of staff: written by hand, since the ORM takes longer to write it than the database to run it.
_POSTS = f"""
SELECT a.account_id, p.unit_id, p.role, p.area_id
FROM organisation_appointment a JOIN organisation_post p ON p.id = a.post_id
WHERE a.account_id = %(account)s AND a.from_on <= %(on)s AND (a.until_on IS NULL OR a.until_on >= %(on)s)
UNION
SELECT a.account_id, p.unit_id, p.role, p.area_id
FROM organisation_deputation d JOIN organisation_appointment a ON a.id = d.appointment_id
JOIN organisation_post p ON p.id = a.post_id
WHERE d.deputy_id = %(account)s AND d.from_on <= %(on)s AND d.until_on >= %(on)s AND d.accepted_at IS NOT NULL
  AND d.ended_at IS NULL AND a.from_on <= %(on)s AND (a.until_on IS NULL OR a.until_on >= %(on)s)
UNION
SELECT account_id, matter_id::text, '{GLASS}', '' FROM organisation_emergency
WHERE account_id = %(account)s AND ended_at IS NULL AND until_at > now()
"""


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
    posts, admitted = powers(account.id, timezone.localdate()) if account.is_staff else ((), ())
    return Actor(
        account_id=account.id,
        name=account.name,
        party_id=party.id if party else account.party_id,
        own_party_id=account.party_id,
        assurance=account.assurance,
        posts=posts,
        admitted=admitted,
    )


def powers(account_id: int, on: date) -> tuple[tuple[HeldPost, ...], tuple[int, ...]]:
    """Posts and matters opened in an emergency: one query; a second one for the names of those stood in for."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTS, {"account": account_id, "on": on})
        found = cursor.fetchall()
    rows = [row for row in found if row[2] != GLASS]
    holders = people.accounts(row[0] for row in rows if row[0] != account_id)
    posts = tuple(
        HeldPost(
            unit=unit,
            unit_name=directory().units[unit].name,
            role=Role(role),
            area=area,
            deputy_for="" if holder == account_id else people.name(holders, holder),
        )
        for holder, unit, role, area in sorted(rows, key=lambda row: (row[0] != account_id, *row[1:]))
    )
    return posts, tuple(int(row[1]) for row in found if row[2] == GLASS)


def current(on: date) -> QuerySet[models.Appointment]:
    return models.Appointment.objects.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)


def _account(request: HttpRequest) -> Account | None:
    found = getattr(request, "account", None)
    return found if isinstance(found, Account) else None


def _party(request: HttpRequest) -> Party | None:
    found = getattr(request, "acting_for", None)
    return found if isinstance(found, Party) else None
