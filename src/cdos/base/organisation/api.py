"""The door of the organisation: areas, units, posts, deputies, and who acts now."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from cdos.base.organisation import people, policy, shapes, words
from cdos.base.organisation.columns import ScopeColumns
from cdos.base.organisation.contracts import (
    Action,
    Actor,
    AppointmentRow,
    Area,
    AreaLevel,
    AreaRow,
    Deputation,
    EmergencyAccess,
    HeldAppointment,
    HeldPost,
    PostRow,
    Role,
    Scope,
    Unit,
    UnitRow,
    Within,
)
from cdos.base.organisation.directory import directory
from cdos.base.organisation.logic import actors, deputies, loading, posts, recording
from cdos.base.organisation.logic import emergencies as emergencies_
from cdos.base.organisation.logic.acting import acted, acting, changing, key_digest

__all__ = ["ScopeColumns", "acted", "acting", "changing", "key_digest"]


def actor(request: HttpRequest) -> Actor:
    """Who acts in this request; no query for visitors and residents, one for staff, kept on the request."""
    return actors.actor_of(request)


def staff(request: HttpRequest) -> Actor:
    """The member of staff who asks; PermissionDenied for others."""
    found = actor(request)
    if not found.is_staff:
        raise PermissionDenied
    return found


def actor_of_account(account_id: int) -> Actor:
    """An account acting for itself, outside a request; an unknown one is a visitor."""
    return actors.make_actor(people.account(account_id))


def may(actor: Actor, action: Action) -> bool:
    """Whether the policy gives the actor's posts this action anywhere; how far is asked of the rows."""
    return policy.allows(actor, action)


def posts_with(actor: Actor, action: Action, within: Within) -> list[HeldPost]:
    """The posts that give the actor this action in this kind of reach."""
    return list(policy.posts(actor, action, within))


def granted(role: Role, action: Action, within: Within | None = None) -> bool:
    """Whether the policy gives a role this action."""
    return policy.granted(role, action, within)


def areas_of(actor: Actor, action: Action) -> tuple[str, ...]:
    """Codes of the areas in which the actor's posts give the action."""
    return policy.areas(actor, action)


def units_of(actor: Actor, action: Action) -> tuple[str, ...]:
    """Codes of the units in whose name the actor has the action."""
    return policy.units(actor, action)


def units() -> dict[str, Unit]:
    """All units by code; held in the process, so treat it as read-only."""
    return directory().units


def unit(code: str) -> Unit | None:
    return directory().units.get(code)


def children_units(code: str) -> list[Unit]:
    return list(directory().children.get(code, ()))


def find_unit(*, function: str, area: str) -> Unit | None:
    """The nearest unit with this function: of the area itself, else of the area around it, up to the city."""
    return directory().find_unit(function, area)


def find_backstop(*, area: str) -> Unit | None:
    """The nearest unit that takes what no other one owns."""
    return directory().find_backstop(area)


def areas(*, level: AreaLevel | None = None, parent: str | None = None) -> list[Area]:
    """By code; all of them, or those of a level, or the direct parts of an area, or both."""
    found = directory().areas.values() if parent is None else directory().parts.get(parent, [])
    return [area for area in found if level is None or area.level is level]


def area(code: str) -> Area | None:
    return directory().areas.get(code)


def area_path(code: str) -> list[Area]:
    """City first, the area itself last; empty for an unknown code."""
    known = directory()
    return list(known.upwards(code))[::-1] if code in known.areas else []


def scope_of(area: str) -> Scope:
    """The district, street and community that an area code fixes."""
    return directory().scope(area)


def centre(code: str) -> tuple[float, float] | None:
    """Longitude and latitude."""
    found = area(code)
    return (found.lon, found.lat) if found else None


def locate(*, lon: float, lat: float) -> Scope | None:
    """District, street and community of a point in WGS 84 degrees; None outside the city."""
    code = shapes.smallest_area(lon, lat)
    return None if code is None else directory().scope(code)


def boundaries(level: AreaLevel) -> dict[str, Any]:
    """A GeoJSON FeatureCollection with properties code, name, parent."""
    return shapes.boundaries(level)


