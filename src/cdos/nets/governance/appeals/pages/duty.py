"""The duty list as staff see it: every item, every version; an editor brings in a new one and puts it in force."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import DutyItemInfo, DutyListImport

MOST_BYTES = 20_000_000
SHOWN = 200  # items on a page


def _staff(request: HttpRequest) -> Actor:
    return organisation.staff(request)


def editor(request: HttpRequest) -> Actor:
    actor = _staff(request)
    if not organisation.may(actor, Action.EDIT_LISTS):
        raise PermissionDenied
    return actor


@require_GET
def duty_list(request: HttpRequest) -> HttpResponse:
    return _page(request, _staff(request))


def _page(request: HttpRequest, actor: Actor, errors: tuple[str, ...] = ()) -> HttpResponse:
    asked = request.GET.get("version", "")
    version = int(asked[:6]) if asked.isdecimal() else None
    chosen = api.readable_duty_list(actor=actor, version=version)
    words = request.GET.get("q", "").strip().casefold()
    items = list(api.duty_items(version=chosen.version)) if chosen else []
    group = request.GET.get("class", "")
    found = [item for item in items if words in _said(item) and group in ("", item.class_name)]
    start = int(request.GET.get("from", "0")[:6]) if request.GET.get("from", "").isdecimal() else 0
    context: dict[str, Any] = {
        "list": chosen,
        "lists": api.readable_duty_lists(actor=actor),
        "items": found[start : start + SHOWN],
        "found": len(found),
        "start": start,
        "next": start + SHOWN if start + SHOWN < len(found) else 0,
        "before": max(0, start - SHOWN) if start else None,
        "classes": [(name, name) for name in dict.fromkeys(item.class_name for item in items)],
        "group": group,
        "today": timezone.localdate().isoformat(),
        "words": request.GET.get("q", "").strip(),
        "asked": asked if asked.isdecimal() else "",
        "errors": errors,
        "may_edit": organisation.may(actor, Action.EDIT_LISTS),
    }
    return web.page(request, "appeals/duty_list.html", context, status=422 if errors else 200)


def _said(item: DutyItemInfo) -> str:
    return " ".join((item.code, item.class_name, item.group, item.name, *item.keywords)).casefold()


@require_POST
def bring_in(request: HttpRequest) -> HttpResponse:
    """A new version from a CSV file; nothing is kept when a line has an error."""
    actor = editor(request)
    given, on = request.FILES.get("file"), request.POST.get("effective_on", "")
    if not isinstance(given, UploadedFile) or not on:
        return _page(request, actor, (_("Please choose a file and the day from which it counts."),))
    report = _import(given, on, actor)
    if report.list is None:
        return _page(request, actor, report.errors)
    web.toast(request, _("Version {n} is in as a draft.").format(n=report.list.version))
    return redirect("appeals:draft", version=report.list.version)


def _import(given: "UploadedFile[bytes]", on: str, actor: Actor) -> DutyListImport:
    try:
        effective_on = date.fromisoformat(on)
    except ValueError:
        return DutyListImport(None, (_("Please give the day as year-month-day."),))
    if (given.size or 0) > MOST_BYTES:
        return DutyListImport(None, (_("The file is too large for a duty list."),))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(given.read())
        return api.import_duty_list(
            path=path,
            effective_on=effective_on,
            actor_name=actor.name,
            actor_id=actor.account_id,
            draft=True,
        )
