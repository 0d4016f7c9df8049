"""Staff keep the zones of the portal: words, services, where a park lies; a second person puts a version in force."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.nets.services.bundles import api as bundles
from cdos.nets.services.items import api as items

from .. import api
from ..contracts import GuideRefused, Zone, ZoneKind, ZoneState, ZoneVersion

NEW = "new"
STATES = {
    ZoneState.PACKAGED: (gettext_lazy("Came with the system"), ""),
    ZoneState.WAITING: (gettext_lazy("Waits for approval"), "info"),
    ZoneState.LIVE: (gettext_lazy("In force"), "good"),
    ZoneState.RETURNED: (gettext_lazy("Sent back"), "warm"),
}
KINDS = {
    ZoneKind.REGION: gettext_lazy("People from somewhere"),
    ZoneKind.PARK: gettext_lazy("A park's own corner"),
    ZoneKind.TWIN: gettext_lazy("A twin city"),
}
LISTS = ("bundles", "items", "links")


def _editor(request: HttpRequest) -> Actor:
    actor = organisation.actor(request)
    if not api.may_edit(actor=actor):
        raise PermissionDenied(_("This is for staff with another post."))
    return actor


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    found = api.zone_versions(actor=_editor(request))
    rows = [(one, KINDS[one.zone.kind], *STATES[one.state]) for one in found]
    waiting = [one for one in found if one.state is ZoneState.WAITING]
    return web.page(request, "guide/staff_zones.html", {"rows": rows, "waiting": waiting})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Write the next version of a zone, or (`new`) the first of a new one."""
    actor = _editor(request)
    versions = [] if code == NEW else api.zone_versions(actor=actor, code=code)
    if not versions and code != NEW:
        raise Http404(code)
    before = versions[0].zone if versions else Zone("", ZoneKind.REGION, "")
    if request.method == "GET":
        return _page(request, actor, before, versions)
    wanted = _wish(request.POST, before)
    try:
        made = api.propose_zone(actor=actor, zone=wanted)
    except GuideRefused as refused:
        return _page(request, actor, wanted, versions, str(refused))
    web.toast(request, _("A colleague can put it in force now."))
    return redirect("guide:edit_zone", code=made.zone.code)


def _wish(sent: QueryDict, before: Zone) -> Zone:
    """As typed; nothing is checked here. What a zone is stays for good."""
    lists = {name: tuple(dict.fromkeys(one for one in sent.getlist(name) if one)) for name in LISTS}
    kind = sent.get("kind", "")
    return replace(
        before,
        code=before.code or sent.get("code", "").strip(),
        kind=before.kind if before.code or kind not in set(ZoneKind) else ZoneKind(kind),
        title=sent.get("title", "").strip(),
        text=" ".join(sent.get("text", "").split()),
        notes=tuple(line.strip() for line in sent.get("notes", "").splitlines() if line.strip())[:20],
        contact=sent.get("contact", "").strip(),
        communities=tuple(sent.get("communities", "").replace("，", " ").replace(",", " ").split())[:60],
        audience="enterprise" if sent.get("audience") == "enterprise" else "person",
        shown=bool(sent.get("shown")),
        items=lists["items"],
        bundles=lists["bundles"],
        links=lists["links"],
    )


def _page(
    request: HttpRequest, actor: Actor, zone: Zone, versions: list[ZoneVersion], error: str = ""
) -> HttpResponse:
    newest = versions[0] if versions else None
    context = {
        "zone": zone,
        "error": error,
        "newest": newest,
        "waits": newest is not None and newest.state is ZoneState.WAITING,
        "own": newest is not None and newest.author_id == actor.account_id,
        "returned": newest if newest and newest.state is ZoneState.RETURNED else None,
        "versions": [(one, *STATES[one.state]) for one in versions],
        "kind": KINDS[zone.kind],
        "kinds": [(one.value, KINDS[one]) for one in (ZoneKind.REGION, ZoneKind.PARK)],
        "audiences": (("person", _("Persons")), ("enterprise", _("Enterprises"))),
        "notes": "\n".join(zone.notes),
        "communities": " ".join(zone.communities),
        "areas": [(code, area.name) for code in zone.communities if (area := organisation.area(code))],
        "services": _services(zone),
    }
    return web.page(request, "guide/staff_zone.html", context, status=422 if error else 200)


def _services(zone: Zone) -> list[tuple[str, str, list[tuple[str, str]], list[tuple[str, str]]]]:
    """(field, heading, those that are in with their titles, those that may be added)."""
    known = {
        "bundles": (_("Bundles"), [(one.code, one.title) for one in bundles.bundles()]),
        "items": (_("Items"), [(one.code, one.title) for one in items.live_items()]),
        "links": (_("Links of other providers"), [(one.code, one.title) for one in api.provider_links()]),
    }
    found = []
    for name, (heading, offered) in known.items():
        chosen, titles = getattr(zone, name), dict(offered)
        rest = [("", "—"), *(pair for pair in offered if pair[0] not in chosen)]
        found.append((name, heading, [(code, titles.get(code, code)) for code in chosen], rest))
    return found


@require_POST
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """The second pair of eyes."""
    actor, sent = _editor(request), request.POST
    try:
        if sent.get("do") == "approve":
            made = api.approve_zone(actor=actor, code=code)
            said = _("It is in force.") if made.zone.shown else _("The zone is not shown any more.")
            web.toast(request, said)
        else:
            api.send_zone_back(actor=actor, code=code, reason=sent.get("reason", ""))
            web.toast(request, _("Sent back to its author."))
    except GuideRefused as refused:
        web.toast(request, str(refused), level=web.Level.BAD)
    return redirect("guide:edit_zone", code=code)
