"""The book of zones: written by one member of staff, put in force by another, and everything kept."""

import re
from collections.abc import Iterator
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.nets.services.bundles import api as bundles
from cdos.nets.services.items import api as items

from ..contracts import GuideRefused, Zone, ZoneKind, ZoneState, ZoneVersion
from ..models import ZoneVersion as Row
from . import links, recording, zones

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = {"code": 60, "title": 60, "text": 500, "contact": 200}
MOST = 60  # services in one zone
BY_STAFF = (ZoneKind.REGION, ZoneKind.PARK)  # a twin city is the operator's to configure: it is signed in to


def newest() -> list[ZoneVersion]:
    """The newest version of each, in the order of the configuration, then by code."""
    written: dict[str, ZoneVersion] = {}
    for row in Row.objects.order_by("code", "version"):
        written[row.code] = _info(row)
    kept = {code: ZoneVersion(zone, ZoneState.PACKAGED) for code, zone in zones.configured().items()}
    return list({**kept, **written}.values())


def versions(code: str) -> list[ZoneVersion]:
    """Newest first, the one of the configuration last; empty for a code that nobody knows."""
    found = [_info(row) for row in Row.objects.filter(code=code).order_by("-version")]
    kept = zones.configured().get(code)
    return [*found, ZoneVersion(kept, ZoneState.PACKAGED)] if kept else found


def _info(row: Row) -> ZoneVersion:
    return ZoneVersion(
        zone=zones.of_body(row.body),
        state=ZoneState(row.state),
        version=row.version,
        author=row.author,
        author_id=row.author_id,
        approver=row.approver,
        written_at=row.written_at,
        decided_at=row.decided_at,
        reason=row.reason,
    )


def propose(actor: Actor, zone: Zone) -> ZoneVersion:
    """A new version, which a second person looks at. GuideRefused with what is wrong."""
    known = versions(zone.code)
    kind = known[0].zone.kind if known else zone.kind
    zone = replace(zone, kind=kind, address="", provider="")
    wrong = next(problems(zone, new=not known), "")
    if wrong:
        raise GuideRefused(wrong)
    if actor.account_id is None:
        raise GuideRefused(_("Please sign in first."))
    row = Row(
        code=zone.code,
        version=known[0].version + 1 if known else 1,
        body=zones.body_of(zone),
        author=actor.name[:100],
        author_id=actor.account_id,
        written_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as waits:
        raise GuideRefused(_("A version of this zone waits for approval. Decide about it first.")) from waits
    recording.zone(recording.PROPOSED, row, by=actor.account_id)
    return _info(row)


def problems(zone: Zone, *, new: bool) -> Iterator[str]:
    if not CODE.fullmatch(zone.code):
        yield _("The code is made of small letters, digits and hyphens.")
    if new and zone.kind not in BY_STAFF:
        yield _("A twin city is set up by the operator, because people sign in there.")
    if not zone.title.strip():
        yield _("Please enter what the zone is called.")
    if any(len(getattr(zone, name)) > most for name, most in LONGEST.items()):
        yield _("That is too long: the title has at most 60 characters, the text 500.")
    yield from _unknown(zone)
    count = len(zone.items) + len(zone.bundles) + len(zone.links)
    if count > MOST or (count == 0 and zone.kind is not ZoneKind.TWIN):
        yield _("A zone has between one and sixty services.")
    if zone.kind is ZoneKind.PARK and not zone.communities:
        yield _("Please say in which streets or communities the park lies.")


def _unknown(zone: Zone) -> Iterator[str]:
    """What it names and the city does not have, once anew: what ended meanwhile is only not shown."""
    offered = set(items.items(zone.items)) | {one.code for one in bundles.bundles()}
    offered |= {one.code for one in links.active(zone.links)} if zone.links else set()
    before = {
        code for one in versions(zone.code) for code in (*one.zone.items, *one.zone.bundles, *one.zone.links)
    }
    for code in (*zone.items, *zone.bundles, *zone.links):
        if code not in offered and code not in before:
            yield _("There is no such service: %(code)s.") % {"code": code}
    for code in zone.communities:
        if organisation.area(code) is None:
            yield _("There is no district, street or community with the code %(code)s.") % {"code": code}


def _waiting(code: str) -> Row:
    row = Row.objects.select_for_update().filter(code=code, state=ZoneState.WAITING.value).first()
    if row is None:
        raise GuideRefused(_("This version is not open any more. Please load the page again."))
    return row


def approve(actor: Actor, code: str) -> ZoneVersion:
    """By another person than the author."""
    with transaction.atomic():
        row = _waiting(code)
        if actor.account_id is None or row.author_id == actor.account_id:
            raise GuideRefused(_("Whoever wrote it does not approve it: ask a colleague."))
        row.state, row.approver, row.approver_id = ZoneState.LIVE.value, actor.name[:100], actor.account_id
        row.decided_at = timezone.now()
        row.save()
        recording.zone(recording.APPROVED, row, by=actor.account_id)
    zones.HELD.forget()
    return _info(row)


def send_back(actor: Actor, code: str, reason: str) -> ZoneVersion:
    """With a reason; its author writes the next version on what it says. The author may take it back so, too."""
    if not reason.strip():
        raise GuideRefused(_("Please say why."))
    with transaction.atomic():
        row = _waiting(code)
        row.state, row.reason, row.decided_at = ZoneState.RETURNED.value, reason.strip()[:500], timezone.now()
        row.save()
        recording.zone(recording.SENT_BACK, row, by=actor.account_id)
    return _info(row)
