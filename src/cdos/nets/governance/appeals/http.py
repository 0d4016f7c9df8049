"""Appeals as REST at /api/appeals: parse, one call, answer. Errors are problem details."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any

import msgspec
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, Header, Query, Router
from ninja.errors import HttpError

from cdos.base.files.contracts import FileRefused
from cdos.base.matters import api as matters
from cdos.base.matters.contracts import Conflict, MoveRefused, NotAllowed, Place, Question
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Action, Actor
from cdos.base.web import api as web

from . import api, rest, shapes
from .contracts import AppealFiling, AppealRefused, Contact, MailResult, Period, Rating, Source, Statistics

router = Router(tags=["Appeals"])
CODE = r"^[0-9A-Za-z_.-]*$"
Key = Annotated[
    str, Header(alias="X-Appeal-Key", max_length=200, description="The secret given when it was filed.")
]
Words = Annotated[str, Query(max_length=200)]
Code = Annotated[str, Query(pattern=CODE, max_length=60)]
Many = Annotated[int, Query(ge=1, le=200)]
encode = msgspec.json.Encoder().encode


def answer(data: Any, status: int = 200) -> HttpResponse:
    """The dataclass as it is; Ninja documents the type and need not check it again."""
    return HttpResponse(encode(data), status=status, content_type="application/json")


def reader(request: HttpRequest, key: str = "") -> Actor:
    actor = organisation.actor(request)
    return replace(actor, matter_key=key) if key else actor


def writer(request: HttpRequest, key: str = "") -> Actor:
    """A token without the scope `write` changes nothing."""
    scopes = getattr(request, "token_scopes", None)
    if scopes is not None and "write" not in scopes:
        raise PermissionDenied(_("This token may read only."))
    return reader(request, key)


def signed_in(actor: Actor) -> Actor:
    if actor.account_id is None:
        raise HttpError(401, _("Please sign in first."))
    return actor


def known(number: str) -> str:
    """LookupError before anything else for what cannot be a number."""
    if not number.isascii() or not matters.is_number(number):
        raise LookupError(number)
    return number


def safe_words(text: str) -> str:
    return "".join(char for char in text if char.isprintable())


@router.post("", response={201: rest.FiledOut, 200: rest.FiledOut}, summary="File an appeal")
def file_appeal(
    request: HttpRequest,
    body: Annotated[rest.FilingIn, Body()],
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", max_length=200)] = "",
) -> HttpResponse:
    """With or without signing in. The number comes at once; the same `Idempotency-Key` gives the same appeal again."""
    contact = Contact(body.contact_name, body.contact_phone, body.contact_mail)
    filing = AppealFiling(
        text=body.text,
        title=body.title,
        item=body.item,
        place=Place(address=body.address, lon=body.lon, lat=body.lat),
        anonymous=body.anonymous,
        public=body.public,
        contact_allowed=body.contact_allowed,
        contact=contact,
        source=Source.API,
        files=tuple(body.files),
    )
    filed = api.file_appeal(actor=writer(request), filing=filing, idempotency_key=safe_words(idempotency_key))
    return answer(shapes.filed_out(filed), 201 if filed.created else 200)


@router.get("", response=rest.PageOut, summary="List appeals")
def list_appeals(
    request: HttpRequest,
    mine: bool = False,
    state: Code = "",
    unit: Code = "",
    area: Code = "",
    open: bool = False,
    words: Words = "",
    after: Words = "",
    limit: Many = 50,
) -> HttpResponse:
    """Those of the party acted for (`mine`), or all in one's reach; newest first."""
    actor = signed_in(reader(request))
    question = Question(
        states=(state,) if state else (),
        units=(unit,) if unit else (),
        areas=(area,) if area else (),
        open_only=open,
        words=safe_words(words),
        after=safe_words(after),
        limit=limit,
        subject_id=actor.party_id if mine or not actor.is_staff else None,
    )
    if question.subject_id is None and not actor.is_staff:
        return answer(rest.PageOut([], ""))
    page = api.find(actor=actor, question=question)
    return answer(rest.PageOut([shapes.brief_out(row) for row in page.rows], page.next))


@router.get("/items", response=list[rest.SuggestionOut], summary="Duty items that fit a text")
def suggest(
    request: HttpRequest, text: Annotated[str, Query(max_length=2000)], limit: Many = 5
) -> HttpResponse:
    found = api.suggest_items(text=text, limit=limit)
    return answer(
        [rest.SuggestionOut(shapes.item_out(one.item), one.confidence, list(one.words)) for one in found]
    )


@router.get("/duty-list", response=rest.DutyListOut, summary="The duty list")
def duty_list(
    request: HttpRequest, version: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None
) -> HttpResponse:
    """That in force today, or a version; a draft for those who keep the list."""
    info = api.readable_duty_list(actor=reader(request), version=version)
    if info is None:
        raise LookupError("duty list")
    items = [shapes.item_out(item) for item in api.duty_items(version=info.version)]
    return answer(rest.DutyListOut(info.version, info.state.value, info.effective_on.isoformat(), items))


