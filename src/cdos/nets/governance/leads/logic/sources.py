"""The sources that may bring leads in: their signed tokens, and how often they may speak."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.organisation import api as organisation
from cdos.nets.governance.appeals import api as appeals

from ..contracts import Channel, LeadRefused, NewSource, SourceInfo, SourceRefused, TooMany
from ..models import Lead, Source
from . import recording

SALT = "cdos.leads.source"
WINDOW = timedelta(minutes=1)
_code = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_TAKE = """
UPDATE leads_source SET
  window_count = CASE WHEN window_at > %(now)s - interval '1 minute' THEN window_count + 1 ELSE 1 END,
  window_at = CASE WHEN window_at > %(now)s - interval '1 minute' THEN window_at ELSE %(now)s END
WHERE id = %(id)s RETURNING window_count, window_at
"""


def token_of(row: Source) -> str:
    return Signer(salt=SALT).sign(f"{row.code}.{row.serial}")


def opened(token: str) -> Source:
    """The source behind a token. SourceRefused for a wrong one, an ended one, a stopped source."""
    try:
        code, _dot, serial = Signer(salt=SALT).unsign(token).rpartition(".")
    except BadSignature as wrong:
        raise SourceRefused("token", _("This token opens nothing.")) from wrong
    row = Source.objects.filter(code=code, active=True, channel=Channel.SENSOR.value).first()
    if row is None or not serial.isdigit() or int(serial) != row.serial:
        raise SourceRefused("token", _("This token has ended. Ask the city's editors for a new one."))
    return row


def take(row: Source) -> None:
    """Count one alarm; TooMany where the source spoke too often within a minute. Counted even when it is refused."""
    now = timezone.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TAKE, {"now": now, "id": row.pk})
        count, since = cursor.fetchone()
    if count > row.per_minute:
        wait = max(1, round((since + WINDOW - now).total_seconds()))
        raise TooMany(
            _("This source may send %(most)d alarms a minute. Please wait %(wait)d s.")
            % {"most": row.per_minute, "wait": wait},
            wait,
        )


def add(new: NewSource, *, by: int | None) -> SourceInfo:
    """LeadRefused says what to change."""
    _check(new)
    try:
        with transaction.atomic():
            row = Source.objects.create(
                code=new.code,
                name=new.name.strip()[:100],
                channel=new.channel.value,
                unit=new.unit,
                item=new.item,
                per_minute=new.per_minute,
                feed_url=new.feed_url,
            )
            recording.source(recording.ADDED, row, by=by)
    except IntegrityError as there:
        raise LeadRefused("code", _("There is a source with this code already.")) from there
    return info(row)


def _check(new: NewSource) -> None:
    if not _code.fullmatch(new.code):
        raise LeadRefused("code", _("The code is 2 to 40 small letters, digits and hyphens."))
    if not new.name.strip():
        raise LeadRefused("name", _("Please give the source a name."))
    if new.channel is Channel.PATROL:
        raise LeadRefused("channel", _("Patrol staff need no source: they sign in."))
    if not 1 <= new.per_minute <= 100_000:
        raise LeadRefused("per_minute", _("Between 1 and 100,000 alarms a minute."))
    if new.feed_url and (urlsplit(new.feed_url).scheme not in ("http", "https") or len(new.feed_url) > 500):
        raise LeadRefused("feed_url", _("The address of a feed begins with http:// or https://."))
    if new.unit and organisation.unit(new.unit) is None:
        raise LeadRefused("unit", _("Please choose a unit from the list."))
    if new.item and appeals.duty_item(code=new.item) is None:
        raise LeadRefused("item", _("This duty item is not in the list in force."))


def change(code: str, *, active: bool, by: int | None) -> None:
    """Stop a source, or let it speak again. LookupError."""
    row = Source.objects.filter(code=code).first()
    if row is None:
        raise LookupError(code)
    with transaction.atomic():
        Source.objects.filter(pk=row.pk).update(active=active)
        recording.source(recording.STARTED if active else recording.STOPPED, row, by=by)


def new_token(code: str, *, by: int | None) -> str:
    """A token that ends those before it. LookupError."""
    with transaction.atomic():
        if not Source.objects.filter(code=code).update(serial=F("serial") + 1):
            raise LookupError(code)
        row = Source.objects.get(code=code)
        recording.source(recording.TOKEN, row, by=by)
    return token_of(row)


def every() -> list[SourceInfo]:
    """By name, with how many leads each brought in the reader's reach."""
    return [
        info(row, Lead.objects.filter(source=row.code).count()) for row in Source.objects.order_by("name")
    ]


def info(row: Source, leads: int = 0) -> SourceInfo:
    unit = organisation.unit(row.unit) if row.unit else None
    return SourceInfo(
        code=row.code,
        name=row.name,
        channel=Channel(row.channel),
        unit=row.unit,
        unit_name=unit.name if unit else "",
        item=row.item,
        active=row.active,
        per_minute=row.per_minute,
        feed_url=row.feed_url,
        fetched_at=row.fetched_at,
        error=row.error,
        leads=leads,
    )
