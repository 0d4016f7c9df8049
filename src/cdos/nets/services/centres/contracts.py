"""Service centres (政务服务中心): one of the city, one a district, street and community; appointments and queue numbers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class CentreLevel(StrEnum):
    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"


class Mode(StrEnum):
    COUNTER = "counter"
    VIDEO = "video"  # 视频办


class AppointmentState(StrEnum):
    BOOKED = "booked"
    CANCELLED = "cancelled"
    CAME = "came"
    MISSED = "missed"


class TicketState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVED = "served"
    GONE = "gone"  # called and not there (过号)


class PlaceKind(StrEnum):
    """What else the life map shows (生活地图)."""

    CANTEEN = "canteen"  # 长者食堂
    CLINIC = "clinic"  # 社区健康服务中心
    LIBRARY = "library"
    SPORTS = "sports"
    NURSERY = "nursery"  # 托育园
    MACHINE = "machine"  # 自助服务机


@dataclass(frozen=True, slots=True)
class Centre:
    code: str
    name: str
    level: CentreLevel
    area: str
    address: str
    lon: float
    lat: float
    opens: str  # "周一至周五 9:00–12:00, 14:00–18:00"
    phone: str = ""
    unit: str = ""  # code of the unit whose people serve there
    counters: int = 1
    video: bool = False  # takes video appointments


@dataclass(frozen=True, slots=True)
class Slot:
    centre: str
    on: date
    at: str  # "09:30"
    left: int


@dataclass(frozen=True, slots=True)
class Appointment:
    id: int
    centre: str
    item: str  # code, or empty
    at: datetime
    state: str  # booked cancelled came missed
    mode: str = "counter"  # counter | video
    what: str = ""  # what for, in words
    centre_name: str = ""
    room: str = ""  # address of the video room, once staff opened it
    party_id: int | None = None
    name: str = ""  # of who comes, for staff
    ticket: str = ""  # key of the queue number that it became

    @property
    def room_id(self) -> str:
        """Of the field on the desk, where several stand."""
        return f"room-{self.id}"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A queue number (排队号)."""

    id: int
    centre: str
    number: str  # "A012"
    ahead: int
    taken_at: datetime
    state: str  # waiting called served gone
    key: str = ""  # the secret with which its owner looks at it
    window: str = ""  # where it was called to
    calls: int = 0
    minutes: int = 0  # about how long it still takes
    may_return: bool = False  # called and missed, and still within the time to come back
    centre_name: str = ""
    what: str = ""
    appointed: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """What hangs on the wall of a hall."""

    centre: Centre
    called: tuple[Ticket, ...]  # newest first
    waiting: int
    open: bool
    minutes: int  # about how long who takes a number now waits


@dataclass(frozen=True, slots=True)
class Desk:
    """A hall as who serves there sees it."""

    centre: Centre
    open: bool
    by_hand: bool  # opened or closed by hand today
    waiting: tuple[Ticket, ...]
    called: tuple[Ticket, ...]  # at a window now
    gone: tuple[Ticket, ...]
    appointments: tuple[Appointment, ...]
    served: int  # today
    minutes: float  # a person, today


@dataclass(frozen=True, slots=True)
class Place:
    """A point of the life map: a centre, a canteen, a facility."""

    kind: str  # "centre" or a PlaceKind
    name: str
    address: str
    lon: float
    lat: float
    hours: str
    phone: str = ""
    href: str = ""
    metres: int | None = None  # from where the reader is
    level: str = ""  # of a centre

    @property
    def kilometres(self) -> str:
        return f"{(self.metres or 0) / 1000:.1f}"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A facility to load."""

    kind: PlaceKind
    name: str
    address: str
    lon: float
    lat: float
    hours: str
    phone: str = ""


class CentreRefused(ValueError):
    """`str()` is one sentence for the person."""
