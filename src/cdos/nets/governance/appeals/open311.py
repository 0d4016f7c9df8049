"""Open311 GeoReport v2 at /open311/v2/, in JSON and XML (https://wiki.open311.org/GeoReport_v2/).

What is read here is what the public may read: appeals whose person agreed, personal data masked. Filing works
without an api_key too; the number is answered at once as `service_request_id`, so tokens are never needed.
"""

from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import re_path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused

from . import api
from .contracts import AppealRefused, DutyItemInfo, PublicAppeal
from .logic.publishing import PublicQuestion
from .open311_filing import OTHER, actor_of, filing_of, values_of
from .open311_format import Open311Error, add, answer, door, only

app_name = "open311"
MOST = 1000
DAYS = 90  # what a list without dates looks back
YEARS = range(1900, 9000)
DONE = frozenset({"done"})


@door
def discovery(request: HttpRequest, *, form: str) -> HttpResponse:
    only(request, "GET", "HEAD")
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": request.build_absolute_uri("/open311/v2"),
        "changeset": "2026-01-01T00:00:00Z",
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    found = {
        "changeset": "2026-01-01T00:00:00Z",
        "contact": _("Write to the city's hotline, 12345."),
        "key_service": _("Sign in and make a token on the page about you; no key is needed to file."),
        "endpoints": [endpoint],
    }
    if form == "xml":
        return answer(form, "discovery_documents", "discovery", [found])
    return HttpResponse(msgspec.json.encode(found), content_type="application/json; charset=utf-8")


def _service(item: DutyItemInfo) -> dict[str, Any]:
    return {
        "service_code": item.code,
        "service_name": item.name,
        "description": item.help or item.name,
        "metadata": False,
        "type": "realtime",
        "keywords": ",".join(item.keywords),
        "group": item.class_name,
    }


def _other() -> dict[str, Any]:
    return {
        "service_code": OTHER,
        "service_name": _("Something else"),
        "description": _("A dispatcher finds out who is responsible."),
        "metadata": False,
        "type": "realtime",
        "keywords": "",
        "group": _("Other"),
    }


@door
def services(request: HttpRequest, *, form: str) -> HttpResponse:
    only(request, "GET", "HEAD")
    return answer(form, "services", "service", [*map(_service, api.duty_items()), _other()])


@door
def service(request: HttpRequest, *, form: str, code: str) -> HttpResponse:
    """No service asks for more than the common fields, so every definition is empty."""
    only(request, "GET", "HEAD")
    if code != OTHER and api.duty_item(code=code) is None:
        raise Open311Error(404, _("There is no service with this code."))
    definition: dict[str, Any] = {"service_code": code, "attributes": []}
    if form == "xml":
        top = ElementTree.Element("service_definition")
        for name, value in definition.items():
            add(top, name, value)
        return HttpResponse(
            ElementTree.tostring(top, encoding="utf-8"), content_type="text/xml; charset=utf-8"
        )
    return HttpResponse(msgspec.json.encode(definition), content_type="application/json; charset=utf-8")


@door
def requests(request: HttpRequest, *, form: str) -> HttpResponse:
    only(request, "GET", "HEAD", "POST")
    if request.method == "POST":
        return _file(request, form)
    found = api.public_appeals(question=_question(request))
    return answer(form, "service_requests", "request", [_request(request, one) for one in found])


@door
def one_request(request: HttpRequest, *, form: str, number: str) -> HttpResponse:
    only(request, "GET", "HEAD")
    found = [one for one in map(_public, number.split(",")[:50]) if one is not None]
    if not found:
        raise Open311Error(404, _("There is no service request with this id."))
    return answer(form, "service_requests", "request", [_request(request, one) for one in found])


@door
def token(request: HttpRequest, *, form: str, number: str) -> HttpResponse:
    """The id is given at filing, so a token is its id."""
    only(request, "GET", "HEAD")
    if _public(number) is None:
        raise Open311Error(404, _("There is no service request with this token."))
    row = {"token": number, "service_request_id": number}
    return answer(form, "service_requests", "request", [row])


def _public(number: str) -> PublicAppeal | None:
    return api.public_appeal(number=number) if number.isascii() and matters.is_number(number) else None


def _text(at: datetime | None) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else ""


