"""The rule book for staff: what is in force, what each rule says, its versions, and the second pair of eyes."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.base.web.contracts import Level

from .. import api
from ..contracts import RuleInvalid, RuleRefused, RuleState, RuleVersion

STATES = {
    RuleState.DRAFT.value: (gettext_lazy("Draft"), "info"),
    RuleState.WAITING.value: (gettext_lazy("Waits for a second person"), "warm"),
    RuleState.LIVE.value: (gettext_lazy("In force"), "good"),
    RuleState.ENDED.value: (gettext_lazy("No longer in force"), ""),
    RuleState.REFUSED.value: (gettext_lazy("Sent back"), "bad"),
    "later": (gettext_lazy("In force later"), "info"),
}


def language() -> str:
    return get_language() or "zh-hans"


def staff(request: HttpRequest) -> Actor:
    return organisation.staff(request)


def editor(request: HttpRequest) -> Actor:
    actor = staff(request)
    if not api.may_edit(actor):
        raise PermissionDenied
    return actor


def state_of(version: RuleVersion) -> tuple[object, str]:
    """In words and colour; what is approved and not yet begun is in force later."""
    begins = version.effective_from
    later = version.state is RuleState.LIVE and begins is not None and begins > timezone.localdate()
    return STATES["later" if later else version.state.value]


def found(code: str, number: int) -> RuleVersion:
    try:
        return api.version(code, number)
    except LookupError as missing:
        raise Http404 from missing


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    actor = staff(request)
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in (RuleState.DRAFT.value, RuleState.WAITING.value) else ""
    counts = api.open_counts()
    tabs = [{"text": _("All rules"), "href": "?", "current": not chosen}]
    tabs += [
        {"text": str(STATES[name][0]), "href": f"?state={name}", "current": chosen == name, "count": count}
        for name, count in counts.items()
    ]
    shelves = api.shelves(words=words, state=chosen)
    rows = [
        (one, *state_of(one.shown), len(api.leaves(one.shown.node)), unit_name(one.shown)) for one in shelves
    ]
    context = {"rows": rows, "tabs": tabs, "words": words, "state": chosen, "may_edit": api.may_edit(actor)}
    return web.page(request, "rules/list.html", context)


def unit_name(version: RuleVersion) -> str:
    unit = organisation.unit(version.unit) if version.unit else None
    return unit.name if unit else ""


@require_GET
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """The version in force, or the newest."""
    staff(request)
    versions = api.versions(code)
    if not versions:
        raise Http404
    shown = api.live(code) or versions[0]
    return redirect("rules:version", code=code, number=shown.version)


@require_GET
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    actor = staff(request)
    return page(request, actor, found(code, number))


def page(
    request: HttpRequest, actor: Actor, shown: RuleVersion, status: int = 200, **more: Any
) -> HttpResponse:
    from .trials import form_of

    versions = api.versions(shown.code)
    before = compared(request, shown, versions)
    context = {
        "rule": shown,
        "state": state_of(shown),
        "begins": _begins(shown),
        "unit": unit_name(shown),
        "lines": api.lines(shown.node, language()),
        "versions": [(one, *state_of(one)) for one in versions],
        "before": before,
        "changes": api.changes(before, shown, language()) if before else [],
        "open": next((one for one in versions if one.state in (RuleState.DRAFT, RuleState.WAITING)), None),
        "sql": [(name, api.to_sql(shown.node, dialect=name, table="people")) for name in ("postgres", "duckdb")],
        "outputs": [(api.title(name, language()), api.value_in_words(value, field=name, language=language())) for name, value in shown.outputs.items()],
        "may_edit": api.may_edit(actor),
        "may_write": api.may_write(actor, shown.code),
        "may_decide": may_decide(actor, shown),
        "is_writer": actor.account_id == shown.author_id,
        "trial": form_of(shown, {}),
        "home": api.home(shown.code),
        **more,
    }  # fmt: skip
    return web.page(request, "rules/version.html", context, status=status)


def _begins(shown: RuleVersion) -> date:
    """Approved today: never for days gone by."""
    today = timezone.localdate()
    return max(shown.effective_from or today, today)


def may_decide(actor: Actor, shown: RuleVersion) -> bool:
    waits = shown.state is RuleState.WAITING
    if not waits or not api.may_write(actor, shown.code):
        return False
    return actor.account_id not in api.writers(shown.code, shown.version)


def compared(request: HttpRequest, shown: RuleVersion, versions: list[RuleVersion]) -> RuleVersion | None:
    """The version asked for, else the one in force for what is being written, else the one before."""
    asked = request.GET.get("against", "")
    if asked.isdecimal() and len(asked) < 6:
        return next((one for one in versions if one.version == int(asked)), None)
    if shown.state in (RuleState.DRAFT, RuleState.WAITING, RuleState.REFUSED):
        return api.live(shown.code)
    older = (one for one in versions if one.version < shown.version)
    return next((one for one in older if one.state in (RuleState.LIVE, RuleState.ENDED)), None)


DONE = {
    "submit": gettext_lazy("Handed in: a second person looks at it."),
    "take-back": gettext_lazy("Taken back; it is a draft again."),
    "approve": gettext_lazy("Approved."),
    "refuse": gettext_lazy("Sent back with your reason."),
    "discard": gettext_lazy("The draft is gone."),
}


@require_POST
def put(request: HttpRequest, code: str, number: int, what: str) -> HttpResponse:
    actor = editor(request)
    if what not in DONE:
        raise Http404
    shown, home = found(code, number), api.home(code)
    if home is not None and what != "discard":
        web.toast(
            request,
            _("These conditions go with “{title}”: hand them in and approve them here.").format(
                title=home[0]
            ),
            level=Level.WARM,
        )
        return redirect(home[1])
    try:
        _put(actor, code, number, what, request.POST.get("reason", ""))
    except (RuleRefused, RuleInvalid) as refused:
        web.toast(request, str(refused), level=Level.BAD)
        return redirect("rules:version", code=code, number=shown.version)
    web.toast(request, str(DONE[what]))
    if what == "discard":
        if home is not None:
            return redirect(home[1])
        return redirect("rules:rule", code=code) if api.versions(code) else redirect("rules:list")
    return redirect("rules:version", code=code, number=number)


def _put(actor: Actor, code: str, number: int, what: str, reason: str) -> None:
    if what == "refuse":
        api.refuse(actor=actor, code=code, version=number, reason=reason)
    elif what == "discard":
        api.discard(actor=actor, code=code, version=number)
    else:
        done = {"submit": api.submit, "take-back": api.take_back, "approve": api.approve}[what]
        done(actor=actor, code=code, version=number)
