"""The city's units, areas and posts (机构, 辖区, 岗位) and who holds what power now."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from cdos.base.identity.contracts import Assurance


class AreaLevel(StrEnum):
    CITY = "city"
    DISTRICT = "district"  # 区, 6-digit code
    STREET = "street"  # 街道, 9-digit code
    COMMUNITY = "community"  # 社区, 12-digit code


class UnitLevel(StrEnum):
    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"


class Role(StrEnum):
    """What a post may do (岗位角色)."""

    OPERATOR = "operator"  # 话务员: files for callers
    DISPATCHER = "dispatcher"  # 分拨员: sees and dispatches everything in the post's area
    HANDLER = "handler"  # 经办人: works the matters of the unit
    LEAD = "lead"  # 负责人: approves pauses and extensions of the unit
    SUPERVISOR = "supervisor"  # 督办员: sees the area, urges and rules
    EDITOR = "editor"  # 清单管理员: duty list, calendar, templates
    GUARDIAN = "guardian"  # 个人信息保护专员: is told when somebody looks without a reason of duty
    ADMIN = "admin"  # 系统管理员: accounts, posts and the running of the system, no matters
    SECURITY = "security"  # 安全管理员: sessions, lock-outs, keys, retention
    AUDIT = "audit"  # 审计管理员: reads the ledger


class Action(StrEnum):
    """What the policy grants (操作)."""

    SEE_PUBLIC = (
        "matter.see_public"  # the public face: state and subject, masked text where the person agreed
    )
    FILE = "matter.file"
    SEE = "matter.see"  # open, list, search, files
    ADD = "matter.add"  # words and files
    RATE = "matter.rate"
    HANDLE = "matter.handle"  # the moves of the unit that holds it
    APPROVE = "matter.approve"  # pauses and extensions
    DISPATCH = "matter.dispatch"
    SUPERVISE = "matter.supervise"
    FILE_FOR_OTHERS = "matter.file_for_others"
    EXPORT = "matter.export"
    FIGURES = "figures.see"
    OWN_DATA = "person.own_data"  # see, correct, export, close the own account; who looked
    SEE_CLEAR = "person.see_clear"  # a phone or document number, for a stated purpose
    BREAK_GLASS = "person.break_glass"  # open one matter beyond the reach, in an emergency
    GUARD = "person.guard"
    EDIT_LISTS = "duty_list.edit"
    EDIT_CALENDAR = "calendar.edit"
    MANAGE_STAFF = "staff.manage"
    OPERATE = "system.operate"  # queues, backups, health
    MANAGE_SECURITY = "security.manage"
    APPOINT_ADMINS = "admins.appoint"  # system and audit administrators
    APPOINT_SECURITY = "security.appoint"  # security administrators
    READ_LEDGER = "ledger.read"


class Within(StrEnum):
    """How far a grant reaches (范围)."""

    PUBLIC = "public"
    KEY = "key"  # the secret of an anonymous filing
    OWN = "own"  # the own party
    REPRESENTED = "represented"  # a child, parent or enterprise acted for
    FILED = "filed"  # filed by the own hand for somebody else
    UNIT = "unit"  # held by the post's unit, or with its help
    AREA = "area"  # lies in the post's area
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Grant:
    """One line of the policy: who (a role, or visitor, resident, agent) may do what, how far."""

    who: "Role | str"
    within: Within
    action: Action


@dataclass(frozen=True, slots=True)
class Scope:
    """The four scope columns of a scoped row; an empty column means not fixed."""

    district: str = ""
    street: str = ""
    community: str = ""
    department: str = ""  # code of the unit that holds the row


@dataclass(frozen=True, slots=True)
class Area:
    code: str  # 440300 city, 6 district, 9 street, 12 community digits
    name: str
    level: AreaLevel
    parent: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Unit:
    """A department, street office or community station (承办单位)."""

    id: int
    code: str  # e.g. 440304-water; a street office 440304001-office
    name: str
    level: UnitLevel
    function: str  # what it does, the same word in every district: water, housing, police, office ...
    area: str  # area code it serves; the city's is 440300
    parent: str = ""  # unit code
    phone: str = ""
    backstop: bool = False  # takes what no other unit of its area owns (兜底单位)


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post that an actor holds now, or holds as an accepted deputy."""

    unit: str  # unit code
    unit_name: str
    role: Role
    area: str  # area code the power reaches; the city's code reaches all
    deputy_for: str = ""  # name of the absent holder


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something now: a visitor, a resident acting for a party, a member of staff or the system."""

    account_id: int | None = None
    name: str = ""
    party_id: int | None = None  # the party acted for
    own_party_id: int | None = None
    assurance: Assurance = Assurance.ANONYMOUS
    posts: tuple[HeldPost, ...] = ()
    system: bool = False
    matter_key: str = ""  # the secret of an anonymous matter, when the visitor showed one
    admitted: tuple[int, ...] = ()  # matters opened for a while by breaking the glass

    @property
    def is_staff(self) -> bool:
        return bool(self.posts)

    def holds(self, *roles: Role) -> bool:
        return any(post.role in roles for post in self.posts)


SYSTEM = Actor(name="system", system=True)


@dataclass(frozen=True, slots=True)
class Deputation:
    """A holder's absence: powers move only after the deputy accepted, from `from_on` to `until_on`."""

    id: int
    holder: str
    deputy: str
    unit_name: str
    role: Role
    from_on: date
    until_on: date
    accepted: bool
    declined: bool = False
    ended: bool = False
    holder_account: int = 0
    deputy_account: int = 0

    @property
    def open(self) -> bool:
        """Proposed, and neither declined nor ended."""
        return not (self.declined or self.ended)


@dataclass(frozen=True, slots=True)
class HeldAppointment:
    """A person's place on a post, with its dates."""

    id: int
    account_id: int
    post_id: int
    unit: str
    unit_name: str
    role: Role
    area: str
    title: str
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area to load; the boundary is a GeoJSON Polygon or MultiPolygon in WGS 84 degrees, or None."""

    code: str
    name: str
    level: AreaLevel
    parent: str
    lon: float
    lat: float
    boundary: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class UnitRow:
    code: str
    name: str
    level: UnitLevel
    function: str
    area: str
    parent: str = ""
    phone: str = ""
    backstop: bool = False


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post to load; an empty area means the area of the unit."""

    unit: str
    role: Role
    area: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    account_id: int
    post_id: int
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class EmergencyAccess:
    """One matter opened beyond the reach of the person's posts (紧急查看), for a short time, with a reason."""

    id: int
    account_id: int
    name: str
    matter_id: int
    reason: str
    from_at: datetime
    until_at: datetime
    ended_at: datetime | None = None
    justified: bool | None = None  # a guardian's view; None: not looked at yet
    judgement: str = ""
    judged_by: str = ""
    judged_at: datetime | None = None


class OrganisationRefused(ValueError):
    """A change of posts or deputies is refused; the text says why and what to do."""
