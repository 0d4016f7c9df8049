"""The service home, search, suggestions, and the ways in by event, department and topic."""

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import Actor
from cdos.base.web import api as web
from cdos.nets.services.items import api as items
from cdos.nets.services.items.contracts import Item

from .. import api
from ..contracts import ZoneKind
from ..logic import mine

LONGEST = 200
SUGGESTED = 7
TOPICS = 16


def audience_of(actor: Actor) -> str:
    return "enterprise" if mine.acts_for_a_firm(actor) else "person"


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    actor = organisation.actor(request)
    context = {
        "events": api.life_events(),
        "popular": api.popular(audience=audience_of(actor)),
        "departments": departments(),
        "topics": list(items.topics().items())[:TOPICS],
        "zones": api.zones(),
        "links": api.provider_links(),
        "ways": ways(),
        "drafts": mine.drafts(actor),
        "rows": mine.in_progress(actor),
        "signed_in": actor.account_id is not None,
    }
    return web.page(request, "guide/home.html", context)


WAYS = (
    ("benefits:home", "hand", gettext_lazy("Benefits: what the city pays you")),
    ("bundles:list", "merge", gettext_lazy("One thing at once: all bundles")),
    ("bundles:own", "puzzle", gettext_lazy("Put your own bundle together")),
    ("licences:wallet", "shield", gettext_lazy("My licences")),
    ("applications:mine", "inbox", gettext_lazy("My applications")),
    ("centres:life", "map", gettext_lazy("Life map: centres, canteens, facilities")),
    ("centres:appointments", "calendar", gettext_lazy("My appointments")),
    ("credit_care:home", "heart", gettext_lazy("Treatment on credit")),
    ("mutual_aid:home", "people", gettext_lazy("Mutual aid of workers")),
    ("licences:ask", "search", gettext_lazy("Check a licence or a document")),
    ("business:home", "building", gettext_lazy("For enterprises: services, matters, licences")),
)


def ways() -> list[dict[str, object]]:
    """Into other modules' pages, those that are mounted."""
    found: list[dict[str, object]] = []
    for name, icon, title in WAYS:
        with suppress(NoReverseMatch):
            found.append({"url": reverse(name), "icon": icon, "title": title})
    return found


def departments() -> list[tuple[str, str, int]]:
    """Unit code, name, number of services; the largest first."""
    found: dict[str, tuple[str, int]] = {}
    for one in items.live_items():
        found[one.department] = (one.department_name, found.get(one.department, ("", 0))[1] + 1)
    rows = [(code, name, count) for code, (name, count) in found.items()]
    return sorted(rows, key=lambda row: (-row[2], row[1]))


@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """By GET, so that a result can be shared; by POST from the front page, whose words may be an appeal."""
    sent = request.POST.get("text", "") if request.method == "POST" else request.GET.get("q", "")
    words = sent.replace("\x00", "").strip()
    actor = organisation.actor(request)
    hits = api.search(words=words[:LONGEST], audience=audience_of(actor), limit=20) if words else []
    context = {
        "words": words,
        "shown": words[:LONGEST],
        "hits": hits,
        "events": api.life_events(),
        "popular": [] if hits else api.popular(audience=audience_of(actor), limit=6),
    }
    return web.page(request, "guide/search.html", context)


@require_http_methods(["GET", "POST"])
def suggest(request: HttpRequest) -> HttpResponse:
    """A piece of a page for who is typing; the front page sends what may become an appeal by POST."""
    sent = request.POST.get("text", "") or request.GET.get("q", "") or request.GET.get("text", "")
    words = sent.replace("\x00", "").strip()[:LONGEST]
    audience = audience_of(organisation.actor(request))
    hits = api.search(words=words, audience=audience, limit=SUGGESTED) if words else []
    return web.page(request, "guide/parts/suggestions.html", {"hits": hits, "words": words})


@require_GET
def event(request: HttpRequest, code: str) -> HttpResponse:
    try:
        found = api.life_event(code=code)
    except LookupError as missing:
        raise Http404 from missing
    context = {
        "event": found,
        "bundles": api.bundles_with(items=found.items),
        "hits": api.hits(kind="item", codes=found.items),
    }
    return web.page(request, "guide/event.html", context)


@require_GET
def department(request: HttpRequest, unit: str) -> HttpResponse:
    found = [one for one in items.live_items() if one.department == unit]
    if not found:
        raise Http404
    return listed(request, found[0].department_name, found)


@require_GET
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    found = items.find_by_topic(topic)
    if not found:
        raise Http404
    return listed(request, topic, found)


def listed(request: HttpRequest, title: str, found: list[Item]) -> HttpResponse:
    rows = api.hits(kind="item", codes=[one.code for one in sorted(found, key=lambda one: one.title)])
    return web.page(request, "guide/listed.html", {"title": title, "hits": rows})


@require_GET
def zone(request: HttpRequest, code: str) -> HttpResponse:
    try:
        found = api.zone(code=code)
    except LookupError as missing:
        raise Http404 from missing
    context: dict[str, object] = {
        "zone": found,
        "bundles": api.hits(kind="bundle", codes=found.bundles),
        "hits": api.hits(kind="item", codes=found.items),
        "links": api.provider_links(codes=found.links) if found.links else [],
    }
    if found.kind is ZoneKind.TWIN:
        context["twin"] = api.twin(zone=found)
    return web.page(request, "guide/zone.html", context)


@require_GET
def links(request: HttpRequest) -> HttpResponse:
    """Services of other providers, and how each answers."""
    return web.page(
        request, "guide/links.html", {"links": api.provider_links(), "title": _("Other providers")}
    )
