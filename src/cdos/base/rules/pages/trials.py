"""Trying a version: on data typed in, on a person's data from the registers, on many people against the rule in force."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web

from .. import api
from ..contracts import Facts, Field, FieldType, Finding, RuleVersion, Truth, Value, Verdict
from . import typed
from .staff import editor, found, language, page

MARKS = {Truth.YES: ("check", "good"), Truth.NO: ("close", "bad"), Truth.UNKNOWN: ("help", "warm")}


def form_of(
    rule: RuleVersion, sent: Mapping[str, str], errors: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Inputs for the data the rule asks for, the populations, and whether persons can be looked up."""
    names = sorted(api.fields_of(rule.node), key=lambda name: api.title(name, language()))
    known = [field for name in names if (field := api.field(name)) is not None]
    return {
        "inputs": [_input(field, sent.get(f"fact.{field.name}", ""), (errors or {}).get(field.name, "")) for field in known],
        "crowds": api.crowds(),
        "persons": api.reads_persons(),
        "person": sent.get("person", ""),
    }  # fmt: skip


def _input(field: Field, value: str, error: str) -> dict[str, Any]:
    options: list[tuple[str, str]] = []
    if field.type is FieldType.BOOLEAN:
        options = [("", _("not known")), ("yes", _("Yes")), ("no", _("No"))]
    elif field.choices:
        options = [("", _("not known")), *api.choices(field)]
    label = api.title(field.name, language()) + (f"（{field.unit}）" if field.unit else "")
    kind = "select" if options else "date" if field.type is FieldType.DATE else "text"
    return {
        "name": f"fact.{field.name}",
        "label": label,
        "type": kind,
        "options": options,
        "value": value,
        "error": error,
    }


@require_POST
def tried(request: HttpRequest, code: str, number: int) -> HttpResponse:
    actor, rule = editor(request), found(code, number)
    way = request.POST.get("way", "facts")
    ways = {"facts": _on_facts, "person": _on_person, "crowd": _on_crowd}
    if way not in ways:
        raise Http404
    sent = {
        name: value.replace("\x00", "")[:300]
        for name, value in request.POST.dict().items()
        if isinstance(value, str)
    }
    result = ways[way](actor, rule, sent)
    context = {"rule": rule, "trial": form_of(rule, sent, result.get("errors")), "tried": result}
    if request.headers.get("HX-Request") == "true":
        return web.page(request, "rules/parts/tried.html", context)
    return page(request, actor, rule, trial=context["trial"], tried=result)


def _on_facts(actor: Actor, rule: RuleVersion, sent: Mapping[str, str]) -> dict[str, Any]:
    facts: dict[str, Value] = {}
    errors: dict[str, str] = {}
    for name in api.fields_of(rule.node):
        field = api.field(name)
        if field is None:
            continue
        try:
            facts[name] = typed.facts_value(sent.get(f"fact.{name}", ""), field)
        except ValueError as error:
            errors[name] = str(error)
    if errors:
        return {"errors": errors, "error": _("Some of the data cannot be read; they are marked.")}
    return _result(rule, facts)


def _on_person(actor: Actor, rule: RuleVersion, sent: Mapping[str, str]) -> dict[str, Any]:
    try:
        who = api.person(
            actor=actor,
            typed=sent.get("person", ""),
            fields=api.fields_of(rule.node),
            purpose=f"item:{rule.code}",
        )
    except ValueError as refused:  # the registers say why
        return {"error": str(refused)}
    if who is None:
        return {"error": _("Nobody is found by this number.")}
    return _result(rule, who.facts) | {"who": who.name}


def _result(rule: RuleVersion, facts: Facts) -> dict[str, Any]:
    verdict = api.decide(rule.node, facts)
    return {
        "verdict": verdict,
        "sentence": _sentence(verdict),
        "rows": [_row(one, verdict) for one in verdict.trace],
    }


def _sentence(verdict: Verdict) -> str:
    if verdict.truth is Truth.YES:
        return _("Qualifies: every condition that counts is met.")
    if verdict.truth is Truth.NO:
        return _("Does not qualify: the conditions marked are not met.")
    return _("Not decided: the data marked would have to be asked for.")


def _row(one: Finding, verdict: Verdict) -> dict[str, Any]:
    icon, kind = MARKS[one.truth]
    words = {Truth.YES: _("holds"), Truth.NO: _("does not hold"), Truth.UNKNOWN: _("not known")}[one.truth]
    return {
        "icon": icon,
        "kind": kind,
        "state": words,
        "text": api.leaf_in_words(one.leaf, language(), clause=True),
        "found": ""
        if one.found is None
        else api.value_in_words(one.found, field=one.leaf.field, language=language()),
        "decides": one in verdict.failing or one in verdict.unknown,
    }


def _on_crowd(actor: Actor, rule: RuleVersion, sent: Mapping[str, str]) -> dict[str, Any]:
    crowd = api.crowd(sent.get("crowd", ""))
    if crowd is None:
        raise Http404
    now = api.live(rule.code)
    if now is not None and now.version == rule.version:
        now = None
    counted = api.try_on_crowd(crowd=crowd, then=rule.node, now=now.node if now else None)
    return {"crowd": crowd, "counted": counted, "against": now, "told": _told(counted)}


def _told(counted: api.Trial) -> str:
    if counted.size == 0:
        return _("There is nobody to try it on yet.")
    if counted.now is None:
        return _("{yes} of {size} qualify.").format(yes=counted.then.yes, size=counted.size)
    if counted.gained and counted.lost:
        return _("{gained} more would qualify, and {lost} no longer.").format(
            gained=counted.gained, lost=counted.lost
        )
    if counted.gained:
        return _("{gained} more would qualify.").format(gained=counted.gained)
    if counted.lost:
        return _("{lost} would no longer qualify.").format(lost=counted.lost)
    return _("The same people would qualify.")
