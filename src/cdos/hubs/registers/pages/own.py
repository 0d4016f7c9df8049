"""A person's own pages: which registers may be used for what, what each holds of them, and "this value is wrong"."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance
from cdos.base.ledger import api as ledger
from cdos.base.ledger.contracts import Kind
from cdos.base.matters.api import own_page
from cdos.base.matters.contracts import MoveRefused, NotAllowed
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Field, FieldType
from cdos.base.web import api as web

from .. import api
from ..contracts import Consent, Correction, RegisterAway, RegisterRefused, Source

P = ParamSpec("P")
LOOKS = 6
STATES = {"asked": "info", "corrected": "good", "kept": "warm", "withdrawn": ""}


def persons_page(
    view: Callable[Concatenate[HttpRequest, Actor, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """An own page for who is signed in as a person: staff have none."""

    @wraps(view)
    def wrapped(request: HttpRequest, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if actor.party_id is None:
            return web.page(request, "registers/consents.html", {"nobody": True})
        return view(request, actor, *args, **kwargs)

    return own_page(wrapped)


def about(actor: Actor) -> str:
    party = identity.party(actor.party_id) if actor.party_id else None
    return party.kind.value if party else "person"


@require_safe
@persons_page
def consents(request: HttpRequest, actor: Actor) -> HttpResponse:
    assert actor.party_id is not None
    every = {one.code: one for one in api.sources()}
    given = [_consent(one, every) for one in api.consents(actor.party_id)]
    rows = ledger.of_party(about=actor.party_id, kind=Kind.LOOK, limit=60)
    looks = [_look(row, every) for row in rows if row.act == "register.looked"][:LOOKS]
    corrections = [_correction(one, every) for one in api.corrections(actor.party_id)]
    context = {
        "open": [one for one in given if one["consent"].open],
        "ended": [one for one in given if not one["consent"].open],
        "sources": api.sources(about=about(actor)),
        "corrections": corrections,
        "looks": looks,
        "acting": _acting(actor),
    }
    return web.page(request, "registers/consents.html", context)


def _acting(actor: Actor) -> str:
    party = (
        identity.party(actor.party_id) if actor.party_id and actor.party_id != actor.own_party_id else None
    )
    return party.name if party else ""


def _consent(one: Consent, every: dict[str, Source]) -> dict[str, Any]:
    unit = organisation.unit(one.given_to) if one.given_to else None
    return {
        "consent": one,
        "source": every.get(one.source),
        "purpose": api.purpose_words(one.purpose),
        "counter": unit.name if unit else "",
    }


def _look(row: Any, every: dict[str, Source]) -> dict[str, Any]:
    said = row.details or {}
    source = every.get(row.object.partition(":")[2])
    return {
        "at": row.at,
        "who": " · ".join(str(said[part]) for part in ("unit", "post") if said.get(part)),
        "purpose": said.get("purpose", ""),
        "what": said.get("what", ""),
        "source": source.title if source else "",
    }


def _correction(one: Correction, every: dict[str, Source]) -> dict[str, Any]:
    source = every.get(one.source)
    field = source.field(one.field) if source else None
    states = {
        "asked": _("being checked"),
        "corrected": _("corrected"),
        "kept": _("stays as it is"),
        "withdrawn": _("withdrawn"),
    }
    return {
        "correction": one,
        "source": source,
        "title": field.title if field else one.field,
        "held": api.in_words(one.field, one.held),
        "claimed": api.in_words(one.field, one.claimed),
        "state": states[one.state],
        "kind": STATES[one.state],
    }


@require_POST
@persons_page
def withdraw(request: HttpRequest, actor: Actor, consent_id: int) -> HttpResponse:
    try:
        api.withdraw(actor=actor, consent_id=consent_id)
    except LookupError as missing:
        raise Http404 from missing
    web.toast(request, _("Withdrawn. From now on it is not used for this any more."))
    return redirect("registers:consents")


@require_safe
@persons_page
def register(request: HttpRequest, actor: Actor, source: str) -> HttpResponse:
    """What one register holds of the person, each value with a way to say that it is wrong."""
    found = _source(source, actor)
    held, away = None, False
    if actor.assurance >= Assurance.REAL_NAME:
        try:
            held = api.own(actor=actor, source=source)
        except RegisterAway:
            away = True
    rows = [
        {"field": field, "words": api.in_words(field.name, held[field.name])}
        for field in found.fields
        if held and field.name in held
    ]
    context = {
        "source": found,
        "rows": rows,
        "away": away,
        "proven": actor.assurance >= Assurance.REAL_NAME,
    }
    return web.page(request, "registers/register.html", context, status=503 if away else 200)


def _source(code: str, actor: Actor) -> Source:
    found = api.source(code)
    if found is None or found.about not in (about(actor), "any"):
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@persons_page
def wrong(request: HttpRequest, actor: Actor, source: str, field: str) -> HttpResponse:
    assert actor.party_id is not None
    found = _source(source, actor)
    element = found.field(field)
    if element is None:
        raise Http404
    error, sent = "", request.POST
    if request.method == "POST":
        try:
            number = api.correction(
                actor=actor,
                party_id=actor.party_id,
                source=source,
                field=field,
                claimed=sent.get("claimed", ""),
                reason=sent.get("reason", ""),
                files=sent.getlist("files"),
            )
        except (RegisterRefused, LookupError) as refused:
            error = (
                str(refused) if isinstance(refused, RegisterRefused) else _("Please choose the file again.")
            )
        else:
            words = _("Sent to %(unit)s: number %(number)s. You are told when it is checked.")
            web.toast(request, words % {"unit": found.unit_name, "number": number})
            return redirect("registers:consents")
    context = {
        "source": found,
        "element": element,
        "options": _options(element),
        "error": error,
        "sent": sent,
    }
    return web.page(request, "registers/wrong.html", context, status=422 if error else 200)


def _options(element: Field) -> list[tuple[str, str]]:
    """What may be chosen instead of typed."""
    if element.type is FieldType.BOOLEAN:
        return [
            ("", _("Please choose")),
            ("yes", pgettext("answer", "Yes")),
            ("no", pgettext("answer", "No")),
        ]
    return [("", _("Please choose")), *rules.choices(element)] if element.choices else []


@require_POST
@persons_page
def withdraw_correction(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    try:
        api.withdraw_correction(actor=actor, number=number)
    except LookupError as missing:
        raise Http404 from missing
    except (MoveRefused, NotAllowed) as refused:
        web.toast(request, str(refused), level=web.Level.WARM)
    else:
        web.toast(request, _("Withdrawn."))
    return redirect("registers:consents")
