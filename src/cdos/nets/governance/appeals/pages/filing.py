"""Filing in three steps: say it, where, send. Works as one long page without JavaScript."""

import uuid
from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cdos.base.files import api as files
from cdos.base.matters.contracts import MoveRefused, Place
from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api
from ..contracts import MAX_TEXT, AppealFiling, AppealRefused, Contact
from . import keys, words

DRAFT = "appeals-new"
BEGUN = "appeal_begun"


@dataclass(slots=True)
class Typed:
    """What the person typed, as it goes back into the form when something is missing."""

    text: str = ""
    address: str = ""
    lon: str = ""
    lat: str = ""
    item: str = ""
    name: str = ""
    phone: str = ""
    anonymous: bool = False
    public: bool = True
    contact_allowed: bool = True
    once: str = ""
    files: list[str] = field(default_factory=list)


def typed(request: HttpRequest) -> Typed:
    sent = request.POST
    return Typed(
        text=sent.get("text", ""),
        address=sent.get("address", "").strip()[:300],
        lon=sent.get("lon", "").strip(),
        lat=sent.get("lat", "").strip(),
        item=sent.get("item", "").strip(),
        name=sent.get("name", "").strip()[:100],
        phone=sent.get("phone", "").strip()[:30],
        anonymous=bool(sent.get("anonymous")),
        public=bool(sent.get("public")),
        contact_allowed=not sent.get("no_contact"),
        once=sent.get("once", "")[:64],
        files=sent.getlist("files"),
    )


def degrees(value: str, *, most: float) -> float | None:
    """Degrees, or None when it is no number on earth."""
    try:
        number = float(value)
    except ValueError:
        return None
    return number if -most <= number <= most else None


def place(form: Typed) -> Place:
    lon, lat = degrees(form.lon, most=180), degrees(form.lat, most=90)
    if lon is None or lat is None:
        lon = lat = None
    return Place(address=form.address, lon=lon, lat=lat)


def filing(form: Typed) -> AppealFiling:
    return AppealFiling(
        text=form.text,
        item=form.item,
        place=place(form),
        anonymous=form.anonymous,
        public=form.public,
        contact_allowed=form.contact_allowed,
        contact=Contact(name=form.name, phone=form.phone),
        files=tuple(form.files),
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _begin(request) if "begin" in request.POST else _send(request)
    text = request.GET.get("text", "") or str(request.session.get(BEGUN, ""))
    return _form(request, Typed(text=text[:MAX_TEXT], once=uuid.uuid4().hex))


def _begin(request: HttpRequest) -> HttpResponse:
    """From the front page: what somebody typed travels in the session, since an address ends in logs."""
    request.session[BEGUN] = request.POST.get("text", "")[:MAX_TEXT]
    return redirect("appeals:new")


def _send(request: HttpRequest) -> HttpResponse:
    form = typed(request)
    try:
        filed = api.file_appeal(
            actor=organisation.actor(request), filing=filing(form), idempotency_key=form.once
        )
    except AppealRefused as refused:
        return _form(request, form, errors={refused.field: str(refused)})
    except MoveRefused as refused:
        return _refused(request, form, refused)
    keys.keep(request=request, number=filed.number, key=filed.key)
    request.session.pop(BEGUN, None)
    request.session["appeal_hints"] = list(filed.hints)
    web.clear_draft(request=request, form=DRAFT)
    return redirect("appeals:sent", number=filed.number)


def _refused(request: HttpRequest, form: Typed, refused: MoveRefused) -> HttpResponse:
    """A form that came back by the browser's back button is another appeal when it is sent again on purpose."""
    if refused.code != "idempotency_key_reused":
        return _form(request, form, errors={"": str(refused)})
    form.once = uuid.uuid4().hex
    said = _("You sent this before and have changed it since. Press Send again to file it as another appeal.")
    return _form(request, form, errors={"": said})


def _form(request: HttpRequest, form: Typed, errors: dict[str, str] | None = None) -> HttpResponse:
    context = {
        "form": form,
        "errors": errors or {},
        "kept_files": files.by_tokens(form.files) if form.files else [],
        "max_text": MAX_TEXT,
        "signed_in": organisation.actor(request).account_id is not None,
    }
    return web.page(request, "appeals/new.html", context, status=422 if errors else 200)


@require_GET
def nearby(request: HttpRequest) -> HttpResponse:
    """A fragment: what others reported near the pin, with the full text and pictures."""
    lon, lat = degrees(request.GET.get("lon", ""), most=180), degrees(request.GET.get("lat", ""), most=90)
    if lon is None or lat is None:
        return web.page(request, "appeals/parts/nearby.html", {})
    context = {
        "found": api.nearby(
            lon=lon,
            lat=lat,
            text=request.GET.get("text", "")[:2000],
            files=request.GET.getlist("files")[:20],
            limit=5,
        ),
        "outside": organisation.locate(lon=lon, lat=lat) is None,
    }
    return web.page(request, "appeals/parts/nearby.html", context)


@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """A fragment: duty items that fit what was typed."""
    text = request.GET.get("text", "").strip()[:2000]
    found = api.suggest_items(text=text, limit=4) if text else []
    chosen = request.GET.get("item", request.GET.get("chosen", ""))
    return web.page(request, "appeals/parts/items.html", {"found": found, "chosen": chosen})


@require_GET
def sent(request: HttpRequest, number: str) -> HttpResponse:
    """What happens next, after sending: the number at once."""
    actor = keys.actor_for(request=request, number=number)
    try:
        view = api.track(actor=actor, number=number)
    except LookupError as missing:
        raise Http404 from missing
    context = {
        "view": view,
        "handling": words.term(view.item.handling) if view.item else "",
        "signed_in": actor.account_id is not None,
        "hints": request.session.pop("appeal_hints", []),
        "secret_link": _secret_link(request, number) if actor.account_id is None else "",
    }
    return web.page(request, "appeals/sent.html", context)


def _secret_link(request: HttpRequest, number: str) -> str:
    key = keys.key_of(request=request, number=number)
    path = reverse("appeals:track", args=[number])
    return request.build_absolute_uri(f"{path}?key={key}") if key else ""
