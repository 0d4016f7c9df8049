"""Telling people: the notice in the transaction of its cause, mail and SMS by a job afterwards."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cdos.base import statements
from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Self
from cdos.base.jobs import api as jobs
from cdos.base.notices.adapters.registry import sender
from cdos.base.notices.contracts import Channel, Telling
from cdos.base.notices.models import Notice

SEND = "notices.send"
SEND_SMS = "notices.send_sms"
SEND_MAIL = "notices.send_mail"
SEND_LAST = "notices.send_last"
_INSERT = """
    INSERT INTO notices_notice (party_id, account_id, title, body, link, key, in_app)
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::boolean[])
    ON CONFLICT (key, party_id, account_id) WHERE NOT key = '' DO NOTHING
    RETURNING id, party_id, account_id, title, body, key
"""
Columns = tuple[int | None, int | None, str, str, str, str, bool]


def check_telling(telling: Telling) -> None:
    if (telling.party_id is None) == (telling.account_id is None):
        raise ValueError("a notice has one recipient, a party or an account")
    if telling.account_id is not None and set(telling.channels) != {Channel.APP}:
        raise ValueError("accounts are told in the app; mail and SMS go to parties")
    if telling.link and (not telling.link.startswith("/") or telling.link.startswith("//")):
        raise ValueError("a notice links to a page of this city")


@transaction.atomic(savepoint=False)
def tell(*, tellings: Sequence[Telling]) -> int:
    """Write notices with one statement; returns how many are new."""
    unique = {
        (telling.key or str(number), telling.party_id, telling.account_id): telling
        for number, telling in enumerate(tellings)
    }
    if not unique:
        return 0
    for telling in unique.values():
        check_telling(telling)
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT, [list(column) for column in zip(*map(_columns, unique.values()), strict=True)]
        )
        written = cursor.fetchall()
    wanted = {_columns(telling)[:4] + (telling.key,): telling for telling in unique.values()}
    for number, *said in written:
        _send_later(number, wanted[tuple(said)].channels)
    return len(written)


def send(*, notice_id: int, channel: Channel, effect_key: str) -> None:
    """Send one notice to its party; a party without such an address is not told this way."""
    notice = statements.row(Notice, "id = %s::bigint AND party_id IS NOT NULL", [notice_id])
    if notice is None or notice.party_id is None:
        return
    contact = identity.contact(notice.party_id)
    address = contact.mail if channel is Channel.MAIL else contact.phone
    if address:
        sender(channel).send(to=address, title=notice.title, body=notice.body, key=effect_key)


def of(*, account_id: int | None, party_id: int | None) -> "QuerySet[Notice]":
    """What this reader sees: the account's own notices and those of the party acted for."""
    mine = Q(pk__in=[])
    if account_id is not None:
        mine |= Q(account_id=account_id)
    if party_id is not None:
        mine |= Q(party_id=party_id)
    return Notice.objects.filter(mine, in_app=True)


# Every page of somebody who is signed in asks it.
_UNREAD = """
SELECT count(*) FROM (
  SELECT 1 FROM notices_notice
  WHERE (account_id = %s OR party_id = %s) AND in_app AND read_at IS NULL LIMIT %s
) unread
"""


def unread(*, account_id: int | None, party_id: int | None, most: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, [account_id, party_id, most])
        return int(cursor.fetchone()[0])


def own_data(asked: Self) -> list[dict[str, object]]:
    """All notices to the person, oldest first."""
    mine = Q(account_id=asked.account_id)
    if asked.party_id is not None:
        mine |= Q(party_id=asked.party_id)
    rows = Notice.objects.filter(mine).order_by("pk")
    return [{**row} for row in rows.values("title", "body", "link", "created_at", "read_at")]


def forget(asked: Self) -> None:
    """All notices to the person of an account that is closed."""
    mine = Q(account_id=asked.account_id)
    if asked.party_id is not None:
        mine |= Q(party_id=asked.party_id)
    Notice.objects.filter(mine).delete()


def mark_read(*, account_id: int | None, party_id: int | None, notice_ids: Sequence[int] | None) -> int:
    rows = of(account_id=account_id, party_id=party_id).filter(read_at__isnull=True)
    if notice_ids is not None:
        rows = rows.filter(id__in=list(notice_ids))
    return rows.update(read_at=timezone.now())


def _send_later(number: int, channels: Sequence[Channel]) -> None:
    for channel in channels:
        if channel is not Channel.APP:
            key = f"notice:{number}:{channel.value}"
            jobs.enqueue(SEND, effect_key=key, notice_id=number, channel=channel.value)


def _columns(telling: Telling) -> Columns:
    in_app = Channel.APP in telling.channels
    return (
        telling.party_id,
        telling.account_id,
        telling.title,
        telling.body,
        telling.link,
        telling.key,
        in_app,
    )
