"""The policy: who may do what, and how far. The one table that every check, list and database fence reads.

A member of staff has what the roles of their posts grant, in the reach of each post. Residents have what is theirs.
"""

from collections.abc import Iterator

from cdos.base.fence.contracts import Fence
from cdos.base.organisation.contracts import Action, Actor, Grant, HeldPost, Role, Within

VISITOR, RESIDENT, AGENT = "visitor", "resident", "agent"
STAFF_ROLES = tuple(Role)


def _grants(who: Role | str, within: Within, *actions: Action) -> Iterator[Grant]:
    return (Grant(who, within, action) for action in actions)


POLICY: tuple[Grant, ...] = (
    *_grants(VISITOR, Within.PUBLIC, Action.SEE_PUBLIC, Action.FILE),
    *_grants(VISITOR, Within.KEY, Action.SEE, Action.ADD, Action.RATE),
    *_grants(RESIDENT, Within.OWN, Action.FILE, Action.SEE, Action.ADD, Action.RATE, Action.OWN_DATA),
    *_grants(AGENT, Within.REPRESENTED, Action.FILE, Action.SEE, Action.ADD, Action.RATE),
    *_grants(Role.OPERATOR, Within.FILED, Action.SEE, Action.ADD),
    *_grants(Role.OPERATOR, Within.CITY, Action.FILE_FOR_OTHERS),
    *_grants(Role.DISPATCHER, Within.AREA, Action.SEE, Action.ADD, Action.DISPATCH, Action.EXPORT, Action.FIGURES),
    *_grants(Role.DISPATCHER, Within.AREA, Action.SEE_CLEAR, Action.BREAK_GLASS),
    *_grants(Role.DISPATCHER, Within.CITY, Action.FILE_FOR_OTHERS),
    *_grants(Role.HANDLER, Within.UNIT, Action.SEE, Action.ADD, Action.HANDLE, Action.EXPORT, Action.FIGURES),
    *_grants(Role.HANDLER, Within.UNIT, Action.SEE_CLEAR),
    *_grants(Role.HANDLER, Within.CITY, Action.BREAK_GLASS),
    *_grants(Role.LEAD, Within.UNIT, Action.SEE, Action.ADD, Action.HANDLE, Action.EXPORT, Action.FIGURES),
    *_grants(Role.LEAD, Within.UNIT, Action.SEE_CLEAR, Action.APPROVE),
    *_grants(Role.LEAD, Within.CITY, Action.BREAK_GLASS),
    *_grants(Role.SUPERVISOR, Within.AREA, Action.SEE, Action.ADD, Action.SUPERVISE, Action.APPROVE),
    *_grants(Role.SUPERVISOR, Within.AREA, Action.EXPORT, Action.FIGURES, Action.SEE_CLEAR, Action.BREAK_GLASS),
    *_grants(Role.EDITOR, Within.CITY, Action.EDIT_LISTS, Action.EDIT_CALENDAR),
    *_grants(Role.GUARDIAN, Within.AREA, Action.GUARD),
    *_grants(Role.ADMIN, Within.CITY, Action.MANAGE_STAFF, Action.EDIT_CALENDAR, Action.OPERATE),
    *_grants(Role.SECURITY, Within.CITY, Action.MANAGE_SECURITY, Action.APPOINT_ADMINS),
    *_grants(Role.AUDIT, Within.CITY, Action.READ_LEDGER, Action.APPOINT_SECURITY),
)  # fmt: skip

# Powers that one person may not hold together (GB/T 22239-2019, 8.1.4.2: separated administrators).
APART = frozenset({Role.ADMIN, Role.SECURITY, Role.AUDIT})

_BY_ROLE: dict[Role | str, frozenset[tuple[Action, Within]]] = {
    who: frozenset((grant.action, grant.within) for grant in POLICY if grant.who == who)
    for who in {grant.who for grant in POLICY}
}


def granted(role: Role, action: Action, within: Within | None = None) -> bool:
    """Whether the role has the action, in this kind of reach where one is named."""
    return any(has is action and (within is None or reach is within) for has, reach in _BY_ROLE.get(role, ()))


def posts(actor: Actor, action: Action, within: Within) -> Iterator[HeldPost]:
    """The posts that give the actor this action in this kind of reach."""
    return (post for post in actor.posts if granted(post.role, action, within))


def allows(actor: Actor, action: Action) -> bool:
    """Whether the actor may do this anywhere at all; how far is asked of the rows."""
    return actor.system or any(granted(post.role, action) for post in actor.posts)


def areas(actor: Actor, action: Action) -> tuple[str, ...]:
    """Codes of the areas in which the actor's posts give the action."""
    return tuple(sorted({post.area for post in posts(actor, action, Within.AREA) if post.area}))


def units(actor: Actor, action: Action) -> tuple[str, ...]:
    """Codes of the units in whose name the actor has the action."""
    return tuple(sorted({post.unit for post in posts(actor, action, Within.UNIT) if post.unit}))


def fence(actor: Actor, *, city: str, key_digest: str = "") -> Fence:
    """What the database shows to a transaction of this actor: the reach of seeing, and nothing else."""
    if actor.system:
        return Fence(everything=True)
    seen = areas(actor, Action.SEE)
    return Fence(
        everything=city in seen,
        areas=seen,
        units=units(actor, Action.SEE),
        party=actor.party_id,
        account=actor.account_id if any(posts(actor, Action.SEE, Within.FILED)) else None,
        key=key_digest,
    )
