"""One programme for staff: what it says, its versions, whom it reaches, and the second pair of eyes."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.rules import api as rules
from cdos.base.rules.contracts import All, RuleState, RuleVersion
from cdos.base.web import api as web
from cdos.base.web.contracts import Level

from .. import api
from ..contracts import RULE, BenefitRefused, Programme, ProgrammeState
from . import wording

WRITTEN = (ProgrammeState.DRAFT, ProgrammeState.WAITING)


def staff(request: HttpRequest) -> Actor:
    return organisation.staff(request)


def editor(request: HttpRequest) -> Actor:
    actor = staff(request)
    if not api.may_edit(actor):
        raise PermissionDenied
    return actor


def writer(request: HttpRequest, code: str) -> Actor:
    """An editor who may write this programme; the list shows the others too."""
    actor = editor(request)
    if not api.may_write(actor, code):
        raise PermissionDenied
    return actor


def asked(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:100]


def number(request: HttpRequest, name: str, default: int) -> int:
    said = request.GET.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 6 else default


# One programme


def versions_of(code: str) -> list[Programme]:
    found = api.versions(code)
    if not found:
        raise Http404
    return found


def chosen(request: HttpRequest, versions: list[Programme]) -> Programme:
    """The version asked for, else what is being written, else what is in force, else the newest."""
    wanted = number(request, "version", 0)
    if wanted:
        found = next((one for one in versions if one.version == wanted), None)
        if found is None:
            raise Http404
        return found
    states = (*WRITTEN, ProgrammeState.LIVE)
    return next((one for state in states for one in versions if one.state is state), versions[0])


@require_GET
def programme(request: HttpRequest, code: str) -> HttpResponse:
    versions = versions_of(code)
    return page(request, staff(request), chosen(request, versions), versions)


def page(request: HttpRequest, actor: Actor, shown: Programme, versions: list[Programme]) -> HttpResponse:
    before = _before(shown, versions)
    context = {
        "one": shown,
        "terms": shown.terms,
        "state": wording.state(shown),
        "facts": wording.facts(shown.terms),
        "versions": [(one, *wording.state(one)) for one in versions],
        "before": before,
        "changes": wording.differing(before.terms, shown.terms) if before else [],
        "open": next((one for one in versions if one.state in WRITTEN), None),
        "live": next((one for one in versions if one.state is ProgrammeState.LIVE), None),
        "may_edit": api.may_write(actor, shown.code),
        "may_look": may_look(actor),
        "preview_of": next((one for one in versions if one.state in (*WRITTEN, ProgrammeState.LIVE)), None),
        "writer": actor.account_id in api.writers(shown.code, shown.version),
        "may_decide": _may_decide(actor, shown),
        "preview_url": reverse("benefits:staff_preview", args=[shown.code]),
        **_conditions(shown),
        **_standing(actor, shown),
    }
    return web.page(request, "benefits/staff/programme.html", context)


def may_look(actor: Actor) -> bool:
    """Who may know whom a draft would reach."""
    return api.may_edit(actor) or api.may_see_figures(actor)


def _before(shown: Programme, versions: list[Programme]) -> Programme | None:
    """What it is compared with: what was in force before it, or is in force while it is written."""
    states = (ProgrammeState.LIVE, ProgrammeState.ENDED)
    return next((one for one in versions if one.version < shown.version and one.state in states), None)


def _may_decide(actor: Actor, shown: Programme) -> bool:
    if shown.state is not ProgrammeState.WAITING or not api.may_write(actor, shown.code):
        return False
    rule = api.open_rule(shown.code)
    hands = [
        *api.writers(shown.code, shown.version),
        *(rules.writers(rule.code, rule.version) if rule else []),
    ]
    return actor.account_id not in hands


def _conditions(shown: Programme) -> dict[str, Any]:
    """In words: of what is being written while it is, else in force; with what differs."""
    written = api.open_rule(shown.code) if shown.state in WRITTEN else None
    live = rules.live(RULE + shown.code)
    rule = written or live
    lines = rules.lines(rule.node, wording.language()) if rule else []
    return {
        "rule": rule,
        "lines": lines if rule and rules.leaves(rule.node) else [],
        "rule_changes": _rule_changes(live, written),
        "rule_dangling": shown.state not in WRITTEN and api.open_rule(shown.code) is not None,
    }


def _rule_changes(live: RuleVersion | None, written: RuleVersion | None) -> list[rules.Change]:
    if live is None or written is None or live.hash == written.hash:
        return []
    return rules.changes(live, written, wording.language())


def _standing(actor: Actor, shown: Programme) -> dict[str, Any]:
    if not api.may_see_figures(actor):
        return {}
    standing, night = api.standing(actor=actor, code=shown.code), api.last_night(shown)
    return {
        "standing": [
            (wording.STANDING[one.state], wording.number(one.count), wording.yuan(one.fen))
            for one in standing
        ],
        "night": (night[0], wording.number(night[1])) if night else None,
        "may_see_figures": True,
    }


# What is done with it


DONE = {
    "submit": gettext_lazy("Handed in: a second person looks at it."),
    "take-back": gettext_lazy("Taken back; it is a draft again."),
    "approve": gettext_lazy("Approved and in force. The city is matched with it now."),
    "send-back": gettext_lazy("Sent back with your reason."),
    "discard": gettext_lazy("The draft is gone."),
}


@require_POST
def put(request: HttpRequest, code: str, version: int, what: str) -> HttpResponse:
    actor = writer(request, code)
    if what not in DONE:
        raise Http404
    try:
        _put(actor, code, version, what, request.POST.get("reason", ""))
    except LookupError as missing:
        raise Http404 from missing
    except BenefitRefused as refused:
        web.toast(request, str(refused), level=Level.BAD)
        return redirect("benefits:staff_programme", code=code)
    web.toast(request, str(DONE[what]))
    if what == "discard" and not api.versions(code):
        return redirect("benefits:staff_list")
    return redirect("benefits:staff_programme", code=code)


def _put(actor: Actor, code: str, version: int, what: str, reason: str) -> None:
    if what == "send-back":
        api.send_back(actor=actor, code=code, version=version, reason=reason)
        return
    verbs: dict[str, Callable[..., object]] = {
        "submit": api.submit,
        "take-back": api.take_back,
        "approve": api.approve,
        "discard": api.discard,
    }
    verbs[what](actor=actor, code=code, version=version)


@require_POST
def conditions(request: HttpRequest, code: str) -> HttpResponse:
    """On to the rule editor, with a draft of the programme that its conditions are handed in with."""
    actor, versions = writer(request, code), versions_of(code)
    try:
        to_write(actor, versions)
    except BenefitRefused as refused:
        web.toast(request, str(refused), level=Level.BAD)
        return redirect("benefits:staff_programme", code=code)
    return redirect("rules:edit", code=RULE + code)


def to_write(actor: Actor, versions: list[Programme]) -> None:
    """A draft of the programme where none is open, and conditions to write where there are none."""
    newest = versions[0]
    if newest.state is ProgrammeState.WAITING:
        raise BenefitRefused(_("A version waits for approval; take it back before you change it."))
    take_up(actor, newest)
    if newest.state is not ProgrammeState.DRAFT:
        live = next((one for one in versions if one.state is ProgrammeState.LIVE), newest)
        base = newest if newest.state is ProgrammeState.REFUSED else live
        api.draft(actor=actor, code=newest.code, terms=base.terms)
    if not rules.versions(RULE + newest.code):
        api.draft_conditions(actor=actor, code=newest.code, node=All(()))


def take_up(actor: Actor, newest: Programme) -> None:
    """Conditions that were sent back with the newest version are its draft again, so that they are mended and not rewritten."""
    held = rules.versions(RULE + newest.code)
    if newest.state is ProgrammeState.REFUSED and held and held[0].state is RuleState.REFUSED:
        api.draft_conditions(actor=actor, code=newest.code, node=held[0].node)


def home(rule: str) -> tuple[str, str] | None:
    """The programme that a rule of the rule book is a part of."""
    code = rule.removeprefix(RULE)
    found = api.versions(code)
    return (found[0].terms.title, reverse("benefits:staff_programme", args=[code])) if found else None
