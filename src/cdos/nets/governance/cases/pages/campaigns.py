"""Campaigns: begun from a topic, led by a unit, with measures, dates and a judged effect."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.matters import api as matters
from cdos.base.matters.contracts import MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import CampaignRefused
from . import topics

DUE_DAYS = 30  # proposed for a measure


def staff(request: HttpRequest) -> Actor:
    return organisation.staff(request)


def answered(request: HttpRequest, number: str, do: Callable[[], object], said: str) -> HttpResponse:
    """Does it and goes back to the campaign, saying what came of it."""
    try:
        do()
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except (CampaignRefused, MoveRefused) as refused:
        web.toast(request, str(refused), level=web.Level.BAD)
    else:
        web.toast(request, said)
    return redirect("cases:campaign", number=number)


@require_POST
def begin(request: HttpRequest, number: int) -> HttpResponse:
    actor = staff(request)
    if not api.may_begin(actor=actor):
        raise PermissionDenied
    sent = request.POST
    try:
        made = api.begin_campaign(
            actor=actor, number=number, unit=sent.get("unit", ""), aim=sent.get("aim", "").strip()
        )
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    except (CampaignRefused, MoveRefused) as refused:
        found = topics.shown(request, number)
        context = topics.topic_context(actor, found) | {"error": str(refused), "aim": sent.get("aim", "")}
        return web.page(request, "cases/topic.html", context, status=422)
    web.toast(request, _("The campaign has begun. Now set its measures."))
    return redirect("cases:campaign", number=made.number)


@require_GET
def campaigns(request: HttpRequest) -> HttpResponse:
    return web.page(request, "cases/campaigns.html", {"rows": api.campaigns_of(actor=topics.reader(request))})


@require_GET
def campaign(request: HttpRequest, number: str) -> HttpResponse:
    try:
        found = api.campaign(actor=staff(request), number=number)
    except LookupError as missing:
        raise Http404 from missing
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from refused
    context: dict[str, Any] = {
        "view": found,
        "effect": found.effect,
        "effect_words": api.effect_words(found.effect),
        "percent_after": _percent(found.effect.rate_after, found.effect.rate_before),
        "percent_before": _percent(found.effect.rate_before, found.effect.rate_after),
        "proposed_due": timezone.localdate() + timedelta(days=DUE_DAYS),
    }
    return web.page(request, "cases/campaign.html", context)


def _percent(rate: float, other: float) -> int:
    most = max(rate, other)
    return round(100 * rate / most) if most else 0


@require_POST
def add_measure(request: HttpRequest, number: str) -> HttpResponse:
    def do() -> None:
        try:
            due_on = date.fromisoformat(request.POST.get("due_on", ""))
        except ValueError:
            raise CampaignRefused("due_on", _("Please give the day as year-month-day.")) from None
        api.add_measure(actor=actor, number=number, text=request.POST.get("text", ""), due_on=due_on)

    actor = staff(request)
    return answered(request, number, do, _("The measure is set."))


@require_POST
def measure(request: HttpRequest, number: str, measure: int) -> HttpResponse:
    actor, sent = staff(request), request.POST

    def do() -> None:
        api.change_measure(
            actor=actor, number=number, measure=measure, what=sent.get("do", ""), note=sent.get("note", "")
        )

    return answered(request, number, do, _("Saved."))


@require_POST
def act(request: HttpRequest, number: str, move: str) -> HttpResponse:
    actor = staff(request)
    data = {name: request.POST.get(name, "") for name in ("note", "reason", "unit") if name in request.POST}

    def do() -> None:
        matters.act(actor=actor, number=number, move=move, data=data)

    return answered(request, number, do, _("Saved."))
