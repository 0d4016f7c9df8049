"""Open311 GeoReport v2 at /open311/v2/, in JSON and XML (https://wiki.open311.org/GeoReport_v2/).

What is read here is what the public may read: appeals whose person agreed, personal data masked. Filing works
without an api_key too; the number is answered at once as `service_request_id`, so tokens are never needed.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import re_path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from cdos.base.identity import api as identity
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused, Place
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor

from . import api
from .contracts import AppealFiling, AppealRefused, Contact, DutyItemInfo, PublicAppeal, Source
from .logic.publishing import PublicQuestion
from .logic.text import CONTROLS, SURROGATES

app_name = "open311"
OTHER = "other"  # the service for whoever cannot find theirs
MOST = 1000
DAYS = 90  # what a list without dates looks back
DONE = frozenset({"done"})
Rows = Sequence[Mapping[str, Any]]


class Open311Error(Exception):
    """An error in the specification's own format."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status


def _xml_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else SURROGATES.sub("\ufffd", CONTROLS.sub("", str(value)))


def _element(parent: ElementTree.Element, name: str, value: Any) -> None:
    element = ElementTree.SubElement(parent, name)
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _element(element, key, inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _element(element, name.rstrip("s"), inner)
    else:
        element.text = _xml_text(value)


def _xml(root: str, child: str, rows: Rows) -> bytes:
    top = ElementTree.Element(root)
    for row in rows:
        _element(top, child, row)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(top, encoding="utf-8")


def answer(form: str, root: str, child: str, rows: Rows, status: int = 200) -> HttpResponse:
    if form == "xml":
        return HttpResponse(_xml(root, child, rows), status=status, content_type="text/xml; charset=utf-8")
    return HttpResponse(
        msgspec.json.encode(rows), status=status, content_type="application/json; charset=utf-8"
    )


View = Callable[..., HttpResponse]


def door(view: View) -> View:
    """Errors in the asked format; other cities' pages may read (CORS); the jurisdiction must be this one."""

    @csrf_exempt
    def opened(request: HttpRequest, *, form: str, **values: str) -> HttpResponse:
        try:
            _check_jurisdiction(request)
            response = view(request, form=form, **values)
        except Open311Error as error:
            rows = [{"code": error.status, "description": str(error)}]
            response = answer(form, "errors", "error", rows, error.status)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return opened


def _check_jurisdiction(request: HttpRequest) -> None:
    wanted = request.GET.get("jurisdiction_id") or request.POST.get("jurisdiction_id")
    if wanted and wanted != settings.CITY_CODE:
        raise Open311Error(
            404, _("This server answers for the jurisdiction %(code)s only.") % {"code": settings.CITY_CODE}
        )


def _only(request: HttpRequest, *methods: str) -> None:
    if request.method not in methods:
        raise Open311Error(405, _("Use %(methods)s here.") % {"methods": ", ".join(methods)})


@door
def discovery(request: HttpRequest, *, form: str) -> HttpResponse:
    _only(request, "GET", "HEAD")
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
    _only(request, "GET", "HEAD")
    return answer(form, "services", "service", [*map(_service, api.duty_items()), _other()])


@door
def service(request: HttpRequest, *, form: str, code: str) -> HttpResponse:
    """No service asks for more than the common fields, so every definition is empty."""
    _only(request, "GET", "HEAD")
    if code != OTHER and api.duty_item(code=code) is None:
        raise Open311Error(404, _("There is no service with this code."))
    definition: dict[str, Any] = {"service_code": code, "attributes": []}
    if form == "xml":
        top = ElementTree.Element("service_definition")
        for name, value in definition.items():
            _element(top, name, value)
        return HttpResponse(
            ElementTree.tostring(top, encoding="utf-8"), content_type="text/xml; charset=utf-8"
        )
    return HttpResponse(msgspec.json.encode(definition), content_type="application/json; charset=utf-8")


@door
def requests(request: HttpRequest, *, form: str) -> HttpResponse:
    _only(request, "GET", "HEAD", "POST")
    if request.method == "POST":
        return _file(request, form)
    found = api.public_appeals(question=_question(request))
    return answer(form, "service_requests", "request", [_request(request, one) for one in found])


@door
def one_request(request: HttpRequest, *, form: str, number: str) -> HttpResponse:
    _only(request, "GET", "HEAD")
    found = [one for one in map(_public, number.split(",")[:50]) if one is not None]
    if not found:
        raise Open311Error(404, _("There is no service request with this id."))
    return answer(form, "service_requests", "request", [_request(request, one) for one in found])


@door
def token(request: HttpRequest, *, form: str, number: str) -> HttpResponse:
    """The id is given at filing, so a token is its id."""
    _only(request, "GET", "HEAD")
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
    if found is None:
        raise Open311Error(
            400, _("%(name)s must be a date and time as in 2026-03-01T08:00:00Z.") % {"name": name}
        )
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _number(request: HttpRequest, name: str, default: int, most: int) -> int:
    given = request.GET.get(name, "")
    if not given:
        return default
    if not given.isascii() or not given.isdigit() or not 0 < int(given[:12]) <= most:
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


def _actor(request: HttpRequest) -> Actor:
    """Who the key belongs to; a visitor without one."""
    key = request.POST.get("api_key") or request.GET.get("api_key")
    if not key:
        return Actor()
    account = (
        identity.account_from_bearer(key, scope="write") if key.isascii() and key.isprintable() else None
    )
    if account is None:
        raise Open311Error(403, _("This api_key is not valid."))
    return organisation.actor_of_account(account.id)


def _point(values: Mapping[str, str]) -> tuple[float | None, float | None]:
    try:
        return (
            float(values["long"]) if values.get("long") else None,
            float(values["lat"]) if values.get("lat") else None,
        )
    except ValueError as error:
        raise Open311Error(400, _("lat and long must be numbers in degrees.")) from error


def _filing(values: Mapping[str, str]) -> AppealFiling:
    code = values.get("service_code", "").strip()
    if not code:
        raise Open311Error(400, _("service_code is missing; take one from /open311/v2/services."))
    if code != OTHER and api.duty_item(code=code) is None:
        raise Open311Error(404, _("There is no service with this code."))
    lon, lat = _point(values)
    address = values.get("address_string", "")
    area = values.get("address_id", "").strip()
    if lon is None and lat is None and not address.strip() and not area:
        raise Open311Error(400, _("A place is missing: give lat and long, or address_string, or address_id."))
    scope = organisation.scope_of(area) if area and organisation.area(area) else None
    place = (
        Place(address=address, lon=lon, lat=lat, scope=scope)
        if scope
        else Place(address=address, lon=lon, lat=lat)
    )
    return AppealFiling(
        text=_description(values),
        item="" if code == OTHER else code,
        place=place,
        public=True,
        contact=Contact(
            " ".join(filter(None, (values.get("first_name", ""), values.get("last_name", "")))),
            values.get("phone", ""),
            values.get("email", ""),
        ),
        source=Source.OPEN311,
    )


def _description(values: Mapping[str, str]) -> str:
    """The text with the link to a picture, which is shown and never fetched by us."""
    text, link = values.get("description", ""), values.get("media_url", "").strip()
    if not text.strip():
        raise Open311Error(400, _("description is missing: say what it is about."))
    return f"{text}\n{link}" if link and urlsplit(link).scheme in ("http", "https") else text


def _values(request: HttpRequest) -> dict[str, str]:
    """Form fields; a JSON object is taken too."""
    if request.content_type != "application/json":
        return {name: str(value) for name, value in request.POST.items()}
    try:
        found = msgspec.json.decode(request.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Open311Error(400, _("The body is not JSON.")) from error
    if not isinstance(found, dict):
        raise Open311Error(400, _("The body must be a JSON object."))
    return {name: str(value) for name, value in found.items() if isinstance(value, str | int | float)}


def _file(request: HttpRequest, form: str) -> HttpResponse:
    actor, filing = _actor(request), _filing(_values(request))
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
