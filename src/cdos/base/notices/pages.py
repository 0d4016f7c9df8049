"""A person's notices, and what the demonstration would have sent."""

from typing import TypedDict

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from cdos.base.notices import api
from cdos.base.web.api import page

app_name = "notices"
PAGE = 30


class Reader(TypedDict):
    account_id: int | None
    party_id: int | None


def reader(request: HttpRequest) -> Reader:
    """The account, and the party acted for, that identity's middleware put on the request."""
    account, party = getattr(request, "account", None), getattr(request, "acting_for", None)
    return Reader(account_id=getattr(account, "id", None), party_id=getattr(party, "id", None))


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    known_number = before.isascii() and before.isdigit() and len(before) < 19
    rows = api.notices(**reader(request), limit=PAGE + 1, before=int(before) if known_number else None)
    known = any(value is not None for value in reader(request).values())
    context = {
        "notices": rows[:PAGE],
        "before": rows[PAGE - 1].id if len(rows) > PAGE else None,
        "signed_in": known,
        "unread": api.unread(**reader(request)),
    }
    return page(request, "notices/list.html", context)


@require_POST
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Marks a notice read and goes where it points."""
    found = api.notice(notice_id=notice_id, **reader(request))
    if found is None:
        raise Http404
    api.mark_read(**reader(request), notice_ids=[notice_id])
    return HttpResponseRedirect(found.link or reverse("notices:list"))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    api.mark_read(**reader(request))
    return HttpResponseRedirect(reverse("notices:list"))


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    return page(request, "notices/outbox.html", {"messages_sent": api.sent()})


urlpatterns = [
    path("notices/", notices, name="list"),
    path("notices/read/", read_all, name="read_all"),
    path("notices/<int:notice_id>/", open_notice, name="open"),
    path("demo/outbox/", outbox, name="outbox"),
]