def appoint(
    *,
    actor: Actor,
    account_id: int,
    unit: str,
    role: Role,
    area: str = "",
    title: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
) -> int:
    """Id of the appointment; only an administrator or the system. Raises OrganisationRefused."""
    return posts.appoint(
        actor=actor,
        account_id=account_id,
        unit=unit,
        role=role,
        area=area,
        title=title,
        from_on=from_on,
        until_on=until_on,
    )


def end_appointment(*, actor: Actor, appointment_id: int, last_on: date | None = None) -> None:
    """Held up to and including `last_on`, by default yesterday. Raises OrganisationRefused."""
    posts.end_appointment(actor=actor, appointment_id=appointment_id, last_on=last_on)


def appointments(*, account_id: int | None = None, unit: str | None = None) -> list[HeldAppointment]:
    """Own appointments that run today, without those stood in for."""
    return posts.appointments(account_id=account_id, unit=unit)


def staff_of(unit_code: str, role: Role | None = None) -> list[tuple[int, str]]:
    """Account id and name of those who hold a post of the unit today."""
    return posts.staff_of(unit_code, role)


def holders(*, action: Action, areas: Iterable[str] | None) -> list[int]:
    """Accounts whose posts give this action today in one of these areas; with None, in the whole city."""
    return posts.holders(action, areas)


def open_emergency(*, actor: Actor, matter_id: int, reason: str) -> EmergencyAccess:
    """One matter for half an hour, beyond the reach of the actor's posts. Raises OrganisationRefused."""
    return emergencies_.open_one(actor=actor, matter_id=matter_id, reason=reason)


def judge_emergency(
    *, actor: Actor, emergency_id: int, justified: bool, judgement: str = ""
) -> EmergencyAccess:
    """By a guardian, once. Raises OrganisationRefused."""
    return emergencies_.judge(
        actor=actor, emergency_id=emergency_id, justified=justified, judgement=judgement
    )


def emergencies(*, matter_ids: Iterable[int] | None = None, limit: int = 100) -> list[EmergencyAccess]:
    """Newest first; of all matters, or of these."""
    return emergencies_.recent(matter_ids=matter_ids, limit=limit)


def propose_deputy(
    *, actor: Actor, appointment_id: int, deputy_id: int, from_on: date, until_on: date
) -> Deputation:
    """No power moves before the deputy accepts. Raises OrganisationRefused."""
    return deputies.propose(
        actor=actor, appointment_id=appointment_id, deputy_id=deputy_id, from_on=from_on, until_on=until_on
    )


def accept_deputy(*, actor: Actor, deputation_id: int) -> Deputation:
    return deputies.accept(actor=actor, deputation_id=deputation_id)


def decline_deputy(*, actor: Actor, deputation_id: int) -> Deputation:
    return deputies.decline(actor=actor, deputation_id=deputation_id)


def end_deputy(*, actor: Actor, deputation_id: int) -> Deputation:
    return deputies.end(actor=actor, deputation_id=deputation_id)


def deputations(account_id: int) -> list[Deputation]:
    """Given and taken, newest first."""
    return deputies.of_account(account_id)


def load_areas(rows: Iterable[AreaRow]) -> int:
    """Insert or change areas by code; parents may come in any order."""
    return loading.load_areas(rows)


def load_units(rows: Iterable[UnitRow]) -> int:
    return loading.load_units(rows)


def load_posts(rows: Iterable[PostRow]) -> list[int]:
    """Ids in the order of the rows; equal rows are one post, held by as many as are appointed."""
    return loading.load_posts(rows)


def load_appointments(rows: Iterable[AppointmentRow]) -> int:
    """How many are new."""
    return loading.load_appointments(rows)


def standing(actor: Actor) -> dict[str, str]:
    """Unit and post of who acts, in words, for the details of a row of the ledger."""
    return recording.standing(actor)


def role_name(role: Role) -> str:
    """In the reader's language."""
    return words.role_name(role)


def post_name(post: HeldPost) -> str:
    """Unit, role and for whom, in the reader's language."""
    return words.post_name(post)


def acting_name(actor: Actor, post: HeldPost) -> str:
    """Who acts on the post: 张三, or 张三代李四 for a deputy."""
    return words.acting_name(actor.name, post.deputy_for)


def forget() -> None:
    """Read areas and units again at the next call (a test that rolls back needs this)."""
    loading.forget()
