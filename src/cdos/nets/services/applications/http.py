"""Applications as REST at /api/applications: parse, one call, answer. Errors are problem details."""

from typing import Annotated, Any

import msgspec
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Header, Query, Router
from ninja.errors import HttpError
from pydantic import BaseModel, Field

from cdos.base.matters import api as matters
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.nets.services.items import api as items

from . import api
from .contracts import ApplicationInfo, ApplicationRefused, Channel, Foresight, Submission
from .logic import channels
from .logic.people import BY_STAFF

router = Router(tags=["Applications"])
encode = msgspec.json.Encoder().encode
CODE = r"^[0-9A-Za-z_.-]+$"
NAMES = 200
CHANNELS = frozenset({Channel.ONLINE}) | BY_STAFF  # the chat and bundles file through their own doors


class ApplicationIn(BaseModel):
    """What somebody applies for, with all that it needs."""

    item: str = Field(max_length=60, pattern=CODE, description="Code of the item.")
    party: int | None = Field(default=None, description="For whom; without it: the party acted for.")
    answers: dict[str, Any] = Field(default_factory=dict, max_length=NAMES, description="Field -> value.")
    files: dict[str, str] = Field(
        default_factory=dict, max_length=NAMES, description="Material code -> token of an uploaded file."
    )
    consents: list[str] = Field(
        default_factory=list, max_length=40, description="Sources that may be used for this item."
    )
    channel: Channel = Channel.ONLINE
    proof: dict[str, str] = Field(
        default_factory=dict, max_length=20, description="What an assisted channel asks its clerk for."
    )


class MoveIn(BaseModel):
    """The values of a move; `version` refuses it where somebody else was first."""

    data: dict[str, Any] = Field(default_factory=dict, max_length=NAMES)
    version: int | None = None
    files: list[str] = Field(default_factory=list, max_length=20)


def answer(data: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(encode(data), status=status, content_type="application/json")


def signed_in(request: HttpRequest) -> Actor:
    actor = organisation.actor(request)
    if actor.account_id is None:
        raise HttpError(401, _("Please sign in first."))
    return actor


def writer(request: HttpRequest) -> Actor:
    """A token without the scope `write` changes nothing."""
    scopes = getattr(request, "token_scopes", None)
    if scopes is not None and "write" not in scopes:
        raise PermissionDenied(_("This token may read only."))
    return signed_in(request)


def known(number: str) -> str:
    if not number.isascii() or not matters.is_number(number):
        raise LookupError(number)
    return number


def _submission(actor: Actor, body: ApplicationIn, key: str = "") -> Submission:
    party = body.party if body.party is not None else actor.party_id
    if party is None:
        raise ApplicationRefused(_("Please say for whom."), {"party": _("Please say for whom.")})
    if body.channel not in CHANNELS:
        found = items.item(body.item)
        raise ApplicationRefused(
            _("“%(item)s” cannot be applied for this way: %(channel)s.")
            % {"item": found.title if found else body.item, "channel": channels.title(body.channel.value)}
        )
    return Submission(
        item=body.item,
        party_id=party,
        answers=body.answers,
        files=body.files,
        channel=body.channel,
        consents=tuple(body.consents),
        proof=body.proof,
        idempotency_key="".join(char for char in key if char.isprintable()),
    )


@router.post("", response={201: ApplicationInfo, 200: ApplicationInfo}, summary="Apply")
def submit_application(
    request: HttpRequest,
    body: Annotated[ApplicationIn, Body()],
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", max_length=200)] = "",
) -> HttpResponse:
    """Where the item's rule may decide, the answer is the decision, with its licence or its clauses.

    The same `Idempotency-Key` gives the same application again (200)."""
    actor = writer(request)
    made = api.submit(actor=actor, submission=_submission(actor, body, idempotency_key))
    return answer(made, 201 if made.created else 200)


@router.post("/foresee", response=Foresight, summary="What would be decided, and why")
def foresee_application(request: HttpRequest, body: Annotated[ApplicationIn, Body()]) -> HttpResponse:
    """Nothing is filed; registers are asked under the consents that were given."""
    actor = writer(request)
    return answer(api.foresee(actor=actor, submission=_submission(actor, body)))


@router.get("", response=list[ApplicationInfo], summary="Own applications")
def list_applications(request: HttpRequest, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> HttpResponse:
    """Of the person and of everybody they may act for; newest first, without answers."""
    return answer(api.mine(actor=signed_in(request), limit=limit))


@router.get("/{number}", response=ApplicationInfo, summary="One application")
def one_application(request: HttpRequest, number: str) -> HttpResponse:
    return answer(api.info(actor=signed_in(request), number=known(number)))


@router.post("/{number}/moves/{move}", response=ApplicationInfo, summary="Make a move")
def move_application(
    request: HttpRequest, number: str, move: str, body: Annotated[MoveIn, Body()]
) -> HttpResponse:
    """withdraw, supplement, object, rate for the person; accept, examine, grant, refuse … for the unit that holds it."""
    actor = api.acting(number=known(number), actor=writer(request))
    matters.act(actor=actor, number=number, move=move, data=body.data, version=body.version, files=body.files)
    return answer(api.info(actor=actor, number=number))


web.api_root().add_router("/applications", router)


@web.api_root().exception_handler(ApplicationRefused)
def refused(request: HttpRequest, error: ApplicationRefused) -> HttpResponse:
    """Each field that is wrong is named, with what to do."""
    errors = [{"where": ["body", "answers", name], "message": said} for name, said in error.problems.items()]
    title = _("The application was not filed.")
    return web.problem(request, "application-refused", title, 422, str(error), errors or None)
