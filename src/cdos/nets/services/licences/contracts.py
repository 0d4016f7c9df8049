"""E-licences (电子证照, GB/T 36901-36906-2018), the documents a decision gives, and each use of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

SOURCE = "licences"  # the code under which registers know them
CONSENT = "consent"  # the ground of a use that the holder agreed to


class LicenceState(StrEnum):
    """证照状态."""

    VALID = "valid"  # 有效
    SUSPENDED = "suspended"  # 暂扣
    WITHDRAWN = "withdrawn"  # 撤销
    CANCELLED = "cancelled"  # 注销
    EXPIRED = "expired"  # 失效
    MOVED_OUT = "moved_out"  # 转出
    REVOKED = "revoked"  # 吊销


class Again(StrEnum):
    """What a second licence of a type is to somebody who holds a valid one (一人一证)."""

    MANY = "many"  # both are good: one for each shop, each home
    REPLACES = "replaces"  # 换领: the new one takes the place of the one held
    REFUSED = "refused"  # one is enough; in its last days the new one takes its place


@dataclass(frozen=True, slots=True)
class LicenceType:
    code: str  # definer's credit code (18) + 3, or a short code in the sample: "residence-permit"
    name: str
    definer: str
    fields: tuple[tuple[str, str], ...]  # (field name as in rules.Field, title)
    holder: str = "person"  # person | enterprise
    valid_months: int | None = None
    material: str = ""  # the material code it replaces everywhere (免证办)
    name_code: str = ""  # 类型代码: the definer's credit code (18) + 3 digits
    again: Again = Again.MANY
    everybody: bool = False  # every grown person holds one: who asks for it waits for no new one


@dataclass(frozen=True, slots=True)
class Licence:
    id: int
    identifier: str  # 1.2.156.3005.2.<type>.<issuer>.<serial>.<version>.<check>
    number: str
    type: LicenceType
    holder_id: int  # party
    holder_name: str
    issuer: str  # unit code
    issuer_name: str
    issued_on: date
    valid_until: date | None
    state: LicenceState
    values: Mapping[str, object] = field(default_factory=dict)
    verify_code: str = ""  # at /verify/CODE
    replaces: str = ""  # identifier of the superseded licence
    replaced_by: str = ""  # identifier of the licence that supersedes it
    version: int = 1
    matter: str = ""  # number of the matter it came from

    @property
    def valid(self) -> bool:
        """May be shown and used now; the day of expiry is still good."""
        return self.state is LicenceState.VALID  # `state` as read: past the last day it is EXPIRED


@dataclass(frozen=True, slots=True)
class Second:
    """What would become of another licence of a type of which there may be one only."""

    licence: Licence  # the one that is held
    refused: str = ""  # why there will be no other, in a sentence; empty: the new one takes its place


@dataclass(frozen=True, slots=True)
class Use:
    """One use: purpose, until when it may be looked at, on what ground; the holder sees each."""

    id: int
    licence_id: int
    by: str
    purpose: str
    ground: str  # "consent" or the legal basis in words
    at: datetime
    expires_at: datetime
    stopped_at: datetime | None = None  # by the holder
    looks: int = 0  # how often it was looked at under this use
    copy: str = ""  # verify code of the watermarked copy, where one was made


@dataclass(frozen=True, slots=True)
class Verification:
    """What /verify/CODE says; `genuine` False for a code or document that the city did not give."""

    genuine: bool
    valid: bool
    sentence: str
    what: str = ""
    issuer: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    holder: str = ""  # masked: 陈**
    code: str = ""
    altered: bool = False  # the code is the city's, the document is not what the city gave


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the city (PDF) with its code: a decision, a notice, a watermarked copy of a licence."""

    id: int
    code: str
    title: str
    matter: str
    issuer: str  # unit code
    issued_on: date
    token: str  # of the file in base/files
    sha256: str
    holder_id: int | None = None
    expires_at: datetime | None = None
    withdrawn: bool = False


class Act(StrEnum):
    """What happened to a licence (证照变动)."""

    ISSUED = "issued"
    CHANGED = "changed"  # a new version stands in its place
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    REVOKED = "revoked"
    EXPIRED = "expired"
    MOVED_OUT = "moved_out"


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    act: Act
    by: str  # name of who did it, or empty for the city's own clock
    unit: str
    reason: str
    matter: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """To revoke or withdraw a licence; somebody else decides (双人复核)."""

    id: int
    licence: Licence
    act: Act  # REVOKED or WITHDRAWN
    reason: str
    basis: str
    asked_by: str
    asked_by_account: int
    asked_at: datetime
    granted: bool | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class LicenceRow:
    """One licence to load (sample, migration from another register)."""

    type: str
    holder_id: int
    holder_name: str
    issuer: str
    issued_on: date
    values: Mapping[str, object]
    valid_until: date | None = None
    number: str = ""


class Asked(Protocol):
    """A material as items ask for it."""

    @property
    def code(self) -> str: ...

    @property
    def licence_type(self) -> str: ...


class LicenceRefused(ValueError):
    """`str()` is one sentence for the person."""
