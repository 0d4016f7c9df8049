"""The list of the workbench as a CSV file, with the reader's rights and filters; personal data in its texts starred."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cdos.base.masking.api import mask
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MatterInfo, Question
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.web import api as web

from . import lists, queues, workbench

MOST = 10_000
PAGE = 200


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """At most MOST rows, in the list's order; UTF-8 with a mark, so that spreadsheets know it."""
    if away := workbench.to_sign_in(request):
        return away
    actor = workbench.staff_actor(request)
    if not organisation.may(actor, Action.EXPORT):
        raise PermissionDenied
    current = queues.queue(actor, request.GET.get("queue", ""))
    question = lists.question(current.question, lists.filters(request.GET), PAGE)
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
    response = HttpResponse(
        content(actor, replace(question, after="")), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="matters-{stamp}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


def content(actor: Actor, question: Question) -> str:
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(head())
    for matter in every(actor, question):
        writer.writerow([web.plain_cell(cell) for cell in line(matter)])
    return out.getvalue()


def every(actor: Actor, question: Question) -> Iterator[MatterInfo]:
    """Page by page up to MOST; what moves on in the list meanwhile comes once."""
    known: set[int] = set()
    while len(known) < MOST:
        page = matters.find(actor=actor, question=question)
        fresh = [one for one in page.rows if one.id not in known][: MOST - len(known)]
        matters.listed(actor=actor, matters=fresh)
        yield from fresh
        known |= {one.id for one in fresh}
        if not page.next:
            return
        question = replace(question, after=page.next)


def head() -> list[str]:
    return [
        _("Number"),
        _("Title"),
        _("State"),
        _("Urgency"),
        _("Area"),
        _("Address"),
        _("Held by"),
        _("Source"),
        _("Filed"),
        _("Due"),
        _("Closed"),
    ]


def line(matter: MatterInfo) -> list[str]:
    return [
        matter.number,
        mask(matter.title),
        lists.state_title(matter),
        _("Urgent") if matter.urgency == "urgent" else _("Ordinary"),
        lists.place_words(matter.place),
        mask(matter.place.address),
        matter.holder_unit_name,
        matter.source,
        moment(matter.filed_at),
        moment(matter.due_at),
        moment(matter.closed_at),
    ]


def moment(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
