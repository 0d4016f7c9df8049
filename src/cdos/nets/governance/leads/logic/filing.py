"""Takes a report in: a lead, or one more sign of a lead that is there."""

import re
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Filing, Place, Urgency
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor, AreaLevel, Scope
from cdos.nets.governance.appeals import api as appeals

from ..contracts import KIND, MAX_FILES, MAX_TEXT, Channel, LeadRefused, Report, Taken
from ..models import Alarm, Lead

OPEN = ("reported", "handling")
_controls = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_end = re.compile("[。！？!?；;\n]")


def clean(text: str, most: int) -> str:
    return _controls.sub("", text.replace("\r\n", "\n")).strip()[:most]


def one_line(text: str, most: int) -> str:
    return " ".join(clean(text, most * 4).split())[:most]


def file(*, actor: Actor, channel: Channel, report: Report, idempotency_key: str = "") -> Taken:
    """LeadRefused says what to change. A report that is known gives its lead, with one more repeat where it is new."""
    report = checked(report)
    if known := _known(report):
        return known
    try:
        with transaction.atomic():
            return _open(actor, channel, report, idempotency_key)
    except IntegrityError:  # the same alarm on two lines at once
        if known := _known(report):
            return known
        raise


def checked(report: Report) -> Report:
    text = clean(report.text, MAX_TEXT)
    title = one_line(report.title, 200) or one_line(_end.split(text)[0] if text else "", 40)
    if not title:
        raise LeadRefused("text", _("Please say in a few words what it is."))
    if len(report.files) > MAX_FILES:
        raise LeadRefused("files", _("At most %(most)d pictures.") % {"most": MAX_FILES})
    if report.item and appeals.duty_item(code=report.item) is None:
        raise LeadRefused("item", _("This duty item is not in the list in force."))
    return replace(
        report,
        title=title,
        text=text or title,
        place=_place(report.place, f"{report.place.address} {title} {text[:500]}"),
        external_id=one_line(report.external_id, 200),
        device=one_line(report.device, 120),
        link=one_line(report.link, 500),
    )


def _place(place: Place, words: str) -> Place:
    """The point decides; without one the smallest area that the words name."""
    address = one_line(place.address, 300)
    if (place.lon is None) != (place.lat is None):
        raise LeadRefused("place", _("A place needs both longitude and latitude."))
    if place.lon is None or place.lat is None:
        return Place(address, None, None, named_area(words))
    if not (-180 <= place.lon <= 180 and -90 <= place.lat <= 90):
        raise LeadRefused("place", _("The place is not on the map."))
    found = organisation.locate(lon=place.lon, lat=place.lat) or Scope()
    return Place(address, place.lon, place.lat, Scope(found.district, found.street, found.community))


def named_area(words: str) -> Scope:
    """The area whose name stands in the words, the smallest first; nothing where two of one level do."""
    for level in (AreaLevel.COMMUNITY, AreaLevel.STREET, AreaLevel.DISTRICT):
        found = {area.code for area in organisation.areas(level=level) if area.name in words}
        if len(found) == 1:
            return organisation.scope_of(found.pop())
    return Scope()


def _known(report: Report) -> Taken | None:
    """By the source's own id, else by the device whose alarm is still open."""
    if report.external_id:
        row = Lead.objects.filter(source=report.source, external_id=report.external_id).first()
        told = Alarm.objects.filter(source=report.source, external_id=report.external_id).first()
        if row or told:
            found = row or Lead.objects.get(pk=told.lead_id if told else 0)
            return Taken(found.number, False, found.repeats)
    if not report.device:
        return None
    row = Lead.objects.filter(source=report.source, device=report.device, state__in=OPEN).first()
    return _repeated(row, report) if row else None


def _repeated(row: Lead, report: Report) -> Taken:
    now = timezone.now()
    if report.external_id:
        _told, new = Alarm.objects.get_or_create(
            source=report.source, external_id=report.external_id, defaults={"lead": row, "at": now}
        )
        if not new:
            return Taken(row.number, False, row.repeats)
    Lead.objects.filter(pk=row.pk).update(repeats=F("repeats") + 1, last_repeat_at=now)
    return Taken(row.number, False, row.repeats + 1)


def _open(actor: Actor, channel: Channel, report: Report, idempotency_key: str) -> Taken:
    desk = appeals.desk(scope=report.place.scope)
    filing = Filing(
        kind=KIND,
        title=report.title,
        text=report.text,
        place=report.place,
        urgency=Urgency.URGENT if report.urgent else Urgency.ORDINARY,
        source=channel.value,
        holder_unit=desk.code if desk else "",
        idempotency_key=idempotency_key,
    )
    with matters.opening(actor=actor) as serial:
        filed = matters.file(actor=actor, filing=filing, files=report.files, serial=serial)
        if filed.created:
            matter = filed.matter
            Lead.objects.create(
                matter_id=matter.id,
                number=matter.number,
                title=matter.title,
                text=report.text,
                channel=channel.value,
                source=report.source,
                external_id=report.external_id,
                device=report.device,
                link=report.link,
                files=list(report.files),
                item=report.item,
                unit=matter.holder_unit,
                district=matter.place.scope.district,
                address=matter.place.address,
                lon=matter.place.lon,
                lat=matter.place.lat,
                reported_at=report.at or matter.filed_at,
                reported_by=None if actor.system else actor.account_id,
                state=matter.state,
            )
    return Taken(filed.matter.number, filed.created)
