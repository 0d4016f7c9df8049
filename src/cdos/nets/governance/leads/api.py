"""The only door to leads. Everything is keyword-only; refusals are LeadRefused, MoveRefused, NotAllowed, LookupError."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.fence import api as fence
from cdos.base.matters.contracts import NotAllowed, Place
from cdos.base.organisation import api as organisation
from cdos.base.organisation.api import acted
from cdos.base.organisation.contracts import SYSTEM, Action, Actor

from .contracts import (
    Alike,
    Brought,
    Channel,
    EffectPage,
    NewSource,
    OwnLead,
    Report,
    SourceInfo,
    Taken,
)
from .logic import alike, bringing, effects, filing, reading, sources

NEAR_DAYS = 30


def may_report(actor: Actor) -> bool:
    """Staff who work on matters: who handles, leads, dispatches, supervises or answers calls."""
    return actor.is_staff and organisation.may(actor, Action.ADD)


def may_edit_sources(actor: Actor) -> bool:
    return organisation.may(actor, Action.EDIT_LISTS)


def report(*, actor: Actor, report: Report, idempotency_key: str = "") -> Taken:
    """From the street; the same key gives the same lead again. LeadRefused, MoveRefused, NotAllowed."""
    _check(may_report(actor))
    return filing.file(actor=actor, channel=Channel.PATROL, report=report, idempotency_key=idempotency_key)


def alarm(*, token: str, report: Report) -> Taken:
    """A sensor's alarm. The same id counts once, and so does an open alarm of the same device (with one more repeat).

    SourceRefused, TooMany, LeadRefused."""
    row = sources.opened(token)
    sources.take(row)
    named = Report(
        text=report.text,
        title=report.title,
        place=report.place,
        item=report.item or row.item,
        urgent=report.urgent,
        source=row.code,
        external_id=report.external_id,
        device=report.device,
        at=report.at,
    )
    with fence.everything():
        return filing.file(actor=SYSTEM, channel=Channel.SENSOR, report=named)


def bring_in(*, actor: Actor, raw: bytes, source: str) -> Brought:
    """Web leads of a CSV file. LeadRefused, NotAllowed."""
    _check(actor.system or may_edit_sources(actor))
    with fence.everything():
        return bringing.from_csv(raw, source)


def fetch(*, source: str) -> Brought:
    """What the feed of a source has that is new; no transaction is open while it is asked. LookupError."""
    with fence.everything():
        url = bringing.feed_url(source)
    entries, error = bringing.asked(url)
    with fence.everything():
        return bringing.from_feed(source, entries, error)


def around(*, actor: Actor, place: Place, text: str) -> list[Alike]:
    """Appeals and leads near a place, before somebody reports the same again. NotAllowed."""
    _check(may_report(actor))
    since = timezone.now() - timedelta(days=NEAR_DAYS)
    return alike.around(actor=actor, lon=place.lon, lat=place.lat, text=text, since=since)


def own(*, actor: Actor, limit: int = 30) -> list[OwnLead]:
    """What the actor reported, newest first. NotAllowed."""
    _check(may_report(actor))
    return reading.own(actor, limit)


@acted
def effect(*, actor: Actor, start: date, end: date) -> EffectPage:
    """Solved before anyone complained, within the actor's reach. NotAllowed."""
    _check(organisation.may(actor, Action.FIGURES))
    return effects.page(start=start, end=end)


def source_list(*, actor: Actor) -> list[SourceInfo]:
    """NotAllowed."""
    _check(may_edit_sources(actor))
    with fence.everything():
        return sources.every()


def add_source(*, actor: Actor, new: NewSource) -> SourceInfo:
    """LeadRefused, NotAllowed."""
    _check(may_edit_sources(actor))
    with fence.everything():
        return sources.add(new, by=actor.account_id)


def new_token(*, actor: Actor, source: str) -> str:
    """A new signed token of a source, shown once; it ends those before it. LookupError, NotAllowed."""
    _check(may_edit_sources(actor))
    return sources.new_token(source, by=actor.account_id)


def switch_source(*, actor: Actor, source: str, active: bool) -> None:
    """LookupError, NotAllowed."""
    _check(may_edit_sources(actor))
    sources.change(source, active=active, by=actor.account_id)


def _check(allowed: bool) -> None:
    if not allowed:
        raise NotAllowed("not_yours", _("This is for staff with another post."))
