"""The first step: for whom, which optional parts, what the conditions ask, and what may be looked up."""

from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Assurance, Mandate, Party, Relation
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import Field, FieldType
from cdos.base.web import api as web
from cdos.hubs.registers import api as registers
from cdos.nets.services.items import api as items

from .. import api
from ..contracts import Bundle, BundleRefused
from .begun import Begun

RELATIONS = {
    Relation.SELF: gettext_lazy("Myself"),
    Relation.CHILD: gettext_lazy("My child"),
    Relation.PARENT: gettext_lazy("My father or mother"),
    Relation.AGENT: gettext_lazy("Enterprise I act for"),
}


def party_of(party_id: int) -> Party | None:
    return identity.party(party_id)


def _audience(bundle: Bundle | None, begun: Begun) -> str:
    return bundle.audience if bundle else api.audience_of(codes=begun.items)


def _for_whom(actor: Actor, bundle: Bundle | None, begun: Begun) -> tuple[list[Mandate], int | None]:
    return api.for_whom(
        actor=actor,
        audience=_audience(bundle, begun),
        about=bundle.about if bundle else "self",
        founder=bundle is not None and api.by_founder(bundle=bundle),
    )


def page(
    request: HttpRequest,
    actor: Actor,
    bundle: Bundle | None,
    begun: Begun,
    steps: list[str],
    problems: Mapping[str, str] | None = None,
    error: str = "",
) -> HttpResponse:
    people, proposed = _for_whom(actor, bundle, begun)
    known = [one.party.id for one in people]
    fields = api.questions(bundle=bundle) if bundle else []
    context = {
        "bundle": bundle,
        "code": begun.code,
        "title": bundle.title if bundle else _("Own bundle"),
        "steps": steps,
        "step": 1,
        "people": [(one.party, RELATIONS[one.relation]) for one in people],
        "chosen_party": begun.party_id if begun.party_id in known else proposed,
        "optional": _optional(bundle, begun),
        "own_items": [one.title for one in items.items(begun.items).values()] if bundle is None else [],
        "questions": [question(one, begun.answers.get(one.name), problems or {}) for one in fields],
        "sources": _sources(bundle, begun, begun.party_id or proposed or 0) if people else [],
        "needs_name": actor.assurance < Assurance.REAL_NAME,
        "problems": problems or {},
        "error": error,
    }
    return web.page(request, "bundles/start.html", context, status=422 if problems or error else 200)


def _optional(bundle: Bundle | None, begun: Begun) -> list[dict[str, Any]]:
    if bundle is None:
        return []
    wanted = [part.item for part in bundle.parts if part.optional]
    held = items.items(wanted)
    return [{"item": held[code], "chosen": code in begun.items} for code in wanted if code in held]


def _made(bundle: Bundle | None, begun: Begun) -> api.Made:
    chosen = None if bundle else begun.items
    return api.make(code=begun.code, chosen=chosen, answers=begun.answers)


def _sources(bundle: Bundle | None, begun: Begun, party_id: int) -> list[tuple[Any, bool]]:
    """(source, whether it is allowed already), for all that the bundle may ask."""
    try:
        asked = api.sources_to_ask(made=_made(bundle, begun), party_id=party_id)
    except BundleRefused:
        return []
    given = registers.consented(party_id=party_id, purpose=api.purpose(begun.code))
    return [(one, one.code in given) for one in asked]


def question(field: Field, value: Any, problems: Mapping[str, str]) -> dict[str, Any]:
    """A select for what has choices, else a plain field; left open it is looked up."""
    look_up = ("", _("Look it up for me"))
    options: list[tuple[str, str]] = []
    if field.type is FieldType.BOOLEAN:
        options = [look_up, ("true", _("Yes")), ("false", _("No"))]
    elif field.choices:
        options = [look_up, *rules.choices(field)]
    kinds = {
        FieldType.INTEGER: "number",
        FieldType.NUMBER: "number",
        FieldType.FEN: "number",
        FieldType.DATE: "date",
    }
    return {
        "name": f"ask-{field.name}",
        "label": rules.title(field.name, get_language() or "zh-hans")
        + (f"（{field.unit}）" if field.unit else ""),
        "type": "select" if options else kinds.get(field.type, "text"),
        "options": options,
        "value": _typed_back(field, value),
        "error": problems.get(field.name, ""),
    }


def _typed_back(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value / 100:g}" if field.type is FieldType.FEN else str(value)


def read(field: Field, text: str) -> Any:
    """As rules compare it; None for what was left open or cannot be read."""
    text = text.strip()
    if not text:
        return None
    try:
        match field.type:
            case FieldType.BOOLEAN:
                return {"true": True, "false": False}.get(text)
            case FieldType.INTEGER:
                return int(text)
            case FieldType.NUMBER:
                return float(text) if isfinite(float(text)) else None
            case FieldType.FEN:
                return round(float(text) * 100)
            case FieldType.DATE:
                return date.fromisoformat(text).isoformat()
            case _:
                return text if not field.choices or text in dict(field.choices) else None
    except (ValueError, OverflowError):
        return None


def take(request: HttpRequest, actor: Actor, bundle: Bundle | None, begun: Begun) -> dict[str, str]:
    """What was sent goes into `begun`; problems by field. BundleRefused for a party they may not act for."""
    sent = request.POST
    people, _proposed = _for_whom(actor, bundle, begun)
    chosen = next((one.party.id for one in people if str(one.party.id) == sent.get("party", "")), None)
    if chosen is None:
        return {"party": _("Please choose for whom.")}
    acting = api.acting_for(actor=actor, party_id=chosen)
    begun.party_id = chosen
    if bundle is not None:
        begun.items = [
            part.item for part in bundle.parts if part.optional and part.item in sent.getlist("part")
        ]
    begun.consents = list(dict.fromkeys([*begun.consents, *_allow(request, acting, bundle, begun)]))
    return _answers(request, acting, bundle, begun) if bundle is not None else {}


def _allow(request: HttpRequest, acting: Actor, bundle: Bundle | None, begun: Begun) -> list[str]:
    """Consents are kept at once: they are what the form is filled by."""
    wanted = [one.code for one, given in _sources(bundle, begun, begun.party_id) if not given]
    given = [code for code in request.POST.getlist("consent") if code in wanted]
    for code in given:
        registers.consent(actor=acting, party_id=begun.party_id, source=code, purpose=api.purpose(begun.code))
    return given


def _answers(request: HttpRequest, acting: Actor, bundle: Bundle, begun: Begun) -> dict[str, str]:
    """Typed answers go before what is looked up; what neither says is asked for."""
    fields = api.questions(bundle=bundle)
    typed = {one.name: read(one, request.POST.get(f"ask-{one.name}", "")) for one in fields}
    missing = [name for name, value in typed.items() if value is None]
    found = (
        api.known_answers(actor=acting, code=begun.code, party_id=begun.party_id, fields=missing)
        if missing
        else {}
    )
    begun.answers |= {name: plain(value) for name, value in {**found, **_said(typed)}.items()}
    return {
        name: _("It could not be looked up. Please answer it yourself.")
        for name in missing
        if found.get(name) is None and _needed(bundle, begun, name)
    }


def _said(typed: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in typed.items() if value is not None}


def _needed(bundle: Bundle, begun: Begun, name: str) -> bool:
    """Only parts that are not left out anyway make a question needed."""
    return any(
        part.when is not None
        and name in rules.fields_of(part.when)
        and (not part.optional or part.item in begun.items)
        for part in bundle.parts
    )


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
