"""Sensors' alarms at /api/leads/alarms: parse, one call, answer. Errors are problem details."""

from datetime import datetime
from typing import Annotated

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Header, Router
from pydantic import BaseModel, Field

from cdos.base.matters.contracts import Place
from cdos.base.web import api as web

from . import api
from .contracts import LeadRefused, Report, SourceRefused, Taken, TooMany

router = Router(tags=["Leads"])


class AlarmIn(BaseModel):
    """An alarm of a sensor system."""

    id: str = Field(
        min_length=1,
        max_length=200,
        description="The sender's own id; the same id counts once, however often it is sent.",
    )
    title: str = Field(min_length=1, max_length=200, description="What it is, in a few words.")
    text: str = Field(default="", max_length=20_000)
    device: str = Field(
        default="",
        max_length=120,
        description="While an alarm of a device is open, further ones only count up.",
    )
    urgent: bool = False
    lon: float | None = Field(default=None, ge=-180, le=180, description="Degrees, WGS 84; with `lat`.")
    lat: float | None = Field(default=None, ge=-90, le=90)
    address: str = Field(default="", max_length=300)
    item: str = Field(default="", max_length=20, pattern=r"^[0-9A-Za-z_.-]*$", description="Duty item code.")
    at: datetime | None = Field(default=None, description="When it was measured; without one: now.")


@router.post(
    "/alarms",
    response={201: Taken, 200: Taken},
    summary="Report a sensor's alarm",
    auth=None,
)
def alarm(
    request: HttpRequest,
    body: Annotated[AlarmIn, Body()],
    token: Annotated[
        str,
        Header(
            alias="X-Source-Token",
            max_length=200,
            description="The signed token of the source, from an editor.",
        ),
    ] = "",
) -> HttpResponse:
    """201 opens a lead; 200 says which lead it is a sign of. 429 tells in `Retry-After` how long to wait."""
    report = Report(
        text=body.text,
        title=body.title,
        place=Place(body.address, body.lon, body.lat),
        item=body.item,
        urgent=body.urgent,
        external_id=body.id,
        device=body.device,
        at=body.at,
    )
    try:
        taken = api.alarm(token=token, report=report)
    except TooMany as refused:
        answer = web.problem(request, "too-many-alarms", _("Too many alarms."), 429, str(refused))
        answer.headers["Retry-After"] = str(refused.wait_s)
        return answer
    return HttpResponse(
        msgspec.json.encode(taken), status=201 if taken.created else 200, content_type="application/json"
    )


web.api_root().add_router("/leads", router)
web.register_problem(LeadRefused, status=422, type="lead-refused")
web.register_problem(SourceRefused, status=401, type="source-token")