@router.get("/nearby", response=list[rest.NearbyOut], summary="Appeals near a point")
def nearby(
    request: HttpRequest,
    lon: Annotated[float, Query(ge=-180, le=180)],
    lat: Annotated[float, Query(ge=-90, le=90)],
    text: Annotated[str, Query(max_length=2000)] = "",
    radius_m: Annotated[int, Query(ge=1, le=2000)] = 300,
) -> HttpResponse:
    """Open ones of the last 30 days, the likest first; the text where its person agreed, masked."""
    return answer(
        [shapes.nearby_out(one) for one in api.nearby(lon=lon, lat=lat, text=text, radius_m=radius_m)]
    )


def period_of(start: date | None, end: date | None) -> Period:
    """The last 30 days without dates. AppealRefused where it is upside down."""
    last = end or timezone.localdate()
    first = start or (last - timedelta(days=29) if last.year > 1 else last)
    if first > last or last.year > 9000 or first.year < 1949:
        raise AppealRefused("start", _("The period must begin before it ends, and after 1949."))
    return Period(first, last)


@router.get("/statistics", response=Statistics, summary="Figures in one's reach")
def statistics(
    request: HttpRequest,
    start: date | None = None,
    end: date | None = None,
    unit: Code = "",
    area: Code = "",
) -> HttpResponse:
    """On-time rates, median times, ratings, by unit, class, area and source; for staff."""
    actor = signed_in(reader(request))
    return answer(api.statistics(actor=actor, period=period_of(start, end), unit=unit, area=area))


@router.get("/statistics/public", response=Statistics, summary="Figures of the city")
def public_statistics(
    request: HttpRequest, start: date | None = None, end: date | None = None
) -> HttpResponse:
    """For everybody; groups of fewer than five are masked."""
    return answer(api.public_statistics(period=period_of(start, end)))


@router.post(
    "/mail",
    response={200: MailResult},
    summary="Hand a mail over",
    openapi_extra={
        "requestBody": {
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            "required": True,
        }
    },
)
def mail(request: HttpRequest) -> HttpResponse:
    """For a mail gateway with a token of an operator: the mail as it came (RFC 5322)."""
    actor = signed_in(writer(request))
    if not organisation.may(actor, Action.FILE_FOR_OTHERS):
        raise PermissionDenied(_("Only operators of the hotline may hand mail over."))
    return answer(api.receive_mail(raw=request.body))


@router.get("/{number}", response=rest.AppealFullOut, summary="One appeal")
def one(request: HttpRequest, number: str, key: Key = "") -> HttpResponse:
    """What the reader may see; who has no right sees the state without personal data."""
    return answer(shapes.view_out(api.track(actor=reader(request, key), number=known(number))))


@router.get("/{number}/timeline", response=list[rest.EntryOut], summary="What happened")
def timeline(request: HttpRequest, number: str, key: Key = "") -> HttpResponse:
    view = api.track(actor=reader(request, key), number=known(number))
    return answer([shapes.entry_out(entry) for entry in view.timeline])


@router.get("/{number}/moves", response=list[rest.MoveOut], summary="What may be done now")
def moves(request: HttpRequest, number: str, key: Key = "") -> HttpResponse:
    view = api.appeal(actor=reader(request, key), number=known(number))
    return answer([shapes.move_out(move) for move in view.moves])


@router.post("/{number}/moves/{move}", response=rest.AppealFullOut, summary="Make a move")
def make_move(
    request: HttpRequest, number: str, move: str, body: Annotated[rest.MoveIn, Body()], key: Key = ""
) -> HttpResponse:
    """One of those that `moves` offers; `version` refuses it where somebody else was first."""
    actor = writer(request, key)
    api.act(
        actor=actor,
        number=known(number),
        move=safe_words(move),
        data=dict(body.data),
        version=body.version,
        files=body.files,
    )
    return answer(shapes.view_out(api.track(actor=actor, number=number)))


@router.post("/{number}/rating", response=rest.AppealFullOut, summary="Rate the answer")
def rate(
    request: HttpRequest, number: str, body: Annotated[rest.RatingIn, Body()], key: Key = ""
) -> HttpResponse:
    """Not satisfied sends it back to the unit, the second time to supervision."""
    actor = writer(request, key)
    rating = Rating(**body.model_dump(exclude={"version"}))
    api.rate(actor=actor, number=known(number), rating=rating, version=body.version)
    return answer(shapes.view_out(api.track(actor=actor, number=number)))


@router.post("/{number}/follow", response=rest.AppealFullOut, summary="Follow instead of filing")
def follow(request: HttpRequest, number: str) -> HttpResponse:
    actor = signed_in(writer(request))
    api.join(actor=actor, number=known(number))
    return answer(shapes.view_out(api.track(actor=actor, number=number)))


@router.get("/{number}/proposal", response=rest.ProposalOut, summary="Who should handle it, and why")
def proposal(request: HttpRequest, number: str) -> HttpResponse:
    """For staff."""
    return answer(
        shapes.proposal_out(api.propose_for(actor=signed_in(reader(request)), number=known(number)))
    )


def _code(error: Exception) -> str:
    return getattr(error, "code", "") or "refused"


web.api_root().add_router("/appeals", router)
web.register_problem(AppealRefused, status=422, type="appeal-refused")
web.register_problem(FileRefused, status=422, type="file-refused")
web.register_problem(MoveRefused, status=422, code=_code)
web.register_problem(Conflict, status=409, code=_code)
web.register_problem(NotAllowed, status=403, code=_code)
