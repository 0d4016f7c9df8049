"""Who somebody is (身份): persons, enterprises, accounts and how sure we are of them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum


class Assurance(IntEnum):
    """How sure the city is of who is acting (认证等级); higher includes lower."""

    ANONYMOUS = 0
    PHONE = 1
    REAL_NAME = 2


class PartyKind(StrEnum):
    PERSON = "person"
    ENTERPRISE = "enterprise"


class DocumentKind(StrEnum):
    """Identity documents (证件类型) that the city accepts."""

    CITIZEN_ID = "citizen_id"  # 居民身份证, GB 11643-1999
    HK_MACAO_TW_RESIDENCE = "hmt_residence"  # 港澳台居民居住证: 810000, 820000, 830000
    HK_MACAO_PERMIT = "hm_permit"  # 港澳居民来往内地通行证 (回乡证): H/M + 8 digits
    TAIWAN_PERMIT = "tw_permit"  # 台湾居民来往大陆通行证: 8 digits
    FOREIGN_PERMANENT = (
        "foreign_permanent"  # 外国人永久居留身份证: 18 digits from 9, or the older 15 characters
    )
    PASSPORT = "passport"
    USCC = "uscc"  # 统一社会信用代码, GB 32100-2015


class Relation(StrEnum):
    """Why somebody may act for another (代办关系)."""

    SELF = "self"
    CHILD = "child"
    PARENT = "parent"
    AGENT = "agent"  # of an enterprise


class FactorKind(StrEnum):
    """Second factors (第二验证因素)."""

    APP = "app"  # a code of 6 digits each 30 seconds (TOTP, RFC 6238)
    PASSKEY = "passkey"  # WebAuthn


class SignedInBy(StrEnum):
    """How somebody proved who they are."""

    PASSWORD = "password"
    PROVIDER = "provider"  # an outside sign-in provider
    PHONE = "phone"  # a code sent to the phone, when registering
    APP = "app"
    PASSKEY = "passkey"
    RECOVERY = "recovery"  # a one-time recovery code


@dataclass(frozen=True, slots=True)
class Device:
    """One sign-in of one browser (登录会话)."""

    id: int
    device: str  # "Chrome · Windows", or empty
    address: str  # prefix of the address
    how: tuple[SignedInBy, ...]
    begun_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Factor:
    """A second factor as its owner sees it."""

    id: int
    kind: FactorKind
    name: str
    created_at: datetime
    last_used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StaffAccount:
    """An account of staff as its administrator sees it: no password, no code, no clear phone."""

    id: int
    login: str
    name: str
    active: bool
    factors: int  # how many second factors
    phone_masked: str = ""
    last_seen_at: datetime | None = None
    reset_until: datetime | None = None  # until when the owner may set a new password
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class LockState:
    """How failed attempts hold a login up."""

    failed: int = 0  # of the login as a whole
    until: datetime | None = None
    networks: int = 0  # networks and devices that wait now


@dataclass(frozen=True, slots=True)
class Party:
    """A person or an enterprise that can be the subject of a matter; document and phone are masked."""

    id: int
    kind: PartyKind
    name: str
    document_kind: str = ""
    document_masked: str = ""
    phone_masked: str = ""
    community: str = ""  # 12-digit code of where they live, or empty


@dataclass(frozen=True, slots=True)
class Mandate:
    """A right to act for a party."""

    party: Party
    relation: Relation
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who may act for an enterprise (经办人); `named_by` is empty for those the business register confirmed."""

    party: Party
    valid_from: date
    valid_until: date | None
    named_by: str = ""
    self_: bool = False  # the one who asks


@dataclass(frozen=True, slots=True)
class Account:
    """A sign-in; a resident's or a staff member's."""

    id: int
    login: str
    name: str
    party_id: int | None
    assurance: Assurance
    is_staff: bool
    language: str = ""


@dataclass(frozen=True, slots=True)
class Self:
    """Who asks for their own data: the account, and the person behind it where that is known."""

    account_id: int
    party_id: int | None


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A demonstration account as `cdos accounts` prints it."""

    login: str
    password: str
    name: str
    role: str
    what: str
    totp: str = ""  # a code that works now, for staff
    totp_secret: str = ""  # base32, for an authenticator app


@dataclass(frozen=True, slots=True)
class CheckedDocument:
    """An identity number that passed its checks: normalised, with what the number itself says."""

    kind: DocumentKind
    number: str
    born_on: date | None = None
    sex: str = ""  # "m", "f" or unknown
    notes: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class SignInResult:
    account: Account | None
    locked_until: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Clear addresses of a party, for notices only; empty where unknown."""

    phone: str = ""
    mail: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Proven:
    """What a party's own proven document and phone say, in clear: for registers and forms of that party alone."""

    kind: PartyKind
    name: str
    document_kind: str = ""
    document_number: str = ""
    phone: str = ""
    born_on: date | None = None
    sex: str = ""  # "m", "f" or unknown
    community: str = ""


@dataclass(frozen=True, slots=True)
class NewParty:
    """One row for the bulk loader; the document is stored as given, already normalised and checked by the caller."""

    kind: PartyKind
    name: str
    document_kind: str = ""
    document_number: str = ""
    phone: str = ""
    mail: str = ""
    community: str = ""
    born_on: date | None = None
    sex: str = ""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """One row for the bulk loader; `password_hash` empty means nobody can sign in with a password."""

    login: str
    name: str
    party_id: int | None = None
    assurance: Assurance = Assurance.ANONYMOUS
    is_staff: bool = False
    language: str = ""
    password_hash: str = ""


@dataclass(frozen=True, slots=True)
class NewMandate:
    """One row for the bulk loader of mandates (代办授权)."""

    holder_id: int
    party_id: int
    relation: Relation
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """A bearer token for the API (访问令牌) as its owner sees it; the secret itself is shown once."""

    id: int
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None = None
    last_used_at: datetime | None = None


class IdentityRefused(Exception):
    """A request that identity refuses; `str()` is one sentence for the person, `code` a stable word."""

    def __init__(self, message: str, *, code: str = "refused", wait_s: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.wait_s = wait_s  # seconds to wait before trying again, where that is the reason


class DocumentInvalid(ValueError):
    """An identity number that cannot be right; `str()` says what to do, `code` is a stable word."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code