def _request(request: HttpRequest, one: PublicAppeal) -> dict[str, Any]:
    """The specification's fields, in its order; what is not known is empty."""
    return {
        "service_request_id": one.number,
        "status": "closed" if one.phase in DONE else "open",
        "status_notes": one.reply,
        "service_name": one.item_name or _("Something else"),
        "service_code": one.item or OTHER,
        "description": one.text,
        "agency_responsible": one.unit_name,
        "service_notice": "",
        "requested_datetime": _text(one.filed_at),
        "updated_datetime": _text(one.updated_at),
        "expected_datetime": _text(one.expected_at),
        "address": one.address,
        "address_id": one.area,
        "zipcode": "",
        "lat": one.lat,
        "long": one.lon,
        "media_url": one.media[0] if one.media else "",
    }


def _moment(request: HttpRequest, name: str) -> datetime | None:
    given = request.GET.get(name, "").strip()
    if not given:
        return None
    try:
        # A plus sign that was not escaped arrives as a space.
        found = parse_datetime(given.replace(" ", "+") if "T" in given else given)
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise Open311Error(
            400, _("%(name)s must be a date and time as in 2026-03-01T08:00:00Z.") % {"name": name}
        )
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _number(request: HttpRequest, name: str, default: int, most: int) -> int:
    given = request.GET.get(name, "")
    if not given:
        return default
    if not given.isascii() or not given.isdigit() or len(given) > 12 or not 0 < int(given) <= most:
        raise Open311Error(
            400, _("%(name)s must be a whole number from 1 to %(most)d.") % {"name": name, "most": most}
        )
    return int(given)


def _codes(request: HttpRequest, name: str) -> tuple[str, ...]:
    return tuple(
        code.strip()
        for code in request.GET.get(name, "").split(",")
        if code.strip().isprintable() and code.strip()
    )


def _question(request: HttpRequest) -> PublicQuestion:
    status = request.GET.get("status", "")
    wanted = {part.strip().lower() for part in status.split(",") if part.strip()}
    if wanted - {"open", "closed"}:
        raise Open311Error(400, _("status must be open or closed."))
    numbers = _codes(request, "service_request_id")
    start, end = _moment(request, "start_date"), _moment(request, "end_date")
    updated = _moment(request, "updated_after"), _moment(request, "updated_before")
    if not numbers and start is None and not any(updated):
        start = (end or timezone.now()) - timedelta(days=DAYS)
    size = _number(request, "page_size", 100, MOST)
    return PublicQuestion(
        numbers=tuple(number for number in numbers if number.isascii() and matters.is_number(number))
        or numbers[:0],
        items=_codes(request, "service_code"),
        filed_from=start,
        filed_until=end,
        updated_from=updated[0],
        updated_until=updated[1],
        open=None if len(wanted) != 1 else "open" in wanted,
        limit=size,
        offset=(_number(request, "page", 1, 1000) - 1) * size,
    )


def _file(request: HttpRequest, form: str) -> HttpResponse:
    actor, filing = actor_of(request), filing_of(values_of(request))
    key = "".join(char for char in request.headers.get("Idempotency-Key", "")[:200] if char.isprintable())
    try:
        filed = api.file_appeal(actor=actor, filing=filing, idempotency_key=key)
    except (AppealRefused, MoveRefused) as refusal:
        raise Open311Error(400, str(refusal)) from refusal
    notice = _("Your report is published without personal data. %(hints)s") % {"hints": " ".join(filed.hints)}
    row = {"service_request_id": filed.number, "service_notice": notice.strip(), "account_id": ""}
    return answer(form, "service_requests", "request", [row], 201)


FORM = r"\.(?P<form>json|xml)$"
urlpatterns = [
    re_path(r"^open311/v2/discovery" + FORM, discovery, name="discovery"),
    re_path(r"^open311/discovery" + FORM, discovery, name="root-discovery"),
    re_path(r"^open311/v2/services" + FORM, services, name="services"),
    re_path(r"^open311/v2/services/(?P<code>[\w-]{1,20})" + FORM, service, name="service"),
    re_path(r"^open311/v2/requests" + FORM, requests, name="requests"),
    re_path(r"^open311/v2/requests/(?P<number>[A-Za-z0-9,-]{1,1200})" + FORM, one_request, name="request"),
    re_path(r"^open311/v2/tokens/(?P<number>[A-Za-z0-9-]{1,40})" + FORM, token, name="token"),
]
