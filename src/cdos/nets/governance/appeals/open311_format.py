"""How Open311 speaks: JSON and XML, its own errors, the jurisdiction."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from .logic.text import CONTROLS, SURROGATES

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


def add(parent: ElementTree.Element, name: str, value: Any) -> None:
    element = ElementTree.SubElement(parent, name)
    if isinstance(value, Mapping):
        for key, inner in value.items():
            add(element, key, inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            add(element, name.rstrip("s"), inner)
    else:
        element.text = _xml_text(value)


def _xml(root: str, child: str, rows: Rows) -> bytes:
    top = ElementTree.Element(root)
    for row in rows:
        add(top, child, row)
    body: bytes = ElementTree.tostring(top, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body


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
            check_jurisdiction(request)
            response = view(request, form=form, **values)
        except Open311Error as error:
            rows = [{"code": error.status, "description": str(error)}]
            response = answer(form, "errors", "error", rows, error.status)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return opened


def check_jurisdiction(request: HttpRequest) -> None:
    wanted = request.GET.get("jurisdiction_id") or request.POST.get("jurisdiction_id")
    if wanted and wanted != settings.CITY_CODE:
        raise Open311Error(
            404, _("This server answers for the jurisdiction %(code)s only.") % {"code": settings.CITY_CODE}
        )


def only(request: HttpRequest, *methods: str) -> None:
    if request.method not in methods:
        raise Open311Error(405, _("Use %(methods)s here.") % {"methods": ", ".join(methods)})
