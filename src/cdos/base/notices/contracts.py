"""Telling people (通知): in the app, by mail, by SMS."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    APP = "app"
    MAIL = "mail"
    SMS = "sms"


@dataclass(frozen=True, slots=True)
class Notice:
    id: int
    title: str
    body: str
    link: str
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class SentMessage:
    """What a demonstration adapter sent; shown on the outbox page."""

    id: int
    channel: Channel
    to_masked: str
    title: str
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing to tell one recipient: a party (whoever acts for it reads it) or an account (a member of staff).

    `key` makes it once for this recipient; empty: always.
    """

    title: str
    body: str
    party_id: int | None = None
    account_id: int | None = None
    link: str = ""
    channels: tuple[Channel, ...] = (Channel.APP,)
    key: str = ""
