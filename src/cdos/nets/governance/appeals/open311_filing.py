"""What an Open311 client sends, as an appeal to file."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cdos.base.identity import api as identity
from cdos.base.matters.contracts import Place
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from . import api
from .contracts import AppealFiling, Contact, Source
from .open311_format import Open311Error

OTHER = "other"  # the service for whoever cannot find theirs


def actor_of(request: HttpRequest) -> Actor:
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


def filing_of(values: Mapping[str, str]) -> AppealFiling:
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


def values_of(request: HttpRequest) -> dict[str, str]:
    """Form fields; a JSON object is taken too."""
    if request.content_type != "application/json":
        return {name: str(value) for name, value in request.POST.items()}
    try:
        found = web.read_json(request)
    except ValueError as error:
        raise Open311Error(400, _("The body is not JSON.")) from error
    if not isinstance(found, dict):
        raise Open311Error(400, _("The body must be a JSON object."))
    return {name: str(value) for name, value in found.items() if isinstance(value, str | int | float)}
