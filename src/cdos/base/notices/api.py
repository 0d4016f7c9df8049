"""The door of notices."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from cdos.base.crypto import api as crypto
from cdos.base.jobs import api as jobs
from cdos.base.notices import logic
from cdos.base.notices.adapters.base import Sender
from cdos.base.notices.adapters.registry import add as add_sender
from cdos.base.notices.contracts import Channel, Notice, SentMessage, Telling
from cdos.base.notices.models import Notice as Row
from cdos.base.notices.models import Sent

__all__ = [
    "Channel",
    "Notice",
    "Sender",
    "SentMessage",
    "Telling",
    "add_sender",
    "forget_about",
    "forget_party",
    "mail",
    "mark_read",
    "notice",
    "notices",
    "sent",
    "sms",
    "tell",
    "tell_many",
    "unread",
]

COUNTED = 99


def tell(
    *,
    party_id: int | None = None,
    account_id: int | None = None,
    title: str,
    body: str,
    link: str = "",
    channels: Sequence[Channel] = (Channel.APP,),
    key: str = "",
) -> bool:
    """Tell a party (in the app, by mail, by SMS) or an account (in the app), in the caller's transaction.

    `link` is a path of this site. A `key` tells this recipient once: False when it was told before.
    """
    telling = Telling(title, body, party_id, account_id, link, tuple(channels), key)
    return logic.tell(tellings=[telling]) == 1


def tell_many(tellings: Sequence[Telling]) -> int:
    """Tell many with one statement; returns how many were not told before."""
    return logic.tell(tellings=tellings)


def sms(*, phone: str, text: str, key: str) -> None:
    """Send a text to a number that belongs to nobody yet (a verification code), once for this key."""
    sealed = crypto.seal(phone, column=logic.SEND_SMS).hex()
    jobs.enqueue(logic.SEND_SMS, effect_key=f"sms:{key}", sealed=sealed, text=text)


def mail(*, address: str, title: str, body: str, key: str) -> None:
    """Write to an address that belongs to no account, once for this key."""
    sealed = crypto.seal(address, column=logic.SEND_MAIL).hex()
    jobs.enqueue(logic.SEND_MAIL, effect_key=f"mail:{key}", sealed=sealed, title=title, body=body)


def unread(*, account_id: int | None = None, party_id: int | None = None) -> int:
    """How many are unread, counted up to 99."""
    return logic.unread(account_id=account_id, party_id=party_id, most=COUNTED)


def notices(
    *, account_id: int | None = None, party_id: int | None = None, limit: int = 30, before: int | None = None
) -> list[Notice]:
    """Newest first; `before` is the id of the last notice of the page before."""
    rows = logic.of(account_id=account_id, party_id=party_id).order_by("-id")
    return [_notice(row) for row in (rows.filter(id__lt=before) if before else rows)[:limit]]


def notice(*, notice_id: int, account_id: int | None = None, party_id: int | None = None) -> Notice | None:
    row = logic.of(account_id=account_id, party_id=party_id).filter(id=notice_id).first()
    return _notice(row) if row else None


def mark_read(
    *, account_id: int | None = None, party_id: int | None = None, notice_ids: Sequence[int] | None = None
) -> int:
    """Mark these of the reader's notices read, or all of them; returns how many were unread."""
    return logic.mark_read(account_id=account_id, party_id=party_id, notice_ids=notice_ids)


def forget_about(*, words: Sequence[str]) -> int:
    """Take away all notices of which the link holds one of these words (numbers of matters); how many."""
    patterns = [f"%{word}%" for word in words]
    return Row.objects.extra(where=["link LIKE ANY(%s)"], params=[patterns]).delete()[0] if patterns else 0


def forget_party(*, party_id: int, account_id: int | None) -> int:
    """Take away all notices to a party and its account; how many."""
    found = Row.objects.filter(party_id=party_id)
    if account_id is not None:
        found = found | Row.objects.filter(account_id=account_id)
    return found.delete()[0]


def sent(*, limit: int = 100, since: datetime | None = None) -> list[SentMessage]:
    """What the demonstration adapters sent, newest first."""
    rows = Sent.objects.filter(at__gte=since or timezone.now() - timedelta(days=30)).order_by("-at", "-id")[
        :limit
    ]
    return [
        SentMessage(row.id, Channel(row.channel), row.to_masked, row.title, row.body, row.at) for row in rows
    ]


def _notice(row: Row) -> Notice:
    return Notice(row.id, row.title, row.body, row.link, row.created_at, row.read_at is not None)
