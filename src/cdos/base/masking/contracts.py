"""Personal data found in free text (个人信息识别)."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    CITIZEN_ID = "citizen_id"  # 居民身份证, 15 or 18 digits; 居住证 and 永久居留身份证 of the same form
    PHONE = "phone"
    BANK_CARD = "bank_card"
    PLATE = "plate"  # 车牌
    ADDRESS = "address"  # down to a door
    NAME = "name"
    PASSPORT = "passport"
    PERMIT = "permit"  # 港澳, 台湾居民通行证, 香港身份证
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` is personal; of an address, `inner` is where the part begins that names the door."""

    kind: Kind
    start: int
    end: int
    inner: int = 0
