"""Links of other providers, for editors: add, change, take away, ask now."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cdos.base.organisation import api as organisation
from cdos.base.web import api as web

from .. import api
from ..contracts import GuideRefused, ProviderLink

FIELDS = ("title", "provider", "url", "summary", "words")


@require_http_methods(["GET", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    actor = organisation.actor(request)
    if not api.may_edit(actor=actor):
        raise PermissionDenied(_("This is for staff with another post."))
    error, sent = "", request.POST
    if request.method == "POST":
        try:
            kept = api.put_link(
                actor=actor,
                code=sent.get("code", ""),
                title=sent.get("title", ""),
                provider=sent.get("provider", ""),
                url=sent.get("url", ""),
                summary=sent.get("summary", ""),
                words=sent.get("words", ""),
            )
        except GuideRefused as refused:
            error = str(refused)
        else:
            web.toast(request, _("“{title}” is shown from now on.").format(title=kept.title))
            return redirect("guide:staff_links")
    chosen = request.GET.get("change", "")
    rows = api.provider_links()
    changing = next((one for one in rows if one.code == chosen), None)
    context = {"links": rows, "changing": changing, "error": error, "typed": _typed(sent, changing)}
    return web.page(request, "guide/staff_links.html", context, status=422 if error else 200)


def _typed(sent: QueryDict, changing: ProviderLink | None) -> dict[str, str]:
    """What stands in the fields: as typed, else of the link that is changed."""
    if sent or changing is None:
        return {name: sent.get(name, "") for name in FIELDS}
    kept = {name: getattr(changing, name) for name in FIELDS}
    return {name: value if isinstance(value, str) else " ".join(value) for name, value in kept.items()}


@require_POST
def change_link(request: HttpRequest, code: str) -> HttpResponse:
    actor = organisation.actor(request)
    if not api.may_edit(actor=actor):
        raise PermissionDenied(_("This is for staff with another post."))
    if request.POST.get("what") == "check":
        api.check_links_soon(actor=actor)
        web.toast(request, _("All links are being asked; look again in a minute."))
        return redirect("guide:staff_links")
    try:
        api.remove_link(actor=actor, code=code)
    except LookupError as missing:
        raise Http404 from missing
    web.toast(request, _("The link is no longer shown."))
    return redirect("guide:staff_links")
